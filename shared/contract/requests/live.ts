import { z } from 'zod'
import type { ConversationRow, ConversationView, MessageView } from '../../domain/conversation.ts'
import type { LookId } from '../../domain/ids.ts'
import { liveSorts, liveStandings } from '../../domain/live.ts'
import { id, line } from './parts.ts'

/** For supervisors alone: every open conversation, and ways to step in. */
export const liveInputs = {
  'live.list': z.strictObject({
    sort: z.enum(liveSorts),
    standing: z.enum(liveStandings).nullable(),
    agent: z.union([id('oper'), z.literal('nobody')]).nullable(),
    channelId: id('chan').nullable(),
    waiting: z.enum(['waiting', 'answered']).nullable(),
    cursor: z.string().max(200).nullable(),
    limit: z.int().min(1).max(200),
  }),
  /** Rows that are shown and stand in no page of the list any more, as they are now; closed ones too. */
  'live.rows': z.strictObject({ conversationIds: z.array(id('conv')).min(1).max(200) }),
  /** Begins a look: one event of the journal, and nothing that anybody else could notice. */
  'live.look': z.strictObject({ conversationId: id('conv') }),
  /** The thread under a look that was begun by the same operator. */
  'live.view': z.strictObject({ lookId: id('look'), conversationId: id('conv') }),
  'live.older': z.strictObject({ lookId: id('look'), conversationId: id('conv'), before: z.int().min(1) }),
  /** A note to the agent in charge. The same request twice is one whisper. */
  'live.whisper': z.strictObject({
    conversationId: id('conv'),
    requestId: z.string().regex(/^[0-9A-Za-z_-]{8,64}$/),
    text: line(4_000),
  }),
  'live.takeOver': z.strictObject({ conversationId: id('conv') }),
} as const

/** A conversation as it is read in a look: without anybody's drafts. */
export type LookView = Omit<ConversationView, 'draft'>

export interface LiveOutputs {
  /** A page may hold fewer rows than asked for, or none, and still lead on. */
  'live.list': { rows: ConversationRow[]; nextCursor: string | null }
  'live.rows': { rows: ConversationRow[] }
  'live.look': { lookId: LookId }
  'live.view': LookView
  'live.older': { messages: MessageView[]; hasOlder: boolean }
  'live.whisper': MessageView
  'live.takeOver': ConversationRow
}
