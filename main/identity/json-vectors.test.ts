import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { parseStrictJson } from '#shared/strict/json.ts'
import { measured } from '../testing/endurance.ts'
import { decodeUtf8 } from './decode.ts'

const folder = new URL('./vectors/jsontestsuite/test_parsing/', import.meta.url)
const names = readdirSync(folder)

function judge(name: string): string {
  const text = decodeUtf8(readFileSync(new URL(encodeURIComponent(name), folder)))
  if (text === null) return 'not-utf-8'
  const result = parseStrictJson(text, { maxCharacters: 1_000_000 })
  return result.ok ? 'accepted' : result.code
}

/** Valid by the grammar, refused by us: two readers can take different members from them. */
const refusedOnPurpose: Record<string, string> = {
  'y_object_duplicated_key.json': 'duplicate-member',
  'y_object_duplicated_key_and_value.json': 'duplicate-member',
}

/** Left open by the RFC, decided here. */
const decided: Record<string, string> = {
  'i_number_double_huge_neg_exp.json': 'accepted',
  'i_number_huge_exp.json': 'number-out-of-range',
  'i_number_neg_int_huge_exp.json': 'number-out-of-range',
  'i_number_pos_double_huge_exp.json': 'number-out-of-range',
  'i_number_real_neg_overflow.json': 'number-out-of-range',
  'i_number_real_pos_overflow.json': 'number-out-of-range',
  'i_number_real_underflow.json': 'accepted',
  'i_number_too_big_neg_int.json': 'accepted',
  'i_number_too_big_pos_int.json': 'accepted',
  'i_number_very_big_negative_int.json': 'accepted',
  'i_object_key_lone_2nd_surrogate.json': 'lone-surrogate',
  'i_string_1st_surrogate_but_2nd_missing.json': 'lone-surrogate',
  'i_string_1st_valid_surrogate_2nd_invalid.json': 'lone-surrogate',
  'i_string_UTF-16LE_with_BOM.json': 'not-utf-8',
  'i_string_UTF-8_invalid_sequence.json': 'not-utf-8',
  'i_string_UTF8_surrogate_U+D800.json': 'not-utf-8',
  'i_string_incomplete_surrogate_and_escape_valid.json': 'lone-surrogate',
  'i_string_incomplete_surrogate_pair.json': 'lone-surrogate',
  'i_string_incomplete_surrogates_escape_valid.json': 'lone-surrogate',
  'i_string_invalid_lonely_surrogate.json': 'lone-surrogate',
  'i_string_invalid_surrogate.json': 'lone-surrogate',
  'i_string_invalid_utf-8.json': 'not-utf-8',
  'i_string_inverted_surrogates_U+1D11E.json': 'lone-surrogate',
  'i_string_iso_latin_1.json': 'not-utf-8',
  'i_string_lone_second_surrogate.json': 'lone-surrogate',
  'i_string_lone_utf8_continuation_byte.json': 'not-utf-8',
  'i_string_not_in_unicode_range.json': 'not-utf-8',
  'i_string_overlong_sequence_2_bytes.json': 'not-utf-8',
  'i_string_overlong_sequence_6_bytes.json': 'not-utf-8',
  'i_string_overlong_sequence_6_bytes_null.json': 'not-utf-8',
  'i_string_truncated-utf-8.json': 'not-utf-8',
  'i_string_utf16BE_no_BOM.json': 'not-utf-8',
  'i_string_utf16LE_no_BOM.json': 'not-utf-8',
  'i_structure_500_nested_arrays.json': 'too-deep',
  'i_structure_UTF-8_BOM_empty_object.json': 'malformed',
}

describe('JSONTestSuite through the strict reader', () => {
  afterAll(() => {
    const of = (letter: string) => names.filter((name) => name.startsWith(letter))
    const accepted = (letter: string) => of(letter).filter((name) => judge(name) === 'accepted').length
    measured(
      'JSONTestSuite',
      `${of('n_').length - accepted('n_')} of ${of('n_').length} refused; ${accepted('y_')} of ${of('y_').length} accepted and ` +
        `${Object.keys(refusedOnPurpose).length} refused on purpose (a member twice); ${Object.keys(decided).length} of ${of('i_').length} decided in a table`,
    )
  })

  it('refuses all 188 n_ files', () => {
    const refused = names.filter((name) => name.startsWith('n_'))
    expect(refused).toHaveLength(188)
    expect(refused.filter((name) => judge(name) === 'accepted')).toEqual([])
  })

  it('accepts all 95 y_ files but those refused on purpose, with the value JSON.parse gives', () => {
    const accepted = names.filter((name) => name.startsWith('y_'))
    expect(accepted).toHaveLength(95)
    for (const name of accepted) {
      expect([name, judge(name)]).toEqual([name, refusedOnPurpose[name] ?? 'accepted'])
      if (name in refusedOnPurpose) continue
      const text = readFileSync(new URL(encodeURIComponent(name), folder), 'utf8')
      const result = parseStrictJson(text, { maxCharacters: 1_000_000 })
      expect(result.ok && JSON.stringify(result.value)).toBe(JSON.stringify(JSON.parse(text)))
    }
  })

  it('decides every i_ file as written down', () => {
    const open = names.filter((name) => name.startsWith('i_'))
    expect(Object.fromEntries(open.map((name) => [name, judge(name)]))).toEqual(decided)
  })
})
