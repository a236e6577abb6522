import { isUtf8 } from 'node:buffer'

/**
 * Strict decoders. Node's own are lenient on purpose (`Buffer.from('zz', 'hex')` is empty, base64url skips what it
 * does not know), and a lenient decoder lets two different texts be the same proof.
 */

const sha256Hex = /^[0-9a-fA-F]{64}$/
const base64urlText = /^[A-Za-z0-9_-]*$/

/**
 * A SHA-256 digest as hex, either letter case (SCHEMES §2.2: compared as bytes, never as text).
 *
 * @returns 32 bytes, or null for anything that is not exactly 64 hexadecimal characters
 */
export function decodeSha256Hex(text: string): Uint8Array | null {
  return sha256Hex.test(text) ? Buffer.from(text, 'hex') : null
}

/**
 * base64url without padding (RFC 7515 §2) in its one canonical spelling: it must re-encode to itself, so stray
 * trailing bits, padding, spaces and the `+/` alphabet are refused.
 *
 * @returns the bytes, or null
 */
export function decodeBase64url(text: string): Uint8Array | null {
  if (!base64urlText.test(text)) return null
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

/**
 * UTF-8 with every error refused. A byte order mark is kept as a character, so that the JSON reader refuses it.
 *
 * @returns the text, or null
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : null
}
