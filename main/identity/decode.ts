import { isUtf8 } from 'node:buffer'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { DigestEncoding, HashAlgorithm } from '#shared/vendors/vendor.ts'

/**
 * Strict decoders. Node's own are lenient on purpose (`Buffer.from('zz', 'hex')` is empty, base64url skips what it
 * does not know), and a lenient decoder lets two different texts be the same proof.
 */

const hexText = /^(?:[0-9a-fA-F]{2})*$/
const base64Text = /^[A-Za-z0-9+/]*={0,2}$/
const base64urlText = /^[A-Za-z0-9_-]*$/

/** The bytes of a digest. */
export const digestSizes: Readonly<Record<HashAlgorithm, number>> = Object.freeze({
  sha256: 32,
  sha384: 48,
  sha512: 64,
})

/**
 * A digest as text. Hex in either letter case (SCHEMES §2.2: compared as bytes, never as text); base64 with its
 * padding, base64url without, both in their one canonical spelling.
 *
 * @returns exactly the bytes of that algorithm's digest, or null for anything else: a truncated one is none
 */
export function decodeDigest(text: string, encoding: DigestEncoding, algorithm: HashAlgorithm): Uint8Array | null {
  const size = digestSizes[algorithm]
  if (text.length > size * 2) return null
  const bytes = decodeBytes(text, encoding)
  return bytes !== null && bytes.byteLength === size ? bytes : null
}

/**
 * Bytes as text, strictly: what does not re-encode to the same text (letter case of hex aside) is null.
 */
export function decodeBytes(text: string, encoding: DigestEncoding): Uint8Array | null {
  switch (encoding) {
    case 'hex':
      return hexText.test(text) ? Buffer.from(text, 'hex') : null
    case 'base64': {
      if (!base64Text.test(text)) return null
      const bytes = Buffer.from(text, 'base64')
      return bytes.toString('base64') === text ? bytes : null
    }
    case 'base64url':
      return decodeBase64url(text)
    default:
      return assertNever(encoding)
  }
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
