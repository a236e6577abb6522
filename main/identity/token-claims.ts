import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { Assurance, Evidence, Hint, ReasonCode } from '#shared/domain/verdict.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import type { TokenRule } from '#shared/vendors/vendor.ts'
import { decodeUtf8 } from './decode.ts'
import { hint } from './hints.ts'
import { readIdentityClaim } from './identity-text.ts'
import type { Primitives } from './primitives.ts'
import { digestOf } from './primitives.ts'
import { longestToken } from './signed-token.ts'

/** How far two clocks may differ where the channel does not say (s). */
export const usualClockTolerance = 60

/** From here on a time is no number of seconds that anybody means: the year 5138, or a time in milliseconds. */
const latestTime = 100_000_000_000
const longestShortLifetime = 3600
/** A token that lasts longer (s) deserves a word to whoever set it up, where the channel does not limit its age. */
const longestUnlimitedLifetime = 86_400

export type ClaimsProblem = Extract<
  ReasonCode,
  | 'claims-malformed'
  | 'claim-missing'
  | 'claim-mismatch'
  | 'issuer-mismatch'
  | 'audience-mismatch'
  | 'time-malformed'
  | 'expiry-missing'
  | 'lifetime-too-long'
  | 'not-yet-valid'
  | 'proof-expired'
  | 'proof-too-old'
  | 'value-malformed'
>

export type ClaimsJudgement =
  | {
      ok: true
      /** The claim that is the identity, and the field it stands for. */
      identity: { claim: string; field: string; value: string }
      assurance: Assurance
      validUntil: number | null
      hints: Hint[]
    }
  | {
      ok: false
      status: 'failed' | 'expired'
      reason: ClaimsProblem
      label: string
      hints: Hint[]
      validUntil: number | null
    }

/**
 * The payload of a token as claims: strict UTF-8, strict JSON (no member named twice, no half surrogate, at most 32
 * levels), and an object (RFC 7519 §7.2).
 *
 * @returns null for anything else
 */
export function readClaims(payload: Uint8Array): JsonObject | null {
  const text = decodeUtf8(payload)
  const parsed = text === null ? null : parseStrictJson(text, { maxCharacters: longestToken })
  return parsed?.ok === true && isJsonObject(parsed.value) ? parsed.value : null
}

/**
 * Judges claims whose signature is right (RFC 7519 §4.1, RFC 8725 §3): issuer, audience, what the rule and the channel
 * require, the identity, and at last the times, so that `expired` is only said of a token that was good in its time.
 *
 * @param at milliseconds since 1970
 */
export function judgeClaims(
  claims: JsonObject,
  rule: TokenRule,
  settings: SchemeSettings,
  at: number,
): ClaimsJudgement {
  const times = readTimes(claims)
  if (times === 'malformed') {
    return refuse(
      'time-malformed',
      'Times are whole seconds since 1970',
      areMilliseconds(claims) ? [hint('times-in-milliseconds')] : [],
    )
  }
  const { iat } = times
  const end = endOf(times, rule, settings)
  const validUntil = end === null ? null : end * 1000
  const no = (reason: ClaimsProblem, label: string, hints: Hint[] = []) => ({
    ...refuse(reason, label, hints),
    validUntil,
  })

  const names = readNames(claims)
  if (names === null) return no('claims-malformed', 'iss, aud and jti are text')
  if (settings.issuer !== undefined && (names.issuer === null || !settings.issuer.includes(names.issuer))) {
    return no('issuer-mismatch', 'The issuer is the one this channel expects', [hint('issuer-differs')])
  }
  const { audience } = settings
  if (audience !== undefined && !names.audience.some((name) => audience.includes(name))) {
    return no('audience-mismatch', 'The token is made out to this channel', [hint('audience-differs')])
  }
  for (const [name, value] of Object.entries(rule.fixedClaims)) {
    if (claims[name] !== value) return no('claim-mismatch', `The claim ${name} is ${value}`)
  }
  const missing = [...rule.requiredClaims, ...(settings.requiredClaims ?? [])].find((name) => isAbsent(claims[name]))
  if (missing !== undefined) return no('claim-missing', 'Every required claim is there')

  const due = rule.identity.find(({ claim }) => !isAbsent(claims[claim]))
  if (due === undefined) return no('claim-missing', 'The token says who the visitor is')
  const identity = readIdentityClaim(claims[due.claim], due.numbers === true)
  if (identity.kind !== 'text') return no('value-malformed', 'The identity is text that can be proven')

  const problem = judgeTimes(times, rule, settings, at)
  if (problem !== null) return { ...problem, validUntil }
  return {
    ok: true,
    identity: { claim: due.claim, field: due.field, value: identity.text },
    // One that does not say since when it counts may have been around for long.
    assurance: iat !== null && end !== null && end - iat <= longestShortLifetime ? 'short-token' : 'lasting-token',
    validUntil,
    hints: lastsLong(times, rule, settings, at / 1000) ? [hint('token-lasts-long')] : [],
  }
}

/** When a token is over (s): by its own end or by the longest age that the vendor or the channel takes, whichever is first. */
function endOf({ exp, iat }: Times, rule: TokenRule, settings: SchemeSettings): number | null {
  const longestAge = longestAgeOf(settings, rule)
  const tooOld = iat === null || longestAge === undefined ? null : iat + longestAge
  return exp === null || tooOld === null ? (exp ?? tooOld) : Math.min(exp, tooOld)
}

