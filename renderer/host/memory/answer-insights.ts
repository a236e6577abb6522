import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type {
  FirstReplyTimes,
  InsightDay,
  InsightFigures,
  OverrideStep,
  StatusCounts,
} from '#shared/domain/insights.ts'
import { failureStatuses, overrideSteps } from '#shared/domain/insights.ts'
import { blockReasonCodes } from '#shared/domain/reply.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import type { Answers } from '../in-memory-host.ts'
import type { HeldEntry } from './sample-insights.ts'
import { sampleInsights } from './sample-insights.ts'
import type { World } from './world.ts'
import { requireSupervisor } from './world.ts'

type Insights = Pick<Answers, Extract<keyof Answers, `insights.${string}`>>

/** Insights, from memory: counted from the same sample that the lists show. */
export function answerInsights(world: World): Insights {
  const isFailure = ({ verdict }: HeldEntry) =>
    verdict !== null && (failureStatuses as readonly string[]).includes(verdict.status)
  return {
    'insights.figures': (period) => {
      requireSupervisor(world)
      const days = daysOf(period, world.now())
      const [from, to] = [days[0]?.start ?? 0, days.at(-1)?.end ?? 0]
      const entries = sampleInsights(world).filter(
        ({ at, channel }) => at >= from && at < to && (!period.channelId || channel.id === period.channelId),
      )
      return figuresOf(days, entries, world)
    },
    'insights.list': ({ list, from, to, upTo, channelId, status, reason, code, step, cursor, limit }) => {
      requireSupervisor(world)
      const rows = sampleInsights(world)
        .filter((entry) => (list === 'failures' ? entry.list === 'messages' && isFailure(entry) : entry.list === list))
        .filter(({ at, seq }) => at >= from && at < to && seq <= upTo)
        .filter((entry) => !channelId || entry.channel.id === channelId)
        .filter(({ verdict }) => (!status || verdict?.status === status) && (!reason || verdict?.reason === reason))
        .filter((entry) => (!code || entry.reasons.includes(code)) && (!step || entry.step === step))
        .toSorted((one, other) => other.seq - one.seq)
      const begin = Number(cursor ?? 0)
      return {
        rows: rows.slice(begin, begin + limit).map(({ list: _list, seq: _seq, ...entry }) => entry),
        nextCursor: rows.length > begin + limit ? String(begin + limit) : null,
      }
    },
    'insights.export': ({ panel }) => {
      requireSupervisor(world)
      return { folder: 'exports', file: `insights-${panel}.csv`, rows: 1 }
    },
  }
}

function daysOf(
  {
    days,
    from,
    to,
  }: { days?: number | null | undefined; from?: string | null | undefined; to?: string | null | undefined },
  now: number,
): InsightDay[] {
  const last = days ? new Date(now) : new Date(`${to}T00:00:00`)
  const first = days
    ? new Date(last.getFullYear(), last.getMonth(), last.getDate() - days + 1)
    : new Date(`${from}T00:00:00`)
  const found: InsightDay[] = []
  for (let day = first; day <= last; day = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1)) {
    const end = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime()
    found.push({ date: day.toLocaleDateString('sv-SE'), start: day.getTime(), end })
  }
  if (found.length === 0)
    throw new ProblemError('input-invalid', 'The period ends before it begins. Choose a later last day.')
  return found
}

function figuresOf(days: InsightDay[], entries: readonly HeldEntry[], world: World): InsightFigures {
  const of = (list: HeldEntry['list']) => entries.filter((entry) => entry.list === list)
  const messages = of('messages')
  const statusesOf = (some: readonly HeldEntry[]) =>
    Object.fromEntries(
      verdictStatuses.map((status) => [status, some.filter(({ verdict }) => verdict?.status === status).length]),
    ) as StatusCounts
  const onDay =
    (day: InsightDay) =>
    ({ at }: HeldEntry) =>
      at >= day.start && at < day.end
  const ofChannel =
    (id: ChannelId) =>
    ({ channel }: HeldEntry) =>
      channel.id === id
  const times = (fits: (entry: HeldEntry) => boolean): FirstReplyTimes => {
    const waits = of('first-replies')
      .filter(fits)
      .map(({ wait }) => wait ?? 0)
      .toSorted((a, b) => a - b)
    const rank = (share: number) => waits[Math.ceil(share * waits.length) - 1] ?? null
    return {
      answered: waits.length,
      unanswered: of('unanswered').filter(fits).length,
      median: rank(0.5),
      ninetieth: rank(0.9),
    }
  }
  const channels = world.channels
    .filter(({ id }) => entries.some(ofChannel(id)))
    .map(({ id, name }) => ({ id, name }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
  const failures = new Map<string, InsightFigures['failures'][number]>()
  for (const { verdict } of messages) {
    if (verdict === null || !(failureStatuses as readonly string[]).includes(verdict.status)) continue
    const { status, reason } = verdict
    const before = failures.get(reason)?.count ?? 0
    failures.set(reason, { status, reason, count: before + 1 })
  }
  const steps = of('overrides')
  return {
    days,
    channels,
    upTo: 1_000_000,
    at: world.now(),
    share: {
      byChannel: channels.map(({ id }) => ({ channelId: id, counts: statusesOf(messages.filter(ofChannel(id))) })),
      byDay: days.map((day) => statusesOf(messages.filter(onDay(day)))),
      all: statusesOf(messages),
    },
    failures: [...failures.values()].toSorted((one, other) => other.count - one.count),
    blocked: {
      sends: of('blocked').length,
      reasons: blockReasonCodes
        .map((code) => ({ code, count: of('blocked').filter(({ reasons }) => reasons.includes(code)).length }))
        .filter(({ count }) => count > 0)
        .toSorted((one, other) => other.count - one.count),
    },
    overrides: Object.fromEntries(
      overrideSteps.map((step) => [step, steps.filter((entry) => entry.step === step).length]),
    ) as Record<OverrideStep, number>,
    firstReplies: {
      byChannel: channels.map(({ id }) => ({ channelId: id, ...times(ofChannel(id)) })),
      byDay: days.map((day) => times(onDay(day))),
      all: times(() => true),
    },
  }
}
