import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { settingsNeededBy, settingsReadBy } from '#shared/vendors/settings-read.ts'
import type {
  DigestEncoding,
  HashAlgorithm,
  KeyEncoding,
  Normalisation,
  TokenAlgorithm,
} from '#shared/vendors/vendor.ts'
import { linesOf } from './scheme-words.ts'

/** The form of a channel's site as it is being typed: text areas are text, not lists, and numbers are what was typed. */
export interface SiteDraft {
  origins: string
  team: string
  primary: string
  shared: string
  labels: { label: string; field: string }[]
  unsigned: string
  hash: HashDraft
  token: TokenDraft
}

export interface HashDraft {
  fields: string
  normalise: Normalisation
  keyEncoding: KeyEncoding
  digest: DigestEncoding
  digestField: string
  algorithm: HashAlgorithm
}

export interface TokenDraft {
  algorithms: TokenAlgorithm[]
  issuer: string
  audience: string
  subjectClaim: string
  requiredClaims: string
  /** null: as the vendor has it. */
  requireExpiry: boolean | null
  maxAge: string
  tolerance: string
  tokenField: string
}

export const usualAlgorithms: readonly TokenAlgorithm[] = ['HS256', 'ES256']

export function siteDraftOf(origins: readonly string[], settings: SchemeSettings): SiteDraft {
  const labels = Object.entries(settings.identityLabels ?? { Email: 'email' }).map(([label, field]) => ({
    label,
    field,
  }))
  const lines = (list: readonly string[] | undefined) => (list ?? []).join('\n')
  const digits = (number: number | undefined) => (number === undefined ? '' : String(number))
  return {
    origins: origins.join('\n'),
    team: settings.teamVanityId ?? '',
    primary: settings.primaryAuthenticationDomain ?? '',
    shared: lines(settings.sharedAuthenticationDomains),
    labels,
    unsigned: lines(settings.unsignedFields),
    hash: {
      fields: lines(settings.fields),
      normalise: settings.normalise ?? 'none',
      keyEncoding: settings.keyEncoding ?? 'utf8',
      digest: settings.digest ?? 'hex',
      digestField: settings.digestField ?? '',
      algorithm: settings.algorithm ?? 'sha256',
    },
    token: {
      algorithms: [...(settings.algorithms ?? usualAlgorithms)],
      issuer: lines(settings.issuer),
      audience: lines(settings.audience),
      subjectClaim: settings.subjectClaim ?? '',
      requiredClaims: lines(settings.requiredClaims),
      requireExpiry: settings.requireExpiry ?? null,
      maxAge: digits(settings.maxAgeSeconds),
      tolerance: digits(settings.clockToleranceSeconds),
      tokenField: settings.tokenField ?? '',
    },
  }
}

/** The settings that this draft means for a scheme. Members of other schemes, and what is as usual, are left out. */
export function settingsOf(scheme: SchemeName, draft: SiteDraft): SchemeSettings {
  const read = settingsReadBy(vendorOf(scheme))
  return Object.fromEntries(
    Object.entries(allSettings(draft)).filter(([name, value]) => value !== undefined && read.includes(name as never)),
  )
}

function allSettings({ team, primary, shared, labels, unsigned, hash, token }: SiteDraft) {
  const text = (typed: string) => (typed.trim() === '' ? undefined : typed.trim())
  const list = (typed: string) => (linesOf(typed).length === 0 ? undefined : linesOf(typed))
  const seconds = (typed: string) => (isSeconds(typed) && typed.trim() !== '' ? Number(typed) : undefined)
  const unless = <Value>(usual: Value, value: Value) => (value === usual ? undefined : value)
  const named = labels.filter(({ label }) => label.trim() !== '')
  const isUsual = [...token.algorithms].toSorted().join() === [...usualAlgorithms].toSorted().join()
  return {
    teamVanityId: text(team),
    primaryAuthenticationDomain: text(primary),
    sharedAuthenticationDomains: list(shared),
    identityLabels: Object.fromEntries(named.map(({ label, field }) => [label.trim(), field])),
    unsignedFields: list(unsigned),
    fields: list(hash.fields),
    normalise: unless('none', hash.normalise),
    keyEncoding: unless('utf8', hash.keyEncoding),
    digest: unless('hex', hash.digest),
    digestField: text(hash.digestField),
    algorithm: unless('sha256', hash.algorithm),
    algorithms: isUsual ? undefined : token.algorithms,
    issuer: list(token.issuer),
    audience: list(token.audience),
    subjectClaim: text(token.subjectClaim),
    requiredClaims: list(token.requiredClaims),
    requireExpiry: token.requireExpiry ?? undefined,
    maxAgeSeconds: seconds(token.maxAge),
    clockToleranceSeconds: seconds(token.tolerance),
    tokenField: text(token.tokenField),
  } satisfies { [Name in keyof SchemeSettings]-?: unknown }
}

/** What the channel still has to be told, or null. The main process checks everything again. */
export function problemWithSettings(scheme: SchemeName, draft: SiteDraft): string | null {
  const vendor = vendorOf(scheme)
  const settings = settingsOf(scheme, draft)
  const missing = settingsNeededBy(vendor).find((name) => settings[name] === undefined)
  if (missing === 'fields') return 'Name the field that your server hashes.'
  if (missing === 'issuer') return `Name the issuer: ${vendor.title} takes tokens of that one only.`
  if (missing === 'audience') return `Name the audience: ${vendor.title} takes tokens that are made out to it only.`
  if (settings.algorithms?.length === 0) return 'Allow at least one algorithm.'
  const read = settingsReadBy(vendor)
  if (read.includes('maxAgeSeconds') && !isSeconds(draft.token.maxAge))
    return 'The longest age is a whole number of seconds.'
  if (read.includes('clockToleranceSeconds') && !isSeconds(draft.token.tolerance)) {
    return 'The tolerance is a whole number of seconds.'
  }
  return null
}

/** True for digits, and for nothing at all. */
export const isSeconds = (typed: string): boolean => /^\d{0,9}$/.test(typed.trim())
