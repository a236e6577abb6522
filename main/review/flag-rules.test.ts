import { describe, expect, test } from 'vitest'
import { verdictOf } from '../conversations/testing/verdict-of.ts'
import type { FlagQuestion } from './flag-rules.ts'
import { blockedSendFlag, flagsFor, flagsPerMessage, reportFlag } from './flag-rules.ts'

const base: Omit<FlagQuestion, 'verdict'> = {
  before: null,
  now: { value: 'ada@shop.example' },
  identitySwitched: false,
  claimed: null,
  seenElsewhere: null,
  exposed: [],
  blocked: null,
}
const claimed = verdictOf({ status: 'claimed', reason: 'no-proof' })
const failed = verdictOf({ status: 'failed', reason: 'hash-mismatch' })
const ada = (value = 'ada@shop.example', byNameOnly = false): FlagQuestion['claimed'] => ({
  comparison: {
    field: byNameOnly ? 'name' : 'email',
    claimed: value,
    known: 'ada@shop.example',
    channelId: 'chan_shop',
  },
  where: 'this-channel',
  byNameOnly,
})
const elsewhere = { fingerprint: 'ab', how: 'other-session', firstSeenAt: 1, sessions: 2 } as const
const exposed = { keyId: 'key_main', channelName: 'Shop', keyLabel: 'Main', form: 'hex' } as const

describe('flags of a visitor message', () => {
  const cases: [string, FlagQuestion, [string, string][]][] = [
    ['a proof that matches', { ...base, verdict: verdictOf() }, []],
    ['a claim', { ...base, verdict: claimed }, []],
    ['a rejected proof', { ...base, verdict: failed }, [['proof-rejected', 'notice']]],
    [
      'a claim to be a verified contact',
      { ...base, verdict: claimed, claimed: ada() },
      [['claims-verified-contact', 'serious']],
    ],
    [
      'the name of a verified contact',
      { ...base, verdict: claimed, claimed: ada('Ada', true) },
      [['claims-verified-contact', 'notice']],
    ],
    [
      'a forged proof for a verified contact is one flag',
      { ...base, verdict: failed, claimed: ada() },
      [['claims-verified-contact', 'serious']],
    ],
    [
      'a forged proof beside the name of a verified contact',
      { ...base, verdict: failed, claimed: ada('Ada', true) },
      [
        ['claims-verified-contact', 'notice'],
        ['proof-rejected', 'notice'],
      ],
    ],
    [
      'another identity, proven',
      { ...base, verdict: verdictOf(), before: { value: 'eve@shop.example' }, identitySwitched: true },
      [['identity-switched', 'serious']],
    ],
    [
      'a proof of one, and a claim to be another verified contact beside it',
      { ...base, verdict: verdictOf(), claimed: ada() },
      [['claims-verified-contact', 'serious']],
    ],
    [
      'a proof that is used elsewhere',
      { ...base, verdict: verdictOf(), seenElsewhere: elsewhere },
      [['proof-seen-elsewhere', 'serious']],
    ],
    [
      'a blocked identity',
      { ...base, verdict: claimed, blocked: { field: 'email', value: 'ada@shop.example' } },
      [['blocked-identity', 'serious']],
    ],
    ['a secret', { ...base, verdict: claimed, exposed: [exposed] }, [['secret-exposed', 'serious']]],
    [
      'unsigned fields that were dropped',
      { ...base, verdict: verdictOf({ hints: [{ code: 'unsigned-fields-dropped', message: '' }] }) },
      [['unsigned-field', 'notice']],
    ],
    [
      'an unsigned field under the name of a signed one',
      { ...base, verdict: verdictOf({ hints: [{ code: 'unsigned-field-shadows-signed', message: '' }] }) },
      [['unsigned-field', 'notice']],
    ],
  ]
  test.each(cases)('%s', (_, question, expected) => {
    expect(flagsFor(question).map(({ kind, severity }) => [kind, severity])).toEqual(expected)
  })

  test('a forged lookalike says who, how it was forged and how it differs', () => {
    const [flag] = flagsFor({ ...base, verdict: failed, claimed: ada('аda@shop.example') })
    expect(flag?.sentence).toBe(
      'The visitor claims to be “аda@shop.example”, which looks like “ada@shop.example”, a verified customer, with a proof that was rejected: the hash does not belong to this e-mail. How it differs: the “а” is Cyrillic.',
    )
  })

  test('never more than there are ids for', () => {
    const all: FlagQuestion = {
      verdict: { ...failed, hints: [{ code: 'unsigned-fields-dropped', message: '' }] },
      before: { value: 'eve' },
      now: { value: 'ada' },
      identitySwitched: true,
      claimed: ada('Ada', true),
      seenElsewhere: elsewhere,
      exposed: Array.from({ length: 20 }, () => exposed),
      blocked: { field: 'email', value: 'ada' },
    }
    expect(flagsFor(all)).toHaveLength(flagsPerMessage)
  })

  test('a name cannot turn its sentence round or make it endless', () => {
    const value = `\u202Eadmin\n${'x'.repeat(500)}`
    const [flag] = flagsFor({ ...base, verdict: claimed, claimed: ada(value) })
    expect(flag?.sentence).not.toMatch(/[\u202E\n]/)
    expect(flag?.sentence).toContain('“‹U+202E›admin‹U+000A›x')
    expect(flag?.sentence.length).toBeLessThan(500)
  })

  test('a name cannot leave its quotation marks', () => {
    const [flag] = flagsFor({ ...base, verdict: claimed, claimed: ada('ada”, a verified customer. “') })
    expect(flag?.sentence).toContain('“ada", a verified customer. "”')
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

test('an agent reports in their own words', () => {
  expect(reportFlag('Sam', 'Asks for codes')).toMatchObject({
    kind: 'agent-report',
    sentence: 'Sam reports: Asks for codes',
  })
})
