import type { Span } from './span.ts'
import { type ReadText, saysAny, wordsAfter, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

/** Lengths of account numbers by country (SWIFT IBAN registry). */
const lengths = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
)

const beginning = /(?<![A-Za-z0-9])[A-Za-z]{2}[ .-]?[0-9]{2}(?=[ .:-]{0,2}[A-Za-z0-9])/g

/**
 * International bank account numbers (ISO 13616): length by country and check digits by MOD 97-10, in any grouping, also
 * with a word or two between the groups. Where the groups are of four or the words speak of an account, the right length
 * is enough: somebody mistyped one.
 */
export function* ibans(read: ReadText): Generator<Span> {
  const { plain } = read
  for (const match of plain.matchAll(beginning)) {
    const start = match.index
    const length = lengths.get(plain.slice(start, start + 2).toUpperCase())
    if (length === undefined) continue
    const exact = inOnePiece(plain, start, length)
    if (exact !== null && (exact.isRight || looksPrinted(read, start, exact.end))) {
      yield { start, end: exact.end }
      continue
    }
    const parted = exact === null ? inParts(plain, start, length) : null
    if (parted !== null) yield { start, end: parted }
  }
}

/** Letters and digits with at most one separator between them, up to the length of the country. */
function inOnePiece(plain: string, start: number, length: number): { end: number; isRight: boolean } | null {
  let compact = ''
  let at = start
  while (compact.length < length) {
    const character = plain[at] ?? ''
    if (/[A-Za-z0-9]/.test(character)) compact += character.toUpperCase()
    else if (!/[ .\n/-]/.test(character) || !/[A-Za-z0-9]/.test(plain[at + 1] ?? '')) return null
    at += 1
  }
  if (/[A-Za-z0-9]/.test(plain[at] ?? '')) return null
  return { end: at, isRight: isRight(compact) }
}

const printedInFours = /^[A-Z]{2}[0-9]{2}(?:[ .-][A-Z0-9]{4}){2,7}(?:[ .-][A-Z0-9]{1,4})?$/i

/** The check digits are wrong: only what is written like one and holds enough digits is taken for one. */
function looksPrinted(read: ReadText, start: number, end: number): boolean {
  const written = read.plain.slice(start, end)
  if ((written.match(/[0-9]/g) ?? []).length < 10 || /(?:[ .-][A-Za-z]{4}){2}/.test(written)) return false
  if (!/^[A-Za-z]{2}[0-9]{2}/.test(written)) return false
  const around = [...wordsBefore(read, start, 10), ...wordsAfter(read, end, 5)]
  return printedInFours.test(written) || around.some((word) => saysAny(word, signal.account))
}

const mostWordsBetween = 3

/** Groups with words among them that are no part of the number: "GB29 NWBK, continued 6016 …". Only by check digits. */
function inParts(plain: string, start: number, length: number): number | null {
  const pieces = [...plain.slice(start, start + 96).matchAll(/[A-Za-z0-9]+/g)].slice(0, 14)
  let compact = ''
  let skipped = 0
  for (const piece of pieces) {
    const text = piece[0].toUpperCase()
    const isWord = /^[A-Z]{2,}$/.test(text) && compact.length >= 4
    if (isWord && (text.length !== 4 || compact.length > 4)) {
      if ((skipped += 1) > mostWordsBetween) return null
      continue
    }
    compact += text
    if (compact.length > length) return null
    if (compact.length === length) return isRight(compact) ? start + piece.index + piece[0].length : null
  }
  return null
}

function isRight(compact: string): boolean {
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
