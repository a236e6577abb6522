import type { Span } from './span.ts'

const address = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`«»“”]{3,3000}|\bwww\.[^\s<>"'`«»“”]{4,3000}/gi
const userInfo = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#@:]{0,200}:[^\s/?#@]{1,200}@/i
const secretNames =
  /^(?:x-amz-(?:signature|credential|security-token)|x-goog-signature|[a-z_-]{0,20}token|[a-z_-]{0,16}(?:secret|passw(?:or)?d|signature)|api_?key|apikey|key|sig|auth|authkey|code|session|session_?id|sid|phpsessid|jsessionid|otp|ticket|jwt|magic|invite|hash|hmac|pwd|pass|login|nonce|state|t|k|s|h|credential|oobcode|confirm|verify|reset|unlock|jeton|ficha|gettone|st|se|sp)$/i
/** A short name may be anything, and needs a value that is nothing but a secret. */
const vagueNames = /^(?:t|k|s|h|st|se|sp|key|code|state|login|hash|invite|ticket|confirm|verify|reset|session|sid)$/i
const secretPaths =
  /\/(?:reset|password|passwort|magic|magic-link|login|signin|sign-in|verify|verification|confirm|confirmation|invite|invitation|activate|activation|unlock|unsubscribe|auth|token|session|recover|recovery|onetime|one-time|share|shared|s|l|d|download)(?:[-_/][a-z-]{1,24}){0,3}[/=]([A-Za-z0-9_.~-]{16,2000})(?:[/?#]|$)/i

/** Links that let in whoever holds them: a password before the host, a token in the query or the fragment, a one-time path. */
export function* linksWithCredentials(plain: string): Generator<Span> {
  for (const match of plain.matchAll(address)) {
    const link = match[0].replace(/[.,;:!?)\]}]{1,3}$/, '')
    if (letsIn(link)) yield { start: match.index, end: match.index + link.length }
  }
}

/** What a page is for that lets in whoever holds its address. */
const entrance =
  /\/(?:invit|einlad|reset|verif|confirm|bestaet|connexion|login|signin|anmeld|acceso|accesso|magic|activat|aktivier)/i

function letsIn(link: string): boolean {
  if (userInfo.test(link)) return true
  const mark = link.search(/[?#]/)
  if (mark !== -1) {
    for (const pair of link.slice(mark + 1).split(/[&;#?]/)) {
      const equals = pair.indexOf('=')
      if (equals === -1) continue
      const name = pair.slice(0, equals)
      const value = pair.slice(equals + 1)
      const isVague = vagueNames.test(name) && !(entrance.test(link.slice(0, mark)) && isRandomWord(value))
      if (secretNames.test(name) && isSecretValue(value, isVague)) return true
    }
  }
  const path = mark === -1 ? link : link.slice(0, mark)
  const inPath = secretPaths.exec(path)?.[1]
  return inPath !== undefined && isRandomWord(inPath)
}

function isSecretValue(value: string, vague: boolean): boolean {
  if (vague) return value.length >= 16 && isRandomWord(value)
  return value.length >= 6 && (value.length >= 24 || /[0-9]/.test(value) || /[A-Z]/.test(value.slice(1)))
}

/** Letters and digits mixed as in no title: `how-to-reset-your-router-2024` is none. */
function isRandomWord(word: string): boolean {
  if (!/[0-9]/.test(word) || !/[A-Za-z]/.test(word)) return false
  const parts = word.split(/[-_.~%]/).filter((part) => part !== '')
  return parts.some((part) => part.length >= 8 && /[0-9]/.test(part) && /[A-Za-z]/.test(part))
}
