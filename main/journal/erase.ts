import type { Database } from 'better-sqlite3'
import type { WriteHandle } from '../storage/port.ts'
import { one, run } from '../storage/statement.ts'
import type { Projection } from './projections.ts'
import { replay } from './rebuild.ts'

interface Tables {
  names: readonly string[]
  reset: (handle: WriteHandle) => void
}

const attached = new WeakMap<Database, Tables>()
const uncleaned = new WeakSet<Database>()

/** Says which tables follow the journal in this database, so that an erasure can fill them again. */
export function attachTables(
  handle: WriteHandle,
  names: readonly string[],
  reset: (handle: WriteHandle) => void,
): void {
  attached.set(handle.sql, { names, reset })
  if (one(handle, 'SELECT 1 FROM erasures_to_clean')) uncleaned.add(handle.sql)
}

/**
 * Deletes the contents of entries, after the event that says so and holds what is left of them, and fills every table
 * again from what the journal holds now. Part of the caller's transaction; `cleanAfterErasure` must follow its commit.
 */
export function eraseContents(handle: WriteHandle, seqs: readonly number[]): void {
  const tables = attached.get(handle.sql)
  if (!tables) throw new Error('no tables are attached to this database')
  const trigger = one<{ sql: string }>(
    handle,
    `SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'journal_content_keeps_rows'`,
  )
  if (!trigger) throw new Error('the journal is not guarded')
  handle.sql.exec('DROP TRIGGER journal_content_keeps_rows')
  for (const seq of seqs) run(handle, 'DELETE FROM journal_content WHERE seq = ?', seq)
  handle.sql.exec(trigger.sql)
  replay(handle, tables.names, tables.reset)
  run(handle, 'INSERT INTO erasures_to_clean (only) VALUES (1) ON CONFLICT DO NOTHING')
  uncleaned.add(handle.sql)
}

/**
 * Writes the file anew, so that no free page, no gap in a page and no log holds what was erased. Outside of any
 * transaction. What could not be done now (a full disk) is done at the next start.
 */
export function cleanAfterErasure(handle: WriteHandle): void {
  if (!uncleaned.has(handle.sql)) return
  handle.sql.exec('VACUUM')
  run(handle, 'DELETE FROM erasures_to_clean')
  handle.sql.pragma('wal_checkpoint(TRUNCATE)')
  uncleaned.delete(handle.sql)
}

/** The table this projection writes. */
export const erasureTables: readonly string[] = ['erasures']

/** Who asked for which erasure, when and why. */
export const erasureProjection: Projection = {
  'content.erased': (handle, { at, seq, content }) => {
    run(
      handle,
      `INSERT INTO erasures (id, seq, contact_id, reason, operator_id, at, entries) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      content.erasureId,
      seq,
      content.contactId,
      content.reason,
      content.operatorId,
      at,
      content.entries.length,
    )
  },
}
