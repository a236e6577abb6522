import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { Stamp } from './protocol.ts'

/** How long a newer stamp may wait before it is written (ms): it only has to be some earlier point of the chain. */
const writeDelay = 1_000

/**
 * Keeps a stamp in a file of its own, so that an older or shortened database is noticed. Written by rename, so that
 * the file always holds one whole stamp.
 */
export function createStampFile(path: string) {
  let waiting: Stamp | null = null
  let written = ''
  let timer: NodeJS.Timeout | null = null

  const flush = () => {
    if (timer) clearTimeout(timer)
    timer = null
    if (!waiting) return
    const text = `${JSON.stringify(waiting)}\n`
    waiting = null
    if (text === written) return
    try {
      const next = `${path}.next`
      const file = openSync(next, 'w', 0o600)
      try {
        writeSync(file, text)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(next, path)
      written = text
    } catch {
      // A full disk: the older stamp stays, and is still a true point of the chain.
    }
  }

  return {
    found: readStamp(path),
    keep(stamp: Stamp): void {
      waiting = stamp
      if (timer) return
      // The first one at once, those that follow now and then.
      if (written === '') flush()
      timer = setTimeout(flush, writeDelay)
      timer.unref()
    },
    flush,
    /** Keeps the stamp that did not fit, for whoever looks into it, before a new one takes its place. */
    setAside(): void {
      try {
        renameSync(path, `${path}.unmatched`)
      } catch {
        // Gone already: nothing to keep.
      }
    },
  }
}

/** The stamp beside a database, or null where there is none that can be read. */
export function readStamp(path: string): Stamp | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Stamp) : null
  } catch {
    return null
  }
}
