import { vendors } from './all.ts'
import type { Rule } from './vendor.ts'

/** Every name under which a vendor's page or token says who the visitor is, e.g. `user_id`, `externalId`, `sub`. */
export const identityNames: readonly string[] = [
  ...new Set(vendors.flatMap(({ rules }) => (typeof rules === 'string' ? [] : rules.flatMap(namesOf)))),
]

function namesOf(rule: Rule): readonly string[] {
  return rule.proof === 'hash'
    ? rule.fields.flatMap(({ field, members }) => [field, ...members])
    : rule.identity.flatMap(({ claim, field, alsoCalled = [] }) => [field, claim, ...alsoCalled])
}
