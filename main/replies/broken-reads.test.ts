import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { measured } from '../testing/endurance.ts'
import { decide, type GateQuestion } from './gate.ts'
import { type SendInput, sendReply } from './stored/send.ts'
import { email, inputOf, minute, prepareBlockedReplies, start } from './testing/blocked-replies.ts'
import { overFailingReads, type Way, ways } from './testing/failing-reads.ts'

vi.setConfig({ testTimeout: 120_000 })

let desk: Awaited<ReturnType<typeof prepareBlockedReplies>>
beforeAll(async () => {
  desk = await prepareBlockedReplies()
})
afterAll(() => desk.close())

function sendOver(input: SendInput, at: number, way: Way | null): { outcome: string; calls: number } {
  const { answer, calls } = overFailingReads(desk.real, at, way, (handle) => sendReply(handle, input).outcome)
  return { outcome: answer, calls }
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
