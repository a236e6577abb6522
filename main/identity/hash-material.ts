import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import type { KeyEncoding } from '#shared/vendors/vendor.ts'
import { decodeBytes } from './decode.ts'

/**
 * The key that a vendor's site hashes with: the text of the secret itself, or what the text decodes to. Remembered by the
 * key object, which never changes.
 *
 * @returns null where the text cannot be decoded, or decodes to zeros alone: the empty key in disguise (RFC 2104)
 */
export function hashMaterial(secret: KeyObject, encoding: KeyEncoding): KeyObject | null {
  if (encoding === 'utf8') return secret
  const known = decodedKeys.get(secret) ?? new Map<KeyEncoding, KeyObject | null>()
  let material = known.get(encoding)
  if (material === undefined) {
    const bytes = decodeBytes(secret.export().toString('utf8'), encoding)
    material = bytes === null || bytes.every((byte) => byte === 0) ? null : createSecretKey(bytes)
    decodedKeys.set(secret, known.set(encoding, material))
  }
  return material
}

const decodedKeys = new WeakMap<KeyObject, Map<KeyEncoding, KeyObject | null>>()
