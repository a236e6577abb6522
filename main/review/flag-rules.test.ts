import { describe, expect, test } from 'vitest'
import { verdictOf } from '../conversations/testing/verdict-of.ts'
import { blockedSendFlag, flagsFor } from './flag-rules.ts'

const base = { before: null, now: { value: 'ada@shop.example' }, identitySwitched: false, claimedSignup: null }
const claimed = verdictOf({ status: 'claimed', reason: 'no-proof' })
const failed = verdictOf({ status: 'failed', reason: 'hash-mismatch' })

describe('flags of a visitor message', () => {
  test.each([
    ['a proof that matches', { ...base, verdict: verdictOf() }, []],
    ['a claim', { ...base, verdict: claimed }, []],
    ['a rejected proof', { ...base, verdict: failed }, [['proof-rejected', 'notice']]],
    [
      'a claim to be a verified contact',
      { ...base, verdict: claimed, claimedSignup: 'ada@shop.example' },
      [['claims-verified-contact', 'serious']],
    ],
    [
      'a forged proof for a verified contact',
      { ...base, verdict: failed, claimedSignup: 'ada@shop.example' },
      [
        ['proof-rejected', 'notice'],
        ['claims-verified-contact', 'serious'],
      ],
    ],
    [
      'another identity, proven',
      { ...base, verdict: verdictOf(), before: { value: 'eve@shop.example' }, identitySwitched: true },
      [['identity-switched', 'serious']],
    ],
    [
      'a proof of one, and a claim to be another verified contact beside it',
      { ...base, verdict: verdictOf(), claimedSignup: 'eve@shop.example' },
      [['claims-verified-contact', 'serious']],
    ],
  ] as const)('%s', (_, question, expected) => {
    expect(flagsFor(question).map(({ kind, severity }) => [kind, severity])).toEqual(expected)
  })

  test('a name cannot turn its sentence round or make it endless', () => {
    const now = { value: `\u202Eadmin\n${'x'.repeat(500)}` }
    const [flag] = flagsFor({ ...base, verdict: claimed, claimedSignup: now.value, now })
    expect(flag?.sentence).not.toMatch(/[\u202E\n]/)
    expect(flag?.sentence.length).toBeLessThan(250)
  })
})

test('a blocked reply is flagged by its codes', () => {
  const reasons = [{ code: 'not-verified', message: '' } as const, { code: 'not-verified', message: '' } as const]
  expect(blockedSendFlag(reasons)).toEqual({
    kind: 'blocked-send',
    severity: 'notice',
    sentence: 'A reply was blocked: not-verified.',
  })
})
