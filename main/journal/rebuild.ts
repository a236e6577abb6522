import type { ReadHandle, WriteHandle } from '../storage/port.ts'
import { statement } from '../storage/statement.ts'
import type { Finding } from './check-chain.ts'
import { findingsMost } from './check-chain.ts'
import type { JournalEntry } from './entries.ts'
import { journalEntries } from './entries.ts'
import type { Actor, EventType, JournalEvent } from './events.ts'
import { project } from './projections.ts'
import { readRedactions } from './redactions.ts'

/**
 * Empties the projected tables and fills them again from the journal, in one transaction.
 * @param tables parents first; whatever is not among them (sealed keys, drafts, preferences) is left alone
 * @param reset called after the tables were emptied, e.g. to forget a search index
 */
export function rebuild(handle: WriteHandle, tables: readonly string[], reset: (handle: WriteHandle) => void): void {
  handle.sql.exec('BEGIN IMMEDIATE')
  try {
    replay(handle, tables, reset)
    handle.sql.exec('COMMIT')
  } catch (error) {
    if (handle.sql.inTransaction) handle.sql.exec('ROLLBACK')
    throw error
  }
}

/** The same inside the caller's transaction. */
export function replay(handle: WriteHandle, tables: readonly string[], reset: (handle: WriteHandle) => void): void {
  // Rows that point at what is rebuilt find it again at the end.
  handle.sql.pragma('defer_foreign_keys = ON')
  for (const table of [...tables].reverse()) handle.sql.exec(`DELETE FROM "${table}"`)
  reset(handle)
  const redactions = readRedactions(handle)
  // Read as a whole list: the connection may not write while a statement of it is being read.
  const entries = [...journalEntries(handle)]
  for (const entry of entries) projectEntry(handle, entry, redactions)
}

/** Applies the journal of one database to the tables of another, which has the projections attached and is empty. */
export function replayInto(target: WriteHandle, source: ReadHandle | WriteHandle): void {
  target.sql.exec('BEGIN')
  target.sql.pragma('defer_foreign_keys = ON')
  const redactions = readRedactions(source)
  for (const entry of journalEntries(source)) projectEntry(target, entry, redactions)
  target.sql.exec('COMMIT')
}

/** Compares tables row by row and column by column. One finding per row that differs. */
export function compareTables(
  stored: ReadHandle | WriteHandle,
  rebuilt: ReadHandle | WriteHandle,
  tables: readonly string[],
): Finding[] {
  const findings: Finding[] = []
  for (const table of tables) {
    const ours = rowsOf(stored, table)
    const theirs = rowsOf(rebuilt, table)
    for (;;) {
      const mine = ours.next()
      const other = theirs.next()
      if (mine.done && other.done) break
      if (findings.length >= findingsMost) return findings
      const sentence = difference(table, mine.done ? null : mine.value, other.done ? null : other.value)
      if (sentence) findings.push({ seq: null, sentence })
      // After a row too many or too few every later pair differs as well.
      if (mine.done || other.done) break
    }
    // Ends a statement that was not read to its end.
    ours.return(undefined)
    theirs.return(undefined)
  }
  return findings
}

type Row = Record<string, unknown>

function* rowsOf(handle: ReadHandle | WriteHandle, table: string): Generator<Row, undefined> {
  const columns = handle.sql.pragma(`table_info("${table}")`) as { name: string; pk: number }[]
  const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk)
  const order = (key.length > 0 ? key : columns).map(({ name }) => `"${name}"`).join(', ')
  yield* statement(handle, `SELECT * FROM "${table}" ORDER BY ${order}`).iterate() as IterableIterator<Row>
  return undefined
}

function difference(table: string, stored: Row | null, rebuilt: Row | null): string | null {
  if (!stored) return `Table ${table} lacks a row that the journal gives: ${nameOf(rebuilt)}.`
  if (!rebuilt) return `Table ${table} has a row that the journal does not give: ${nameOf(stored)}.`
  const columns = Object.keys(rebuilt).filter((name) => !equal(stored[name], rebuilt[name]))
  if (columns.length === 0) return null
  return `Table ${table} is not what the journal gives, in row ${nameOf(stored)}: ${columns.join(', ')}.`
}

/** Only ids and numbers: what people wrote stays out of the report. */
function nameOf(row: Row | null): string {
  const id = row?.['id'] ?? row?.['seq']
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 60) : 'without an id'
}

function equal(one: unknown, other: unknown): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0
  return one === other
}

function projectEntry(
  handle: WriteHandle,
  { seq, at, type, actor, json: own }: JournalEntry,
  redactions: ReadonlyMap<number, string>,
): void {
  // Of an erased content, what its erasure left.
  const json = own ?? redactions.get(seq)
  if (json === undefined) return
  const event = { seq, at, type: type as EventType, actor: actor as Actor, content: JSON.parse(json) }
  project(handle, event as JournalEvent)
}
