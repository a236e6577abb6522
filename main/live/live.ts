import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { ConversationRow, MessageView } from '#shared/domain/conversation.ts'
import type { ConversationId, LookId, OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import { conversationRowWith, messageViewWith } from '../conversations/inbox.ts'
import type { ChannelDirectory, OperatorDirectory } from '../conversations/ports.ts'
import type { ConversationReads } from '../conversations/stored/operations.ts'
import { newId, newIdAt, type RandomBytes } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import type { LiveReads, LiveWrites } from './stored/operations.ts'

export interface LiveParts {
  store: Store<LiveWrites, LiveReads & Pick<ConversationReads, 'conversation.view' | 'conversation.older'>>
  channels: ChannelDirectory
  operators: OperatorDirectory
  clock: Clock
  randomBytes: RandomBytes
  onChange(event: ChangeEvent): void
}

/** Looks that are remembered. Whoever keeps more than this open begins the oldest again. */
const looksKept = 500

/**
 * Every open conversation, and a supervisor's ways into one. Who may call these is decided by whoever hands the requests on.
 * Every function rejects with a ProblemError, e.g. `not-found`.
 */
export function createLive({ store, channels, operators, clock, randomBytes, onChange }: LiveParts) {
  const rowFor = conversationRowWith(channels, operators)
  const messageFor = messageViewWith(operators)
  const looks = new Map<LookId, { conversationId: ConversationId; operatorId: OperatorId }>()

  /** No thread is read here without a look in the journal. */
  const requireLook = (input: { lookId: LookId; conversationId: ConversationId }, by: OperatorId) => {
    const look = looks.get(input.lookId)
    if (look?.conversationId === input.conversationId && look.operatorId === by) return
    throw new ProblemError('not-found', 'This look has ended. Open the conversation again to go on looking.')
  }

  return {
    async list(input: RequestInput<'live.list'>): Promise<RequestOutput<'live.list'>> {
      const { rows, nextCursor } = await store.read('live.page', { ...input, now: clock() })
      return { rows: rows.map(rowFor), nextCursor }
    },

    async rows(input: RequestInput<'live.rows'>): Promise<RequestOutput<'live.rows'>> {
      return { rows: (await store.read('live.rows', { ...input, now: clock() })).map(rowFor) }
    },

    /** Nobody is told: a change event would be the trace that a look must not leave. */
    async look({ conversationId }: RequestInput<'live.look'>, by: OperatorId): Promise<RequestOutput<'live.look'>> {
      const at = clock()
      const lookId = newIdAt('look', at, randomBytes)
      await store.write('live.beginLook', { conversationId, operatorId: by, lookId, at })
      looks.set(lookId, { conversationId, operatorId: by })
      for (const oldest of looks.keys()) {
        if (looks.size <= looksKept) break
        looks.delete(oldest)
      }
      return { lookId }
    },

    /** Whoever leaves the desk looks at nothing any more: coming back and looking on is another look. */
    endLooksOf(operatorId: OperatorId): void {
      for (const [lookId, look] of looks) if (look.operatorId === operatorId) looks.delete(lookId)
    },

    async view(input: RequestInput<'live.view'>, by: OperatorId): Promise<RequestOutput<'live.view'>> {
      requireLook(input, by)
      const { conversationId } = input
      const view = await store.read('conversation.view', { conversationId, now: clock() })
      return { ...view, row: rowFor(view.row), messages: view.messages.map(messageFor) }
    },

    async older(input: RequestInput<'live.older'>, by: OperatorId): Promise<RequestOutput<'live.older'>> {
      requireLook(input, by)
      const { conversationId, before } = input
      const { messages, hasOlder } = await store.read('conversation.older', { conversationId, before })
      return { messages: messages.map(messageFor), hasOlder }
    },

    async whisper(input: RequestInput<'live.whisper'>, by: OperatorId): Promise<MessageView> {
      const messageId = newId('msg', randomBytes)
      const done = await store.write('live.whisper', { ...input, messageId, operatorId: by, at: clock() })
      if (!done.duplicate) {
        onChange({ topic: 'conversation', conversationId: input.conversationId })
        onChange({ topic: 'inbox', conversationId: input.conversationId })
      }
      return messageFor(done.message)
    },

    async takeOver({ conversationId }: RequestInput<'live.takeOver'>, by: OperatorId): Promise<ConversationRow> {
      const messageId = newId('msg', randomBytes)
      const row = await store.write('live.takeOver', { conversationId, messageId, operatorId: by, at: clock() })
      for (const topic of ['conversation', 'inbox', 'drafts', 'flags'] as const) onChange({ topic, conversationId })
      return rowFor(row)
    },
  }
}
export type Live = ReturnType<typeof createLive>
