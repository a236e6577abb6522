import type { Database } from 'better-sqlite3'
import type { WriteHandle } from '../storage/port.ts'
import { append } from './append.ts'
import type { EventDraft, EventType, JournalEvent } from './events.ts'

/**
 * How a module's tables follow the journal: a function per event type that it cares for. It may read and write its
 * own tables, and nothing else decides what it writes: no clock, no randomness, only the event and the tables.
 */
export type Projection = {
  [Type in EventType]?: (handle: WriteHandle, event: JournalEvent<Type>) => void
}

const attached = new WeakMap<Database, readonly Projection[]>()

/** Says which projections follow this database. Done once by whoever opens it for writing. */
export function attachProjections(handle: WriteHandle, projections: readonly Projection[]): void {
  attached.set(handle.sql, projections)
}

/** Brings every table up to date with one event, in the order in which the projections were attached. */
export function project(handle: WriteHandle, event: JournalEvent): void {
  const projections = attached.get(handle.sql)
  if (!projections) throw new Error('no projections are attached to this database')
  for (const projection of projections) {
    const apply = projection[event.type] as ((handle: WriteHandle, event: JournalEvent) => void) | undefined
    apply?.(handle, event)
  }
}

/**
 * The only way to change what people read: appends the event and applies every projection, in the transaction of
 * the write operation that calls it.
 */
export function record<Type extends EventType>(handle: WriteHandle, draft: EventDraft<Type>): JournalEvent<Type> {
  const event = append(handle, draft)
  project(handle, event as JournalEvent)
  return event
}
