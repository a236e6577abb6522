import type { Span } from './span.ts'
import { spokenNumbers } from './spoken-digits.ts'
import { type ReadText, saysAny, wordsAfter, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

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
 * or in groups as they are printed. Where the words speak of a card, also sixteen digits whose check digit is wrong
 * (somebody mistyped one), a number that is told in parts with a word or two between, and the check number (CVC).
 */
export function* cardNumbers(read: ReadText): Generator<Span> {
  const { plain } = read
  for (const run of digitRuns(plain)) {
    let from = 0
    while (from < run.length) {
      const found = cardFrom(plain, run, from)
      if (found !== null) yield { start: run[from]?.start ?? 0, end: run[found - 1]?.end ?? 0 }
      from = found ?? from + 1
    }
  }
  for (const { digits, start, end } of spokenNumbers(plain)) {
    if (isCardScheme(digits) && (passesLuhn(digits) || speaksOfCard(read, start, end))) yield { start, end }
  }
  for (const match of plain.matchAll(printedCard)) {
    const end = match.index + match[0].length
    if (speaksOfCard(read, match.index, end)) yield { start: match.index, end }
  }
  for (const match of plain.matchAll(toldInParts)) {
    const digits = match[0].replaceAll(/[^0-9]/g, '')
    if (isCardScheme(digits) && passesLuhn(digits)) yield { start: match.index, end: match.index + match[0].length }
  }
  for (const match of plain.matchAll(checkNumber)) {
    yield { start: match.index + match[0].length - (match[1] ?? '').length, end: match.index + match[0].length }
  }
}

/** As it is printed on the card, or in one piece; the check digit does not count here. */
const printedCard =
  /(?<![\p{L}\p{N}.,+-])(?:[1-9][0-9]{3}([ .-]?)(?:[0-9]{4}\1){2}[0-9]{4}|3[47][0-9]{2}([ .-]?)[0-9]{6}\2[0-9]{5})(?![\p{L}\p{N}])/gu
/** Groups of four with the same few words between some of them: "4242 4242 and then 4242 4242". */
const toldInParts =
  /(?<![\p{L}\p{N}])[2-6][0-9]{3}(?:(?:[ ,.;:-]{1,3}|[ ,.;:-]{1,3}\p{L}{2,10}(?: \p{L}{2,10}){0,2}[ ,.;:-]{1,3})[0-9]{4}){3}(?![\p{L}\p{N}])/gu
const checkNumber =
  /(?<!\p{L})(?:cvc2?|cvv2?|cid|prüfnummer|kartenprüfnummer|cryptogramme)(?: (?:code|number|is|ist|est|es|was))*(?: ?[:=])? ?([0-9]{3,4})(?![\p{L}\p{N}]|[.,][0-9]| ?(?:digits|ziffern|chiffres|numbers))/giu

function speaksOfCard(read: ReadText, start: number, end: number): boolean {
  const around = [...wordsBefore(read, start, 8), ...wordsAfter(read, end, 4)]
  if (
    around.some((word) =>
      /^(?:library|sim|loyalty|member|membership|sd|score|graphics|business|tracking)$/.test(word.text),
    )
  ) {
    return false
  }
  return around.some((word) => saysAny(word, signal.card))
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
    if (!/[A-Za-z0-9]/.test(next) && !isPartOfAName(plain, run[from]?.start ?? 0)) return to + 1
  }
  return null
}

/** Digits behind a letter are part of an identifier, unless a word of some length was run into them. */
function isPartOfAName(plain: string, start: number): boolean {
  return (
    /[A-Za-z0-9]$/.test(plain.slice(0, start).slice(-1)) &&
    !/\p{L}{4}$/u.test(plain.slice(Math.max(0, start - 4), start))
  )
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
