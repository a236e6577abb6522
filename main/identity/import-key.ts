import { createHash, createHmac, createPublicKey, createSecretKey } from 'node:crypto'
import type { VerificationKey } from './check.ts'
import { keyPairHalfIn } from './key-shaped.ts'

export type KeyImportProblemCode =
  | 'empty'
  | 'too-large'
  | 'private-key'
  | 'public-key'
  | 'not-pem'
  | 'not-a-public-key'
  | 'wrong-curve'

/** Why a key was refused. The message never contains any of the key. */
export interface KeyImportProblem {
  code: KeyImportProblemCode
  message: string
}

export type KeyImport =
  | { ok: true; key: Pick<VerificationKey, 'kind' | 'material' | 'fingerprint'> }
  | { ok: false; problem: KeyImportProblem }

const longestKeyText = 8192
const pemBlock = /^\uFEFF?\s*-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/

/**
 * Imports a shared secret. Its bytes are exactly the UTF-8 bytes of the text: nothing is trimmed or decoded, because
 * the four vendors use the text itself as the key (SCHEMES §2). Half of a key pair, in whatever form, is no secret.
 *
 * @param fingerprintKey keys the fingerprint, so that a fingerprint shown to people cannot be used to guess a secret
 */
export function importSecret(
  text: string,
  fingerprintKey: string | Uint8Array = 'bonafide key fingerprint',
): KeyImport {
  if (text === '') return refuse('empty', 'The secret is empty.')
  if (text.length > longestKeyText) return refuse('too-large', 'The secret is longer than 8192 characters.')
  const half = keyPairHalfIn(text)
  if (half === 'private') return refusePrivateKey()
  if (half === 'public') return refuse('public-key', 'This is a public key, which anybody may know. It is no secret.')
  const bytes = Buffer.from(text, 'utf8')
  // A secret of zero bytes only gives the same HMAC as the empty one (RFC 2104 pads keys with zeros).
  if (bytes.every((byte) => byte === 0)) return refuse('empty', 'The secret is empty.')
  const fingerprint = createHmac('sha256', fingerprintKey).update(bytes).digest('hex')
  return { ok: true, key: { kind: 'secret', material: createSecretKey(bytes), fingerprint } }
}

/**
 * Imports a P-256 public key from PEM (`-----BEGIN PUBLIC KEY-----`, RFC 7468 §13). Damaged PEM is refused here:
 * repairing it, with a preview, is the keyring's part. A private key is refused, where Node would quietly derive the
 * public one from it.
 */
export function importPublicKeyPem(pem: string): KeyImport {
  if (pem.trim() === '') return refuse('empty', 'The public key is empty.')
  if (pem.length > longestKeyText) return refuse('too-large', 'The public key is longer than 8192 characters.')
  if (pem.includes('PRIVATE KEY')) return refusePrivateKey()
  const base64 = pemBlock.exec(pem)?.[1]?.replaceAll(/[\r\n]/g, '')
  if (base64 === undefined)
    return refuse('not-pem', 'The public key is not PEM text that begins with BEGIN PUBLIC KEY.')
  const der = Buffer.from(base64, 'base64')
  if (der.toString('base64') !== base64) return refuse('not-pem', 'The public key is damaged: its base64 is not sound.')
  return importPublicKeyDer(der)
}

/** Imports a P-256 public key from DER (SubjectPublicKeyInfo, RFC 5480), uncompressed and without trailing bytes. */
export function importPublicKeyDer(der: Uint8Array): KeyImport {
  try {
    const material = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
    if (material.asymmetricKeyType !== 'ec' || material.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
      return refuse('wrong-curve', 'The public key is not on the curve P-256 (prime256v1), which ES256 needs.')
    }
    if (!material.export({ format: 'der', type: 'spki' }).equals(der)) {
      return refuse('not-a-public-key', 'The public key is not in its usual encoding.')
    }
    const fingerprint = createHash('sha256').update(der).digest('hex')
    return { ok: true, key: { kind: 'publicKey', material, fingerprint } }
  } catch {
    return refuse('not-a-public-key', 'The PEM block does not hold a public key.')
  }
}

function refusePrivateKey(): KeyImport {
  return refuse(
    'private-key',
    'This is a private key. It belongs on the server that signs, and nowhere else: make a new pair and give us its public key.',
  )
}

function refuse(code: KeyImportProblemCode, message: string): KeyImport {
  return { ok: false, problem: { code, message } }
}
