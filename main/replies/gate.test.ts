import { describe, expect, it } from 'vitest'
import type { Standing } from '#shared/domain/conversation.ts'
import { sensitivities } from '#shared/domain/reply.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import { decide, type GateQuestion, lockOf } from './gate.ts'

const now = 1_800_000_000_000
const standing = (change: Partial<Standing> = {}): Standing => ({
  status: 'verified',
  reason: 'proof-matches',
  field: 'email',
  value: 'ann@example.com',
  since: now - 1000,
  provenAt: now - 1000,
  validUntil: null,
  ...change,
})
const question = (change: Partial<GateQuestion> = {}): GateQuestion => ({
  mode: 'reply',
  standing: standing(),
  sensitivities: [],
  seriousFlags: 0,
  identityBlocked: false,
  freshnessMinutes: 15,
  now,
  unseenMessages: 0,
  unresolved: [],
  conversationState: 'open',
  findings: [],
  warningsRead: false,
  grant: 'none',
  ...change,
})
const codes = (asked: GateQuestion) => {
  const decision = decide(asked)
  return decision.outcome !== 'block' ? [] : decision.reasons.map((each) => each.code)
}

const reasonOfStatus = {
  verified: null,
  claimed: 'not-verified',
  failed: 'proof-rejected',
  expired: 'proof-expired',
  unchecked: 'not-verified',
  anonymous: 'not-verified',
  none: 'not-verified',
} as const

describe('every combination', () => {
  const statuses = [...verdictStatuses, 'none'] as const
  const ages = [0, 14, 15, 16, 600]
  const validities = [null, -1, 0, 1]
  let combinations = 0
  for (const status of statuses)
    for (const sensitivity of [...sensitivities, null, 'made-up'])
      for (const mode of ['reply', 'note'] as const)
        for (const flags of [0, 1])
          for (const age of ages)
            for (const validity of validities)
              for (const [unseen, identityBlocked] of [0, 1].flatMap((count) => [
                [count, false] as const,
                [count, true] as const,
              ]))
                for (const unresolved of [[], ['email']])
                  for (const state of ['open', 'closed'] as const) {
                    combinations += 1
                    const asked = question({
                      mode,
                      standing: standing({
                        status,
                        provenAt: status === 'verified' ? now - age * 60_000 : null,
                        validUntil: validity === null ? null : now + validity * 1000,
                      }),
                      sensitivities: [sensitivity],
                      seriousFlags: flags,
                      identityBlocked,
                      unseenMessages: unseen,
                      unresolved,
                      conversationState: state,
                    })
                    const expected: string[] = []
                    if (mode === 'reply') {
                      if (state === 'closed') expected.push('conversation-closed')
                      if (unseen > 0) expected.push('unseen-message')
                      if (sensitivity === null) expected.push('unknown-template')
                      else if (sensitivity === 'made-up') expected.push('gate-error')
                      else if (sensitivity !== 'public') {
                        const ofStatus = reasonOfStatus[status]
                        if (ofStatus !== null) expected.push(ofStatus)
                        else if (validity !== null && validity <= 0) expected.push('proof-expired')
                        else if (identityBlocked) expected.push('identity-blocked')
                        else if (sensitivity === 'restricted') {
                          if (age > 15) expected.push('proof-too-old')
                          if (flags > 0) expected.push('serious-flag-open')
                        }
                      }
                      if (unresolved.length > 0) expected.push('unresolved-variable')
                    }
                    const got = codes(asked)
                    if (JSON.stringify(got) !== JSON.stringify(expected)) {
                      it(JSON.stringify(asked), () => expect(got).toEqual(expected))
                    }
                  }
  it('has the expected answer', () => expect(combinations).toBe(7 * 5 * 2 * 2 * 5 * 4 * 2 * 2 * 2 * 2))
})

describe('fails closed', () => {
  it.each([
    ['an unknown standing', { standing: standing({ status: 'trusted' as never }) }],
    ['no standing', { standing: null as never }],
    ['verified that was never proven', { standing: standing({ provenAt: null }) }],
    ['a proof time that is no number', { standing: standing({ provenAt: Number.NaN }) }],
    ['a clock that is no number', { now: Number.NaN }],
    ['a freshness of nothing', { freshnessMinutes: Number.NaN }],
    ['a freshness below zero', { freshnessMinutes: -5 }],
    ['no list of templates', { sensitivities: null as never }],
    ['a sensitivity by an inherited name', { sensitivities: ['constructor'] }],
    ['an unknown mode', { mode: 'whisper' as never }],
    ['an unknown state', { conversationState: 'archived' as never }],
  ])('%s is a gate error', (_, change) => {
    expect(codes(question({ sensitivities: ['restricted'], ...change }))).toEqual(['gate-error'])
  })

  it('a missing count is never zero', () => {
    expect(codes(question({ sensitivities: ['restricted'], seriousFlags: undefined as never }))).toEqual([
      'serious-flag-open',
    ])
    expect(codes(question({ sensitivities: ['personal'], identityBlocked: undefined as never }))).toEqual([
      'identity-blocked',
    ])
    expect(codes(question({ unseenMessages: Number.NaN }))).toEqual(['unseen-message'])
  })

  it('a proof from the future is of unknown age', () => {
    expect(codes(question({ sensitivities: ['restricted'], standing: standing({ provenAt: now + 120_000 }) }))).toEqual(
      ['proof-too-old'],
    )
  })

  it('the strictest of several templates decides', () => {
    const claimed = standing({ status: 'claimed', provenAt: null })
    expect(codes(question({ sensitivities: ['public', 'restricted'], standing: claimed }))).toEqual(['not-verified'])
    expect(codes(question({ sensitivities: ['personal', 'restricted'], seriousFlags: 1 }))).toEqual([
      'serious-flag-open',
    ])
  })
})

describe('locks', () => {
  it('say the same as the gate', () => {
    const claimed = {
      standing: standing({ status: 'claimed', provenAt: null }),
      seriousFlags: 0,
      identityBlocked: false,
      freshnessMinutes: 15,
      now,
    }
    expect(lockOf('public', claimed)).toBeNull()
    expect(lockOf('personal', claimed)?.code).toBe('not-verified')
    expect(lockOf('restricted', { ...claimed, standing: standing() })).toBeNull()
    expect(lockOf('unheard-of', { ...claimed, standing: standing() })?.code).toBe('gate-error')
    expect(lockOf('personal', { ...claimed, standing: null as never })?.code).toBe('gate-error')
  })
})
