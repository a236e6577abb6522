import type { RefusalReport } from '#shared/domain/envelope.ts'

/** Different refusals told apart in one batch. What goes beyond is counted without its origin. */
const distinctPerBatch = 20
const originLength = 300

/**
 * Gathers refusals per channel, code and origin, and hands them on in one batch at most every `delay` milliseconds,
 * however many there are: whoever knocks a thousand times a second costs one row.
 */
export function gatherRefusals(hand: (reports: RefusalReport[]) => Promise<void>, delay = 1_000) {
  let gathered = new Map<string, RefusalReport>()
  let timer: NodeJS.Timeout | null = null

  const flush = async (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    if (gathered.size === 0) return
    const reports = [...gathered.values()]
    gathered = new Map()
    await hand(reports)
  }

  const add = (report: RefusalReport): void => {
    const key = JSON.stringify([report.channelId, report.code, report.origin])
    const known = gathered.get(key)
    if (known) {
      known.count += report.count
      known.at = Math.max(known.at, report.at)
    } else if (gathered.size < distinctPerBatch || report.origin === null) {
      gathered.set(key, { ...report, origin: report.origin?.slice(0, originLength) ?? null })
    } else {
      add({ ...report, origin: null })
    }
  }

  return {
    add(reports: RefusalReport[]): void {
      for (const report of reports) if (report.count > 0) add(report)
      if (gathered.size > 0 && !timer) {
        timer = setTimeout(() => void flush(), delay)
        timer.unref()
      }
    },
    /** Hands on what is gathered at once, e.g. before the console closes. */
    flush,
  }
}
