import { hash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { holdsFileStamp, withoutFileStamp } from './file-digest.ts'
import type { Stamp } from './protocol.ts'

/** How long a newer stamp may wait before it is written (ms): it only has to be some earlier point of the chain. */
const writeDelay = 1_000

/**
 * Keeps a stamp in a file of its own, so that an older or shortened database is noticed. Written by rename, so that
 * the file always holds one whole stamp.
 */
export function createStampFile(path: string) {
  const found = readStamp(path)
  let waiting: Stamp | null = null
  let written = ''
  let begun = false
  let timer: NodeJS.Timeout | null = null
  /** One write after the other: they share the file that is renamed. */
  let writes: Promise<void> = Promise.resolve()

  const writeWaiting = async () => {
    if (!waiting) return
    const text = stampText(waiting)
    waiting = null
    if (text === written) return
    try {
      await replaceFileInBackground(path, text)
      written = text
    } catch {
      // A full disk: the older stamp stays, and is still a true point of the chain.
    }
  }

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    writes = writes.then(writeWaiting)
    return writes
  }

  return {
    found,
    /**
     * Takes back what the stamp says about the file, before the file may change: after a crash it must not accuse
     * an honest file. Throws where that cannot be written.
     */
    beginChanges(): void {
      if (!found || !holdsFileStamp(found)) return
      replaceFile(path, stampText(withoutFileStamp(found)))
      syncFolder(dirname(path))
    },
    /** Puts the stamp back as it was found, where the file could not be opened and so was not changed. */
    undoBegin(): Promise<void> {
      waiting = found && holdsFileStamp(found) ? found : null
      return flush()
    },
    keep(stamp: Stamp): void {
      waiting = stamp
      if (timer) return
      // The first one at once, those that follow now and then.
      if (!begun) void flush()
      begun = true
      timer = setTimeout(flush, writeDelay)
      timer.unref()
    },
    /** Resolves when the newest stamp is in the file, or could not be written. Never rejects. */
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

/**
 * The stamp beside a database, and null where there is none. One that cannot be read or was changed is answered
 * empty: no check of a stamp accepts that.
 */
export function readStamp(path: string): Stamp | null {
  try {
    const text = readFileSync(path, 'utf8')
    const { check: _, ...stamp } = JSON.parse(text) as Stamp
    return stampText(stamp) === text ? stamp : {}
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : {}
  }
}

/** One spelling per stamp, with its own SHA-256 as last member: a changed byte makes it unreadable. */
function stampText(stamp: Stamp): string {
  return `${JSON.stringify({ ...stamp, check: hash('sha256', JSON.stringify(stamp)) })}\n`
}

/** The same as `replaceFile`, without holding up whoever waits for an answer meanwhile. */
async function replaceFileInBackground(path: string, text: string): Promise<void> {
  const next = `${path}.next`
  const file = await open(next, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, path)
}

function replaceFile(path: string, text: string): void {
  const next = `${path}.next`
  const file = openSync(next, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(next, path)
}

/** So that the rename itself outlives a power cut. Not every system can: there the file system decides. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch {
    // Windows opens no folders.
  }
}
