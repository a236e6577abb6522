import type { ConversationId } from '#shared/domain/ids.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'
import type { EventType, JournalEvent } from '../events.ts'
import type { Projection } from '../projections.ts'

/** The table this projection writes. */
export const conversationEventTables: readonly string[] = ['conversation_events']

/** Events about a conversation that leave no message behind. */
const noted = [
  'conversation.assigned',
  'conversation.closed',
  'conversation.reopened',
  'live.looked',
  'reply.blocked',
  'reply.warned',
  'reply.failed',
  'reply.held',
  'flag.raised',
  'flag.acknowledged',
  'flag.drafted',
  'flag.decided',
  'flag.disputed',
  'flag.settled',
  'identity.blocked',
  'proof.revoked',
  'proof.restored',
  'grant.requested',
  'grant.approved',
  'grant.declined',
  'grant.used',
] as const satisfies readonly EventType[]

/** Attached last: it reads what the other projections made of earlier events and of this one. */
export const conversationEventProjection: Projection = Object.fromEntries(noted.map((type) => [type, note]))

function note(handle: WriteHandle, { seq, content }: JournalEvent): void {
  const conversationId = conversationOf(handle, content as unknown as Record<string, unknown>)
  if (conversationId === null) return
  run(
    handle,
    'INSERT INTO conversation_events (conversation_id, seq) VALUES (?, ?) ON CONFLICT DO NOTHING',
    conversationId,
    seq,
  )
}

function conversationOf(handle: WriteHandle, content: Record<string, unknown>): ConversationId | null {
  const { conversationId, flagId, requestId, messageId } = content
  if (typeof conversationId === 'string') return conversationId as ConversationId
  const find = (statement: string, id: unknown) =>
    typeof id === 'string' ? (one<{ id: ConversationId }>(handle, statement, id)?.id ?? null) : null
  return (
    find('SELECT conversation_id AS id FROM flags WHERE id = ?', flagId) ??
    find('SELECT conversation_id AS id FROM grant_requests WHERE id = ?', requestId) ??
    find('SELECT conversation_id AS id FROM messages WHERE id = ?', messageId)
  )
}
