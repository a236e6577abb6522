import { everydayWords } from './everyday-words.ts'

const endsLikeAnAdjective =
  /(?:ed|ing|able|ible|ive|ful|less|ary|ory|ent|ant|al|aire|aria|ous|ly|en|bar|lich|ig|iert|isch|é|ée|ado|ada|ido|ida|ato|ata|uto|ane|one|owe)$/iu

/** Letters and digits together that mean a technique, a measure or a product and no secret. */
const technical =
  /^(?:sha-?\d+|md5|aes-?\d+(?:-\w+)?|rsa-?\d+|ed25519|base64\w*|utf-?\d+|oauth2?(?:\.0)?|wpa[23]\w*|web3|ipv[46]|http2|tls1\.\d|x509|pbkdf2|argon2\w*|bcrypt\d*|scrypt|fido2|u2f|2fa|3d|5g|4g|b2b|\d{1,3}(?:st|nd|rd|th|x|h|s|min|mb|gb|tb|kb|px|ms|km|kg|eur|er|-?bit|-?fach|-?stellig\w*|-[a-z]+(?:-[a-z]+)?)|v?\d+(?:\.\d+)+\w*|iphone\d+\w*|ipad\d*|ios\d+|android\d+|windows\d+|win\d+|office\d+|ps[345]|xbox\d*|[a-z]{1,3}\d{1,2}|\d{1,2}[a-z]{1,2}|\d{1,2}[.:h]\d{2}(?:h|am|pm|uhr)?|\d+[-/]\d+\w*)$/iu
const names =
  /^(?:i[A-Z]|Mc[A-Z]|Mac[A-Z]|PayPal|YouTube|GitHub|GitLab|LinkedIn|eBay|JavaScript|TypeScript|KeePass|LastPass|OneDrive|OneNote|DropBox|WhatsApp|FaceTime|OpenVPN|WireGuard|MySQL|PostgreSQL|MyAccount|WordPress|PowerPoint|QuickBooks|HotelGuest)/

const plainWord = /^\p{L}\p{Ll}*$/u

export interface AroundValue {
  isQuoted: boolean
  /** The sentence ends behind the value, or goes on with "and" or "please". */
  ends: boolean
  byColon: boolean
  /** The word before it is an abbreviation that also means other things. */
  isShortWord: boolean
  /** A user name was told right before. */
  isBesideUser: () => boolean
}

/** Whether what stands where a password is told is one. */
export function isPassword(
  value: string,
  { isQuoted, ends, byColon, isShortWord, isBesideUser }: AroundValue,
): boolean {
  if (value.length < 4 || (!plainWord.test(value) && isAddress(value)) || isPlaceholder(value)) return false
  if (isSecretLike(value)) return true
  if (isQuoted) return !isEveryday(value) && ends
  if (/^[0-9]{4,12}$/.test(value)) return true
  if (isShortWord && !byColon) return false
  if (!ends || !/^[\p{L}-]{5,}$/u.test(value) || isEveryday(value)) return false
  return !endsLikeAnAdjective.test(value) || isBesideUser()
}

export const isEveryday = (value: string): boolean => everydayWords.has(value.toLowerCase())

/** No word of a language: letters with digits, a sign in the middle, or capitals where no word has them. */
export function isSecretLike(value: string): boolean {
  if (plainWord.test(value)) return false
  if (technical.test(value) || isAddress(value) || isPlaceholder(value)) return false
  if (value.length < 5) return /[0-9]/.test(value) && /\p{L}/u.test(value)
  if (/[0-9]/.test(value) && /\p{L}/u.test(value)) return true
  if (/[!#$%&*+=?@^~|<>\\_]/.test(value.slice(0, -1)) && /\p{L}/u.test(value))
    return !/^\p{Lu}+(?:_\p{Lu}+)+$/u.test(value)
  return /\p{Ll}\p{Lu}\p{Ll}*/u.test(value) && !names.test(value)
}

/** Letters, digits and a mark between them, as a rule for passwords asks for and hardly anything else has. */
export function isPasswordLike(value: string): boolean {
  if (value.length < 6 || !/[0-9]/.test(value) || !/\p{L}/u.test(value) || !isSecretLike(value)) return false
  if (/^[A-Z]{1,5}[-/.]?\d[\d/.-]*$|^\d+[-/.]\p{Lu}+$/u.test(value)) return false
  return (
    /[!$%&*?@^~+=#_.-]/.test(value) ||
    (/\p{Lu}/u.test(value.slice(1)) && /\p{Ll}/u.test(value)) ||
    /\p{L}{3}\d{2}/u.test(value)
  )
}

/** Small and capital letters, digits and a mark that no word has: a password wherever it stands. */
export function isUnmistakable(value: string): boolean {
  return (
    value.length >= 8 &&
    isPasswordLike(value) &&
    /\p{Lu}/u.test(value) &&
    /\p{Ll}/u.test(value) &&
    /[\p{L}0-9][!$%&*?^~#@][\p{L}0-9!$%&*?^~#@]/u.test(value) &&
    !/^[\p{L}-]+[#&]\d+$|[()[\]{}<>;=/\\"`]|:\/|\$\{|^[$%#@]/u.test(value)
  )
}

function isAddress(value: string): boolean {
  return /^(?:https?:|www\.|[a-z]+:\/\/)|^[^@\s]+@[^@\s]+\.\p{L}{2,}$|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|de|fr|es|nl|io|example|co|uk|it)(?:[/:].*)?$/iu.test(
    value,
  )
}

/** Stands for a secret and is none: stars, "YOUR_PASSWORD", "<token>", "$TOKEN". */
export function isPlaceholder(value: string): boolean {
  return (
    /^[*•x.…_#?-]+$/iu.test(value) ||
    /^[<{[(%$].*[>}\])%]$|^\$\{?[A-Z_a-z]+\}?$|^(?:your|my|the|dein|ihr|votre|su)[_-]|^(?:x{3,}|abc|foo|bar|todo|changeit|redacted|hidden|example)$/iu.test(
      value,
    )
  )
}

/** Without the punctuation of the sentence that it stands in. */
export function trimmedValue(value: string): string {
  let end = value.length
  while (end > 0 && value.length - end < 3 && '.,;:?)]}'.includes(value[end - 1] ?? ' ')) end -= 1
  return value.slice('([{'.includes(value[0] ?? ' ') ? 1 : 0, end)
}
