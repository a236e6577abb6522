import { ProblemError } from '#shared/contract/result.ts'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { settingsReadBy } from '#shared/vendors/settings-read.ts'
import { parseSharedDomains } from '../identity/schemes/pavior-domains.ts'
import { parseHashSettings } from './hash-settings.ts'
import { parseTokenSettings } from './token-settings.ts'

/** Identity fields a Talkative label may stand for. */
const labelFields = ['id', 'email', 'phone', 'name'] as const

/**
 * Reads the settings of a scheme as a person entered them. Only the members of that scheme are kept.
 * @throws ProblemError `input-invalid` with what is wrong
 */
export function parseSettings(scheme: SchemeName, entered: SchemeSettings): SchemeSettings {
  if (scheme === 'pavior') return parsePavior(entered)
  if (scheme === 'talkative') return parseTalkative(entered)
  if (scheme === 'hmac') return parseHashSettings(entered)
  const vendor = vendorOf(scheme)
  return settingsReadBy(vendor).length === 0 ? {} : parseTokenSettings(vendor, entered)
}

function parsePavior(entered: SchemeSettings): SchemeSettings {
  const settings: SchemeSettings = {}
  const team = entered.teamVanityId?.trim()
  if (team) settings.teamVanityId = team
  const primary = entered.primaryAuthenticationDomain?.trim()
  if (primary)
    settings.primaryAuthenticationDomain = parseDomains([primary], 'primary authentication domain')[0] ?? primary
  const shared = (entered.sharedAuthenticationDomains ?? []).filter((line) => line.trim() !== '')
  if (shared.length > 0) {
    if (settings.primaryAuthenticationDomain === undefined) {
      throw new ProblemError(
        'input-invalid',
        'Shared domains borrow from a primary authentication domain: name that one too.',
      )
    }
    settings.sharedAuthenticationDomains = parseDomains(shared, 'shared authentication domain')
  }
  return settings
}

function parseDomains(lines: string[], what: string): string[] {
  const { hosts, problems } = parseSharedDomains(lines)
  const problem = problems[0]
  if (problem !== undefined) {
    const where = lines.length > 1 ? `, line ${problem.line}` : ''
    throw new ProblemError('input-invalid', `The ${what}${where}: ${problem.message}`)
  }
  return hosts
}

function parseTalkative(entered: SchemeSettings): SchemeSettings {
  const labels = Object.entries(entered.identityLabels ?? {}).filter(([label]) => label.trim() !== '')
  const identityLabels: Record<string, string> = {}
  for (const [label, field] of labels.length > 0 ? labels : [['Email', 'email'] as const]) {
    if (!(labelFields as readonly string[]).includes(field)) {
      throw new ProblemError(
        'input-invalid',
        `A label can stand for ${labelFields.join(', ')}; nothing else names a visitor.`,
      )
    }
    // Defined, not assigned: a label called __proto__ is a label like any other.
    Object.defineProperty(identityLabels, label, { value: field, enumerable: true, writable: true, configurable: true })
  }
  if (Object.values(identityLabels).every((field) => field === 'name')) {
    throw new ProblemError(
      'input-invalid',
      'A name proves nobody, since many people share one: map a label to id, email or phone as well.',
    )
  }
  const unsignedFields = [...new Set((entered.unsignedFields ?? []).filter((label) => label.trim() !== ''))]
  if (unsignedFields.some((label) => Object.hasOwn(identityLabels, label))) {
    throw new ProblemError(
      'input-invalid',
      'A label that names the visitor must be signed: take it off the unsigned fields.',
    )
  }
  return unsignedFields.length > 0 ? { identityLabels, unsignedFields } : { identityLabels }
}
