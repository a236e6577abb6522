import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { projections } from '../database-parts.ts'
import { attachProjections } from '../journal/projections.ts'
import type { WriteHandle } from '../storage/port.ts'
import { measured } from '../testing/endurance.ts'
import { decide, type GateQuestion } from './gate.ts'
import { type SendInput, sendReply } from './stored/send.ts'
import { email, inputOf, minute, prepareBlockedReplies, start } from './testing/blocked-replies.ts'

vi.setConfig({ testTimeout: 120_000 })

let desk: Awaited<ReturnType<typeof prepareBlockedReplies>>
beforeAll(async () => {
  desk = await prepareBlockedReplies()
})
afterAll(() => desk.close())

type Way = 'throws' | 'answers nothing' | 'answers empty members'
const ways: readonly Way[] = ['throws', 'answers nothing', 'answers empty members']

/** Sends over a database of which the `at`th call fails in one way. Everything is undone afterwards. */
function sendOver(input: SendInput, at: number, way: Way | null): { outcome: string; calls: number } {
  let calls = 0
  const answer = (honest: () => unknown, nothing: unknown): unknown => {
    calls += 1
    if (calls !== at || way === null) return honest()
    if (way === 'throws') throw new Error('the disk is gone')
    if (way === 'answers nothing') return nothing
    const given = honest()
    const emptied = (row: unknown) => Object.fromEntries(Object.keys(row as object).map((name) => [name, null]))
    if (Array.isArray(given)) return given.map(emptied)
    return typeof given === 'object' && given !== null ? emptied(given) : given
  }
  const { real } = desk
  const sql = new Proxy(real.sql, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'prepare') return typeof member === 'function' ? (member.bind(target) as unknown) : member
      return (text: string) => {
        const prepared = target.prepare(text)
        return {
          get: (...given: unknown[]) => answer(() => prepared.get(...given), undefined),
          all: (...given: unknown[]) => answer(() => prepared.all(...given), []),
          iterate: (...given: unknown[]) => (answer(() => prepared.all(...given), []) as unknown[])[Symbol.iterator](),
          run: (...given: unknown[]) => answer(() => prepared.run(...given), { changes: 0, lastInsertRowid: 0 }),
        }
      }
    },
  })
  const handle: WriteHandle = { power: 'write', sql }
  attachProjections(handle, projections)
  real.sql.exec('SAVEPOINT one_reply')
  try {
    return { outcome: sendReply(handle, input).outcome, calls }
  } catch {
    return { outcome: 'threw', calls }
  } finally {
    real.sql.exec('ROLLBACK TO one_reply; RELEASE one_reply')
  }
}

it('what the gate blocks stays blocked, whichever read of the database fails, and in whatever way', () => {
  const sent: string[] = []
  let points = 0
  for (const [name, change] of Object.entries(desk.blocked)) {
    const { outcome, calls } = sendOver(inputOf(change), 0, null)
    expect([name, outcome]).toEqual([name, 'blocked'])
    for (let at = 1; at <= calls; at += 1) {
      for (const way of ways) {
        points += 1
        if (sendOver(inputOf(change), at, way).outcome === 'sent') sent.push(`${name}: call ${at} ${way}`)
      }
    }
  }
  measured('faults at the gate', `${points} failed reads of the database, ${sent.length} replies allowed`)
  expect(sent).toEqual([])
  expect(points).toBeGreaterThan(200)
})

it('what the gate allows is not sent either where anything on the way throws', () => {
  const input = inputOf({ conversationId: desk.verified, templateIds: desk.restricted })
  const { outcome, calls } = sendOver(input, 0, null)
  expect(outcome).toBe('sent')
  for (let at = 1; at <= calls; at += 1) expect([at, sendOver(input, at, 'throws').outcome]).toEqual([at, 'threw'])
})

it.each([Number.NaN, undefined, Number.POSITIVE_INFINITY, -1, '1'])('a clock that says %s opens nothing', (at) => {
  const change = { conversationId: desk.verified, templateIds: desk.restricted, at: at as number }
  expect(sendOver(inputOf(change), 0, null).outcome).not.toBe('sent')
})

it('a question of which one member cannot be read, or is something else, allows nothing that was blocked', () => {
  const now = start
  const allowed: GateQuestion = {
    mode: 'reply',
    standing: {
      status: 'verified',
      reason: null,
      field: 'email',
      value: email,
      since: now,
      provenAt: now,
      validUntil: now + minute,
    },
    sensitivities: ['restricted'],
    seriousFlags: 0,
    identityBlocked: false,
    freshnessMinutes: 30,
    now,
    unseenMessages: 0,
    unresolved: [],
    conversationState: 'open',
    findings: [],
    warningsRead: false,
    grant: 'none',
  }
  expect(decide(allowed)).toEqual({ outcome: 'allow' })
  const bad = [undefined, null, Number.NaN, 'x', {}, Promise.resolve(0), Symbol('x')]
  let points = 0
  // A missing tick beside a warning blocks nothing by itself.
  for (const name of (Object.keys(allowed) as (keyof GateQuestion)[]).filter((each) => each !== 'warningsRead')) {
    const throwing = Object.defineProperty({ ...allowed }, name, {
      get() {
        throw new Error('no')
      },
    })
    const questions = [throwing, ...bad.map((value) => ({ ...allowed, [name]: value }) as GateQuestion)]
    for (const question of questions) {
      points += 1
      expect([name, points, decide(question).outcome]).toEqual([name, points, 'block'])
    }
  }
  measured('faults in a question to the gate', `${points} broken members, 0 allowed`)
})
