import { isPlaceholder } from './password-values.ts'
import { isMixed, isRandom, isUuid } from './randomness.ts'
import type { Span } from './span.ts'
import type { ReadText } from './words/read-text.ts'

const address =
  /(?<![\p{L}\p{N}@])(?:[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`«»“”]{3,3000}|(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}(?::\d{2,5})?\/[^\s<>"'`«»“”]{4,3000})/giu
const userInfo = /^[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/?#@:]{0,200}):([^\s/?#@]{1,200})@/i
const secretNames =
  /^(?:x-amz-(?:signature|credential|security-token)|x-goog-signature|awsaccesskeyid|[a-z_-]{0,24}token|[a-z_-]{0,16}(?:secret|passw(?:or)?d|signature|apikey|api_key|authkey|sessionid|session_id|ticket|nonce|otp|passcode|passphrase)|key|sig|auth|code|session|sid|phpsessid|jsessionid|jwt|magic|invite|hash|hmac|pwd|pass|login|state|t|k|s|h|e|tk|user_?code|credential|oobcode|confirm|verify|reset|unlock|private|jeton|cle|clef|clave|chiave|chave|schluessel|sleutel|ficha|gettone|contrasena|passwort|kennwort|mdp|wachtwoord|senha|st|se|sp|sso|samlresponse|saml|assertion|access|grant|link|cookie|rt|at|id_token|uuid|secure|share|sharekey|resourcekey|rlkey|hdnts|policy|cred|user_credentials)$/i
/** A short name may be anything, and needs a value that is nothing but a secret. */
const vagueNames =
  /^(?:t|k|s|h|e|tk|st|se|sp|rt|at|key|code|state|login|hash|invite|ticket|confirm|verify|reset|session|sid|link|access|policy|uuid|share|secure|grant|private|magic)$/i
/** Where an address of a page, a video or a campaign is written, long and by chance, and opens nothing. */
const openNames =
  /^(?:utm_[a-z]+|return_?to|return_?url|next|redirect(?:_?ur[il])?|continue|goto|callback|url|target|dest|destination|fbclid|gclid|msclkid|v|list|id|q|ref|page|lang|from|to|tracking|trackingnumber|order|p|cid|mc_eid|si|place_id|data)$/i
const placeholders = /^(?:password|passwd|pass|pwd|secret|passwort|kennwort|user|username|token)$/i
/** What a page is for that lets in whoever holds its address, in several languages. */
const entrance =
  /\/[a-z0-9_-]{0,40}(?:invit|einlad|uitnod|zaprosz|reset|recover|restab|recuper|reinit|zuruecksetz|zurucksetz|herstel|vergessen|vergeten|oubli|olvid|verif|confirm|bestaet|bestatig|bevestig|connexion|login|logon|signin|sign-in|anmeld|acceso|accesso|inlog|magic|activat|activer|activar|aktivier|passw|motdepasse|mot-de-passe|contrasen|wachtwoord|unlock|unsubscribe|token|session|auth|onetime|one-time|otp|sso|secure|secret|private|hooks?|share|download|track-me|sso|view|sign|pay|checkout|accept|join|claim|redeem|guest)[a-z0-9_-]{0,40}(?:[/?#=]|$)/i
const shortEntrance = /\/(?:s|l|d|r|t|i|j|u|e|a|c|m|k|f|g|ic|sh|go|ml|dl)\/[^/]*$/i
/** What stands before a name by chance that is public. */
const publicPath =
  /\/(?:commit|commits|blob|tree|raw|sha|pull|compare|item|itm|dp|product|products|p|image|images|img|assets|static|media|article|track|tracking|issues|status|releases|docs?|wiki|questions|playlist|album|artist|video|watch|community|file|in|u)\/$/i
const capabilityHosts =
  /^https?:\/\/(?:hooks\.slack\.com\/services\/|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/|[\w-]+\.webhook\.office\.com\/|outlook\.office\.com\/webhook|hooks\.zapier\.com\/hooks\/catch\/|[\w.-]+\.sharepoint\.com\/:[a-z]:\/|calendar\.google\.com\/calendar\/ical\/[^/]+\/private-|maker\.ifttt\.com\/trigger\/[^/]+\/with\/key\/|api\.telegram\.org\/bot|we\.tl\/t-|wetransfer\.com\/downloads\/|chat\.whatsapp\.com\/|t\.me\/(?:\+|joinchat\/)|1drv\.ms\/|(?:docs|drive)\.google\.com\/(?:\w+\/)?(?:d|folders)\/|(?:www\.)?dropbox\.com\/(?:s|scl|sh)\/|mega\.nz\/(?:file|folder)\/|onetimesecret\.com\/secret\/|privnote\.com\/|discord\.gg\/)\S{8,}/i

/** Links that let in whoever holds them: a password before the host, a token in the query or the fragment, a one-time path. */
export function* linksWithCredentials({ plain }: ReadText): Generator<Span> {
  for (const match of plain.matchAll(address)) {
    const link = match[0].replace(/[.,;:!?)\]}]{1,3}$/, '')
    if (letsIn(link)) yield { start: match.index, end: match.index + link.length }
  }
}

