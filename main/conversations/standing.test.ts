import { describe, expect, test } from 'vitest'
import type { Verdict } from '#shared/domain/verdict.ts'
import { nextStanding, noStanding, standingAt, standingChanges } from './standing.ts'
import { verdictOf } from './testing/verdict-of.ts'

const contact = 'cont_ada' as const
const claimed = verdictOf({
  status: 'claimed',
  reason: 'no-proof',
  fields: { email: { value: 'ada@shop.example', provenance: 'claimed' } },
})
const failed = verdictOf({
  status: 'failed',
  reason: 'hash-mismatch',
  fields: { email: { value: 'ada@shop.example', provenance: 'claimed' } },
})
const anonymous = verdictOf({ status: 'anonymous', reason: 'no-identity', field: null, fields: {} })

const after = (...verdicts: Verdict[]) =>
  verdicts.reduce(
    (standing, verdict, index) =>
      nextStanding(standing, verdict, verdict.status === 'verified' ? contact : null, (index + 1) * 10),
    noStanding(0),
  )

describe('the standing', () => {
  test.each([
    ['nothing was said', [], { status: 'none', provenAt: null }],
    ['one proof', [verdictOf()], { status: 'verified', since: 10, provenAt: 10, provenContactId: contact }],
    ['two proofs', [verdictOf(), verdictOf()], { status: 'verified', since: 10, provenAt: 20 }],
    [
      'a claim after a proof',
      [verdictOf(), claimed],
      { status: 'claimed', since: 20, provenAt: 10, provenContactId: null },
    ],
    ['a forged proof after a proof', [verdictOf(), failed], { status: 'failed', since: 20, provenContactId: null }],
    ['nobody after a proof', [verdictOf(), anonymous], { status: 'anonymous', value: null, provenContactId: null }],
    ['a proof after a claim', [claimed, verdictOf()], { status: 'verified', since: 20, provenAt: 20 }],
    ['two claims', [claimed, claimed], { status: 'claimed', since: 10, provenAt: null }],
  ] as const)('after %s', (_, verdicts, expected) => {
    expect(after(...verdicts)).toMatchObject(expected)
  })

  test('is not verified where the verdict proves nothing that can be named', () => {
    for (const verdict of [
      verdictOf({ field: null }),
      verdictOf({ fields: {} }),
      verdictOf({ field: 'toString' }),
      verdictOf({ fields: { email: { value: 'ada@shop.example', provenance: 'claimed' } } }),
    ]) {
      expect(nextStanding(noStanding(0), verdict, contact, 1)).toMatchObject({
        status: 'unchecked',
        reason: 'check-error',
        provenContactId: null,
        provenAt: null,
      })
    }
    expect(nextStanding(noStanding(0), verdictOf(), null, 1).status).toBe('unchecked')
  })

  test('expires at the end of its proof, without a message', () => {
    const standing = after(verdictOf({ validUntil: 100 }))
    expect(standingAt(standing, 99)).toMatchObject({ status: 'verified', provenContactId: contact })
    expect(standingAt(standing, 100)).toMatchObject({
      status: 'expired',
      reason: 'proof-expired',
      since: 100,
      provenContactId: null,
    })
  })

  test('ends with the key of its proof, and with whichever end comes first', () => {
    const standing = (validUntil: number | null, keyRetiresAt: number | null) =>
      nextStanding(noStanding(0), verdictOf({ validUntil }), contact, 10, keyRetiresAt)
    expect(standingAt(standing(null, 100), 99)).toMatchObject({ status: 'verified', provenContactId: contact })
    const ended = { status: 'unchecked', reason: 'key-retired', since: 100, provenContactId: null }
    expect(standingAt(standing(null, 100), 100)).toMatchObject(ended)
    expect(standingAt(standing(200, 100), 300)).toMatchObject(ended)
    expect(standingAt(standing(90, 100), 300)).toMatchObject({ status: 'expired', since: 90, provenContactId: null })
    expect(standingChanges(standing(null, 100), standing(null, null), 100)).toBe(true)
  })

  test('draws a divider where it changes, and never above the first message', () => {
    const proven = after(verdictOf({ validUntil: 100 }))
    expect(standingChanges(noStanding(0), proven, 10)).toBe(false)
    expect(standingChanges(proven, after(verdictOf({ validUntil: 100 }), claimed), 20)).toBe(true)
    expect(standingChanges(proven, proven, 20)).toBe(false)
    expect(standingChanges(proven, proven, 100)).toBe(true)
  })
})
