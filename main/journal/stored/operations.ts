import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import type { Stamp } from '../../storage/protocol.ts'
import { headStamp } from '../head.ts'

export const journalReads = {
  'journal.head': (handle: ReadHandle | WriteHandle, _input: Record<string, never>): Stamp | null => headStamp(handle),
}
export type JournalReads = typeof journalReads
