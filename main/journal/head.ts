import type { ReadHandle, WriteHandle } from '../storage/port.ts'
import type { Stamp } from '../storage/protocol.ts'
import { one } from '../storage/statement.ts'
import { journalHead } from './append.ts'
import type { JournalEntry } from './entries.ts'

/** The head as it is kept in a file beside the database: sequence number and hash in hex. */
export function headStamp(handle: ReadHandle | WriteHandle): Stamp | null {
  const head = journalHead(handle)
  return head ? { seq: head.seq, hash: Buffer.from(head.hash).toString('hex') } : null
}

/**
 * Compares the head kept apart with the journal. It may be older than the journal, since it is written now and then,
 * and must be a row of it. Answers a sentence when it is not.
 */
export function checkHeadStamp(handle: ReadHandle | WriteHandle, stamp: Stamp): string | null {
  return compareHead(stamp, {
    last: () => journalHead(handle)?.seq ?? 0,
    hashAt: (seq) => one<{ hash: Uint8Array }>(handle, 'SELECT hash FROM journal WHERE seq = ?', seq)?.hash ?? null,
  })
}

/** The same for the entries of an export, oldest first. */
export function checkHeadOfEntries(entries: readonly JournalEntry[], stamp: Stamp): string | null {
  return compareHead(stamp, {
    last: () => entries.at(-1)?.seq ?? 0,
    hashAt: (seq) => entries.find((entry) => entry.seq === seq)?.hash ?? null,
  })
}

function compareHead(
  { seq, hash }: Stamp,
  journal: { last(): number; hashAt(seq: number): Uint8Array | null },
): string | null {
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || typeof hash !== 'string') {
    return 'The file that keeps the head of the journal cannot be read, so lost entries at the end would not be noticed.'
  }
  const found = journal.hashAt(seq)
  if (!found) {
    return (
      `The journal ends at entry ${journal.last()}, but entry ${seq} had been written: entries are missing at its end, ` +
      'or an older copy of the database was put back.'
    )
  }
  if (Buffer.from(found).toString('hex') !== hash) {
    return `Entry ${seq} of the journal is not the one that had been written: the journal was replaced or changed.`
  }
  return null
}
