import { timingSafeEqual } from 'node:crypto'

/**
 * Compares two digests in a time that does not depend on where they differ.
 *
 * @returns false for different lengths, where `timingSafeEqual` itself would throw. Lengths are no secret.
 */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right)
}