function letsIn(link: string): boolean {
  const info = userInfo.exec(link)
  if (info !== null)
    return !isPlaceholder(info[2] ?? '') && !(placeholders.test(info[2] ?? '') && placeholders.test(info[1] ?? ''))
  if (capabilityHosts.test(link)) return true
  const mark = link.search(/[?#]/)
  const path = mark === -1 ? link : link.slice(0, mark)
  const isEntrance = entrance.test(path)
  if (mark !== -1) {
    for (const pair of link.slice(mark + 1).split(/[&;#?]/)) {
      const equals = pair.indexOf('=')
      const name = equals === -1 ? '' : pair.slice(0, equals)
      const value = pair.slice(equals + 1)
      if (isSecretParameter(name, value, isEntrance)) return true
    }
  }
  return isSecretPath(path, isEntrance)
}

function isSecretParameter(name: string, value: string, isEntrance: boolean): boolean {
  if (isPlaceholder(value) || /^(?:your|my|the|api)[_-]/i.test(value)) return false
  if (secretNames.test(name) && isSecretValue(value, vagueNames.test(name) && !isEntrance)) return true
  if (openNames.test(name)) return false
  if (isEntrance && value.length >= 12 && (isRandomWord(value) || isUuid(value))) return true
  return value.length >= 24 && isRandom(value.replaceAll('%', ''), false)
}

function isSecretPath(path: string, isEntrance: boolean): boolean {
  const from = path.search(/[^:/]\//)
  if (from === -1) return false
  for (const match of path.slice(from + 1).matchAll(/[/=]([A-Za-z0-9_.~:%-]{10,2000})/g)) {
    const value = match[1] ?? ''
    const before = path.slice(0, from + 1 + match.index + 1)
    if (publicPath.test(before) && !isEntrance) continue
    if (isEntrance && value.length >= 12 && (isRandomWord(value) || isUuid(value)) && isRandom(value, true)) return true
    if (shortEntrance.test(before + value) && value.length >= 14 && isRandom(value, true)) return true
    if (
      value.length >= 22 &&
      /[a-z]/.test(value) &&
      isRandom(value, false) &&
      !isUuid(value) &&
      !publicPath.test(before)
    )
      return true
  }
  return false
}

function isSecretValue(value: string, isVague: boolean): boolean {
  if (isVague) return value.length >= 16 && isRandomWord(value)
  if (value.length < 6) return false
  return value.length >= 24 || /[0-9]/.test(value) || /[A-Z]/.test(value.slice(1))
}

/** Letters and digits mixed as in no title: `how-to-reset-your-router-2024` is none. */
function isRandomWord(word: string): boolean {
  if (!isMixed(word)) return false
  const parts = word.split(/[-_.~%]/).filter((part) => part !== '')
  return parts.some((part) => part.length >= 8 && isMixed(part))
}
