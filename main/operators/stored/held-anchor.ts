import type { Database } from 'better-sqlite3'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import type { TrustAnchor } from '../trust.ts'

const held = new WeakMap<Database, TrustAnchor>()

/**
 * Tells a database thread what the keystore remembers of the operators' keys. It stands in memory alone: nothing in
 * the file can say it.
 */
export function holdAnchor(handle: ReadHandle | WriteHandle, { anchor }: { anchor: TrustAnchor | null }): void {
  if (anchor === null) held.delete(handle.sql)
  else held.set(handle.sql, anchor)
}

/** Null until the main thread has told: then nothing is trusted. */
export function heldAnchor(handle: ReadHandle | WriteHandle): TrustAnchor | null {
  return held.get(handle.sql) ?? null
}
