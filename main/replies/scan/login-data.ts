import { isEveryday, isPasswordLike, isSecretLike, trimmedValue } from './password-values.ts'
import type { Span } from './span.ts'
import { passwordsBeside, userBefore } from './told-passwords.ts'
import { type ReadText, saysAny, sentenceEnd, type Word, wordsBefore } from './words/read-text.ts'
import { signal } from './words/signals.ts'

const namesOfSeveralWords =
  /(?<!\p{L})(?:mots? de passe|palavra-passe|parola d['’]ordine|clave de acceso|pass ?code|pass[ -]phrase|p\/w|pass word|security answer|secret answer|memorable (?:word|answer)|code ?word|codewort|mot secret|palabra secreta|sicherheitsantwort|réponse secrète|respuesta secreta)(?!\p{L})/giu
const shortNames = /(?<![\p{L}_/.])(?:pass|clave|key|clé|sleutel|schlüssel|schluessel|code)(?![\p{L}_/-])/giu
const shortTie =
  /^(?: (?:(?:de|del|du|of|for|fürs|vom|von|voor|van|do|da|della)(?: (?:la|le|el|the|das|het|il))? \S{2,16}|wi-?fi|wlan|temporal|nueva|provisional|is|es|est|ist|to|at the \S{2,16}))*(?: ?[:=→] ?| )["'„“«]?([^\s"'„“”«»<>]{5,40})/iu
const lockedBefore =
  /(?:wi-?fi|wlan|w-lan|wpa2?|network|netzwerk|hotspot|router|réseau|red|netwerk|wifi's)['’]?s?[ -]{0,2}$/iu
const pair = /(?<![\p{L}\p{N}])([^\s"'/|]{3,60})(?: ?[/|:] ?|(?<=[:=] ?[^\s,]{3,40}), )([^\s"'/|]{6,40})(?=["'\s]|$)/u
const networkAtOnce = /(?<!\p{L})(?:accès |acceso |code )?(?:wi-?fi|wlan)[ :]{1,2}(\p{Ll}{4,20}\d{2,4})(?![\p{L}\d])/gu
const loginIntroducer =
  /(?:[:=→/|]|(?<!\p{L})(?:with|mit|avec|con|met|com|and|und|et|y|en|e|to|is|auf|à|one|use|try|enter|ist|lautet|es|est|als)) ?["'„“«]?$/iu
const getIn =
  /(?<!\p{L})(?:get|got|log|logged|sign|signed|come|go|let|lets|connect|connectez|melden|anmelden|einloggen)[ -]?(?:you |him |her |them |vous |sie sich )?(?:in|on|to it|into \S{2,20})? (?:with|using|by|mit|avec) ["'„“«]?([^\s"'„“”«»]{6,40})/giu
const answer =
  /(?<!\p{L})(?:answer|antwort|réponse|respuesta|risposta)(?: (?:to|auf|à|a|alla) (?:your|the|die|ihre|la|votre|su|tu))? (?:security|secret|sicherheits|secrète|de seguridad|di sicurezza)?[ -]?(?:question|frage|pregunta|domanda)?(?: (?:is|was|ist|lautet|est|es|è))?[:=]? ["'„“«]([^"'„“”«»]{2,40})/giu
const shortAnswer =
  /(?<!\p{L})(?:security|secret|memorable) (?:answer|word)(?: (?:is|was))?[:=]? ["'„“«]?([^\s"'„“”«»]{2,40})(?=["'“”»]?[.!]?(?:\s|$))/giu
const asSomebody =
  /(?:log|sign)(?:ged)?[ -]?in as \S{2,40} (?:with|using|and|\/)(?: (?:the )?password)? ?["']?([^\s"']{5,40})/giu
const shortPair =
  /(?<![\p{L}\p{N}/.])(?:admin|root|administrator|guest|test|demo|user|gast)(?: ?\/ ?| ?: ?)([^\s"'/|]{5,40})/giu

/** Words that mean a password only beside others: "wifi key", "log in as X with Y", "credentials: X / Y". */
export function* loginData(read: ReadText, seen: Set<number>): Generator<Span> {
  const { plain, words } = read
  for (const match of plain.matchAll(namesOfSeveralWords)) {
    const word = { text: match[0], start: match.index, end: match.index + match[0].length, says: signal.password }
    yield* passwordsBeside(read, word, read.plain.length, seen)
  }
  for (const match of plain.matchAll(shortNames)) {
    const end = match.index + match[0].length
    const found = shortTie.exec(plain.slice(end, end + 80))
    const value = trimmedValue(found?.[1] ?? '')
    const byUser =
      /[:=]/.test(found?.[0] ?? '') && userBefore.test(plain.slice(Math.max(0, match.index - 60), match.index))
    if (found === null || !(isSecretLike(value) || /^[0-9-]{8,}$/.test(value) || (byUser && !isEveryday(value))))
      continue
    const isNetwork =
      lockedBefore.test(plain.slice(Math.max(0, match.index - 14), match.index)) ||
      /^ (?:\S+ ){0,2}(?:wi-?fi|wlan)/iu.test(found[0])
    const isPass =
      /^(?:pass|clave)$/iu.test(match[0]) &&
      (byUser || isPasswordLike(value) || (/[:=]/.test(found[0]) && isSecretLike(value)))
    if (!isNetwork && !isPass) continue
    const start = end + found[0].length - (found[1] ?? '').length
    yield { start, end: start + value.length }
  }
  const loginWords = words.filter(
    (word) =>
      saysAny(word, signal.login | signal.locked) &&
      !/[/_=-]/.test(plain[word.start - 1] ?? ' ') &&
      !/[/_=]/.test(plain[word.end] ?? ' '),
  )
  for (const [index, word] of loginWords.entries()) {
    yield* besideLogin(read, word, loginWords[index + 1]?.start ?? plain.length, seen)
  }
  for (const match of plain.matchAll(answer)) {
    if (!/security|secret|sicherheit|secrète|seguridad|sicurezza/iu.test(match[0])) continue
    yield { start: match.index + match[0].length - (match[1] ?? '').length, end: match.index + match[0].length }
  }
  for (const match of plain.matchAll(shortAnswer)) {
    const value = trimmedValue(match[1] ?? '')
    if (!isEveryday(value) && /[:=] |\b(?:is|was) /.test(match[0]))
      yield { start: match.index + match[0].length - (match[1] ?? '').length, end: match.index + match[0].length }
  }
  for (const rule of [asSomebody, shortPair, getIn, networkAtOnce]) {
    for (const match of plain.matchAll(rule)) {
      const value = trimmedValue(match[1] ?? '')
      if (
        isEveryday(value) ||
        (rule === shortPair && !isSecretLike(value)) ||
        (rule === getIn && !isPasswordLike(value))
      )
        continue
      const start = match.index + match[0].length - (match[1] ?? '').length
      yield { start, end: start + value.length }
    }
  }
}

function* besideLogin(read: ReadText, word: Word, next: number, seen: Set<number>): Generator<Span> {
  const until = Math.min(sentenceEnd(read, word.end) + 1, word.end + 90)
  const rest = read.plain.slice(word.end, until)
  const both = /[/|:,]/.test(rest) ? pair.exec(rest) : null
  if (both !== null) {
    const value = trimmedValue(both[2] ?? '')
    if (isSecretLike(value) && !/^\d/.test(both[1] ?? '') && !/:\/\//.test(both[0]) && isPasswordLike(value)) {
      const start = word.end + both.index + both[0].length - (both[2] ?? '').length
      seen.add(start)
      yield { start, end: start + value.length }
      return
    }
  }
  let pieces = 0
  for (const match of rest.slice(0, Math.max(0, next - word.end)).matchAll(/[^\s"'`«»„“”]{4,64}|\S+/gu)) {
    if ((pieces += 1) > 12) return
    const value = trimmedValue(match[0])
    const start = word.end + match.index + match[0].indexOf(value)
    if (!isPasswordLike(value) || !/[!$%&*?@^~+=#_.-]|\p{Ll}\p{Lu}|\p{Lu}\p{Ll}+\d/u.test(value)) continue
    const isListed =
      /^(?:credentials|creds|zugangsdaten|anmeldedaten|logindaten|identifiants|credenciales|credenziali|credenciais|inloggegevens)$/.test(
        word.text,
      )
    if (pieces === 1 && saysAny(word, signal.locked) && !saysAny(word, signal.login)) continue
    if (
      (!(isListed && /[!#$%&*?@]/.test(value)) &&
        !loginIntroducer.test(read.plain.slice(Math.max(0, start - 12), start))) ||
      seen.has(start)
    )
      continue
    const nearest = wordsBefore(read, start, 2)
    if (nearest.some((each) => saysAny(each, signal.notThis | signal.reference) && !saysAny(each, signal.login)))
      continue
    seen.add(start)
    yield { start, end: start + value.length }
    return
  }
}
