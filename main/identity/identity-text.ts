import type { JsonValue } from '#shared/strict/json.ts'
import type { IdentityValue } from './provenance.ts'
import { readIdentityValue } from './provenance.ts'

/** Bidi controls, zero-width and other invisible characters, private use, unassigned, halves of pairs, line separators. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800]/u
const ascii = /[ -~]/

/**
 * Reads a claim that is to be an identity. Stricter than what a hash may be about, since a token's text is shown as
 * proven: beside the rules of `readIdentityValue` no invisible character, no white space at the ends, and no character
 * that is ASCII in disguise (full-width `ａ`, `№`, ligatures).
 *
 * @param numbers whether a whole number stands for its digits, as some vendors' documents show
 */
export function readIdentityClaim(value: JsonValue | undefined, numbers: boolean): IdentityValue {
  if (typeof value === 'number' && !(numbers && Number.isSafeInteger(value))) return { kind: 'malformed', text: null }
  const read = readIdentityValue(value)
  if (read.kind !== 'text' || isPlainText(read.text)) return read
  return { kind: 'malformed', text: read.text }
}

function isPlainText(text: string): boolean {
  if (text.trim() !== text || unseen.test(text)) return false
  for (const character of text) {
    if (!ascii.test(character) && ascii.test(character.normalize('NFKC'))) return false
  }
  return true
}
