import type { RequestInput, Workspace } from '#shared/contract/requests.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { tokenRuleIn } from '#shared/vendors/settings-read.ts'
import type { Platform } from '#shared/vendors/vendor.ts'
import type { LintedKey } from './use-key-lint.ts'

export interface KeyChoices {
  label: string
  /** null until the person has chosen between the repaired key and the pasted one. */
  acceptRepair: boolean | null
  acceptDegradedKeystore: boolean
  /** The name under which tokens call the key; null as long as nobody typed one: then a JWK's own counts. */
  kid: string | null
  platform: Platform | null
}

/** Choices for a new key. The label names the month, so that rotation stays readable. `now` in ms since 1970. */
export function freshKeyChoices(now: number): KeyChoices {
  const month = new Date(now).toLocaleDateString('en-GB', { month: 'long', year: 'numeric' })
  return { label: `Key from ${month}`, acceptRepair: null, acceptDegradedKeystore: false, kid: null, platform: null }
}

/** Why this key cannot be stored yet, or null where it can. */
export function whatKeyNeeds(
  scheme: SchemeName,
  key: LintedKey,
  choices: KeyChoices,
  keystore: Workspace['keystore'] | undefined,
): string | null {
  if (key.material === '') return 'Paste the key first.'
  if (key.checking || key.lint === null) return 'The key is still being looked at.'
  if (key.lint.outcome === 'refuse') return 'This key cannot be used. See what was found.'
  if (key.lint.outcome === 'repair' && choices.acceptRepair === null) return 'Choose which form of the key to keep.'
  if (needsKeyId(scheme) && (choices.kid ?? key.lint.kid ?? '').trim() === '' && key.lint.keys === null)
    return 'Name the key id: tokens say which key they were signed with.'
  if (choices.label.trim() === '') return 'Give the key a label.'
  if (keystore?.protection === 'unavailable') return 'No key can be stored: the keystore cannot be used.'
  if (keystore?.protection === 'file' && !choices.acceptDegradedKeystore)
    return 'Agree to how keys are protected on this machine.'
  return null
}

/** True where the tokens of a vendor must name their key. */
export const needsKeyId = (scheme: SchemeName): boolean => tokenRuleIn(vendorOf(scheme))?.keyId === 'required'

/** The request that stores what was pasted and chosen. */
export function newKeyOf(channelId: ChannelId, key: LintedKey, choices: KeyChoices): RequestInput<'keys.add'> {
  const kid = choices.kid?.trim() ?? ''
  return {
    channelId,
    label: choices.label,
    material: key.material,
    acceptRepair: choices.acceptRepair ?? false,
    acceptDegradedKeystore: choices.acceptDegradedKeystore,
    ...(kid === '' ? {} : { kid }),
    ...(choices.platform === null ? {} : { platform: choices.platform }),
  }
}
