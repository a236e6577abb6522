import { loginData } from './login-data.ts'
import { isUnmistakable, trimmedValue } from './password-values.ts'
import { phrasesOfWords } from './recovery-phrases.ts'
import type { Span } from './span.ts'
import { passwordsBeside } from './told-passwords.ts'
import { type ReadText, saysAny, type Word } from './words/read-text.ts'
import { signal } from './words/signals.ts'

/** Passwords that are told, in several languages: by the words around them or by a look that nothing else has. */
export function* passwords(read: ReadText): Generator<Span> {
  const { plain } = read
  const seen = new Set<number>()
  const names = read.words.filter(
    (word) => saysAny(word, signal.password) && !isInAName(plain, word) && !isOneTime(plain, word),
  )
  for (const [index, word] of names.entries()) {
    yield* passwordsBeside(read, word, names[index + 1]?.start ?? plain.length, seen)
  }
  yield* loginData(read, seen)
  for (const match of plain.matchAll(/[^\s"'`«»„“”]{8,64}/gu)) {
    const value = trimmedValue(match[0])
    if (isUnmistakable(value)) yield { start: match.index, end: match.index + value.length }
  }
  yield* phrasesOfWords(read)
}

/** Part of a link or of an identifier: `/reset-password-2026`, `password_hash`. */
function isInAName(plain: string, { start, end }: Word): boolean {
  if (/^_|^[-/]\p{L}/u.test(plain.slice(end, end + 2))) return true
  const before = plain.slice(Math.max(0, start - 80), start)
  return /[/?&.][^\s]*$/.test(before) && !/[.][^\w]$/.test(before)
}

/** A one-time password is a code. */
const isOneTime = (plain: string, { start }: Word): boolean =>
  /(?:one|single|einmal)[ -]?(?:time |use )?$/i.test(plain.slice(Math.max(0, start - 12), start))
