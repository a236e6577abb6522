import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'

export const nobody = 'nobody'

/**
 * A short mark of whom a payload names, the same for every payload of the same person: a token made anew for every
 * page still names the same one. Used only to tell, in this browser, whether somebody else is signed in now; it proves
 * nothing and is not sent.
 */
export function whoIs(scheme: SchemeName, payload: unknown): string {
  if (payload === null || payload === undefined) return nobody
  const named = namedBy(scheme, payload as Members)
  return named === '' ? nobody : `${scheme}.${fingerprint(named)}`
}

type Members = Record<string, unknown>

function namedBy(scheme: SchemeName, payload: Members): string {
  switch (scheme) {
    case 'yourgpt':
      return first(payload.ext_user_id, payload.external_user_id, payload.email, payload.phone)
    case 'fernand':
      return first((payload.user as Members | null | undefined)?.email)
    case 'pavior':
      return first(payload.id, payload.email, payload.shareAuth)
    case 'talkative':
      return signedFields(first(payload.signedInteractionData))
    default:
      return byRules(vendorOf(scheme), payload)
  }
}

/** By the members that the vendor's rules look at: values for a hash, claims for a token. */
function byRules({ rules, within }: Vendor, payload: Members): string {
  const nested = within === null ? undefined : payload[within]
  const visitor = { ...payload, ...(nested as Members | undefined) }
  for (const rule of typeof rules === 'string' ? [] : rules) {
    if (rule.proof === 'hash') {
      const named = first(...rule.fields.flatMap(({ members }) => members.map((name) => visitor[name])))
      if (named !== '') return named
    } else {
      const claims = claimsOf(first(...rule.tokenMembers.map((name) => visitor[name])))
      const named = claims === null ? '' : first(...rule.identity.map(({ claim }) => claims[claim]))
      if (named !== '') return named
    }
  }
  const claims = claimsOf(first(visitor.token, visitor.jwt))
  return first(claims?.sub, visitor.user_id, visitor.id, visitor.email) || JSON.stringify(payload)
}

function claimsOf(token: string): Members | null {
  try {
    return JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as Members
  } catch {
    return null
  }
}

function first(...values: unknown[]): string {
  const found = values.find((value) => value !== null && value !== undefined && value !== '')
  return typeof found === 'string' || typeof found === 'number'
    ? String(found)
    : found === undefined
      ? ''
      : JSON.stringify(found)
}

const changingLabels = new Set(['issued_at', 'expires_at', 'conversation_id'])

function signedFields(token: string): string {
  try {
    const bytes = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    const fields = JSON.parse(bytes) as { label?: unknown; data?: unknown }[]
    return JSON.stringify(
      fields.filter(({ label }) => !changingLabels.has(String(label))).map(({ label, data }) => [label, data]),
    )
  } catch {
    return token
  }
}

/** FNV-1a over UTF-16 units, twice with different beginnings. A name badge, not a seal. */
function fingerprint(text: string): string {
  const halves = [0x811c9dc5, 0x01000193].map((seed) => {
    let hash = seed
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    return (hash >>> 0).toString(36)
  })
  return halves.join('')
}
