import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { pooledBytes } from '../new-id.ts'
import type { ReadHandle, WriteHandle } from '../storage/port.ts'
import { one, run } from '../storage/statement.ts'
import { chainStart, digestContent, hashRow } from './chain.ts'
import type { EventDraft, EventType, JournalEvent } from './events.ts'

export interface JournalHead {
  seq: number
  /** 32 bytes. */
  hash: Uint8Array
}

const saltBytes = pooledBytes(randomBytes)
const heads = new WeakMap<Database, JournalHead>()

/**
 * Forgets the head that was kept in mind. Called after anything was rolled back on this handle; a forgotten call
 * cannot break the chain, because the table refuses a number that does not follow on.
 */
export function forgetHead(handle: WriteHandle): void {
  heads.delete(handle.sql)
}

/** The last row, or null while the journal is empty. */
export function journalHead(handle: ReadHandle | WriteHandle): JournalHead | null {
  return one<JournalHead>(handle, 'SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1')
}

/**
 * Appends one event to the journal, chained to the row before it. Part of the caller's transaction.
 * Use `record` of projections.ts, which also brings the tables up to date.
 */
export function append<Type extends EventType>(handle: WriteHandle, draft: EventDraft<Type>): JournalEvent<Type> {
  const head = heads.get(handle.sql) ?? journalHead(handle)
  const seq = (head?.seq ?? 0) + 1
  const previousHash = head?.hash ?? chainStart
  const { type, actor, at } = draft
  if (!Number.isSafeInteger(at)) throw new Error('an event needs a whole number of milliseconds')
  const json = JSON.stringify(draft.content)
  const salt = saltBytes(16)
  const contentDigest = digestContent(salt, json)
  const hash = hashRow({ seq, at, type, actor, contentDigest, previousHash })
  run(
    handle,
    'INSERT INTO journal (seq, at, type, actor, content_digest, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    seq,
    at,
    type,
    actor,
    contentDigest,
    previousHash,
    hash,
  )
  run(handle, 'INSERT INTO journal_content (seq, salt, json) VALUES (?, ?, ?)', seq, salt, json)
  heads.set(handle.sql, { seq, hash })
  // Projections see exactly what replay will see, e.g. no member that JSON leaves out.
  return { seq, type, actor, at, content: JSON.parse(json) }
}
