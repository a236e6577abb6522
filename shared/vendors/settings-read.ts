import type { SchemeSettings } from '../domain/channel.ts'
import type { Rule, TokenRule, Vendor } from './vendor.ts'

export type SettingName = keyof SchemeSettings

const ofOwnRules: Readonly<Record<string, readonly SettingName[]>> = {
  pavior: ['teamVanityId', 'primaryAuthenticationDomain', 'sharedAuthenticationDomains'],
  talkative: ['identityLabels', 'unsignedFields'],
}

const ofCustomHash: readonly SettingName[] = [
  'fields',
  'normalise',
  'keyEncoding',
  'digest',
  'digestField',
  'algorithm',
]

const ofCustomToken: readonly SettingName[] = [
  'algorithms',
  'issuer',
  'audience',
  'subjectClaim',
  'requiredClaims',
  'requireExpiry',
  'maxAgeSeconds',
  'clockToleranceSeconds',
  'tokenField',
]

/** What may be set of a vendor's tokens: never less strict than the vendor, save for the tolerance of clocks. */
const ofTokens: readonly SettingName[] = [
  'issuer',
  'audience',
  'requireExpiry',
  'maxAgeSeconds',
  'clockToleranceSeconds',
]

/** The settings that a vendor's channel has. Others are not kept. */
export function settingsReadBy({ name, rules }: Pick<Vendor, 'name' | 'rules'>): readonly SettingName[] {
  if (rules === 'own') return ofOwnRules[name] ?? []
  if (rules === 'settings') return name === 'hmac' ? ofCustomHash : ofCustomToken
  return rules.some(isToken) ? ofTokens : []
}

/** The settings without which a vendor's channel can check nothing. */
export function settingsNeededBy({ name, rules }: Pick<Vendor, 'name' | 'rules'>): readonly SettingName[] {
  if (rules === 'own') return []
  if (rules === 'settings') return name === 'hmac' ? ['fields'] : []
  return (['issuer', 'audience'] as const).filter((need) =>
    rules.some((rule) => isToken(rule) && rule[need] === 'setting'),
  )
}

/** The rule of a vendor's tokens, where it has one; what the settings say is beside it. */
export function tokenRuleIn({ rules }: Pick<Vendor, 'rules'>): TokenRule | null {
  return typeof rules === 'string' ? null : (rules.find(isToken) ?? null)
}

function isToken(rule: Rule): rule is TokenRule {
  return rule.proof === 'token'
}
