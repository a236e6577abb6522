import { decodeBase64url } from './decode.ts'

/**
 * True for the text that an HS256 signature is made over (RFC 7515 §5.1): a base64url part that holds a JSON object, a
 * dot, and another part. The signature of a token is the keyed hash of this text, so where tokens and hashes have one
 * secret, a token that has expired would otherwise be the hash of a visitor with this strange id, for ever.
 */
export function isSigningInput(text: string): boolean {
  const [header = '', , ...more] = text.split('.')
  if (more.length > 0 || header.length === text.length) return false
  const bytes = decodeBase64url(header)
  return bytes !== null && /^[\t\n\r ]*\{/.test(Buffer.from(bytes).toString('latin1'))
}
