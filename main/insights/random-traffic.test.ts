import { expect, test, vi } from 'vitest'
import type { ChannelId, ConversationId, GrantRequestId } from '#shared/domain/ids.ts'
import { blockReasonCodes } from '#shared/domain/reply.ts'
import { reasonsByStatus, verdictStatuses } from '#shared/domain/verdict.ts'
import { projectedTables, projections } from '../database-parts.ts'
import { attachProjections } from '../journal/projections.ts'
import { compareTables, replayInto } from '../journal/rebuild.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openInMemory } from '../storage/open.ts'
import { below, pseudoRandom } from '../testing/pseudo-random.ts'
import { daysOf } from './days.ts'
import { readFigures } from './stored/figures.ts'
import { listMessages, type StoredInsightPage } from './stored/list-messages.ts'
import { listFirstReplies, listGateRefusals, listOverrideSteps, listUnanswered } from './stored/list-others.ts'
import { countJournal } from './testing/count-journal.ts'
import { openTraffic, type Traffic } from './testing/traffic.ts'

vi.setConfig({ testTimeout: 300_000 })

const channels: ChannelId[] = ['chan_shop', 'chan_help', 'chan_bank']
const minute = 60_000
const begin = Date.UTC(2026, 2, 20)

/** Weeks of a desk, from before a change of clocks to after it; now and then somebody sets the clock back. */
function play(random: () => number, events: number): Traffic {
  const traffic = openTraffic()
  const pick = <Item>(items: readonly Item[]): Item => items[below(random, items.length)] as Item
  const conversations: { id: ConversationId; channelId: ChannelId }[] = []
  const waiting: { id: GrantRequestId; conversationId: ConversationId }[] = []
  const granted: { id: GrantRequestId; conversationId: ConversationId }[] = []
  let at = begin
  for (let index = 0; index < events; index += 1) {
    at += below(random, 20 * minute)
    if (random() < 0.01) at -= below(random, 3 * 60 * minute)
    const status = pick(verdictStatuses)
    const reason = pick(reasonsByStatus[status])
    const conversation = conversations.length === 0 ? null : pick(conversations)
    const choice = random()
    if (conversation === null || choice < 0.12) {
      const begun = { id: `conv_${index.toString(36)}` as const, channelId: pick(channels) }
      conversations.push(begun)
      traffic.message(at, begun.channelId, begun.id, status, reason)
    } else if (choice < 0.5) traffic.message(at, conversation.channelId, conversation.id, status, reason)
    else if (choice < 0.6) traffic.refused(at, pick(channels), status, reason)
    else if (choice < 0.7) traffic.reply(at, conversation.id, { askToSignIn: random() < 0.3 })
    else if (choice < 0.75) traffic.note(at, conversation.id)
    else if (choice < 0.85) {
      traffic.blocked(at, conversation.id, [...new Set([pick(blockReasonCodes), pick(blockReasonCodes)])])
    } else if (choice < 0.9) {
      waiting.push({ id: traffic.requested(at, conversation.id), conversationId: conversation.id })
    } else if (choice < 0.96) {
      const request = waiting.shift()
      if (request === undefined) continue
      if (random() < 0.5) traffic.declined(at, request.id)
      else {
        traffic.approved(at, request.id)
        granted.push(request)
      }
    } else {
      const grant = granted.shift()
      if (grant === undefined) continue
      const messageId = traffic.reply(at, grant.conversationId)
      traffic.used(at, grant.id, messageId)
    }
  }
  return traffic
}

