import type { SchemeSettings } from '#shared/domain/channel.ts'
import { fieldWords } from '#shared/domain/sentences.ts'
import type { Hint } from '#shared/domain/verdict.ts'
import type { JsonObject } from '#shared/strict/json.ts'
import { caselessSkeletonOf } from '#shared/text/lookalike.ts'
import type { TokenRule, Vendor } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from '../check.ts'
import { diagnosePayloadText } from '../diagnose-token.ts'
import type { Context, Finding, Reading } from '../finding.ts'
import { failed, finding, passed } from '../finding.ts'
import { hint } from '../hints.ts'
import { algorithmsOf } from '../key-fitness.ts'
import { isProofSent } from '../keyed-hash.ts'
import type { Fields } from '../provenance.ts'
import { claimedFields, readText } from '../provenance.ts'
import type { TokenOpening } from '../signed-token.ts'
import { judgeToken, openToken } from '../signed-token.ts'
import type { ClaimsJudgement } from '../token-claims.ts'
import { identifyProof, judgeClaims, readClaims } from '../token-claims.ts'

/** Members by which a page usually says who the visitor is, whatever the vendor. */
const usualNames = ['name', 'email', 'phone', 'id', 'user_id', 'userId', 'external_id', 'sub']

/** Claims about the token itself (RFC 7519 §4.1). */
const registered = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti']

/**
 * What a page said, by a rule of a signed token. Every textual claim inside a verified token is proven; what the page says
 * beside the token is claimed, and a member with the name of a signed claim, or one that looks like it, is left out.
 */
export function readByTokenRule(payload: JsonObject, vendor: Vendor, rule: TokenRule): Reading {
  const sent = rule.tokenMembers.map((name) => payload[name]).filter(isProofSent)
  const token = sent[0]
  const opening =
    token === undefined
      ? null
      : open(
          token,
          sent.some((other) => other !== token),
          rule,
        )
  const claims = opening?.ok === true ? readClaims(opening.opened.payload) : null
  const said = claims === null ? null : claimFields(claims, rule, null)
  const beside = sortUnsigned(claimedFields(payload, [...rule.tokenMembers, ...vendor.notClaims]), said, rule)
  const fields = together(said, beside.passing)
  const candidates = rule.identity.flatMap(({ claim, field }) => [field, claim])
  const field = candidates.find((name) => name in fields) ?? null
  return {
    named: opening !== null || [...candidates, ...usualNames].some((name) => name in fields),
    field,
    fields,
    droppedFields: beside.dropped,
    unknownKey: false,
    judge: async (context) => {
      const found = await judge({ opening, claims, fields, field, vendor, rule }, context)
      const proven = found.status === 'verified' ? { fields: together(found.fields, beside.passing) } : {}
      return { ...found, ...proven, hints: [...found.hints, ...beside.hints], droppedFields: beside.dropped }
    },
  }
}

/** The rule that the settings of a custom token make up. */
export function tokenRuleOf(settings: SchemeSettings): TokenRule {
  const subject = settings.subjectClaim ?? 'sub'
  return {
    proof: 'token',
    tokenMembers: settings.tokenField === undefined ? ['token', 'jwt', 'user_jwt'] : [settings.tokenField],
    algorithms: settings.algorithms ?? ['HS256', 'ES256'],
    keyId: 'optional',
    identity: [{ claim: subject, field: subject }],
    requiredClaims: [],
    fixedClaims: {},
    provenOnlyWith: {},
    requireExpiry: settings.requireExpiry !== false,
    longestLifetimeSeconds: null,
    issuer: 'unused',
    audience: 'unused',
  }
}

/**
 * The rule with the channel's settings; null where they lack what the vendor needs. Of a vendor's algorithms the settings
 * may leave some out, and never add one.
 */
export function settledTokenRule(rule: TokenRule, settings: SchemeSettings): TokenRule | null {
  const lacks = (need: 'unused' | 'setting', given: readonly string[] | undefined) =>
    need === 'setting' && (given === undefined || given.length === 0)
  if (lacks(rule.issuer, settings.issuer) || lacks(rule.audience, settings.audience)) return null
  const { algorithms } = settings
  return algorithms === undefined
    ? rule
    : { ...rule, algorithms: rule.algorithms.filter((name) => algorithms.includes(name)) }
}

function open(token: unknown, contradicts: boolean, rule: TokenRule): TokenOpening {
  return contradicts || typeof token !== 'string'
    ? { ok: false, reason: 'token-malformed', hints: [] }
    : openToken(token, rule.algorithms)
}

interface Said {
  opening: TokenOpening | null
  claims: JsonObject | null
  fields: Fields
  field: string | null
  vendor: Vendor
  rule: TokenRule
}

