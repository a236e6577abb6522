import type { Hint, HintCode } from './verdict.ts'

/**
 * How much a hint explains: 0 the most. What stands further down is often a consequence of something above it, or true of
 * a proof that would fail all the same.
 */
const places: Readonly<Record<HintCode, number>> = Object.freeze({
  'key-of-other-platform': 0,
  'retired-key-of-channel': 1,
  'other-key-of-channel': 2,
  'other-channel-of-workspace': 3,
  'hash-of-lower-field': 4,
  'key-not-decoded': 5,
  'secret-hex-decoded': 6,
  'secret-base64-decoded': 7,
  'secret-has-whitespace': 8,
  'secret-case-differs': 9,
  'value-case-differs': 10,
  'value-has-whitespace': 11,
  'key-and-message-swapped': 12,
  'digest-is-base64': 13,
  'digest-encoding-differs': 14,
  'digest-truncated': 15,
  'signature-is-der': 16,
  'token-has-padding': 17,
  'payload-trailing-comma': 18,
  'times-in-milliseconds': 19,
  'audience-differs': 20,
  'issuer-differs': 21,
  'algorithm-of-other-key': 22,
  'clock-differs': 23,
  'proof-under-other-name': 24,
  'unsigned-field-shadows-signed': 25,
  'unsigned-fields-dropped': 26,
  'documentation-key': 27,
  'key-is-weak': 28,
  'token-lasts-long': 29,
})

/** The one hint that the person who set a site up is shown: the most specific one; null where there is none. */
export function tellingHint(hints: readonly Hint[]): Hint | null {
  const [first = null] = hints.toSorted((one, other) => places[one.code] - places[other.code])
  return first
}
