import { isEveryday, isPassword, isPasswordLike, isSecretLike, trimmedValue } from './password-values.ts'
import type { Span } from './span.ts'
import { type ReadText, saysAny, sentenceEnd, type Word, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

const tie =
  /^["'”]?(?:s\b)?(?: ?\([^)\n]{0,30}\))?(?:[ \t](?:for|to|of|on|at|für|fürs|vom|im|am|beim|pour|du|de|del|della|do|da|para|per|voor|van|von|dla|zum|zur|till|til)(?:[ \t][^\s:=.!?]{1,30}){1,5}?)?(?:[ \t](?:instead|below|here|then|again|for now|for you|temporal|provisional|provisoire|provisória|provisorio|provvisoria|temporanea|temporaire|nueva|nuova|nouveau|nova|novo|nowe|tymczasowe|inicial|initial|actual|you want|we set|i set))?[ \t]{0,2}(?:(?:has been (?:re)?set to|was (?:re)?set to|is set to|set to|changed to|will be|would be|would then be|should be|is now|is|was|reads|lautet(?: jetzt| nun| neu)?|ist(?: jetzt| nun)?|wurde auf|est(?: désormais| maintenant)?|sera|es(?: ahora)?|será|é|è(?: ora)?|is nu|to|jest|brzmi|är|er|on|je|это)(?!\p{L})|:|=>?|->|→|-|[：は])[ \t\n]{0,2}(?:now |currently |temporarily |still |simply |just |the following: ?|this: ?|as follows: ?|jetzt |nun |folgendes: ?|(?:the word|das wort|le mot|la palabra|het woord) )?[:=]?[ \t\n]{0,2}/iu
const valueAt = /^["'`«„“‚‘([]{0,2}([^\s"'`«»„“”‚‘’]{4,64})/u
/** Several words in quotation marks are a pass phrase. */
const quotedPhrase = /^["«„“]([^\s"«»„“”\n]{2,24}(?: [^\s"«»„“”\n]{2,24}){1,6})["»“”]/u
const ofAFile = /(?:archive|zip|rar|pdf|file|datei|archiv|router)(?:['’]s)?[ -]{1,2}$/iu
export const userBefore =
  /(?:user|benutzer|login|utilisateur|identifiant|usuario|gebruiker|utente|użytkownik)\p{L}{0,6} ?[:=] ?\S+[,;]? ?\S* ?$/iu
const reach = 160

/** A password that is told behind, near or before a word for one. @param until where the next such word begins */
export function* passwordsBeside(read: ReadText, word: Word, until: number, seen: Set<number>): Generator<Span> {
  const told = toldBehind(read.plain, word)
  if (told !== null) yield told
  else yield* standsNear(read, word, until, seen)
  const before = toldBefore(read, word)
  if (before !== null) yield before
}

/** "Password is X", "password: X", "password for the portal = X". */
function toldBehind(plain: string, word: Word): Span | null {
  // In scripts without spaces the word goes on into the sentence.
  const own = word.text > '\u3000' ? /^.{0,40}?(?:パスワード|密码|密碼|비밀번호)/u.exec(word.text) : null
  const from = own === null ? word.end : word.start + own[0].length
  const rest = plain.slice(from, from + reach)
  const tied = tie.exec(rest)
  if (tied === null) return quotedAtOnce(rest, from)
  const behind = rest.slice(tied[0].length)
  const phrase = quotedPhrase.exec(behind)
  if (phrase !== null) {
    const start = from + tied[0].length + 1
    return { start, end: start + (phrase[1] ?? '').length }
  }
  const found = valueAt.exec(behind)
  if (found === null) return null
  // Languages without spaces: what is written in Latin signs ends where the other script goes on.
  const written = /^[!-~]+(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/u.exec(
    found[1] ?? '',
  )
  const value = (written?.[0] ?? found[1] ?? '').replace(/[.,;:!?)\]]{1,3}$/u, '')
  const start = from + tied[0].length + found[0].length - (found[1] ?? '').length
  if (isEveryday(value)) return null
  const isQuoted = /^["'`«„“‚‘]/u.test(found[0])
  const ends = /^["'»“”’]?(?:[.!\n)]|$|,? (?:and|und|et|y|e|en|i|please|bitte|but)\b|,)/u.test(
    behind.slice(start - from - tied[0].length + value.length),
  )
  const byColon = /[:=：→]\s*$/u.test(tied[0])
  const byWord =
    /(?:(?<!\p{L})(?:is|was|be|to|now|word|wort|mot|woord|ist|lautet|est|es|è|é|sera|será|jest|to|är|er|on) |still |currently |jetzt |nun |désormais |ahora |ora )$/iu.test(
      tied[0].replace(/\s*$/, ' '),
    )
  const isShortWord = /^(?:to|on|er|je)$/iu.test(word.text)
  const said = plain.slice(Math.max(0, word.start - 60), word.start)
  const isBesideUser = () => ofAFile.test(said) || userBefore.test(said)
  const around = { isBesideUser, isQuoted, ends: ends && (byColon || isQuoted || byWord), byColon, isShortWord }
  return isPassword(value, around) ? { start, end: start + value.length } : null
}

/** Password "guten morgen", with nothing between. */
function quotedAtOnce(rest: string, from: number): Span | null {
  const quoted = /^,? ["«„“]([^"«»„“”\n]{4,40})["»“”]/u.exec(rest)
  const value = quoted?.[1] ?? ''
  if (
    quoted !== null &&
    /^ (?:is|was|are|ist|war|est|es|è|has|does|will|would|means)(?!\p{L})/u.test(rest.slice(quoted[0].length))
  )
    return null
  if (quoted === null || value.split(' ').some(isEveryday) || value.split(' ').length > 4) return null
  const start = from + quoted[0].length - value.length - 1
  return { start, end: start + value.length }
}

/** Further on in the sentence, whatever stands between: then only what looks like a password is one. */
function* standsNear(read: ReadText, word: Word, next: number, seen: Set<number>): Generator<Span> {
  const first = sentenceEnd(read, word.end)
  const until = Math.min(sentenceEnd(read, first + 1), word.end + 110, next)
  let pieces = 0
  for (const match of read.plain.slice(word.end, until + 1).matchAll(/[^\s"'`«»„“”]{4,64}|\S+/gu)) {
    if ((pieces += 1) > 14) return
    const value = trimmedValue(match[0]).replace(/!$/, '')
    if (/^\p{L}\p{Ll}*$/u.test(value)) continue
    if (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(value)) continue
    const start = word.end + match.index + match[0].indexOf(value)
    if (seen.has(start)) return
    if (start > first && (!isPasswordLike(value) || wordsBefore(read, start, 5).length > 4)) continue
    const isNext = pieces <= 3 && isSecretLike(value) && value.length >= (pieces === 1 ? 6 : 8)
    const isPointedAt = /[:=→>] ?$/.test(read.plain.slice(Math.max(word.end, start - 2), start)) && isSecretLike(value)
    const isSo = /(?<!\p{L})(?:so|namely|also|nämlich|donc|así que|dus) $/iu.test(
      read.plain.slice(Math.max(word.end, start - 10), start),
    )
    const isDigits = (pieces === 1 || isSo) && /^[0-9]{4,12}$/.test(value) && !/^(?:19|20)\d\d$/.test(value)
    if (!isPasswordLike(trimmedValue(match[0])) && !isNext && !isDigits && !isPointedAt) continue
    const [nearest, secondNearest] = wordsBefore(read, start, 2)
    if (nearest !== undefined && nearest.end >= word.end && saysAny(nearest, signal.notThis | signal.reference))
      continue
    if (nearest?.text === 'as' && secondNearest?.text === 'such') continue
    seen.add(start)
    yield { start, end: start + trimmedValue(match[0]).length }
    return
  }
}

const connectors = /^(?:as|als|comme|como|come|is|ist|est|es|è|be|that|s)$/
const beforeTheName =
  /^(?:as|the|your|a|my|our|new|temporary|its|initial|current|first|das|ihr|dein|neues|neue|le|votre|ton|la|su|tu|uw|je|het|nieuwe|nouveau|de|wifi|wi|fi|admin|wlan|root|guest|master|login|portal|account)$/
const valueAtTheEnd = /^["'„“«]?([^\s"'„“”«»<>]{4,40})["'“”»]?,?$/u

/** "Use X as the password", "X is your new password". */
function toldBefore(read: ReadText, word: Word): Span | null {
  const before = wordsBefore(read, word.start, 6)
  let index = 0
  while (
    index < before.length &&
    beforeTheName.test((before[index] as Word).text) &&
    (before[index] as Word).text !== 'as'
  )
    index += 1
  const connector = before[index]
  if (connector === undefined || !connectors.test(connector.text)) return null
  const until = connector.text === 's' ? (before[index + 1]?.start ?? 0) : connector.start
  const written = read.plain.slice(Math.max(0, until - 48), until).replace(/ ?[-–—]? ?$/, '')
  const piece = written.slice(written.lastIndexOf(' ') + 1)
  const from = Math.max(0, until - 48) + written.length - piece.length
  const match = valueAtTheEnd.exec(piece)
  const value = trimmedValue(match?.[1] ?? '')
  if (match === null || value === '') return null
  const isQuoted = /^["'„“«]/u.test(match[0])
  const byAs = /^(?:as|als|comme|como|come)$/.test(connector.text)
  const isOne =
    isSecretLike(value) || (byAs && /^[0-9]{4,12}$/.test(value)) || (isQuoted && !isEveryday(value) && value.length > 4)
  if (!isOne) return null
  const start = from + match[0].indexOf(match[1] ?? '')
  return { start, end: start + value.length }
}
