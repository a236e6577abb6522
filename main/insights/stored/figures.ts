import type { ChannelId } from '#shared/domain/ids.ts'
import type { FirstReplyTimes, InsightFigures, OverrideStep, StatusCounts } from '#shared/domain/insights.ts'
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
  const byDay = days.map(({ start, end }) => {
    const counts = noMessages()
    const found = all<{ channelId: ChannelId; status: VerdictStatus; reason: ReasonCode; count: number }>(
      handle,
      `SELECT channel_id AS channelId, status, reason, sum(count) AS count FROM message_counts
       WHERE quarter >= ? AND quarter < ? GROUP BY channel_id, status, reason`,
      Math.floor(start / quarterHour),
      Math.floor(end / quarterHour),
    )
    for (const { channelId: of, status, reason, count } of found) {
      if (channelId !== null && of !== channelId) continue
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
  const waits: number[] = []
  const ofDays = days.map((): number[] => [])
  const ofChannels = new Map<ChannelId, number[]>()
  let day = 0
  const answered = statement(
    handle,
    `SELECT asked_at, channel_id, wait FROM first_replies INDEXED BY first_replies_by_question
     WHERE asked_at >= @from AND asked_at < @to AND (@channelId IS NULL OR channel_id = @channelId) ORDER BY asked_at`,
  )
    .raw(true)
    .iterate(span) as IterableIterator<[number, ChannelId, number]>
  for (const [askedAt, channelId, wait] of answered) {
    while (askedAt >= (days[day]?.end ?? Number.POSITIVE_INFINITY)) day += 1
    waits.push(wait)
    ofDays[day]?.push(wait)
    const ofChannel = ofChannels.get(channelId)
    if (ofChannel) ofChannel.push(wait)
    else ofChannels.set(channelId, [wait])
  }
  const begunIn = (start: number, end: number) =>
    all<{ channelId: ChannelId; count: number }>(
      handle,
      `SELECT channel_id AS channelId, count(*) AS count FROM conversations INDEXED BY conversations_by_beginning
       WHERE created_at >= ? AND created_at < ? GROUP BY channel_id`,
      start,
      end,
    ).filter(({ channelId }) => span.channelId === null || channelId === span.channelId)
  const sum = (found: { count: number }[]) => found.reduce((total, { count }) => total + count, 0)
  const times = (measured: number[], begun: number): FirstReplyTimes => firstReplyTimes(measured, begun)
  const byDay = days.map(({ start, end }, index) => times(ofDays[index] ?? [], sum(begunIn(start, end))))
  const channels = begunIn(span.from, span.to)
  return {
    byChannel: channels.map(({ channelId, count }) => ({
      channelId,
      ...times(ofChannels.get(channelId) ?? [], count),
    })),
    byDay,
    all: times(waits, sum(channels)),
  }
}
