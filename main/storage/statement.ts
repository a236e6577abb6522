import type { Database, Statement } from 'better-sqlite3'
import type { ReadHandle, WriteHandle } from './port.ts'

const prepared = new WeakMap<Database, Map<string, Statement>>()

/** Prepares a statement once per open database. `text` must be a constant: values are bound, never joined in. */
export function statement(handle: ReadHandle | WriteHandle, text: string): Statement {
  let known = prepared.get(handle.sql)
  if (!known) {
    known = new Map()
    prepared.set(handle.sql, known)
  }
  let found = known.get(text)
  if (!found) {
    found = handle.sql.prepare(text)
    known.set(text, found)
  }
  return found
}

/** The first row, or null. `Row` is the shape the STRICT table guarantees. */
export function one<Row>(handle: ReadHandle | WriteHandle, text: string, ...values: unknown[]): Row | null {
  return (statement(handle, text).get(...values) as Row | undefined) ?? null
}

/** Every row. Callers bound the number themselves. */
export function all<Row>(handle: ReadHandle | WriteHandle, text: string, ...values: unknown[]): Row[] {
  return statement(handle, text).all(...values) as Row[]
}

/** Runs a statement that changes rows, and answers how many it changed. */
export function run(handle: WriteHandle, text: string, ...values: unknown[]): number {
  return statement(handle, text).run(...values).changes
}
