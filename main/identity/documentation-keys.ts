import type { KeyObject } from 'node:crypto'
import { createHash } from 'node:crypto'

/** Secrets that stand in public documents, in lower case. Anyone can sign with them. */
const documentedSecrets = new Set([
  'ladygaga',
  '6fdc0085d97cc621edcc0333fd93ef220f0eb1ce',
  'your_secret_key',
  'your-secret-key',
  'your_secret',
  'your-secret',
  'yoursecretkey',
  'your_api_key',
  'your-api-key',
  'your-256-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'secret',
  'secretkey',
  'secret_key',
  'secret-key',
  'my_secret_key',
  'my-secret-key',
  'changeme',
  'change-me',
  'password',
  'test',
  'example',
  'key',
  '<your secret key>',
  '<your_secret>',
  'your_secret_key_here',
  'secret_key_from_beacon_config',
  'iv_your-secret-key',
  'jwt_secret_value',
  'wyhvrzzzjhjpmkr2h7lpejvy',
  '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
])

/** X coordinates (base64url) of P-256 keys whose private half is published: RFC 7515 A.3, the jwt.io sample. */
const documentedPoints = new Set([
  'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  'EVs_o5-uQbTjL3chynL4wXgUg2R9q9UU8I5mEovUf84',
])

/** True for a secret that stands in a vendor's document or another public sample. */
export function isDocumentationSecret(secret: string): boolean {
  return documentedSecrets.has(secret.trim().toLowerCase())
}

/** True for a secret or public key that stands in a public document. The keyring's lint and the hints share it. */
export function isDocumentationKey(material: KeyObject): boolean {
  if (material.type === 'secret') return isDocumentationSecret(material.export().toString('utf8'))
  const { x } = material.export({ format: 'jwk' })
  return x !== undefined && documentedPoints.has(x)
}

/** The name under which the two checks go together, for callers that lint. */
export const documentationKeys = Object.freeze({ isDocumentationSecret, isDocumentationKey })

/** RFC 7518 §3.2 asks for 32 bytes; below 16 a secret can be guessed from one hash. */
export const shortestSoundSecret = 16

/**
 * JWK thumbprint (RFC 7638 §3, RFC 8037 §2) of a public key, base64url of SHA-256.
 *
 * @returns null for a secret: its thumbprint would be a digest of the secret
 */
export function thumbprintOf(material: KeyObject): string | null {
  if (material.type !== 'public') return null
  const known = thumbprints.get(material)
  if (known !== undefined) return known
  const { crv, e, kty, n, x, y } = material.export({ format: 'jwk' })
  const required = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  const thumbprint = createHash('sha256').update(JSON.stringify(required)).digest('base64url')
  thumbprints.set(material, thumbprint)
  return thumbprint
}

const thumbprints = new WeakMap<KeyObject, string>()
