import type { Span } from './span.ts'
import { spokenNumbers } from './spoken-digits.ts'

/** Digits with what stands between them: where each group of digits is. */
interface Group {
  digits: string
  start: number
  end: number
}

const separators = /^(?:[ .\-/]{1,2}|\n)$/

/** Runs of digit groups with at most two separators between them, e.g. `4111 1111-1111 1111`. */
function* digitRuns(plain: string): Generator<Group[]> {
  let run: Group[] = []
  for (const match of plain.matchAll(/[0-9]+/g)) {
    const group = { digits: match[0], start: match.index, end: match.index + match[0].length }
    const before = run.at(-1)
    if (before !== undefined && !separators.test(plain.slice(before.end, group.start))) {
      yield run
      run = []
    }
    run.push(group)
  }
  if (run.length > 0) yield run
}

const mostGroups = 19

/**
 * Payment card numbers: 14 to 19 digits of a card scheme (ISO/IEC 7812-1) whose Luhn check digit is right, in one piece
 * or in groups as they are printed.
 */
export function* cardNumbers(plain: string): Generator<Span> {
  for (const run of digitRuns(plain)) {
    let from = 0
    while (from < run.length) {
      const found = cardFrom(plain, run, from)
      if (found !== null) yield { start: run[from]?.start ?? 0, end: run[found - 1]?.end ?? 0 }
      from = found ?? from + 1
    }
  }
  for (const { digits, start, end } of spokenNumbers(plain)) {
    if (isCardScheme(digits) && passesLuhn(digits)) yield { start, end }
  }
}

/** The group after the last one of the card that begins at `from`, or null. */
function cardFrom(plain: string, run: readonly Group[], from: number): number | null {
  if (!/^[2-6]/.test(run[from]?.digits ?? '')) return null
  let digits = ''
  const shape: number[] = []
  for (let to = from; to < Math.min(run.length, from + mostGroups); to += 1) {
    const group = run[to] as Group
    digits += group.digits
    shape.push(group.digits.length)
    if (digits.length > 19) return null
    if (digits.length < 14 || !isCardScheme(digits) || !passesLuhn(digits) || !isCardShape(shape)) continue
    const next = plain[group.end] ?? ''
    const previous = plain[(run[from]?.start ?? 0) - 1] ?? ''
    if (!/[A-Za-z0-9]/.test(next) && !/[A-Za-z0-9]/.test(previous)) return to + 1
  }
  return null
}

function isCardShape(shape: readonly number[]): boolean {
  if (shape.length === 1) return true
  const words = shape.join('-')
  if (/^4-4-4-[1-7]$|^4-4-4-4-[1-3]$|^4-6-[45]$|^6-[0-9]{1,2}$|^8-8$|^4-12$|^12-4$/.test(words)) return true
  const size = shape[0] ?? 0
  return size <= 5 && shape.slice(0, -1).every((each) => each === size) && (shape.at(-1) ?? 0) <= size
}

/** The first digits and lengths that card schemes use. */
function isCardScheme(digits: string): boolean {
  switch (digits.length) {
    case 14:
      return /^3(?:0[0-5]|[689])/.test(digits)
    case 15:
      return /^3[47]/.test(digits)
    case 16:
      return /^(?:4|5[1-5]|2(?:2[0-9]|[3-6]|7[01]|720)|6(?:011|4[4-9]|5|2)|35[2-8]|50|5[6-9]|6[0137-9])/.test(digits)
    case 18:
      return /^(?:50|5[6-9]|6[0-9])/.test(digits)
    case 19:
      return /^(?:4|50|5[6-9]|6[0-9])/.test(digits)
    default:
      return false
  }
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0 && !/^(\d)\1*$/.test(digits)
}

/** Lengths of account numbers by country (SWIFT IBAN registry). */
const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SC: 31,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
}

/** International bank account numbers (ISO 13616): length by country and check digits by MOD 97-10, in any grouping. */
export function* ibans(plain: string): Generator<Span> {
  for (const match of plain.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}[ .-]?[0-9]{2}(?=[ .-]?[A-Za-z0-9])/g)) {
    const end = ibanEnd(plain, match.index)
    if (end !== null) yield { start: match.index, end }
  }
}

function ibanEnd(plain: string, start: number): number | null {
  const length = ibanLengths[plain.slice(start, start + 2).toUpperCase()]
  if (length === undefined) return null
  let compact = ''
  let at = start
  while (compact.length < length) {
    const character = plain[at] ?? ''
    if (/[A-Za-z0-9]/.test(character)) compact += character.toUpperCase()
    else if (!/[ .\n-]/.test(character) || !/[A-Za-z0-9]/.test(plain[at + 1] ?? '')) return null
    at += 1
  }
  if (/[A-Za-z0-9]/.test(plain[at] ?? '')) return null
  return remainder97(compact.slice(4) + compact.slice(0, 4)) === 1 ? at : null
}

function remainder97(text: string): number {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
