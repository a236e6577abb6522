import type { ReadHandle, WriteHandle } from '../storage/port.ts'
import { statement } from '../storage/statement.ts'

/** A row of the journal with its content. Salt and content are null where the content was erased. */
export interface JournalEntry {
  seq: number
  at: number
  type: string
  actor: string
  contentDigest: Uint8Array
  previousHash: Uint8Array
  hash: Uint8Array
  salt: Uint8Array | null
  json: string | null
}

/** Every entry, oldest first, one at a time. */
export function* journalEntries(handle: ReadHandle | WriteHandle): Generator<JournalEntry> {
  yield* statement(
    handle,
    `SELECT j.seq, j.at, j.type, j.actor, j.content_digest AS contentDigest, j.previous_hash AS previousHash, j.hash,
       c.salt, c.json
     FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq ORDER BY j.seq`,
  ).iterate() as IterableIterator<JournalEntry>
}
