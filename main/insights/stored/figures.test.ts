import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { daysOf } from '../days.ts'
import { openTraffic, type Traffic } from '../testing/traffic.ts'
import { readFigures } from './figures.ts'

const minute = 60_000
const hour = 60 * minute
let traffic: Traffic
const timeZone = process.env['TZ']
beforeEach(() => {
  process.env['TZ'] = 'Europe/Berlin'
  traffic = openTraffic()
})
afterEach(() => {
  if (timeZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = timeZone
  traffic.close()
})

/** Monday in a week without a change of clocks, in Berlin. */
const noon = Date.UTC(2026, 4, 4, 10)
const figuresOf = (from: string, to: string, channelId: `chan_${string}` | null = null) =>
  readFigures(traffic.handle, { days: daysOf({ from, to }, 0), channelId })
const monday = () => figuresOf('2026-05-04', '2026-05-04')
const none = { verified: 0, claimed: 0, failed: 0, expired: 0, unchecked: 0, anonymous: 0 }

describe('verified share', () => {
  test('without a message there is nothing, and no channel', () => {
    const { share, failures, blocked, overrides, firstReplies, upTo } = monday()
    expect(share).toEqual({ byChannel: [], byDay: [none], all: none })
    expect(failures).toEqual([])
    expect(blocked).toEqual({ sends: 0, reasons: [] })
    expect(overrides).toEqual({ requested: 0, approved: 0, declined: 0, used: 0 })
    expect(firstReplies.all).toEqual({ answered: 0, unanswered: 0, median: null, ninetieth: null })
    expect(upTo).toBe(0)
  })

  test('one message is one, in its channel and on its day', () => {
    traffic.message(noon, 'chan_shop', 'conv_a', 'verified')
    expect(monday().share).toEqual({
      byChannel: [{ channelId: 'chan_shop', counts: { ...none, verified: 1 } }],
      byDay: [{ ...none, verified: 1 }],
      all: { ...none, verified: 1 },
    })
  })

  test('a refused message was checked too, and counts', () => {
    traffic.refused(noon, 'chan_shop', 'failed', 'hash-mismatch')
    traffic.message(noon, 'chan_shop', 'conv_a', 'verified')
    const { share, failures } = monday()
    expect(share.all).toEqual({ ...none, verified: 1, failed: 1 })
    expect(failures).toEqual([{ status: 'failed', reason: 'hash-mismatch', count: 1 }])
  })

  test('the first and the last moment of a day are its own, and its neighbours are not', () => {
    const [day] = daysOf({ from: '2026-05-04', to: '2026-05-04' }, 0)
    if (day === undefined) throw new Error('a period of one day has a day')
    for (const at of [day.start, day.end - 1]) traffic.message(at, 'chan_shop', 'conv_a', 'verified')
    for (const at of [day.start - 1, day.end]) traffic.message(at, 'chan_shop', 'conv_b', 'failed')
    expect(monday().share.all).toEqual({ ...none, verified: 2 })
    expect(figuresOf('2026-05-03', '2026-05-05').share.byDay.map(({ verified, failed }) => [verified, failed])).toEqual(
      [
        [0, 1],
        [2, 0],
        [0, 1],
      ],
    )
  })

  test('the hour that happens twice when clocks go back is within one day', () => {
    // Half past two in Berlin, before and after the change.
    for (const at of [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]) {
      traffic.message(at, 'chan_shop', 'conv_a', 'claimed')
    }
    // The last moment of that day is 25 hours after its first.
    traffic.message(Date.UTC(2026, 9, 25, 22, 59), 'chan_shop', 'conv_a', 'claimed')
    traffic.message(Date.UTC(2026, 9, 25, 23, 0), 'chan_shop', 'conv_a', 'claimed')
    const { byDay } = figuresOf('2026-10-24', '2026-10-26').share
    expect(byDay.map(({ claimed }) => claimed)).toEqual([0, 3, 1])
  })

  test('channels are told apart, and one alone may be asked for', () => {
    traffic.message(noon, 'chan_shop', 'conv_a', 'verified')
    traffic.message(noon, 'chan_help', 'conv_b', 'failed', 'hash-mismatch')
    traffic.message(noon, 'chan_help', 'conv_b', 'verified')
    const { share, failures } = figuresOf('2026-05-04', '2026-05-04', 'chan_help')
    expect(share.byChannel).toEqual([{ channelId: 'chan_help', counts: { ...none, verified: 1, failed: 1 } }])
    expect(share.all).toEqual({ ...none, verified: 1, failed: 1 })
    expect(failures).toHaveLength(1)
    expect(monday().share.byChannel).toHaveLength(2)
  })
})

describe('failures', () => {
  test('what was rejected, expired or could not be checked counts by its reason; a claim and a stranger do not', () => {
    traffic.message(noon, 'chan_shop', 'conv_a', 'failed', 'signature-mismatch')
    traffic.message(noon, 'chan_shop', 'conv_a', 'failed', 'hash-mismatch')
    traffic.message(noon, 'chan_shop', 'conv_a', 'failed', 'hash-mismatch')
    traffic.message(noon, 'chan_shop', 'conv_a', 'expired', 'proof-expired')
    traffic.message(noon, 'chan_shop', 'conv_a', 'unchecked', 'no-key')
    for (const status of ['verified', 'claimed', 'anonymous'] as const) {
      traffic.message(noon, 'chan_shop', 'conv_a', status)
    }
    expect(monday().failures).toEqual([
      { status: 'failed', reason: 'hash-mismatch', count: 2 },
      { status: 'unchecked', reason: 'no-key', count: 1 },
      { status: 'expired', reason: 'proof-expired', count: 1 },
      { status: 'failed', reason: 'signature-mismatch', count: 1 },
    ])
  })
})

describe('blocked sends', () => {
  test('one that was refused for two reasons counts for each, and once as a send', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.blocked(noon, 'conv_a', ['not-verified', 'secret-in-text'])
    traffic.blocked(noon, 'conv_a', ['not-verified'])
    expect(monday().blocked).toEqual({
      sends: 2,
      reasons: [
        { code: 'not-verified', count: 2 },
        { code: 'secret-in-text', count: 1 },
      ],
    })
  })
})

