import type { Verdict } from '#shared/domain/verdict.ts'

/** A verdict as a scheme would give it, for tests of what follows from one. */
export function verdictOf(change: Partial<Verdict> = {}): Verdict {
  return {
    status: 'verified',
    reason: 'proof-matches',
    scheme: 'fernand',
    assurance: null,
    field: 'email',
    keyId: 'key_one',
    fields: { email: { value: 'ada@shop.example', provenance: 'proven' } },
    hints: [],
    steps: [],
    evidence: {
      proofFingerprint: null,
      keyTail: null,
      borrowed: null,
      droppedFields: [],
      proofKind: null,
      sightings: null,
    },
    checkedAt: 0,
    validUntil: null,
    ...change,
  }
}
