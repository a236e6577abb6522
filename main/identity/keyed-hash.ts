import { fieldWords } from '#shared/domain/sentences.ts'
import type { CheckStep, ReasonCode } from '#shared/domain/verdict.ts'
import type { JsonValue } from '#shared/strict/json.ts'
import type { VerificationKey } from './check.ts'
import { decodeSha256Hex } from './decode.ts'
import { diagnoseHash } from './diagnose.ts'
import type { Context, Finding, Reading } from './finding.ts'
import { failed, finding, keyStep, passed } from './finding.ts'
import { hint } from './hints.ts'
import { isMatch } from './primitives.ts'
import type { Fields, IdentityValue } from './provenance.ts'
import { withProven } from './provenance.ts'

/** What a page of a keyed-hash vendor said. The core knows nothing about vendors beside this. */
export interface HashClaims {
  /** The vendor's name, for people. */
  vendor: string
  /** The fields that a hash may be about, highest priority first. The first one present is the one that is signed. */
  candidates: { field: string; value: IdentityValue }[]
  /** The member that should hold the hash, as it was sent. */
  proof: JsonValue | undefined
  fields: Fields
  /** A contradiction in the payload itself. */
  problem: Extract<ReasonCode, 'alias-conflict'> | null
}

/** Null, absent and empty mean that no proof was sent. */
export function isProofSent(proof: JsonValue | undefined): boolean {
  return proof !== undefined && proof !== null && proof !== ''
}

/** True where the page said who the visitor is, or sent a proof. Settings of the widget beside it name nobody. */
export function namesSomebody(claims: HashClaims): boolean {
  return dueField(claims) !== null || 'name' in claims.fields || isProofSent(claims.proof)
}

/** The field whose proof is due: the first one present. */
export function dueField(claims: HashClaims): string | null {
  return claims.candidates.find((candidate) => candidate.value.kind !== 'absent')?.field ?? null
}

/** What a page of a keyed-hash vendor said, ready to be judged. `more` is what a vendor does differently. */
export function hashReading(claims: HashClaims, more: Partial<Reading> = {}): Reading {
  return {
    named: namesSomebody(claims),
    field: dueField(claims),
    fields: claims.fields,
    droppedFields: [],
    unknownKey: false,
    judge: (context) => judgeKeyedHash(claims, context),
    ...more,
  }
}

/**
 * Judges HMAC-SHA256 of one value, keyed with the text of the secret and sent as hex (SCHEMES §2.1 to §2.3). All
 * usable keys are tried, always all of them, and digests are compared as 32 bytes in constant time.
 */
export function judgeKeyedHash(claims: HashClaims, context: Context): Finding {
  const { fields } = claims
  const steps: CheckStep[] = []
  const due = claims.candidates.find((candidate) => candidate.value.kind !== 'absent')
  const field = due?.field ?? null
  const answer = (status: 'claimed' | 'failed', reason: ReasonCode, rest: Partial<Finding> = {}) =>
    finding(status, reason, field, { fields, steps, ...rest })

  if (claims.problem !== null) {
    steps.push(failed('The page sends one user id'))
    return answer('failed', claims.problem)
  }
  if (due?.value.kind === 'malformed') {
    steps.push(failed(`The ${fieldWords(field)} is text that can be proven`))
    return answer('failed', 'value-malformed')
  }
  if (!isProofSent(claims.proof)) {
    steps.push(failed('A hash was sent'))
    return answer('claimed', 'no-proof')
  }
  if (due === undefined || due.value.kind !== 'text') {
    steps.push(
      failed(`The hash comes with ${claims.candidates.map(({ field: name }) => fieldWords(name)).join(' or ')}`),
    )
    return finding('failed', 'proof-without-identity', claims.candidates[0]?.field ?? null, { fields, steps })
  }

  const value = due.value.text
  const digest = typeof claims.proof === 'string' ? decodeSha256Hex(claims.proof) : null
  if (digest === null) {
    steps.push(failed('Hash is 64 hex characters'))
    const hints =
      typeof claims.proof === 'string' ? diagnoseHash({ text: claims.proof, digest: null, value }, context) : []
    return answer('failed', 'hash-malformed', { hints })
  }
  steps.push(passed('Hash is 64 hex characters'))
  const proofFingerprint = fingerprintOf(context, due.field, value, digest)
  steps.push(passed(`HMAC-SHA256 of the ${fieldWords(due.field)} (${claims.vendor})`))

  const key = findKey(context, context.usable, value, digest)
  if (key !== null) {
    steps.push(keyStep(key), passed(`Hash matches this ${fieldWords(due.field)}`))
    return finding('verified', 'proof-matches', due.field, {
      key,
      fields: withProven(fields, due.field, value),
      steps,
      proofFingerprint,
    })
  }

  steps.push(failed(`Hash matches this ${fieldWords(due.field)}`))
  for (const lower of claims.candidates.slice(claims.candidates.indexOf(due) + 1)) {
    if (lower.value.kind === 'text' && findKey(context, context.usable, lower.value.text, digest) !== null) {
      steps.push(failed(`Hash was made from the ${fieldWords(due.field)}, not the ${fieldWords(lower.field)}`))
      return answer('failed', 'hash-for-lower-field', { hints: [hint('hash-of-lower-field')], proofFingerprint })
    }
  }
  const hints = diagnoseHash({ text: '', digest, value }, context)
  return answer('failed', 'hash-mismatch', { hints, proofFingerprint })
}

function findKey(
  { primitives }: Context,
  keys: VerificationKey[],
  message: string,
  digest: Uint8Array,
): VerificationKey | null {
  let found: VerificationKey | null = null
  for (const key of keys) {
    const matches = isMatch(primitives.equalBytes(primitives.hmacSha256(key.material, message), digest))
    if (matches && found === null) found = key
  }
  return found
}

function fingerprintOf({ primitives, scheme }: Context, field: string, value: string, digest: Uint8Array): string {
  const bound = `${scheme}\n${field}\n${Buffer.from(digest).toString('hex')}\n${value}`
  return Buffer.from(primitives.sha256(bound)).toString('hex')
}
