import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { CompactSign } from 'jose'
import { isJsonObject, type JsonObject, parseStrictJson } from '#shared/strict/json.ts'
import { decodeBase64url, decodeUtf8 } from '../identity/decode.ts'

/** A public Ed25519 key as it stands in the journal: `x` of RFC 8037 §2, base64url of 32 bytes. */
export type PublicX = string

/** Names a key by itself: base64url of the SHA-256 of its 32 bytes. Whoever changes the key changes its name. */
export function kidOf(x: PublicX): string {
  return createHash('sha256').update(Buffer.from(x, 'base64url')).digest('base64url')
}

/** Longest token that is looked at, in characters. */
const longest = 16_384

/** Signs a payload as a compact JWS (RFC 7515 §7.1) with Ed25519 (RFC 8037 §3.1). */
export function signCompact(type: string, kid: string, payload: object, privateKey: KeyObject): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload), 'utf8'))
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: type })
    .sign(privateKey)
}

/**
 * Which key a compact JWS says it was signed with. Nothing is proven by that.
 * @returns null unless its header is exactly the three members that `signCompact` writes, of that type
 */
export function kidIn(token: string, type: string): string | null {
  const header = readPart(token.length > longest ? undefined : token.split('.')[0])
  if (header === null || header['alg'] !== 'EdDSA' || header['typ'] !== type) return null
  const kid = header['kid']
  return typeof kid === 'string' && Object.keys(header).length === 3 ? kid : null
}

/**
 * Verifies a compact JWS and gives its payload, or null. Synchronous, because it runs inside a transaction of the
 * database thread. One spelling only: canonical base64url, strict JSON, the header of `signCompact`, and a key whose
 * name is the one in the header.
 */
export function verifyCompact(token: string, type: string, x: PublicX): JsonObject | null {
  if (token.length > longest || kidIn(token, type) !== kidOf(x)) return null
  const parts = token.split('.')
  if (parts.length !== 3) return null
  const [header, payload, signature] = parts as [string, string, string]
  const bytes = decodeBase64url(signature)
  if (bytes === null || bytes.length !== 64) return null
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    if (!verify(null, Buffer.from(`${header}.${payload}`, 'ascii'), key, bytes)) return null
  } catch {
    return null
  }
  return readPart(payload)
}

function readPart(part: string | undefined): JsonObject | null {
  const bytes = part === undefined ? null : decodeBase64url(part)
  const text = bytes === null ? null : decodeUtf8(bytes)
  if (text === null) return null
  const parsed = parseStrictJson(text, { maxCharacters: longest })
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null
}
