import type { FirstReplyTimes } from '#shared/domain/insights.ts'

/**
 * Median and 90th percentile by nearest rank: the shortest of the measured times that so many conversations did not
 * exceed, hence always the time of one of them.
 * @param waits of the conversations that were answered (ms), in any order
 * @param begun how many conversations there are, answered or not
 */
export function firstReplyTimes(waits: readonly number[], begun: number): FirstReplyTimes {
  const sorted = Float64Array.from(waits).toSorted()
  const atRank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null
  return {
    answered: sorted.length,
    unanswered: begun - sorted.length,
    median: atRank(0.5),
    ninetieth: atRank(0.9),
  }
}
