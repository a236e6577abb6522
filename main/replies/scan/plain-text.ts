/** A text as a person reads it, with where each of its UTF-16 units stood in the original. */
export interface PlainText {
  plain: string
  /** One entry per unit of `plain`, and one more for its end. */
  offsets: number[]
}

/** Where the decimal digits of a script begin (Unicode general category Nd); those of NFKC forms are not needed here. */
const digitZeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
  0x0f20, 0x1040, 0x17e0, 0x1810,
]

/**
 * Takes away what only machines see: compatibility forms (NFKC, per character), invisible characters, digits of other
 * scripts, the many kinds of dash and space. Nothing else is changed, so that every find can be shown in the original.
 */
export function plainTextOf(text: string): PlainText {
  let plain = ''
  const offsets: number[] = []
  let at = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const left = code < 0x7f ? character : plainCharacter(character, code)
    plain += left
    for (let unit = 0; unit < left.length; unit += 1) offsets.push(at)
    at += character.length
  }
  offsets.push(at)
  return { plain, offsets }
}

function plainCharacter(character: string, code: number): string {
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(character)) return ''
  if (/[\p{Pd}\u2212]/u.test(character)) return '-'
  if (/\p{Zs}/u.test(character)) return ' '
  const zero = digitZeros.find((first) => code >= first && code < first + 10)
  return zero === undefined ? character.normalize('NFKC') : String(code - zero)
}