async function judge({ opening, claims, fields, field, vendor, rule }: Said, context: Context): Promise<Finding> {
  const due = field ?? rule.identity[0]?.field ?? null
  const unfit = whyUnfit(context.usable, rule)
  if (unfit !== null) return finding('unchecked', 'key-unfit', field, { fields, steps: [failed(unfit)] })
  if (opening === null) {
    return finding('claimed', 'no-proof', field, { fields, steps: [failed('A signed token was sent')] })
  }
  if (!opening.ok) {
    const steps = [failed('Token is three base64url parts with a header this channel allows')]
    return finding('failed', opening.reason, due, { fields, steps, hints: opening.hints })
  }
  const judged = await judgeToken(opening.opened, context, rule.keyId)
  const { steps } = judged
  if (!judged.ok) return finding('failed', judged.reason, due, { fields, steps, hints: judged.hints })

  const { key } = judged
  // Read again from the bytes that were verified, and not from those that were only claimed.
  const signed = readClaims(judged.payload)
  if (signed === null || claims === null) {
    steps.push(failed('Signed data is a JSON object of claims'))
    const hints = diagnosePayloadText(Buffer.from(judged.payload).toString('utf8'))
    return finding('failed', 'claims-malformed', due, { key, fields, steps, hints })
  }
  steps.push(passed(`Signed data is a JSON object of claims (${vendor.title})`))
  const proof = identifyProof(signed, context.scheme, context.primitives)
  const outcome = judgeClaims(signed, rule, context.settings, context.at)
  const rest = { key, fields, steps, ...proof, validUntil: outcome.validUntil }
  if (!outcome.ok) {
    steps.push(failed(outcome.label))
    return finding(outcome.status, outcome.reason, due, { ...rest, hints: outcome.hints })
  }
  steps.push(
    passed('Issuer, audience and times hold'),
    passed(`The ${fieldWords(outcome.identity.field)} is inside the token`),
  )
  return finding('verified', 'proof-matches', outcome.identity.field, {
    ...rest,
    fields: claimFields(signed, rule, outcome),
    assurance: outcome.assurance,
    // A site that follows its vendor's documents has nothing to mend.
    hints: vendor.rules === 'settings' ? outcome.hints : [],
  })
}

/** Null where a key can check tokens. Secrets beside public keys are no set that anybody hands out on purpose. */
function whyUnfit(keys: readonly VerificationKey[], rule: TokenRule): string | null {
  const fit = keys.filter((key) => algorithmsOf(key).some((algorithm) => rule.algorithms.includes(algorithm)))
  if (fit.length === 0) return 'A key of this channel is long enough, and for an algorithm it allows'
  return new Set(fit.map(({ kind }) => kind)).size > 1
    ? 'The keys of this channel are all secrets, or all public'
    : null
}

/**
 * The claims of a token as fields. With a verified identity every textual one is proven, but for those that the vendor
 * proves only together with another one; without, all are claimed.
 */
function claimFields(
  claims: JsonObject,
  rule: TokenRule,
  verified: Extract<ClaimsJudgement, { ok: true }> | null,
): Fields {
  const fields = Object.create(null) as Fields
  const identity = rule.identity.find(({ claim }) => readText(claims[claim]) !== null && claims[claim] !== '')
  const value = verified?.identity.value ?? (identity === undefined ? null : readText(claims[identity.claim]))
  const own = verified?.identity ?? identity
  if (own !== undefined && value !== null) {
    fields[own.field] = { value, provenance: verified === null ? 'claimed' : 'proven' }
  }
  const others = claimedFields(claims, [...registered, ...Object.keys(rule.fixedClaims), ...(own ? [own.claim] : [])])
  for (const [name, { value: text }] of Object.entries(others)) {
    if (name in fields) continue
    const needs = Object.hasOwn(rule.provenOnlyWith, name) ? rule.provenOnlyWith[name] : undefined
    const isProven = verified !== null && (needs === undefined || claims[needs] === true)
    fields[name] = { value: text, provenance: isProven ? 'proven' : 'claimed' }
  }
  return fields
}

interface Beside {
  passing: Fields
  dropped: string[]
  hints: Hint[]
}

/** Members beside the token, without those that could be taken for a signed one. */
function sortUnsigned(beside: Fields, said: Fields | null, rule: TokenRule): Beside {
  if (said === null) return { passing: beside, dropped: [], hints: [] }
  const signed = new Set(
    [...Object.keys(said), ...rule.identity.flatMap(({ claim, field }) => (field in said ? [claim, field] : []))].map(
      plain,
    ),
  )
  const alsoCalled = new Map(
    rule.identity
      .filter(({ field }) => field in said)
      .flatMap(({ field, alsoCalled: names = [] }) => names.map((name) => [plain(name), field] as const)),
  )
  const passing = Object.create(null) as Fields
  const dropped: string[] = []
  let shadows = false
  for (const [name, field] of Object.entries(beside)) {
    const bare = plain(name)
    const meant = alsoCalled.get(bare)
    if (meant === undefined && !signed.has(bare)) {
      passing[name] = field
      continue
    }
    dropped.push(name)
    // A page that repeats what its token says is no attempt at anything.
    if (said[meant ?? name]?.value !== field.value) shadows = true
  }
  return { passing, dropped, hints: shadows ? [hint('unsigned-field-shadows-signed')] : [] }
}

/** A name without letter case, separators and look-alike letters: `user_id`, `userId` and `User ID` are one. */
function plain(name: string): string {
  return caselessSkeletonOf(name).replaceAll(/[\p{Mn}\p{Pc}\p{Pd}\s]/gu, '')
}

function together(first: Fields | null, second: Fields): Fields {
  return Object.assign(Object.create(null) as Fields, second, first ?? {})
}
