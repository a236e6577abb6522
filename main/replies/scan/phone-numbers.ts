import type { ContactData } from './contact-data.ts'
import { spokenNumbers } from './spoken-digits.ts'
import { type ReadText, saysAny, wordsAfter, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

const phoneLike = /(?<![\w+/.,#=-])(?:\+ ?|\(\+|00)?\(?[0-9](?:[ ()./-]{0,3}[0-9]){6,16}(?![\w])/g
const datePart =
  /(?:^|\D)(?:(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)?\d\d))(?:\D|$)/
const freephone =
  /^(?:\+?1?8(?:00|88|77|66|55|44|33)\d{7}|(?:00|\+)?800\d{8}|0800\d{4,8}|080[1-5]\d{6}|0808\d{6,7}|90[0-2]\d{6}|1?800\d{6}|(?:\+|00)\d{2}0?80[0-5]\d{5,7})$/

/**
 * Phone numbers: international ones, national ones as they are written (a leading 0, or a shape that is used for nothing
 * else), and bare digits where the words around them speak of a phone or of somebody's number. Freephone numbers are a
 * company's, and dates and numbers of orders, parcels, articles and the like are none.
 */
export function* phoneNumbers(read: ReadText): Generator<ContactData> {
  for (const match of read.plain.matchAll(phoneLike)) {
    const written = match[0]
    const digits = written.replaceAll(/[^0-9]/g, '')
    const start = match.index
    if (freephone.test(written.startsWith('+') ? `+${digits}` : digits)) continue
    if (!isPhone(read, start, written, digits)) continue
    yield { start, end: start + written.length, value: significantDigits(written) }
  }
  for (const { digits, start, end } of spokenNumbers(read.plain)) {
    const isPhone = digits.length >= 7 && digits.length <= 13 && !freephone.test(digits)
    if (isPhone && (digits.startsWith('0') || /^(?:phone|person)$/.test(kindOfNumber(read, start, end)))) {
      yield { start, end, value: significantDigits(digits) }
    }
  }
}

function isPhone(read: ReadText, start: number, written: string, digits: string): boolean {
  if (datePart.test(written)) return false
  if (/^\(?\+/.test(written)) return digits.length >= 8 && digits.length <= 15
  const kind = kindOfNumber(read, start, start + written.length)
  if (kind === 'reference') return false
  if (/^00[1-9]/.test(digits)) return digits.length >= 10 && digits.length <= 17
  // Amounts and versions: 1.234.567, 10.15.7.
  if (/^\d{1,3}(?:\.\d{3})+$/.test(written) && kind !== 'phone') return false
  if (/^0[1-9]/.test(digits)) return digits.length >= 9 && digits.length <= 12
  if (/^1?[ .-]?\(?[2-9]\d{2}\)?[ .\-/]{1,2}[2-9]\d{2}[ .-]\d{4}$/.test(written)) return true
  if (/^\(\d{2,4}\) ?\d{3,5}[ -]\d{3,4}$/.test(written)) return true
  if (/^[679]\d{2} \d{3} \d{3}$|^[679]\d{2} \d{2} \d{2} \d{2}$/.test(written)) return true
  if (kind === 'person') return digits.length >= 8 && digits.length <= 11
  return kind === 'phone' && digits.length >= 7 && digits.length <= 13
}

const far = 8
const numberedThings = signal.reference | signal.codeName | signal.code | signal.card | signal.account

/** Whose number it is by the words around it: the nearest before it counts most. */
function kindOfNumber(read: ReadText, start: number, end: number): 'phone' | 'person' | 'reference' | 'unknown' {
  const after = wordsAfter(read, end, 5)
  let isNumber = false
  let isPersons = false
  for (const [index, word] of wordsBefore(read, start, far).entries()) {
    const text = read.plain.slice(word.start, start)
    if (index === 0 && /^\p{Lu}{2,5}[ :.]{1,2}$/u.test(text) && !saysAny(word, signal.phone | signal.call))
      return 'reference'
    if (saysAny(word, signal.phone | signal.call)) return 'phone'
    if (word.text === 'line') continue
    if (
      saysAny(word, signal.person) ||
      (word.text === 's' && /['’]s$/.test(read.plain.slice(word.start - 1, word.end)))
    )
      isPersons = true
    else if (saysAny(word, numberedThings) && index < 4 && !/[,;!?]/.test(text))
      return isPersons ? 'unknown' : 'reference'
    if (saysAny(word, signal.number)) isNumber = true
  }
  const [follows] = after
  if (follows !== undefined && follows.start - end <= 1 && saysAny(follows, signal.unit)) return 'reference'
  if (after.some((word) => saysAny(word, signal.phone | signal.call))) return 'phone'
  return isNumber && isPersons ? 'person' : 'unknown'
}

/** The last nine digits, which are the same however the country is written. */
export function significantDigits(written: string): string {
  return written.replaceAll(/[^0-9]/g, '').slice(-9)
}
