import { caselessSkeletonOf, mixesScripts } from './lookalike.ts'
import { decodeLabel } from './punycode.ts'

/** What a person should know of a link before following it. */
export type LinkWarning = 'user-info' | 'lookalike-host' | 'address-only' | 'unusual-port' | 'not-encrypted'

/** A link as it may be shown: whatever dressed up its address is taken away, and where it leads comes first. */
export interface Link {
  /** The address that would be opened, written again from its parts, in ASCII, without user-info. */
  address: string
  scheme: 'https' | 'http'
  /**
   * The true host. A label in another script than ASCII is shown as it is written where it is of one script and is not
   * taken for ASCII; otherwise in its ASCII form (`xn--…`).
   */
  host: string
  /** `:8443`, or empty for the scheme's own port. */
  port: string
  /** Path, query and fragment in their encoded form; `/` alone is empty. */
  rest: string
  warnings: readonly LinkWarning[]
}

const longestAddress = 2048

/** A piece of a message: words, or a link and the characters it was written with. */
export type LinkedPiece = { kind: 'text'; text: string } | { kind: 'link'; text: string; link: Link }

/** An address ends at white space, at quotes and brackets that addresses do not have, and at all that cannot be seen. */
const candidate =
  /\bhttps?:\/\/[^\s<>"'`{}|\\^«»“”‘’「」\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Z}\u2800]+/giu
const mostLinks = 100

/** The text of a message, cut at its http and https addresses. Joined, the pieces are the text again. */
export function linkedPieces(text: string): LinkedPiece[] {
  const pieces: LinkedPiece[] = []
  let end = 0
  let links = 0
  for (const match of text.matchAll(candidate)) {
    const written = withoutClosingSigns(match[0])
    const link = readLink(written)
    if (link === null) continue
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    pieces.push({ kind: 'link', text: written, link })
    end = match.index + written.length
    if (++links === mostLinks) break
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}

/**
 * Signs that end a sentence do not belong to the address in it; a closing bracket does where the address opens one. The
 * brackets are counted once: a message of closing ones alone must not hold the window up.
 */
function withoutClosingSigns(written: string): string {
  const left = { '(': 0, ')': 0, '[': 0, ']': 0 }
  const isCounted = (sign: string): sign is keyof typeof left => Object.hasOwn(left, sign)
  for (const sign of written) if (isCounted(sign)) left[sign] += 1
  let end = written.length
  for (; end > 0; end -= 1) {
    const last = written.charAt(end - 1)
    if (last === ')' && left['('] >= left[')']) break
    if (last === ']' && left['['] >= left[']']) break
    if (!/[.,;:!?)\]*_~…。、]/u.test(last)) break
    if (isCounted(last)) left[last] -= 1
  }
  return written.slice(0, end)
}

/** Reads an address; null where it is no http or https address with a host, is malformed or longer than 2 048 units. */
export function readLink(written: string): Link | null {
  if (written.length > longestAddress || !URL.canParse(written)) return null
  const url = new URL(written)
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return null
  const hasUserInfo =
    url.username !== '' || url.password !== '' || /^[^/?#]*@/.test(written.slice(written.indexOf('//') + 2))
  url.username = ''
  url.password = ''
  const labels = url.hostname.split('.').map(shownLabel)
  const warnings: LinkWarning[] = []
  if (hasUserInfo) warnings.push('user-info')
  if (labels.some(({ deceives }) => deceives)) warnings.push('lookalike-host')
  if (/^[\d.]+$|^\[/.test(url.hostname)) warnings.push('address-only')
  if (url.port !== '') warnings.push('unusual-port')
  if (url.protocol === 'http:') warnings.push('not-encrypted')
  return {
    address: url.href,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    host: labels.map(({ text }) => text).join('.'),
    port: url.port === '' ? '' : `:${url.port}`,
    rest: `${url.pathname}${url.search}${url.hash}`.replace(/^\/$/, ''),
    warnings,
  }
}

/** One label of a host name. Encoded ones that mix scripts, are taken for ASCII or cannot be read deceive. */
function shownLabel(label: string): { text: string; deceives: boolean } {
  if (!label.startsWith('xn--')) return { text: label, deceives: false }
  const plain = decodeLabel(label)
  if (plain === null || !/^[\p{L}\p{M}\p{Nd}-]+$/u.test(plain)) return { text: label, deceives: true }
  if (isAccented(plain)) return { text: plain, deceives: false }
  const deceives = mixesScripts(plain) || /^[\x20-\x7E]*$/.test(caselessSkeletonOf(plain))
  // A Latin letter with a mark that few alphabets have is easily read without it: encoded it is not.
  return { text: deceives || /\p{sc=Latn}/u.test(plain) ? label : plain, deceives }
}

/** Plain Latin letters and those of everyday alphabets that nobody overlooks: `münchen`. */
function isAccented(label: string): boolean {
  return /^[a-z\d\-äöüßàáâãåæçèéêëìíîïñòóôõøùúûýÿœ]+$/u.test(label)
}
