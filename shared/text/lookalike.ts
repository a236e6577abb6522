import { prototypes } from './confusables.ts'
import { decodeLabel } from './punycode.ts'

export { mixesScripts } from './scripts.ts'

/** What is left out where a text is shown, and so may not make a difference: also rings around letters, and U+FFFC. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Me}\u2800\uFFFC]/gu
const spaces = /[\t-\r\u0085\u2800\p{Z}]+/gu

/**
 * The skeleton of a text (UTS #39 §4): NFD, without what cannot be seen, each confusable character as its prototype, NFD
 * again. Two texts with one skeleton look the same. It is not for showing, and letter case counts: see `lookalikeKey`.
 */
export function skeletonOf(text: string): string {
  const plain = text.toWellFormed().normalize('NFD').replace(unseen, '')
  return Array.from(plain, (character) => prototypes().get(character) ?? character)
    .join('')
    .normalize('NFD')
}

/**
 * Small letters the table keeps apart from Latin ones, though beside them few people do: small capitals, which are the
 * prototypes of Cyrillic and Greek small letters (в, к, м, н, т), and Greek ones whose capital is a Latin one.
 */
const nearlyLatin: Readonly<Record<string, string>> = {
  ʙ: 'b',
  ᴄ: 'c',
  ɛ: 'e',
  ε: 'e',
  ꞓ: 'e',
  ʜ: 'h',
  ɪ: 'i',
  ᴊ: 'j',
  ĸ: 'k',
  κ: 'k',
  ᴋ: 'k',
  ʟ: 'l',
  ᴍ: 'rn',
  ʍ: 'rn',
  ɴ: 'n',
  ᴏ: 'o',
  ʀ: 'r',
  ꜱ: 's',
  ᴛ: 't',
  τ: 't',
  ʋ: 'u',
  ɑ: 'a',
  α: 'a',
  ɡ: 'g',
  ᴠ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ᴢ: 'z',
  // Capital I, small l and the digit one share a prototype, and a small i is one key away from its capital.
  i: 'l',
  ı: 'l',
}

/** A skeleton for comparing without letter case; compatibility forms (full-width, circled, mathematical) are folded too. */
export function caselessSkeletonOf(text: string): string {
  const plain = Array.from(text.toWellFormed(), (one) => (prototypes().has(one) ? one : one.normalize('NFKC'))).join('')
  const capitals = skeletonOf(plain)
  const small = skeletonOf(capitals.toLowerCase())
  return Array.from(small, (letter) => nearlyLatin[letter] ?? letter).join('')
}

function foldLine(text: string): string {
  return caselessSkeletonOf(seenIn(text)).replace(/ {2,}/g, ' ').trim()
}

/** A text without what cannot be seen in it, and with single plain spaces: what its length has to be measured by. */
export function seenIn(text: string): string {
  return text.toWellFormed().replace(spaces, ' ').replace(unseen, '').replace(/ {2,}/g, ' ').trim()
}

/** Full-width and small at signs, and the stops that IDNA reads as a dot (UTS #46 §4). */
function plainSigns(address: string): string {
  return address
    .toWellFormed()
    .replace(unseen, '')
    .replace(/[\uFF20\uFE6B]/g, '@')
    .replace(/[\u3002\uFF0E\uFF61\uFE52]/g, '.')
}

function foldDomain(domain: string): string {
  const labels = domain.replace(/\.+$/, '').split('.')
  return labels.map((label) => caselessSkeletonOf(decodeLabel(label) ?? label)).join('.')
}

function foldAddress(address: string): string {
  const plain = plainSigns(address).replace(spaces, '')
  const at = plain.lastIndexOf('@')
  if (at <= 0) return foldLine(plain)
  // Folded first, so that what looks like a dot or a plus is taken for one.
  const local = caselessSkeletonOf(plain.slice(0, at))
  const tag = local.indexOf('+')
  const mailbox = (tag > 0 ? local.slice(0, tag) : local).replaceAll('.', '')
  return `${mailbox}@${foldDomain(plain.slice(at + 1))}`
}

/**
 * What two values of an identity must share to be lookalikes of each other: their skeleton by UTS #39 without letter
 * case, white space runs and what cannot be seen. In an e-mail (by its field or by its `@`) also a plus-tag and the dots
 * of the mailbox make no difference, full-width signs are plain ones, and the domain is compared decoded (`xn--`). A key is
 * for comparing only: never shown, never an identity, and equal keys never merge two people.
 *
 * @param field what the value is (`email`, `name`, `id` …); values of different fields are not compared
 * @returns a text, empty where nothing of the value can be seen
 */
export function lookalikeKey(field: string, value: string): string {
  const isAddress = field === 'email' || /[@\uFF20\uFE6B]/.test(value)
  return isAddress ? foldAddress(value) : foldLine(value)
}
