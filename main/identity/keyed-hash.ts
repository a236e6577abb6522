import type { KeyObject } from 'node:crypto'
import { fieldWords } from '#shared/domain/sentences.ts'
import type { CheckStep, ReasonCode } from '#shared/domain/verdict.ts'
import type { JsonValue } from '#shared/strict/json.ts'
import type { HashRule, KeyEncoding } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from './check.ts'
import { decodeDigest, digestSizes } from './decode.ts'
import { diagnoseHash } from './diagnose.ts'
import type { Context, Finding, Reading } from './finding.ts'
import { failed, finding, keyStep, passed } from './finding.ts'
import { hashMaterial } from './hash-material.ts'
import { hint } from './hints.ts'
import { digestOf, isMatch } from './primitives.ts'
import type { Fields, IdentityValue } from './provenance.ts'
import { withProven } from './provenance.ts'
import { isSigningInput } from './signing-input.ts'

/** How a digest is made: algorithm, bytes of the key, and the way it is written. */
export type HashMaking = Pick<HashRule, 'algorithm' | 'keyEncoding' | 'digest'>

/** HMAC-SHA256 under the text of the secret, written as hex: what nearly every vendor does. */
export const usualHash: HashMaking = Object.freeze({ algorithm: 'sha256', keyEncoding: 'utf8', digest: 'hex' })

/** What a page of a keyed-hash vendor said. The core knows nothing about vendors beside this. */
export interface HashClaims {
  /** The vendor's name, for people. */
  vendor: string
  /** The fields that a hash may be about, highest priority first. The first one present is the one that is signed. */
  candidates: { field: string; value: IdentityValue /** Before it was normalised. */; sent?: string | null }[]
  /** The member that should hold the hash, as it was sent. */
  proof: JsonValue | undefined
  fields: Fields
  /** How the digest is made and written. */
  how: HashMaking
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
 * Judges a keyed hash of one value (SCHEMES §2.1 to §2.3). All usable keys are tried, always all of them, and digests
 * are compared as whole bytes in constant time.
 */
export function judgeKeyedHash(claims: HashClaims, context: Context): Finding {
  const { fields, how } = claims
  const steps: CheckStep[] = []
  const due = claims.candidates.find((candidate) => candidate.value.kind !== 'absent')
  const field = due?.field ?? null
  const answer = (status: 'claimed' | 'failed' | 'unchecked', reason: ReasonCode, rest: Partial<Finding> = {}) =>
    finding(status, reason, field, { fields, steps, ...rest })

  if (claims.problem !== null) {
    steps.push(failed('The page sends one user id'))
    return answer('failed', claims.problem)
  }
  if (due?.value.kind === 'malformed' || (due?.value.kind === 'text' && isSigningInput(due.value.text))) {
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

  const keys = context.usable.flatMap((key) => keyedFor(key, how.keyEncoding))
  if (keys.length === 0) {
    steps.push(failed(`The secret can be decoded from ${how.keyEncoding}`))
    return answer('unchecked', 'key-unfit')
  }
  const value = due.value.text
  const sent = due.sent ?? value
  const digest = typeof claims.proof === 'string' ? decodeDigest(claims.proof, how.digest, how.algorithm) : null
  const shape = `Hash is ${shapeOf(how)}`
  if (digest === null) {
    steps.push(failed(shape))
    const hints =
      typeof claims.proof === 'string'
        ? diagnoseHash({ text: claims.proof, digest: null, value, sent, how }, context)
        : []
    return answer('failed', 'hash-malformed', { hints })
  }
  steps.push(passed(shape))
  const proofFingerprint = fingerprintOf(context, value, digest)
  steps.push(passed(`${hashNames[how.algorithm]} of the ${fieldWords(due.field)} (${claims.vendor})`))

  const key = findKey(context, how, keys, value, digest)
  if (key !== null) {
    steps.push(keyStep(key), passed(`Hash matches this ${fieldWords(due.field)}`))
    return finding('verified', 'proof-matches', due.field, {
      key,
      fields: withProven(fields, due.field, value),
      steps,
      proofFingerprint,
      proofKind: 'hash',
      assurance: 'static-hash',
    })
  }

  steps.push(failed(`Hash matches this ${fieldWords(due.field)}`))
  for (const lower of claims.candidates.slice(claims.candidates.indexOf(due) + 1)) {
    if (lower.value.kind === 'text' && findKey(context, how, keys, lower.value.text, digest) !== null) {
      steps.push(failed(`Hash was made from the ${fieldWords(due.field)}, not the ${fieldWords(lower.field)}`))
      return answer('failed', 'hash-for-lower-field', { hints: [hint('hash-of-lower-field')], proofFingerprint })
    }
  }
  const hints = diagnoseHash({ text: '', digest, value, sent, how }, context)
  return answer('failed', 'hash-mismatch', { hints, proofFingerprint })
}

const hashNames = { sha256: 'HMAC-SHA256', sha384: 'HMAC-SHA384', sha512: 'HMAC-SHA512' } as const

function shapeOf({ digest, algorithm }: HashMaking): string {
  const size = digestSizes[algorithm]
  return digest === 'hex' ? `${size * 2} hex characters` : `${size} bytes as ${digest}`
}

/** A key, and the bytes that its vendor's site uses it as. */
interface KeyedFor {
  key: VerificationKey
  material: KeyObject
}

function keyedFor(key: VerificationKey, encoding: KeyEncoding): KeyedFor[] {
  const material = hashMaterial(key.material, encoding)
  return material === null ? [] : [{ key, material }]
}

function findKey(
  { primitives }: Context,
  { algorithm }: HashMaking,
  keys: KeyedFor[],
  message: string,
  digest: Uint8Array,
): VerificationKey | null {
  let found: VerificationKey | null = null
  for (const { key, material } of keys) {
    const matches = isMatch(primitives.equalBytes(primitives.hmac(algorithm, material, message), digest))
    if (matches && found === null) found = key
  }
  return found
}

/** Without the field: a hash names none, and one that was revoked as an e-mail's must not come back as a user id's. */
function fingerprintOf({ primitives, scheme }: Context, value: string, digest: Uint8Array): string {
  const bound = `${scheme}\n${Buffer.from(digest).toString('hex')}\n${value}`
  return digestOf(primitives, bound).toString('hex')
}
