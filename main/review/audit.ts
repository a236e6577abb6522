import { basename } from 'node:path'
import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { ChannelDirectory, OperatorDirectory } from '../conversations/ports.ts'
import type { JournalReads, JournalWrites } from '../journal/stored/operations.ts'
import type { ReadEvent } from '../journal/stored/read-events.ts'
import type { RandomBytes } from '../new-id.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import type { Names } from './event-words.ts'
import { eventSentence, eventTypes } from './event-words.ts'
import type { AuditExportReads, AuditExportWrites } from './stored/export-journal.ts'

export interface AuditParts {
  store: Store<JournalWrites & AuditExportWrites, JournalReads & AuditExportReads>
  channels: ChannelDirectory
  operators: OperatorDirectory
  /** Where exports go. */
  folder: string
  clock: Clock
  randomBytes: RandomBytes
  onChange(event: ChangeEvent): void
}

/** The journal for supervisors: read, taken out, and what a person asks to be erased from it. */
export function createAudit({ store, channels, operators, folder, clock, randomBytes, onChange }: AuditParts) {
  const names: Names = {
    operator: (id) => operators.nameOf(id) ?? 'Former operator',
    channel: (id) => (id === null ? 'an unknown channel' : (channels.get(id)?.name ?? 'Removed channel')),
  }
  const by = (actor: ReadEvent['actor']) => {
    if (actor === 'system') return 'the console'
    return actor.startsWith('operator:') ? names.operator(actor.slice('operator:'.length) as OperatorId) : 'a visitor'
  }
  return {
    async list(input: RequestInput<'audit.list'>): Promise<RequestOutput<'audit.list'>> {
      const { events, nextCursor } = await store.read('journal.search', input)
      const rows = events.map((event) => {
        const { seq, at, type, content } = event
        const conversationId = content?.['conversationId']
        return {
          id: String(seq),
          seq,
          at,
          kind: type,
          by: by(event.actor),
          sentence: eventSentence(event, names),
          conversationId: typeof conversationId === 'string' ? (conversationId as ConversationId) : null,
          erased: content === null,
        }
      })
      return { rows, nextCursor, kinds: eventTypes.toSorted() }
    },

    /** Who takes everything out is written down first, and stands in the export itself. */
    async export(
      { format }: RequestInput<'audit.export'>,
      operatorId: OperatorId,
    ): Promise<RequestOutput<'audit.export'>> {
      const at = clock()
      const time = new Date(at).toISOString().replace(/[:.]/g, '-')
      const file = `journal-${time}.${format}`
      await store.write('journal.noteExport', { operatorId, format, file, at })
      const { entries } = await store.read('journal.export', { folder, file, format })
      // The window needs no path of this machine: the folder stands beside the database.
      return { folder: basename(folder), file, entries }
    },

    async erase(input: RequestInput<'audit.erase'>, operatorId: OperatorId): Promise<RequestOutput<'audit.erase'>> {
      const erasureId = newId('eras', randomBytes)
      const done = await store.write('person.erase', { ...input, erasureId, operatorId, at: clock() })
      for (const topic of ['contacts', 'conversation', 'inbox', 'flags', 'drafts'] as const) {
        onChange({ topic, conversationId: null })
      }
      return { erasureId, ...done }
    },
  }
}
