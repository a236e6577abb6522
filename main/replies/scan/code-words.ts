import { saysAny, type Word } from './words/read-text.ts'
import { signal } from './words/signals.ts'

/** How many words before a number are looked at. */
export const nearCode = 9
export const toTheCode = signal.codeName | signal.code
const lastDigits: ReadonlySet<string> = new Set(
  'last letzten letzte derniers últimos ultime laatste ending endet endend terminada terminant ostatnie first ersten'.split(
    ' ',
  ),
)

/** Whether a colon, a sign of equality or a word like "is" stands right before a value. */
export function isTiedTo(plain: string, start: number, nearest: Word | undefined): boolean {
  if (/[:=：→>-] ?["'„“«]?$/.test(plain.slice(Math.max(0, start - 3), start))) return true
  return nearest !== undefined && saysAny(nearest, signal.link)
}

/**
 * What the words before a number make of it: a code that lets in, another number, or nothing that is known. A word for a
 * code speaks for every number behind it in the sentence that nothing else explains.
 */
export function codeBefore(
  plain: string,
  start: number,
  before: readonly Word[],
  isTied: boolean,
): 'code' | 'other' | 'unknown' {
  for (let index = 0; index < Math.min(before.length, nearCode); index += 1) {
    const word = before[index] as Word
    const isBehindANumber = () => /[0-9]/.test(plain.slice(word.end, start))
    if (lastDigits.has(word.text) && !isBehindANumber()) return 'other'
    if (word.says === 0) continue
    if (isCodeName(before, index)) return isExplained(before, index, isTied, isBehindANumber()) ? 'unknown' : 'code'
    if (saysAny(word, signal.phone | signal.call) && index <= 2 && !/^(?:sms|text|texted|app)$/.test(word.text))
      return 'unknown'
    if (!saysAny(word, signal.code)) continue
    const kind = kindOfCode(before, index)
    if (kind === 'other') return 'other'
    if (isExplained(before, index, isTied, isBehindANumber())) return 'unknown'
    if (kind === 'unknown' && index === 0 && isOfAMachine(plain, start)) return 'unknown'
    if (kind === 'code' || isTied || index === 0) return 'code'
    return isEntered(before) || index <= 5 ? 'code' : 'unknown'
  }
  return 'unknown'
}

/** `"code": 5581`, `code=5581`: what a machine answers. */
export const isOfAMachine = (plain: string, start: number): boolean =>
  /(?:code["']: ?["']?|(?<!\p{L} )code=["']?)$/u.test(plain.slice(Math.max(0, start - 10), start))

/** Something between the code's name and the number says that it is another one's. */
function isExplained(before: readonly Word[], index: number, isTied: boolean, isBehindANumber: boolean): boolean {
  const between = before.slice(0, index)
  if (between.some((word) => saysAny(word, signal.notThis) && !/^(?:no|n)$/.test(word.text))) return true
  if (between.some((word) => ofAMachine.test(word.text))) return true
  if (isTied) return false
  if (isBehindANumber && between.length > 0) return true
  return between.some(
    (word) =>
      explains(word) && !saysAny(word, toTheCode | signal.link | signal.letsIn | signal.lock | signal.codeThatLetsIn),
  )
}

/** Where codes are read that are nobody's secret. */
const ofAMachine = /^(?:logs|display|response|report|manual|console|anzeige|logfile|protokoll)$/
const explains = (word: Word): boolean =>
  saysAny(word, signal.reference | signal.unit | signal.time | signal.card | signal.account)
const isEntered = (before: readonly Word[]): boolean => before.slice(1, 4).some((word) => saysAny(word, signal.enter))

/** "OTP", and "one-time password". */
export function isCodeName(before: readonly Word[], index: number): boolean {
  const word = before[index] as Word
  if (saysAny(word, signal.codeName)) return true
  if (!saysAny(word, signal.password | signal.codeThatLetsIn)) return false
  const beside = before[index + 1]?.text ?? ''
  if (/^(?:uso|usage)$/.test(word.text)) return /^(?:solo|único|unico|unique)$/.test(beside)
  if (/^(?:unique|único|unico)$/.test(word.text)) return /^(?:uso|usage)$/.test(beside)
  return (
    saysAny(word, signal.password) && /^(?:time|einmal|unique|único|single|usage)$/.test(before[index + 1]?.text ?? '')
  )
}

/** What stands beside "code": before it in Germanic languages, behind it in Romance ones. */
export function kindOfCode(before: readonly Word[], index: number): 'code' | 'other' | 'unknown' {
  const word = before[index] as Word
  if (saysAny(word, signal.codeOfThings)) return 'other'
  const beside = [before[index + 1], before[index + 2]].filter((each) => each !== undefined)
  let following = index - 1
  while (
    following >= 0 &&
    /^(?:d|de|du|des|di|do|da|del|dell|della|of|for|van|der|den|the|la|le|l|z)$/.test((before[following] as Word).text)
  )
    following -= 1
  const next = before[following]
  const [previous] = beside
  if (beside.some((each) => lastDigits.has(each.text))) return 'other'
  if (previous !== undefined && saysAny(previous, signal.codeOfThings | signal.reference) && !lets(previous)) {
    return 'other'
  }
  if (next !== undefined && saysAny(next, signal.codeOfThings) && !lets(next)) return 'other'
  if ((previous !== undefined && lets(previous)) || (next !== undefined && lets(next))) return 'code'
  if (beside.some((each) => saysAny(each, signal.lock | signal.codeName))) return 'code'
  return 'unknown'
}

export const lets = (word: Word): boolean =>
  saysAny(word, signal.codeThatLetsIn | signal.codeName | signal.lock | signal.backup)

/** The noun that a number belongs to is one of a reference: "order 4471", "ticket number is 4471". */
export function isReference(before: readonly Word[]): boolean {
  const noun = before.slice(0, 5).find((word) => !saysAny(word, signal.link | signal.number))
  return noun !== undefined && saysAny(noun, signal.reference) && !saysAny(noun, signal.letsIn | signal.lock)
}
