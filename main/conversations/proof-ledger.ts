import type { SessionId } from '#shared/domain/ids.ts'
import type { IdentityField, ProofSightings, ReasonCode, Verdict } from '#shared/domain/verdict.ts'

/** How long after its last use a proof counts as in use in a session that has no connection open any more (ms). */
export const inUseFor = 15 * 60_000

/** What the ledger knows of a proof when it is used once more. Read in the transaction that stores the use. */
export interface ProofFacts {
  revoked: boolean
  /** True where the key that matched was seen outside. */
  keyCompromised: boolean
  /** Null where this is the first use. */
  first: { at: number; sessionId: SessionId } | null
  /** In how many sessions it was used, this one included. */
  sessions: number
  /** When another session of a page used it last (ms); null where none did. */
  otherSessionAt: number | null
  /** True where another session has a connection open that uses it, however silent it is. */
  otherSessionConnected: boolean
  /** True where this page's origin or kind of browser is another one than before, and nobody has looked at that yet. */
  placeIsNew: boolean
  /** True where it was used in another channel that holds the same key, and nobody has looked at that yet in this one. */
  usedInOtherChannel: boolean
}

/** Who uses the proof now. */
export interface ProofUser {
  sessionId: SessionId
  /** A site's own server speaks for many visitors at once: where it uses a proof says nothing about copies. */
  via: 'widget' | 'server'
  at: number
}

/**
 * What the ledger makes of a verdict. Pure. It never makes a verdict better: a revoked proof, a proof under a key that was
 * seen outside and a `token-id` that another session of the channel used first become what they are, with nothing proven;
 * a hash or claims that are used in two sessions at once or in a new place, and a `token-id` that came to another channel
 * of its key as well, stay `verified` and say so in `evidence.sightings`.
 */
export function judgeProof(verdict: Verdict, facts: ProofFacts, user: ProofUser): Verdict {
  const { evidence } = verdict
  if (verdict.status !== 'verified') return verdict
  if (facts.keyCompromised) return demote(verdict, 'unchecked', 'key-compromised', 'The key was kept secret')
  if (evidence.proofFingerprint === null) return verdict
  if (facts.revoked) return demote(verdict, 'failed', 'proof-revoked', 'The proof was not revoked')
  const { first } = facts
  if (evidence.proofKind === 'token-id' && first !== null && first.sessionId !== user.sessionId) {
    return demote(verdict, 'failed', 'proof-replayed', 'The token was not used in another session')
  }
  const sightings: ProofSightings = {
    firstSeenAt: first?.at ?? user.at,
    sessions: facts.sessions,
    elsewhere: evidence.proofKind === 'token-id' ? otherChannelOf(facts) : elsewhereOf(facts, user),
  }
  return { ...verdict, evidence: { ...evidence, sightings } }
}

/** Whoever moves between two channels of a site may bring the same token, and so may whoever copied it. */
function otherChannelOf({ usedInOtherChannel }: ProofFacts): ProofSightings['elsewhere'] {
  return usedInOtherChannel ? 'other-channel' : null
}

function elsewhereOf(facts: ProofFacts, { via, at }: ProofUser): ProofSightings['elsewhere'] {
  if (via === 'server') return null
  if (facts.placeIsNew) return 'other-place'
  const { otherSessionAt, otherSessionConnected } = facts
  const usedOfLate = otherSessionAt !== null && at - otherSessionAt < inUseFor
  return otherSessionConnected || usedOfLate ? 'other-session' : null
}

function demote(verdict: Verdict, status: 'failed' | 'unchecked', reason: ReasonCode, step: string): Verdict {
  const fields = Object.create(null) as Record<string, IdentityField>
  for (const [name, field] of Object.entries(verdict.fields)) {
    fields[name] = field.provenance === 'proven' ? { ...field, provenance: 'claimed' } : field
  }
  return {
    ...verdict,
    status,
    reason,
    assurance: null,
    fields,
    steps: [...verdict.steps, { label: step, outcome: 'failed' }],
  }
}
