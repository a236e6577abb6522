import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { JsonObject } from '#shared/strict/json.ts'
import type { Context, Finding, Scheme } from '../finding.ts'
import { failed, finding, passed, unreadable } from '../finding.ts'
import type { HashClaims } from '../keyed-hash.ts'
import { dueField, hashReading, isProofSent, judgeKeyedHash, usualHash } from '../keyed-hash.ts'
import { claimedFields, readIdentityValue, readText } from '../provenance.ts'
import { parseBareHost, parseSharedDomains } from './pavior-domains.ts'

const notAboutTheVisitor = ['teamVanityId', 'hmac', 'shareAuth', 'doChat', 'doTimeTravel']

/**
 * Pavior (`Pavior('init', …)`): `hmac` is the HMAC of the id, or of the e-mail where there is no id, keyed with the
 * team's API key. `shareAuth` borrows the login of the primary domain on listed hosts, and is worth nothing without
 * an `hmac` that can be checked here.
 */
export const pavior: Scheme = {
  keyKind: 'secret',
  read: (payload, settings) => {
    const { shareAuth } = payload
    const fields = claimedFields(payload, notAboutTheVisitor)
    const claims: HashClaims = {
      vendor: 'Pavior',
      candidates: [
        { field: 'id', value: readIdentityValue(payload['id']) },
        { field: 'email', value: readIdentityValue(payload['email']) },
      ],
      proof: payload['hmac'],
      how: usualHash,
      fields,
      problem: null,
    }
    const borrows = shareAuth !== undefined && shareAuth !== null && shareAuth !== ''
    if (borrows && typeof shareAuth !== 'string') {
      return { ...unreadable(), fields, field: dueField(claims), unknownKey: isOtherTeam(payload, settings) }
    }
    const unknownKey = isOtherTeam(payload, settings)
    return borrows
      ? hashReading(claims, { named: true, unknownKey, judge: (context) => judgeBorrowed(claims, shareAuth, context) })
      : hashReading(claims, { unknownKey })
  },
}

/** `teamVanityId` selects the key: for another team there is none, whatever the proof. */
function isOtherTeam(payload: JsonObject, settings: SchemeSettings): boolean {
  const team = settings.teamVanityId
  return team !== undefined && team !== '' && readText(payload['teamVanityId']) !== team
}

function judgeBorrowed(claims: HashClaims, shareAuth: string, context: Context): Finding {
  const { fields } = claims
  const field = dueField(claims)
  if (!isProofSent(claims.proof)) {
    const steps = [failed('A hash was sent with the borrowed login')]
    return finding('claimed', 'shared-auth-without-proof', field, { fields, steps })
  }
  const primary = parseBareHost(context.settings.primaryAuthenticationDomain ?? '')
  const host = context.originHost
  if (primary.ok && host === primary.host) return judgeKeyedHash(claims, context)

  const { hosts } = parseSharedDomains(context.settings.sharedAuthenticationDomains ?? [])
  if (host === null || !hosts.includes(host)) {
    const steps = [failed('This host may borrow the login of the primary domain')]
    return finding('failed', 'shared-auth-origin-not-allowed', field, { fields, steps })
  }
  const steps = [passed(`${host} may borrow the login of the primary domain`)]
  const lender = parseBareHost(shareAuth)
  if (!primary.ok || !lender.ok || lender.host !== primary.host) {
    steps.push(failed('shareAuth names the primary domain of this channel'))
    return finding('failed', 'shared-auth-domain-mismatch', field, { fields, steps })
  }
  steps.push(passed('shareAuth names the primary domain of this channel'))
  const own = judgeKeyedHash(claims, context)
  const together = { ...own, steps: [...steps, ...own.steps] }
  return own.status === 'verified'
    ? { ...together, reason: 'proof-borrowed', borrowed: { from: primary.host, on: host } }
    : together
}