/** Every entry of a list, page by page, and none twice. */
function whole(read: (cursor: string | null) => StoredInsightPage): StoredInsightPage['rows'] {
  const rows: StoredInsightPage['rows'] = []
  for (let cursor: string | null = null; ; ) {
    const page = read(cursor)
    rows.push(...page.rows)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  return rows
}

const nonZero = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

test.each([1, 2, 3, 4])('figures and lists of random traffic %i are what the journal says', (seed) => {
  const random = pseudoRandom(seed)
  const { handle, close } = play(random, 2_500)
  const days = daysOf({ from: '2026-03-20', to: '2026-04-20' }, begin)
  for (const channelId of [null, ...channels]) {
    for (const part of [days, days.slice(5, 6), days.slice(9, 12)]) {
      const span = { from: part[0]?.start ?? 0, to: part.at(-1)?.end ?? 0, channelId }
      const expected = countJournal(handle, span)
      const figures = readFigures(handle, { days: part, channelId })
      expect(nonZero(figures.share.all)).toEqual(expected.messages)
      const failures = Object.fromEntries(figures.failures.map((each) => [`${each.status} ${each.reason}`, each.count]))
      expect(failures).toEqual(expected.failures)
      expect(Object.fromEntries(figures.blocked.reasons.map(({ code, count }) => [code, count]))).toEqual(
        expected.blocked,
      )
      expect(figures.blocked.sends).toBe(expected.sends)
      expect(nonZero(figures.overrides)).toEqual(expected.overrides)
      const { waits } = expected
      expect(figures.firstReplies.all).toEqual({
        answered: waits.length,
        unanswered: expected.unanswered,
        median: waits.find((wait) => waits.filter((other) => other <= wait).length >= waits.length / 2) ?? null,
        ninetieth: waits.find((wait) => waits.filter((other) => other <= wait).length >= 0.9 * waits.length) ?? null,
      })

      const { upTo } = figures
      const limit = 1 + below(random, 40)
      const ask = { ...span, upTo, limit }
      for (const status of verdictStatuses) {
        const rows = whole((cursor) => listMessages(handle, { ...ask, cursor, status, reason: null, failures: false }))
        expect(rows.length).toBe(figures.share.all[status])
        expect(rows.every(({ verdict }) => verdict?.status === status)).toBe(true)
      }
      for (const { status, reason, count } of figures.failures) {
        const rows = whole((cursor) => listMessages(handle, { ...ask, cursor, status, reason, failures: true }))
        expect(rows.length).toBe(count)
        expect(rows.every(({ verdict }) => verdict?.reason === reason)).toBe(true)
      }
      const everyone = { ...ask, status: null, reason: null, failures: false }
      const all = whole((cursor) => listMessages(handle, { ...everyone, cursor }))
      expect(all.length).toBe(verdictStatuses.reduce((sum, status) => sum + figures.share.all[status], 0))
      expect(all.every(({ at }) => at >= span.from && at < span.to)).toBe(true)
      for (const { code, count } of figures.blocked.reasons) {
        const rows = whole((cursor) => listGateRefusals(handle, { ...ask, cursor, code }))
        expect(rows.length).toBe(count)
        expect(rows.every(({ reasons }) => reasons.includes(code))).toBe(true)
      }
      expect(whole((cursor) => listGateRefusals(handle, { ...ask, cursor, code: null })).length).toBe(expected.sends)
      for (const [step, count] of Object.entries(figures.overrides)) {
        const rows = whole((cursor) => listOverrideSteps(handle, { ...ask, cursor, step: step as 'used' }))
        expect(rows.length).toBe(count)
      }
      const replied = whole((cursor) => listFirstReplies(handle, { ...ask, cursor }))
      expect(replied.map(({ wait }) => wait).toReversed()).toEqual(waits)
      expect(whole((cursor) => listUnanswered(handle, { ...ask, cursor })).length).toBe(expected.unanswered)
    }
  }

  // What is told apart by day and by channel is the same, put together.
  const figures = readFigures(handle, { days, channelId: null })
  const { byDay, byChannel, all } = figures.share
  for (const status of verdictStatuses) {
    expect(byDay.reduce((sum, counts) => sum + counts[status], 0)).toBe(all[status])
    expect(byChannel.reduce((sum, { counts }) => sum + counts[status], 0)).toBe(all[status])
  }
  for (const member of ['answered', 'unanswered'] as const) {
    const { firstReplies } = figures
    expect(firstReplies.byDay.reduce((sum, times) => sum + times[member], 0)).toBe(firstReplies.all[member])
    expect(firstReplies.byChannel.reduce((sum, times) => sum + times[member], 0)).toBe(firstReplies.all[member])
  }

  const fresh = openInMemory(migrations)
  attachProjections(fresh, projections)
  replayInto(fresh, handle)
  expect(compareTables(handle, fresh, projectedTables)).toEqual([])
  fresh.sql.close()
  close()
})

test('a list is what was counted, whatever came since', () => {
  const traffic = openTraffic()
  const at = begin + 60 * minute
  traffic.message(at, 'chan_shop', 'conv_a', 'failed', 'hash-mismatch')
  traffic.message(at, 'chan_shop', 'conv_b', 'failed', 'hash-mismatch')
  traffic.reply(at + minute, 'conv_a')
  traffic.blocked(at, 'conv_a', ['not-verified'])
  traffic.requested(at, 'conv_a')
  const days = daysOf({ from: '2026-03-20', to: '2026-03-20' }, begin)
  const { upTo } = readFigures(traffic.handle, { days, channelId: null })
  traffic.message(at, 'chan_shop', 'conv_a', 'failed', 'hash-mismatch')
  traffic.message(at, 'chan_shop', 'conv_c', 'failed', 'hash-mismatch')
  traffic.refused(at, 'chan_shop', 'failed', 'hash-mismatch')
  traffic.reply(at + minute, 'conv_b')
  traffic.blocked(at, 'conv_a', ['not-verified'])
  traffic.requested(at, 'conv_a')
  const ask = { from: days[0]?.start ?? 0, to: days[0]?.end ?? 0, upTo, channelId: null, cursor: null, limit: 50 }
  const messages = listMessages(traffic.handle, { ...ask, status: 'failed', reason: null, failures: true })
  expect(messages.rows.map(({ conversationId }) => conversationId)).toEqual(['conv_b', 'conv_a'])
  expect(listFirstReplies(traffic.handle, ask).rows.map(({ conversationId }) => conversationId)).toEqual(['conv_a'])
  expect(listUnanswered(traffic.handle, ask).rows.map(({ conversationId }) => conversationId)).toEqual(['conv_b'])
  expect(listGateRefusals(traffic.handle, { ...ask, code: null }).rows).toHaveLength(1)
  expect(listOverrideSteps(traffic.handle, { ...ask, step: null }).rows).toHaveLength(1)
  traffic.close()
})
