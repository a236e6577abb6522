import type { KeyObject } from 'node:crypto'
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
  | 'wrong-kind'

/** Why a key was refused. The message never contains any of the key. */
export interface KeyImportProblem {
  code: KeyImportProblemCode
  message: string
}

export type KeyImport =
  | { ok: true; key: Pick<VerificationKey, 'kind' | 'material' | 'fingerprint'> }
  | { ok: false; problem: KeyImportProblem }

const longestKeyText = 8192
const usualFingerprintKey = 'bonafide key fingerprint'
const pemBlock = /^\uFEFF?\s*-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/

/**
 * Imports a shared secret. Its bytes are exactly the UTF-8 bytes of the text: nothing is trimmed or decoded, because
 * the four vendors use the text itself as the key (SCHEMES §2). Half of a key pair, in whatever form, is no secret.
 *
 * @param fingerprintKey keys the fingerprint, so that a fingerprint shown to people cannot be used to guess a secret
 */
export function importSecret(text: string, fingerprintKey: string | Uint8Array = usualFingerprintKey): KeyImport {
  if (text === '') return refuse('empty', 'The secret is empty.')
  if (text.length > longestKeyText) return refuse('too-large', 'The secret is longer than 8192 characters.')
  const half = keyPairHalfIn(text)
  if (half === 'private') return refusePrivateKey()
  if (half === 'public') return refuse('public-key', 'This is a public key, which anybody may know. It is no secret.')
  const bytes = Buffer.from(text, 'utf8')
  // A secret of zero bytes only gives the same HMAC as the empty one (RFC 2104 pads keys with zeros).
  if (bytes.every((byte) => byte === 0)) return refuse('empty', 'The secret is empty.')
  return importSecretBytes(bytes, fingerprintKey)
}

/** Imports the bytes of a shared secret, as a symmetric JWK gives them. How good a secret they make is judged where it is used. */
export function importSecretBytes(
  bytes: Uint8Array,
  fingerprintKey: string | Uint8Array = usualFingerprintKey,
): KeyImport {
  if (bytes.byteLength === 0) return refuse('empty', 'The secret is empty.')
  const fingerprint = createHmac('sha256', fingerprintKey).update(bytes).digest('hex')
  return { ok: true, key: { kind: 'secret', material: createSecretKey(bytes), fingerprint } }
}

/** `p256`: ES256 alone, which is all that Talkative signs with. `token`: whatever a signed token can be checked with. */
export type PublicKeyUse = 'p256' | 'token'

/**
 * Imports a public key from PEM (`-----BEGIN PUBLIC KEY-----`, RFC 7468 §13). Damaged PEM is refused here:
 * repairing it, with a preview, is the keyring's part. A private key is refused, where Node would quietly derive the
 * public one from it.
 */
export function importPublicKeyPem(pem: string, use: PublicKeyUse = 'p256'): KeyImport {
  if (pem.trim() === '') return refuse('empty', 'The public key is empty.')
  if (pem.length > longestKeyText) return refuse('too-large', 'The public key is longer than 8192 characters.')
  if (pem.includes('PRIVATE KEY')) return refusePrivateKey()
  const base64 = pemBlock.exec(pem)?.[1]?.replaceAll(/[\r\n]/g, '')
  if (base64 === undefined)
    return refuse('not-pem', 'The public key is not PEM text that begins with BEGIN PUBLIC KEY.')
  const der = Buffer.from(base64, 'base64')
  if (der.toString('base64') !== base64) return refuse('not-pem', 'The public key is damaged: its base64 is not sound.')
  return importPublicKeyDer(der, use)
}

/** Imports a public key from DER (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7), in its usual encoding and nothing after it. */
export function importPublicKeyDer(der: Uint8Array, use: PublicKeyUse = 'p256'): KeyImport {
  try {
    const material = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
    return checkPublicKey(material, der, use)
  } catch {
    return refuse('not-a-public-key', 'The PEM block does not hold a public key.')
  }
}

/** Whether a key that was read is of the kind that is asked for. Too weak a key is read: it is judged where it is used. */
export function checkPublicKey(material: KeyObject, der: Uint8Array, use: PublicKeyUse): KeyImport {
  const type = material.asymmetricKeyType ?? ''
  if (use === 'p256' && (type !== 'ec' || material.asymmetricKeyDetails?.namedCurve !== 'prime256v1')) {
    return refuse('wrong-curve', 'The public key is not on the curve P-256 (prime256v1), which ES256 needs.')
  }
  if (!['ec', 'rsa', 'ed25519'].includes(type)) {
    return refuse('wrong-kind', 'The public key is of a kind that signs no tokens: EC, RSA and Ed25519 do.')
  }
  if (!material.export({ format: 'der', type: 'spki' }).equals(der) || isHybridPoint(material, der)) {
    return refuse('not-a-public-key', 'The public key is not in its usual encoding.')
  }
  const fingerprint = createHash('sha256').update(der).digest('hex')
  return { ok: true, key: { kind: 'publicKey', material, fingerprint } }
}

/** The curves that have a JWK (RFC 7518 §6.2.1.1, RFC 8812): no others check a token. */
const curvesOfJwk: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1', 'secp256k1'])

/** True for a point that is given both in full and compressed (0x06, 0x07): RFC 5480 §2.2 forbids it, and OpenSSL keeps it. */
function isHybridPoint(material: KeyObject, der: Uint8Array): boolean {
  if (!curvesOfJwk.has(material.asymmetricKeyDetails?.namedCurve ?? '')) return false
  const { x = '', y = '' } = material.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const form = der.at(-1 - point.length)
  return point.equals(der.subarray(-point.length)) && form !== 4
}

/** The refusal of a private key, wherever one was given. */
export function refusePrivateKey(): KeyImport {
  return refuse(
    'private-key',
    'This is a private key. It belongs on the server that signs, and nowhere else: make a new pair and give us its public key.',
  )
}

function refuse(code: KeyImportProblemCode, message: string): KeyImport {
  return { ok: false, problem: { code, message } }
}
