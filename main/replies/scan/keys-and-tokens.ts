import { keyShapes } from './key-shapes.ts'
import { isMixed, isRandom, isUuid } from './randomness.ts'
import type { Span } from './span.ts'
import { type ReadText, saysAny, type Word, wordsAfter, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

const hexRun = /(?<![0-9A-Za-z_-])(?:0x)?[0-9a-fA-F]{32,}(?![0-9A-Za-z])/g
const randomRun = /(?<![A-Za-z0-9+/_=.@:-])[A-Za-z0-9+/_-]{20,}={0,2}(?![A-Za-z0-9@])/g
/** Names of objects that their makers print on invoices and in logs: they open nothing. */
const objectNames =
  /^(?:pi|ch|cus|sub|in|evt|pm|price|prod|req|acct|txn|re|si|seti|ord|inv|usr|user|msg|conv|tx|py|po|card|src|ii|il|plan|run|job|file|org|proj|thread|asst|batch|dp|item|cart|line|order)_[A-Za-z0-9]+$/
const namedValue =
  /\b["']?(?:[ \t]?(?:[:=]{1,2}|=>|->|is|was|ist|lautet|est|es|to|to use is|you need is|below|here|será|sera|jest|är|er|è|é)){0,2}[ \t\n]{0,3}[:=]{0,2}[ \t]{0,2}["'`«„“<]?([A-Za-z0-9+/_.~=-]{8,512})/iy
const inHeader = /\b(?:Bearer|Basic)[ ]+([A-Za-z0-9+/_.~=-]{12,2000})/g
const assigned =
  /(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9_.-]{0,40}(?:key|token|secret|_sid|session|apikey|signature|credential)[A-Za-z0-9_]{0,12}["']?[ \t]{0,2}[:=][ \t]{0,2}["']?([A-Za-z0-9+/_.~=-]{8,512})/gi
const licence =
  /(?<![A-Za-z0-9-])(?=[A-Z-]{0,30}[0-9])(?=[0-9-]{0,30}[A-Z])[A-Z0-9]{4,7}(?:-[A-Z0-9]{4,7}){3,7}(?![A-Za-z0-9-])/g

/** Keys and tokens: by the shape that their maker gives them, by chance in their letters, or by being called one. */
export function* keysAndTokens(read: ReadText): Generator<Span> {
  const { plain } = read
  for (const shape of keyShapes) {
    for (const match of plain.matchAll(shape)) yield spanOf(match.index, match[0])
  }
  for (const match of plain.matchAll(hexRun)) {
    if (!isRandom(match[0], false)) continue
    if (!isPublicDigest(read, match.index, match[0])) yield spanOf(match.index, match[0])
  }
  for (const match of plain.matchAll(randomRun)) {
    if (/^(?:0x)?[0-9a-fA-F]+$/.test(match[0]) || objectNames.test(match[0]) || isUuid(match[0])) continue
    if (isOfAParcel(read, match.index, match[0])) continue
    if (isRandom(match[0], match[0].length < 32) && !isInALink(plain, match.index)) yield spanOf(match.index, match[0])
  }
  for (const match of plain.matchAll(licence))
    if (isRandom(match[0], false) && !isCode(read, match.index)) yield spanOf(match.index, match[0])
  yield* calledOne(read)
}

function* calledOne(read: ReadText): Generator<Span> {
  const { plain } = read
  for (const rule of [inHeader, assigned]) {
    for (const match of plain.matchAll(rule)) {
      const value = (match[1] ?? '').replace(/[.=-]{1,3}$/, '')
      if (isMixed(value) && value.length >= 8 && !isInALink(plain, match.index)) {
        yield spanOf(match.index + match[0].lastIndexOf(match[1] ?? ''), value)
      }
    }
  }
  for (const word of read.words) {
    if (!saysAny(word, signal.key) || isAPassword(read, word)) continue
    namedValue.lastIndex = word.end
    const match = namedValue.exec(plain)
    const value = (match?.[1] ?? '').replace(/[.=-]{1,3}$/, '')
    if (match !== null && value.length >= 8 && isMixed(value) && !isInALink(plain, word.start)) {
      if (!isWordsAndNumbers(value)) yield spanOf(word.end + match[0].lastIndexOf(match[1] ?? ''), value)
    } else yield* furtherOn(read, word)
  }
}

const pieces = /[A-Za-z0-9][A-Za-z0-9+/_.~=-]{9,511}/g

/** Behind the word for a key, with other words between: only what has the look of chance. */
function* furtherOn(read: ReadText, word: Word): Generator<Span> {
  const near = wordsAfter(read, word.end, 9).at(-1)
  const until = Math.min(word.end + 90, (near?.end ?? word.end) + 60)
  for (const match of read.plain.slice(word.end, until).matchAll(pieces)) {
    const value = match[0].replace(/[.=-]{1,3}$/, '')
    const start = word.end + match.index
    if (isInALink(read.plain, start) || objectNames.test(value) || isUuid(value) || value.length < 10) continue
    if (/[.!?]\s/.test(read.plain.slice(word.end, start))) return
    if (isRandom(value, true) && !isPublicDigest(read, start, value)) yield spanOf(start, value)
  }
}

/** A product, version or date with its words: "v2-2026-03-12", "blue-lamp-4471". */
const isWordsAndNumbers = (value: string): boolean =>
  value.split(/[-_./=]/).every((part) => /^(?:\d{0,8}|\p{L}{3,}|v\d+)$/u.test(part))

/** The words say that it is the fingerprint of something public: a commit, a checksum, a trace. */
function isPublicDigest(read: ReadText, start: number, value: string): boolean {
  const around = [...wordsBefore(read, start, 6), ...wordsAfter(read, start + value.length, 2)]
  if (around.some((word) => saysAny(word, signal.key | signal.password) && word.text !== 'id')) return false
  return (
    around.some((word) => saysAny(word, signal.fingerprint)) ||
    /(?:commit|blob|tree|sha\d*)[/:-]$/i.test(read.plain.slice(Math.max(0, start - 8), start))
  )
}

/** Capitals and digits alone are what carriers, banks and registers number with; clusters name their parts by chance. */
function isOfAParcel(read: ReadText, start: number, value: string): boolean {
  if (/^[a-z]+(?:-[a-z0-9]+)*-[a-z0-9]{8,10}-[a-z0-9]{5}$/.test(value)) return true
  if (/[a-z]/.test(value)) return false
  return value.length < 32 || wordsBefore(read, start, 5).some((word) => saysAny(word, signal.reference))
}

/** "Activation code XXXX-XXXX-…" is a code. */
function isCode(read: ReadText, start: number): boolean {
  return wordsBefore(read, start, 3).some((word) => saysAny(word, signal.code | signal.codeName))
}

/** "Clave" and its like mean a password, unless the word beside says that it is a key of an interface. */
function isAPassword(read: ReadText, word: Word): boolean {
  if (!saysAny(word, signal.maybePassword)) return false
  if (wordsBefore(read, word.start, 1).some((each) => /^(?:foreign|primary)$/.test(each.text))) return true
  if (wordsBefore(read, word.start, 2).some((each) => saysAny(each, signal.locked))) return true
  if (/^(?:key|schlüssel|sleutel)$/.test(word.text)) return false
  const beside = [...wordsBefore(read, word.start, 1), ...wordsAfter(read, word.end, 3)]
  return !beside.some((each) => /^(?:api|secret|secreta|token|jeton|privada|privée|licencia|licence)$/.test(each.text))
}

const isInALink = (plain: string, at: number): boolean => /:\/\/[^\s]*$/.test(plain.slice(Math.max(0, at - 200), at))

const spanOf = (start: number, text: string): Span => ({ start, end: start + text.length })
