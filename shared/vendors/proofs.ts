import type { Vendor } from './vendor.ts'

/** True where a page of this vendor may send a signed token with claims. Talkative's signed data has a rule of its own. */
export function sendsTokens({ name, rules }: Pick<Vendor, 'name' | 'rules'>): boolean {
  if (rules === 'settings') return name === 'jwt'
  return rules !== 'own' && rules.some(({ proof }) => proof === 'token')
}

/** True where a signed token is the only proof of this vendor, so that a secret too short for tokens is of no use. */
export function sendsTokensOnly(vendor: Pick<Vendor, 'name' | 'rules'>): boolean {
  const { rules } = vendor
  return sendsTokens(vendor) && (typeof rules === 'string' || rules.every(({ proof }) => proof === 'token'))
}