function lastsLong({ exp, iat }: Times, rule: TokenRule, settings: SchemeSettings, now: number): boolean {
  if (longestAgeOf(settings, rule) !== undefined) return false
  return exp === null || exp - (iat ?? now) > longestUnlimitedLifetime
}

interface Times {
  exp: number | null
  nbf: number | null
  iat: number | null
}

/** Ten minutes, as much as the window lets a channel have. */
const longestClockTolerance = 600

/** A tolerance that is no number of seconds is none. */
function toleranceOf({ clockToleranceSeconds }: SchemeSettings): number {
  if (clockToleranceSeconds === undefined) return usualClockTolerance
  if (!Number.isFinite(clockToleranceSeconds) || clockToleranceSeconds < 0) return 0
  // More than clocks can differ by would make the times in a token mean nothing.
  return Math.min(clockToleranceSeconds, longestClockTolerance)
}

/** The settings may ask for newer tokens than the vendor does, and never let in older ones. */
function longestAgeOf({ maxAgeSeconds }: SchemeSettings, { longestAgeSeconds }: TokenRule): number | undefined {
  if (maxAgeSeconds === undefined || longestAgeSeconds === undefined) return maxAgeSeconds ?? longestAgeSeconds
  return Math.min(maxAgeSeconds, longestAgeSeconds)
}

function judgeTimes({ exp, nbf, iat }: Times, rule: TokenRule, settings: SchemeSettings, at: number) {
  const now = at / 1000
  const tolerance = toleranceOf(settings)
  const maxAgeSeconds = longestAgeOf(settings, rule)
  if (exp === null && (rule.requireExpiry || settings.requireExpiry === true)) {
    return refuse('expiry-missing', 'The token says until when it counts')
  }
  if (iat === null && maxAgeSeconds !== undefined) return refuse('claim-missing', 'The token says since when it counts')
  if (exp !== null && !(now < exp + tolerance)) return expired('proof-expired', 'The token still counts')
  for (const begin of [nbf, iat]) {
    if (begin !== null && !(now >= begin - tolerance)) return refuse('not-yet-valid', 'The token counts already')
  }
  if (exp !== null && ((iat !== null && exp <= iat) || (nbf !== null && exp <= nbf))) {
    return refuse('time-malformed', 'The token ends after it begins')
  }
  const longest = rule.longestLifetimeSeconds
  if (longest !== null && (exp === null || exp - (iat ?? now + tolerance) > longest)) {
    return refuse('lifetime-too-long', 'The token does not last longer than the vendor allows')
  }
  if (maxAgeSeconds !== undefined && iat !== null && !(now < iat + maxAgeSeconds + tolerance)) {
    return expired('proof-too-old', 'The token is new enough')
  }
  return null
}

function readTimes(claims: JsonObject): Times | 'malformed' {
  const times: Times = { exp: null, nbf: null, iat: null }
  for (const name of ['exp', 'nbf', 'iat'] as const) {
    const value = claims[name]
    if (value === undefined) continue
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value >= latestTime)
      return 'malformed'
    times[name] = value
  }
  return times
}

function areMilliseconds({ exp, nbf, iat }: JsonObject): boolean {
  return [exp, nbf, iat].some((time) => typeof time === 'number' && time >= latestTime && time < latestTime * 1000)
}

/** Issuer, audience and token id in their RFC 7519 forms; null where one of them has another. */
function readNames(claims: JsonObject): { issuer: string | null; audience: string[] } | null {
  const { iss, aud, jti } = claims
  if (iss !== undefined && typeof iss !== 'string') return null
  if (jti !== undefined && (typeof jti !== 'string' || jti === '')) return null
  const audience = aud === undefined ? [] : typeof aud === 'string' ? [aud] : aud
  if (!Array.isArray(audience) || !audience.every((name) => typeof name === 'string')) return null
  return { issuer: iss ?? null, audience }
}

/**
 * What a token is recognised by when it is seen again: its `jti` within its issuer, else its claims. Never its bytes: a
 * token can be written and signed in many ways that say the same.
 */
export function identifyProof(
  claims: JsonObject,
  scheme: string,
  primitives: Pick<Primitives, 'sha256'>,
): { proofFingerprint: string; proofKind: Exclude<Evidence['proofKind'], 'hash' | null> } {
  const { iss = null, jti } = claims
  const hasId = typeof jti === 'string'
  const bound = canonicalJson(hasId ? [scheme, 'token-id', iss, jti] : [scheme, 'claims', claims])
  return {
    proofFingerprint: digestOf(primitives, bound).toString('hex'),
    proofKind: hasId ? 'token-id' : 'claims',
  }
}

/** The same for two values that say the same: members in the order of their UTF-16 units, no white space (cf. RFC 8785). */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.keys(value).toSorted()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`).join(',')}}`
}

function isAbsent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === ''
}

function refuse(reason: ClaimsProblem, label: string, hints: Hint[] = []) {
  return { ok: false as const, status: 'failed' as const, reason, label, hints, validUntil: null }
}

function expired(reason: ClaimsProblem, label: string) {
  return { ok: false as const, status: 'expired' as const, reason, label, hints: [], validUntil: null }
}
