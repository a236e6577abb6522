import { asksForIt, behind, isCodeBehind, isToBeEntered, opensALock } from './code-uses.ts'
import {
  codeBefore,
  isCodeName,
  isOfAMachine,
  isReference,
  isTiedTo,
  kindOfCode,
  nearCode,
  toTheCode,
} from './code-words.ts'
import type { Span } from './span.ts'
import { spokenNumbers } from './spoken-digits.ts'
import { type ReadText, saysAny, type Word, wordsAfter, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

const digitCode =
  /(?<![\p{L}\p{N}.,:/+#€$£¥-])(?:[0-9]{4,10}|[0-9]{2,4}(?:[ -][0-9]{2,4}){1,3}|[0-9](?:[ -][0-9]){3,7})(?![\p{L}\p{N}%€$£_]|[.,:/-][0-9]|-\p{L}| ?[€$£%]| x [0-9])/gu
const prefixedCode = /(?<![\p{L}\p{N}-])G-[0-9]{6}(?![\p{L}\p{N}-])/gu
const mixedCode =
  /(?<![\p{L}\p{N}./#_-])(?=[A-Z-]{0,12}[0-9])(?=[0-9-]{0,12}[A-Z])[A-Z0-9]{3,12}(?:-[A-Z0-9]{2,8}){0,5}(?![\p{L}\p{N}_-])/gu
const capitalCode = /(?<![\p{L}\p{N}./#_-])[B-DF-HJ-NP-TV-XZ]{5,8}(?![\p{L}\p{N}_-])/gu
const smallCode =
  /(?<![\p{L}\p{N}./#_-])(?=[a-z-]{0,16}[0-9])[a-z0-9]{3,10}(?:-[a-z0-9]{3,10}){0,5}(?![\p{L}\p{N}_-])/gu

/** A "PIN code" of a place in India, and what a card terminal prints. */
const ofAPlace = /^(?:served|serviceable|area|district|region|terminal|slip|postal|map)$/
const answering =
  /^(?:it|its|s|that|this|here|there|es|das|hier|c|ce|voici|voilà|aquí|dit|please|enter|type|use|bitte)$/
const prepositions =
  /^(?:for|to|of|on|in|at|from|by|für|zur|zum|von|im|am|de|del|della|di|du|des|d|l|le|la|les|el|los|da|do|voor|van|op|het|naar|per|pour|para|till|til|för|dla|z|na|the|your|this|that|der|die|das|dem|den|ihr|ihre|votre|su|uw|je|we|i|you|sent|texted|just|new|fresh|app|sms|text|message)$/

/**
 * One-time codes and PINs: a number that the words around it call one, in several languages, before or behind it, or
 * that is to be entered to get in. Numbers of orders, error and postal codes, amounts and years are none.
 */
export function* oneTimeCodes(read: ReadText): Generator<Span> {
  const { plain } = read
  for (const match of plain.matchAll(prefixedCode)) yield spanOf(match)
  const isNear = nearnessTo(read)
  for (const match of plain.matchAll(digitCode))
    if (isNear(match.index) && isNumericCode(read, spanOf(match), match[0])) yield spanOf(match)
  for (const rule of [mixedCode, capitalCode]) {
    for (const match of plain.matchAll(rule)) {
      if (!'=/'.includes(plain[match.index - 1] ?? ' ') && isMixedCode(read, spanOf(match))) yield spanOf(match)
    }
  }
  for (const match of plain.matchAll(smallCode)) if (isBackupCode(read, spanOf(match))) yield spanOf(match)
  for (const { digits, start, end } of spokenNumbers(plain)) {
    const around = [...wordsBefore(read, start, nearCode), ...wordsAfter(read, end, behind)]
    if (digits.length <= 10 && around.some((word) => saysAny(word, toTheCode))) yield { start, end }
  }
}

const telling =
  signal.codeName |
  signal.code |
  signal.codeOfThings |
  signal.lock |
  signal.letsIn |
  signal.call |
  signal.codeThatLetsIn

/** Most numbers stand nowhere near a word for a code, and need no closer look. */
function nearnessTo(read: ReadText): (at: number) => boolean {
  const places = read.words
    .filter((word, index) => saysAny(word, telling) || asksForIt(word, read.words[index + 1]))
    .map(({ start }) => start)
  let next = 0
  return (at) => {
    while (next < places.length && (places[next] as number) < at) next += 1
    const before = places[next - 1] ?? Number.NEGATIVE_INFINITY
    return at - before < 160 || (places[next] ?? Number.POSITIVE_INFINITY) - at < 160
  }
}

const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length })

function isNumericCode(read: ReadText, { start, end }: Span, written: string): boolean {
  const before = wordsBefore(read, start, nearCode + 3)
  const nearest = before[0]
  const after = wordsAfter(read, end, behind + 3)
  if (before.length > 4 && !mayTell(before) && !mayTell(after)) return false
  if (nearest !== undefined && saysAny(nearest, signal.notThis | signal.time) && !saysAny(nearest, toTheCode))
    return false
  if (nearest?.text === 'be' && before[1] !== undefined && saysAny(before[1], signal.notThis)) return false
  const follows = after[0]
  if (follows !== undefined && follows.start - end <= 1 && saysAny(follows, signal.unit)) return false
  const isYear = /^(?:19|20)[0-9]{2}$/.test(written)
  const isTied = isTiedTo(read.plain, start, nearest)
  const told = codeBefore(read.plain, start, before, isTied)
  if (told === 'other' || after.slice(0, 7).some((word) => ofAPlace.test(word.text))) return false
  if (told === 'code') return !isYear || isTied
  if (!isYear && isAnswer(read, before, start)) return true
  if (isReference(before)) return false
  if (opensALock(read.plain, start, before)) return true
  return !isYear && (isCodeBehind(read.plain, end, after) || isToBeEntered(read.plain, start, before, after))
}

const mayBeTold = toTheCode | signal.letsIn | signal.lock | signal.enter | signal.password
const namesWithoutAWord = /^(?:uso|usage|unique|único|unico|text|sms|message|auth|v[eé]rif)/

/** Without any of these no further look is needed. */
const mayTell = (words: readonly Word[]): boolean =>
  words.some(
    (word) =>
      saysAny(word, mayBeTold) ||
      (saysAny(word, signal.codeThatLetsIn | signal.call) && namesWithoutAWord.test(word.text)),
  )

/** "Two-step code? It is 4471.": the sentence before names the code, and this one says nothing else. */
function isAnswer(read: ReadText, before: readonly Word[], start: number): boolean {
  if (before.length > 4) return false
  if (!before.every((word) => saysAny(word, signal.link) || answering.test(word.text))) return false
  const first = before.at(-1)?.start ?? start
  const end = read.plain.slice(0, first).trimEnd().length
  const asked = wordsBefore(read, end - 1, 12)
  return asked.some((word, index) => {
    if (saysAny(word, signal.codeName)) return true
    return saysAny(word, signal.code) && kindOfCode(asked, index) !== 'other'
  })
}

/** Capitals and digits are a code only right behind the name of one. */
function isMixedCode(read: ReadText, { start }: Span): boolean {
  const before = wordsBefore(read, start, 8)
  const [nearest] = before
  if (nearest === undefined || saysAny(nearest, signal.notThis)) return false
  if (isOfAMachine(read.plain, start)) return false
  const isTied = isTiedTo(read.plain, start, nearest)
  for (let index = 0; index < Math.min(before.length, isTied ? 7 : 5); index += 1) {
    const word = before[index] as Word
    if (!saysAny(word, toTheCode) && !isCodeName(before, index)) {
      if (saysAny(word, signal.reference | signal.notThis)) return false
      if (!isTied && !saysAny(word, signal.link | signal.number) && !prepositions.test(word.text)) return false
      continue
    }
    const kind = isCodeName(before, index) ? 'code' : kindOfCode(before, index)
    return (kind === 'code' && (isTied || index === 0)) || (kind === 'unknown' && isTied && index <= 2)
  }
  return (
    isTied &&
    before.slice(0, 2).some((word) => saysAny(word, signal.lock)) &&
    (read.plain.slice(start, start + 12).match(/[0-9]/g) ?? []).length > 2
  )
}

function isBackupCode(read: ReadText, { start }: Span): boolean {
  const before = wordsBefore(read, start, 5)
  const isCode = before
    .slice(0, 4)
    .some((word) => saysAny(word, toTheCode | signal.codeOfThings) || /^(?:factor|step)$/.test(word.text))
  return isCode && before.some((word) => saysAny(word, signal.backup))
}
