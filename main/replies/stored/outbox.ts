import { ProblemError } from '#shared/contract/result.ts'
import type { DeliveryState } from '#shared/domain/conversation.ts'
import type { ChannelId, ContactId, ConversationId, MessageId, SessionId } from '#shared/domain/ids.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

/** A stored reply with everything that is needed to hand it to the transport once more. */
export interface OutboxEntry {
  messageId: MessageId
  conversationId: ConversationId
  channelId: ChannelId
  sessionId: SessionId
  audience: ContactId | null
  operatorId: `oper_${string}`
  text: string
  at: number
  delivery: DeliveryState
  /** Why the gate held it when it would have been given; null for all others. */
  held: BlockReason | null
  /** Its entry in the journal. */
  seq: number
}

/** The reply was given to a page, which may show it now, and has not acknowledged it yet. Answers whether that is news. */
export function markHandedOver(handle: WriteHandle, { messageId, at }: { messageId: MessageId; at: number }): boolean {
  const delivery = deliveryOf(handle, messageId)
  if (delivery !== 'queued' && delivery !== 'failed') return false
  record(handle, { type: 'reply.handedOver', actor: 'system', at, content: { messageId } })
  return true
}

/** The transport did not take the reply, or nobody acknowledged it in time. Answers whether that is news. */
export function markFailed(handle: WriteHandle, { messageId, at }: { messageId: MessageId; at: number }): boolean {
  const delivery = deliveryOf(handle, messageId)
  if (delivery !== 'queued' && delivery !== 'sent') return false
  record(handle, { type: 'reply.failed', actor: 'system', at, content: { messageId } })
  return true
}

/** Nobody was there to take a reply that had failed: it waits for the visitor, whose history holds it. */
export function markQueued(handle: WriteHandle, { messageId, at }: { messageId: MessageId; at: number }): boolean {
  if (deliveryOf(handle, messageId) !== 'failed') return false
  record(handle, { type: 'reply.requeued', actor: 'system', at, content: { messageId } })
  return true
}

/** Records as failed what was handed over before `before` (ms) and never acknowledged. Answers whose conversations. */
export function failUnacknowledged(
  handle: WriteHandle,
  { before, at }: { before: number; at: number },
): ConversationId[] {
  const late = all<{ id: MessageId; conversationId: ConversationId }>(
    handle,
    `SELECT id, conversation_id AS conversationId FROM messages
     WHERE kind = 'reply' AND delivery = 'sent' AND coalesce(given_at, at) < ? ORDER BY at LIMIT 500`,
    before,
  )
  for (const { id } of late) {
    record(handle, { type: 'reply.failed', actor: 'system', at, content: { messageId: id } })
  }
  return [...new Set(late.map(({ conversationId }) => conversationId))]
}

/** @throws ProblemError `not-found` for what is no reply */
export function findOutboxEntry(
  handle: ReadHandle | WriteHandle,
  { messageId }: { messageId: MessageId },
): OutboxEntry {
  const entry = one<Omit<OutboxEntry, 'held'> & { held: string | null }>(
    handle,
    `SELECT m.id AS messageId, m.conversation_id AS conversationId, c.channel_id AS channelId,
       m.session_id AS sessionId, m.audience_contact_id AS audience, m.operator_id AS operatorId, m.text, m.at,
       m.delivery, m.held, m.seq
     FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ? AND m.kind = 'reply'`,
    messageId,
  )
  if (entry === null) throw new ProblemError('not-found', 'This reply does not exist any more.')
  return { ...entry, held: entry.held === null ? null : (JSON.parse(entry.held) as BlockReason) }
}

function deliveryOf(handle: WriteHandle, messageId: MessageId): DeliveryState | null {
  return (
    one<{ delivery: DeliveryState | null }>(handle, 'SELECT delivery FROM messages WHERE id = ?', messageId)
      ?.delivery ?? null
  )
}

export const outboxProjection: Projection = {
  'reply.held': (handle, { content }) => {
    run(
      handle,
      `UPDATE messages SET delivery = 'failed', held = ? WHERE id = ? AND kind = 'reply' AND delivery <> 'delivered'`,
      JSON.stringify(content.reason),
      content.messageId,
    )
  },
  // What the widget already acknowledged stays delivered, whichever of the two was written first.
  'reply.handedOver': (handle, { at, content }) => {
    run(
      handle,
      `UPDATE messages SET delivery = 'sent', held = NULL, given_at = ?
       WHERE id = ? AND delivery IN ('queued', 'failed')`,
      at,
      content.messageId,
    )
  },
  'reply.requeued': (handle, { content }) => {
    run(
      handle,
      `UPDATE messages SET delivery = 'queued', held = NULL WHERE id = ? AND delivery = 'failed'`,
      content.messageId,
    )
  },
}
