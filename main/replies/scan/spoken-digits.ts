import type { Span } from './span.ts'

const words: readonly (readonly string[])[] = [
  ['zero', 'oh', 'null', 'zéro', 'cero', 'nul'],
  ['one', 'eins', 'ein', 'un', 'uno', 'een', 'één'],
  ['two', 'zwei', 'zwo', 'deux', 'dos', 'due', 'twee'],
  ['three', 'drei', 'trois', 'tres', 'tre', 'drie'],
  ['four', 'vier', 'quatre', 'cuatro', 'quattro'],
  ['five', 'fünf', 'cinq', 'cinco', 'cinque', 'vijf'],
  ['six', 'sechs', 'seis', 'sei', 'zes'],
  ['seven', 'sieben', 'sept', 'siete', 'sette', 'zeven'],
  ['eight', 'acht', 'huit', 'ocho', 'otto'],
  ['nine', 'neun', 'neuf', 'nueve', 'nove', 'negen'],
]
const digitOf = new Map(words.flatMap((names, digit) => names.map((name) => [name, String(digit)] as const)))

/** Digits that are written in words, as somebody reads a number aloud: at least four in a row are one number. */
export function* spokenNumbers(plain: string): Generator<Span & { digits: string }> {
  let digits = ''
  let start = 0
  let end = 0
  for (const match of plain.matchAll(/[\p{L}]{1,60}/gu)) {
    const digit = digitOf.get(match[0].toLowerCase())
    const goesOn = digits !== '' && /^[ ,.-]{1,2}$/.test(plain.slice(end, match.index))
    if (digits.length >= 4 && (digit === undefined || !goesOn)) yield { digits, start, end }
    if (digit === undefined || !goesOn) digits = ''
    if (digit === undefined) continue
    if (digits === '') start = match.index
    digits += digit
    end = match.index + match[0].length
  }
  if (digits.length >= 4) yield { digits, start, end }
}
