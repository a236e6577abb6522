import type { FirstReplyTimes, InsightFigures, InsightPanel, StatusCounts } from '#shared/domain/insights.ts'
import { overrideSteps } from '#shared/domain/insights.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'

/**
 * A panel's table as it is shown, a row of names first. Times are whole seconds; shares have one decimal place, in
 * percent. Where something is not known the cell is empty.
 */
export function tableOf(panel: InsightPanel, figures: InsightFigures): string[][] {
  const name = (id: string) => figures.channels.find((channel) => channel.id === id)?.name ?? ''
  switch (panel) {
    case 'share': {
      const { byChannel, byDay, all } = figures.share
      return [
        ['by', 'which', ...verdictStatuses, 'all', 'verified %'],
        ...byChannel.map(({ channelId, counts }) => ['channel', name(channelId), ...shareCells(counts)]),
        ...figures.days.map(({ date }, index) => ['day', date, ...shareCells(byDay[index] ?? all)]),
        ['all', '', ...shareCells(all)],
      ]
    }
    case 'failures':
      return [
        ['status', 'reason', 'messages'],
        ...figures.failures.map(({ status, reason, count }) => [status, reason, String(count)]),
      ]
    case 'blocked':
      return [
        ['reason', 'blocked sends'],
        ...figures.blocked.reasons.map(({ code, count }) => [code, String(count)]),
        ['all', String(figures.blocked.sends)],
      ]
    case 'overrides':
      return [['step', 'overrides'], ...overrideSteps.map((step) => [step, String(figures.overrides[step])])]
    case 'first-replies': {
      const { byChannel, byDay, all } = figures.firstReplies
      return [
        ['by', 'which', 'answered', 'without a reply', 'median s', '90 % within s'],
        ...byChannel.map((times) => ['channel', name(times.channelId), ...timesCells(times)]),
        ...figures.days.map(({ date }, index) => ['day', date, ...timesCells(byDay[index] ?? all)]),
        ['all', '', ...timesCells(all)],
      ]
    }
  }
}

function shareCells(counts: StatusCounts): string[] {
  const all = verdictStatuses.reduce((sum, status) => sum + counts[status], 0)
  const share = all === 0 ? '' : ((100 * counts.verified) / all).toFixed(1)
  return [...verdictStatuses.map((status) => String(counts[status])), String(all), share]
}

const seconds = (span: number | null) => (span === null ? '' : String(Math.round(span / 1_000)))

function timesCells({ answered, unanswered, median, ninetieth }: FirstReplyTimes): string[] {
  return [String(answered), String(unanswered), seconds(median), seconds(ninetieth)]
}