describe('overrides', () => {
  test('each step counts when it happened', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    const used = traffic.requested(noon, 'conv_a')
    const declined = traffic.requested(noon, 'conv_a')
    traffic.requested(noon, 'conv_a')
    traffic.approved(noon + 14 * hour, used)
    traffic.declined(noon + minute, declined)
    traffic.used(noon + 15 * hour, used, traffic.reply(noon + 15 * hour, 'conv_a'))
    expect(monday().overrides).toEqual({ requested: 3, approved: 0, declined: 1, used: 0 })
    expect(figuresOf('2026-05-05', '2026-05-05').overrides).toEqual({ requested: 0, approved: 1, declined: 0, used: 1 })
  })
})

describe('first reply', () => {
  test('is the first reply that an agent wrote: notes and requests to sign in are none', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.note(noon + minute, 'conv_a')
    traffic.reply(noon + 2 * minute, 'conv_a', { askToSignIn: true })
    traffic.reply(noon + 5 * minute, 'conv_a')
    traffic.reply(noon + 9 * minute, 'conv_a')
    expect(monday().firstReplies.all).toEqual({
      answered: 1,
      unanswered: 0,
      median: 5 * minute,
      ninetieth: 5 * minute,
    })
  })

  test('counts from the first message, also where more came before the reply', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.message(noon + 10 * minute, 'chan_shop', 'conv_a')
    traffic.reply(noon + 11 * minute, 'conv_a')
    expect(monday().firstReplies.all.median).toBe(11 * minute)
  })

  test('a conversation without one is counted apart', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.note(noon + minute, 'conv_a')
    traffic.message(noon, 'chan_help', 'conv_b')
    traffic.reply(noon + minute, 'conv_b')
    const { all, byChannel } = monday().firstReplies
    expect(all).toMatchObject({ answered: 1, unanswered: 1, median: minute })
    expect(byChannel).toEqual([
      { channelId: 'chan_help', answered: 1, unanswered: 0, median: minute, ninetieth: minute },
      { channelId: 'chan_shop', answered: 0, unanswered: 1, median: null, ninetieth: null },
    ])
  })

  test('closing and reopening begins nothing anew', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.add('conversation.closed', noon + minute, { conversationId: 'conv_a' })
    traffic.message(noon + hour, 'chan_shop', 'conv_a')
    traffic.reply(noon + 2 * hour, 'conv_a')
    traffic.add('conversation.closed', noon + 3 * hour, { conversationId: 'conv_a' })
    traffic.add('conversation.reopened', noon + 4 * hour, { conversationId: 'conv_a' })
    traffic.reply(noon + 5 * hour, 'conv_a')
    expect(monday().firstReplies.all).toEqual({ answered: 1, unanswered: 0, median: 2 * hour, ninetieth: 2 * hour })
  })

  test('belongs to the day of the question, whenever it came', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.reply(noon + 30 * hour, 'conv_a')
    expect(monday().firstReplies.all).toMatchObject({ answered: 1, median: 30 * hour })
    expect(figuresOf('2026-05-05', '2026-05-06').firstReplies.all).toMatchObject({ answered: 0, unanswered: 0 })
  })

  test('a clock that was set back makes no negative time', () => {
    traffic.message(noon, 'chan_shop', 'conv_a')
    traffic.reply(noon - hour, 'conv_a')
    expect(monday().firstReplies.all.median).toBe(0)
  })
})
