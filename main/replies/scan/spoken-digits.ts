import type { Span } from './span.ts'

const words: readonly (readonly string[])[] = [
  ['zero', 'oh', 'o', 'null', 'zéro', 'cero', 'nul', 'noll', 'nolla'],
  ['one', 'eins', 'ein', 'un', 'uno', 'een', 'één', 'um', 'jeden', 'ett', 'en'],
  ['two', 'zwei', 'zwo', 'deux', 'dos', 'due', 'twee', 'dois', 'dwa', 'två', 'to'],
  ['three', 'drei', 'trois', 'tres', 'tre', 'drie', 'três', 'trzy'],
  ['four', 'vier', 'quatre', 'cuatro', 'quattro', 'quatro', 'cztery', 'fyra', 'fire'],
  ['five', 'fünf', 'cinq', 'cinco', 'cinque', 'vijf', 'pięć', 'fem'],
  ['six', 'sechs', 'seis', 'sei', 'zes', 'sześć', 'sex', 'seks'],
  ['seven', 'sieben', 'sept', 'siete', 'sette', 'zeven', 'sete', 'siedem', 'sju', 'syv'],
  ['eight', 'acht', 'huit', 'ocho', 'otto', 'oito', 'osiem', 'åtta', 'otte'],
  ['nine', 'neun', 'neuf', 'nueve', 'nove', 'negen', 'dziewięć', 'nio', 'ni'],
]
const digitOf = new Map(words.flatMap((names, digit) => names.map((name) => [name, String(digit)] as const)))
/** @param word small letters */
export const isDigitWord = (word: string): boolean => digitOf.has(word)
const repeats = new Map([
  ['double', 2],
  ['doppel', 2],
  ['triple', 3],
])

/** Digits that are written in words, as somebody reads a number aloud: at least four in a row are one number. */
export function* spokenNumbers(plain: string): Generator<Span & { digits: string }> {
  let digits = ''
  let start = 0
  let end = 0
  let times = 1
  for (const match of plain.matchAll(/[\p{L}]{1,60}/gu)) {
    const word = match[0].toLowerCase()
    const digit = digitOf.get(word)
    const repeat = repeats.get(word)
    const goesOn = digits !== '' && /^(?:[ ,.-]| ?[,.-] ?)$/.test(plain.slice(end, match.index))
    if (digits.length >= 4 && ((digit === undefined && repeat === undefined) || !goesOn)) yield { digits, start, end }
    if ((digit === undefined && repeat === undefined) || !goesOn) {
      digits = ''
      times = 1
    }
    if (repeat !== undefined) {
      times = repeat
      if (digits !== '') end = match.index + match[0].length
      continue
    }
    if (digit === undefined) continue
    if (digits === '') start = match.index
    digits += digit.repeat(times)
    times = 1
    end = match.index + match[0].length
  }
  if (digits.length >= 4) yield { digits, start, end }
}
