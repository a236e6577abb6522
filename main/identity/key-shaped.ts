import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { decodeUtf8 } from './decode.ts'

const invisible = /[\u200b-\u200d\u2060\ufeff]/g
const quotes = /^["'`]|["'`]$/g
const privateFrame = /PRIVATE\s+KEY(?:\s+BLOCK)?\s*--|--\s*BEGIN\s[\w\s]*PRIVATE\s+KEY|^PuTTY-User-Key-File/i
const publicFrame = /--\s*BEGIN\s[\w\s]*(?:PUBLIC\s+KEY|CERTIFICATE)|(?:PUBLIC\s+KEY|CERTIFICATE)\s*--/i
const publicLine = /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]+|sk-[\w@.-]+)\s+AAAA/
const jwkType = /(?:^|[^\w])kty["']?\s*:\s*["']?(?:EC|RSA|OKP)\b/i
const jwkPrivate = /(?:^|[^\w])d["']?\s*:\s*["']/
const opensshMagic = Buffer.from('openssh-key-v1\0', 'latin1')
const wireName = /^\0\0\0.(?:ssh-|ecdsa-sha2-|sk-)/s

/**
 * Says whether a text that should be a shared secret is half of a key pair: PEM in any letter case, a JWK, an OpenSSH
 * key, or the bare body of one (PKCS#8, PKCS#1, SEC 1, SubjectPublicKeyInfo, certificate) in base64 or hex.
 *
 * @returns `private` where any of it is a private key, else `public`, else null
 */
export function keyPairHalfIn(text: string): 'private' | 'public' | null {
  return halfInText(text, true)
}

function halfInText(text: string, mayBeWrapped: boolean): 'private' | 'public' | null {
  const plain = text
    .replaceAll(/\\r\\n|\\n/g, '\n')
    .replaceAll(invisible, '')
    .trim()
  const isJwk = jwkType.test(plain)
  if (privateFrame.test(plain) || (isJwk && jwkPrivate.test(plain))) return 'private'
  if (publicFrame.test(plain) || publicLine.test(plain) || isJwk) return 'public'
  let found: 'public' | null = null
  for (const bytes of decodings(plain.replaceAll(quotes, ''))) {
    const half = halfInBytes(bytes, mayBeWrapped)
    bytes.fill(0)
    if (half === 'private') return half
    found ??= half
  }
  return found
}

function decodings(text: string): Buffer[] {
  const bare = text.replaceAll(/\s+/g, '')
  const found: Buffer[] = []
  const hex = bare.replace(/^0x/i, '').replaceAll(':', '')
  if (hex.length >= 64 && /^(?:[0-9a-f]{2})+$/i.test(hex)) found.push(Buffer.from(hex, 'hex'))
  if (bare.length >= 32 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) found.push(Buffer.from(bare, 'base64'))
  return found
}

function halfInBytes(bytes: Buffer, mayBeWrapped: boolean): 'private' | 'public' | null {
  if (bytes.subarray(0, opensshMagic.byteLength).equals(opensshMagic)) return 'private'
  if (wireName.test(bytes.subarray(0, 24).toString('latin1'))) return 'public'
  // A file in PEM or JSON may itself have been put into base64, as it often is for an environment variable.
  const wrapped = mayBeWrapped ? decodeUtf8(bytes) : null
  const half = wrapped === null ? null : halfInText(wrapped, false)
  return half ?? halfInDer(bytes)
}

function halfInDer(der: Buffer): 'private' | 'public' | null {
  if (der[0] !== 0x30) return null
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    if (reads(() => createPrivateKey({ key: der, format: 'der', type }))) return 'private'
  }
  for (const type of ['spki', 'pkcs1'] as const) {
    if (reads(() => createPublicKey({ key: der, format: 'der', type }))) return 'public'
  }
  return reads(() => new X509Certificate(der)) ? 'public' : null
}

/** A key that only lacks its pass phrase has been read. */
function reads(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_MISSING_PASSPHRASE'
  }
}
