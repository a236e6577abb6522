import type { ChannelId } from '#shared/domain/ids.ts'
import type { InsightFigures, OverrideStep, StatusCounts } from '#shared/domain/insights.ts'
import { failureStatuses, overrideSteps, quarterHour } from '#shared/domain/insights.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import type { ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, statement } from '../../storage/statement.ts'
import { firstReplyTimes } from '../first-reply-times.ts'

export interface FiguresInput {
  /** One after the other: each begins (ms) where the one before ends. */
  days: { start: number; end: number }[]
  /** Null for every channel. */
  channelId: ChannelId | null
}

export type StoredFigures = Pick<
  InsightFigures,
  'upTo' | 'share' | 'failures' | 'blocked' | 'overrides' | 'firstReplies'
>

/** Counts what happened in some days, everything as of the same commit. */
export function readFigures(handle: ReadHandle | WriteHandle, { days, channelId }: FiguresInput): StoredFigures {
  const span = { from: days[0]?.start ?? 0, to: days.at(-1)?.end ?? 0, channelId }
  return {
    upTo: one<{ seq: number }>(handle, 'SELECT coalesce(max(seq), 0) AS seq FROM journal')?.seq ?? 0,
    ...countMessages(handle, days, channelId),
    blocked: {
      sends:
        one<{ sends: number }>(handle, `SELECT count(DISTINCT seq) AS sends FROM gate_refusals WHERE ${within}`, span)
          ?.sends ?? 0,
      reasons: all<{ code: BlockReasonCode; count: number }>(
        handle,
        `SELECT code, count(*) AS count FROM gate_refusals WHERE ${within} GROUP BY code ORDER BY count DESC, code`,
        span,
      ),
    },
    overrides: countOverrides(handle, span),
    firstReplies: measureFirstReplies(handle, days, span),
  }
}

interface Outcome {
  id: number
  channelId: ChannelId
  status: VerdictStatus
  reason: ReasonCode
}

const within = 'at >= @from AND at < @to AND (@channelId IS NULL OR channel_id = @channelId)'

type Span = { from: number; to: number; channelId: ChannelId | null }

function countMessages(
  handle: ReadHandle | WriteHandle,
  days: FiguresInput['days'],
  channelId: ChannelId | null,
): Pick<StoredFigures, 'share' | 'failures'> {
  const channels = new Map<ChannelId, StatusCounts>()
  const reasons = new Map<string, StoredFigures['failures'][number]>()
  const everything = noMessages()
  const outcomes = new Map(
    all<Outcome>(handle, 'SELECT id, channel_id AS channelId, status, reason FROM check_outcomes').map(
      (outcome): [number, Outcome] => [outcome.id, outcome],
    ),
  )
  const counters = statement(
    handle,
    `SELECT outcome_id, sum(count) FROM message_counts WHERE quarter >= ? AND quarter < ? GROUP BY outcome_id`,
  ).raw(true)
  const byDay = days.map(({ start, end }) => {
    const counts = noMessages()
    const found = counters.all(Math.floor(start / quarterHour), Math.floor(end / quarterHour)) as [number, number][]
    for (const [outcomeId, count] of found) {
      const outcome = outcomes.get(outcomeId)
      if (outcome === undefined || (channelId !== null && outcome.channelId !== channelId)) continue
      const { channelId: of, status, reason } = outcome
      const channel = channels.get(of) ?? noMessages()
      channels.set(of, channel)
      for (const each of [counts, channel, everything]) each[status] += count
      if (!(failureStatuses as readonly string[]).includes(status)) continue
      const key = `${status} ${reason}`
      const failure = reasons.get(key) ?? { status, reason, count: 0 }
      failure.count += count
      reasons.set(key, failure)
    }
    return counts
  })
  return {
    share: { byChannel: [...channels].map(([of, counts]) => ({ channelId: of, counts })), byDay, all: everything },
    failures: [...reasons.values()].toSorted(
      (one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1),
    ),
  }
}

const noMessages = (): StatusCounts =>
  Object.fromEntries(verdictStatuses.map((status) => [status, 0])) as unknown as StatusCounts

function countOverrides(handle: ReadHandle | WriteHandle, span: Span): Record<OverrideStep, number> {
  const found = all<{ step: OverrideStep; count: number }>(
    handle,
    `SELECT step, count(*) AS count FROM override_steps WHERE ${within} GROUP BY step`,
    span,
  )
  const count = (step: OverrideStep) => found.find((one) => one.step === step)?.count ?? 0
  return Object.fromEntries(overrideSteps.map((step) => [step, count(step)])) as Record<OverrideStep, number>
}

/** Every conversation counts on the day on which it began, whenever it was answered. */
function measureFirstReplies(
  handle: ReadHandle | WriteHandle,
  days: FiguresInput['days'],
  span: Span,
): StoredFigures['firstReplies'] {
  const ofChannels = new Map<ChannelId, number[]>()
  // As one text per day and channel: a row for each conversation costs more than everything else.
  const answered = statement(
    handle,
    `SELECT channel_id, group_concat(wait) FROM first_replies INDEXED BY first_replies_by_question
     WHERE asked_at >= ? AND asked_at < ? GROUP BY channel_id`,
  ).raw(true)
  const ofDays = days.map(({ start, end }): number[] =>
    (answered.all(start, end) as [ChannelId, string][]).flatMap(([channelId, waits]) => {
      if (span.channelId !== null && channelId !== span.channelId) return []
      const found = waits.split(',').map(Number)
      const ofChannel = ofChannels.get(channelId) ?? []
      for (const wait of found) ofChannel.push(wait)
      ofChannels.set(channelId, ofChannel)
      return found
    }),
  )
  const begun = all<{ channelId: ChannelId; count: number }>(
    handle,
    `SELECT channel_id AS channelId, count(*) AS count FROM conversations INDEXED BY conversations_by_beginning
     WHERE created_at >= @from AND created_at < @to AND (@channelId IS NULL OR channel_id = @channelId)
     GROUP BY channel_id`,
    span,
  )
  const begunOn = statement(
    handle,
    `SELECT count(*) FROM conversations INDEXED BY conversations_by_beginning
     WHERE created_at >= @start AND created_at < @end AND (@channelId IS NULL OR channel_id = @channelId)`,
  ).pluck(true)
  return {
    byChannel: begun.map(({ channelId, count }) => ({
      channelId,
      ...firstReplyTimes(ofChannels.get(channelId) ?? [], count),
    })),
    byDay: days.map(({ start, end }, index) =>
      firstReplyTimes(ofDays[index] ?? [], begunOn.get({ start, end, channelId: span.channelId }) as number),
    ),
    all: firstReplyTimes(
      ofDays.flat(),
      begun.reduce((total, { count }) => total + count, 0),
    ),
  }
}
