import type { RequestInput } from '#shared/contract/requests.ts'
import type { InsightFigures, StatusCounts } from '#shared/domain/insights.ts'

/** The list behind a figure, with the number that the figure says. */
export interface OpenedList {
  ask: Omit<RequestInput<'insights.list'>, 'cursor' | 'limit'>
  /** What was pressed, e.g. `Shop · Verified`. */
  title: string
  count: number
  /** By status, where the list may be narrowed to one. */
  counts?: StatusCounts
}

export type OpenList = (list: OpenedList) => void

/** What panels draw from. */
export interface PanelProps {
  figures: InsightFigures
  /** The channel that was chosen; null for all. */
  channelId: RequestInput<'insights.list'>['channelId']
  open: OpenList
}

/** The whole period of the figures, or one of its days, as a list asks for it. */
export function spanOf({ figures, channelId = null }: PanelProps, day?: number) {
  const { days, upTo } = figures
  const [first, last] = day === undefined ? [days[0], days.at(-1)] : [days[day], days[day]]
  return { from: first?.start ?? 0, to: last?.end ?? 0, upTo, channelId }
}
