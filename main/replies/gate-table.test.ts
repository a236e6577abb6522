import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { grantStandings } from '#shared/domain/reply.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import { measured } from '../testing/endurance.ts'
import { decide } from './gate.ts'

const now = 1_800_000_000_000
const minutes = (count: number) => count * 60_000

const drawsOn = ['public', 'personal', 'restricted', 'secret-in-text'] as const
const proofs = ['fresh', 'old'] as const
const flags = ['no-flag', 'serious-flag'] as const
const standings = [...verdictStatuses, 'none'] as const

const rows = readFileSync(new URL('data/gate-table.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [string, string, string, string, string, string])
const cellOf = (parts: readonly string[]) => parts.slice(0, 5).join(' × ')

/** What the gate answers to the reply of one row, in the words of the table. */
function answer([standing, draws, proof, flag, grant]: readonly string[]): string {
  const isVerified = standing === 'verified'
  const decision = decide({
    mode: 'reply',
    standing: {
      status: standing as (typeof standings)[number],
      reason: null,
      field: 'email',
      value: 'ann@example.com',
      since: now - minutes(1),
      // A standing that is not verified any more still knows when it was: that must open nothing either.
      provenAt: standing === 'none' ? null : now - minutes(proof === 'fresh' ? 5 : 16),
      validUntil: isVerified ? now + minutes(60) : null,
    },
    sensitivities: draws === 'secret-in-text' ? [] : [draws as string],
    findings: draws === 'secret-in-text' ? ['card-number'] : [],
    seriousFlags: flag === 'serious-flag' ? 1 : 0,
    identityBlocked: false,
    freshnessMinutes: 15,
    now,
    unseenMessages: 0,
    unresolved: [],
    conversationState: 'open',
    warningsRead: false,
    grant: grant as (typeof grantStandings)[number],
  })
  switch (decision.outcome) {
    case 'allow':
      return 'allow'
    case 'warn':
      return ['warn', ...decision.warnings.map(({ code }) => code)].join(' ')
    case 'block':
      return ['block', ...decision.reasons.map(({ code }) => code)].join(' ')
    default:
      return decision satisfies never
  }
}

describe('the table of the gate', () => {
  it('has every cell once, and no other', () => {
    const cells = standings.flatMap((standing) =>
      drawsOn.flatMap((draws) =>
        proofs.flatMap((proof) =>
          flags.flatMap((flag) => grantStandings.map((grant) => cellOf([standing, draws, proof, flag, grant]))),
        ),
      ),
    )
    expect(rows.map(cellOf).sort()).toEqual(cells.sort())
  })

  it('is what the gate does', () => {
    const different = rows.filter((row) => answer(row) !== row[5]).map((row) => `${cellOf(row)}: ${answer(row)}`)
    expect(different).toEqual([])
    measured('Gate', `${rows.length} cells of standing × draws on × proof × flags × grant, each as written`)
  })

  it('opens for nobody but the verified and by nothing but a valid grant', () => {
    for (const [standing, draws, , , grant, written] of rows) {
      if (draws !== 'public' && standing !== 'verified' && grant !== 'valid') expect(written).toMatch(/^block /)
    }
  })
})

describe('a grant', () => {
  const locked = {
    mode: 'reply' as const,
    standing: {
      status: 'claimed' as const,
      reason: null,
      field: null,
      value: null,
      since: now,
      provenAt: null,
      validUntil: null,
    },
    sensitivities: ['restricted'] as (string | null)[],
    findings: [],
    seriousFlags: 1,
    identityBlocked: true,
    freshnessMinutes: 15,
    now,
    unseenMessages: 0,
    unresolved: [] as string[],
    conversationState: 'open' as 'open' | 'closed',
    warningsRead: false,
    grant: 'valid' as (typeof grantStandings)[number],
  }
  const codes = (change: Partial<typeof locked>) => {
    const decision = decide({ ...locked, ...change })
    return decision.outcome === 'block' ? decision.reasons.map(({ code }) => code) : [decision.outcome]
  }

  it('opens what the standing locks', () => expect(codes({})).toEqual(['allow']))

  it.each([
    ['a gap in the text', { unresolved: ['email'] }, ['unresolved-variable']],
    ['something that arrived meanwhile', { unseenMessages: 1 }, ['unseen-message']],
    ['a closed conversation', { conversationState: 'closed' as const }, ['conversation-closed']],
    ['a template that is not there', { sensitivities: [null] }, ['unknown-template']],
    ['a sensitivity that nobody knows', { sensitivities: ['made-up'] }, ['gate-error']],
    ['a clock that is no number', { now: Number.NaN }, ['gate-error']],
  ])('does not open %s', (_, change, expected) => expect(codes(change)).toEqual(expected))

  it('of an unknown standing is a gate error', () => {
    expect(codes({ grant: 'granted' as never })).toEqual(['gate-error'])
    expect(codes({ grant: undefined as never })).toEqual(['gate-error'])
  })
})

describe('what the scan found', () => {
  const found = (change: object) =>
    decide({
      mode: 'reply',
      standing: {
        status: 'verified',
        reason: null,
        field: 'email',
        value: 'a@b.example',
        since: now,
        provenAt: now,
        validUntil: null,
      },
      sensitivities: [],
      findings: ['iban', 'iban', 'password'],
      seriousFlags: 0,
      identityBlocked: false,
      freshnessMinutes: 15,
      now,
      unseenMessages: 0,
      unresolved: [],
      conversationState: 'open',
      warningsRead: false,
      grant: 'none',
      ...change,
    })

  it('is said in words, once per kind', () => {
    const decision = found({})
    expect(decision.outcome === 'warn' ? decision.warnings[0]?.message : '').toContain(
      'a bank account number and a password',
    )
  })
  it('goes out where the agent saw the warning', () => expect(found({ warningsRead: true }).outcome).toBe('allow'))
  it('never goes to the unauthenticated, seen or not', () => {
    const standing = { status: 'claimed', provenAt: null, validUntil: null }
    expect(found({ warningsRead: true, standing }).outcome).toBe('block')
  })
  it('never goes out after the proof ran out', () => {
    const standing = { status: 'verified', provenAt: now - 10, validUntil: now }
    expect(found({ warningsRead: true, standing }).outcome).toBe('block')
  })
  it('of an unknown kind blocks', () =>
    expect(found({ findings: ['spell'], warningsRead: true }).outcome).toBe('block'))
  it('says nothing about a note', () => expect(found({ mode: 'note' }).outcome).toBe('allow'))
})
