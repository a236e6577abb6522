import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import type { Stamp } from '../../storage/protocol.ts'
import { headStamp } from '../head.ts'
import { erasePerson } from './erase-person.ts'
import { searchEvents } from './search-events.ts'

export const journalReads = {
  'journal.head': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): Stamp | null => headStamp(handle),
  'journal.search': searchEvents,
}
export type JournalReads = typeof journalReads

export const journalWrites = { 'person.erase': erasePerson }
export type JournalWrites = typeof journalWrites
