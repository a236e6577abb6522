import { type ScanFinding, type ScanKind, scanKinds } from '#shared/domain/reply.ts'
import { cardNumbers } from './card-numbers.ts'
import { emailAddresses } from './e-mail-addresses.ts'
import { ibans } from './ibans.ts'
import { keysAndTokens } from './keys-and-tokens.ts'
import { linksWithCredentials } from './links.ts'
import { oneTimeCodes } from './one-time-codes.ts'
import { passwords } from './passwords.ts'
import { phoneNumbers, significantDigits } from './phone-numbers.ts'
import { plainTextOf } from './plain-text.ts'
import type { Span } from './span.ts'
import { type ReadText, readText } from './words/read-text.ts'

/** What may be said to this visitor although it looks like somebody's data. */
export interface ScanAllowance {
  /** Phone numbers and e-mail addresses that the visitor proved to be theirs, as they were sent. */
  proven: readonly string[]
  /** Texts that are public anyway, e.g. the bodies of public templates: what stands in one may be said. */
  publicTexts: readonly string[]
  /** Hosts of the channel's site, e.g. `shop.example`: addresses of a role there (support@…) are nobody's. */
  sites: readonly string[]
}

const roles =
  /^(?:support|help|helpdesk|hello|info|contact|kontakt|service|kundenservice|sales|billing|orders|returns|press|privacy|datenschutz|legal|security|abuse|jobs|careers|office|team|noreply|no-reply|news|feedback|service-?client|soporte|ventas|atencion|assistenza)$/

/** What is looked for, each by a function over the text as it is read. Contact data is compared with what may be said. */
export const scanRules: Readonly<Record<ScanKind, (read: ReadText) => Iterable<Span & { value?: string }>>> = {
  'link-with-credentials': linksWithCredentials,
  'key-or-token': keysAndTokens,
  'card-number': cardNumbers,
  iban: ibans,
  password: passwords,
  'one-time-code': oneTimeCodes,
  'e-mail': emailAddresses,
  'phone-number': phoneNumbers,
}

/**
 * Finds what should not leave by accident, in the order of the text and without overlaps: where two kinds claim the same
 * place, the longer one has it. Time grows with the length of the text, whatever it holds.
 */
export function scanText(text: string, allowance: ScanAllowance): ScanFinding[] {
  const { plain, offsets } = plainTextOf(text)
  const read = readText(plain)
  const known = knownContacts(allowance)
  const found: ScanFinding[] = []
  for (const kind of scanKinds) {
    for (const { start, end, value = '' } of scanRules[kind](read)) {
      if (kind === 'e-mail' && (known.emails.has(value) || isRoleAddress(value, allowance.sites))) continue
      if (kind === 'phone-number' && known.phones.has(value)) continue
      found.push({ kind, start: offsets[start] ?? 0, end: offsets[end] ?? text.length })
    }
  }
  return withoutOverlaps(found)
}

function knownContacts({ proven, publicTexts }: ScanAllowance): { emails: Set<string>; phones: Set<string> } {
  const emails = new Set(proven.map((value) => value.trim().toLowerCase()))
  const phones = new Set(proven.filter((value) => /^[+0-9 ()./-]{6,}$/.test(value.trim())).map(significantDigits))
  for (const text of publicTexts) {
    const read = readText(plainTextOf(text).plain)
    for (const { value } of emailAddresses(read)) emails.add(value)
    for (const { value } of phoneNumbers(read)) phones.add(value)
  }
  return { emails, phones }
}

function isRoleAddress(address: string, sites: readonly string[]): boolean {
  const at = address.lastIndexOf('@')
  const host = address.slice(at + 1)
  if (!roles.test(address.slice(0, at))) return false
  return sites.some((site) => site === host || site.endsWith(`.${host}`) || host.endsWith(`.${site}`))
}

function withoutOverlaps(found: readonly ScanFinding[]): ScanFinding[] {
  const byLength = [...found].sort((one, other) => other.end - other.start - (one.end - one.start))
  const kept: ScanFinding[] = []
  for (const find of byLength) {
    if (!kept.some((other) => find.start < other.end && other.start < find.end)) kept.push(find)
    if (kept.length >= mostFinds) break
  }
  return kept.sort((one, other) => one.start - other.start)
}

/** Beyond this many the text is blocked anyhow, and nobody reads the list. */
const mostFinds = 200
