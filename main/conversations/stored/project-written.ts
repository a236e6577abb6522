import type { MessageKind } from '#shared/domain/conversation.ts'
import type { ContactId, ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { JournalEvent } from '../../journal/events.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { run } from '../../storage/statement.ts'
import { preview } from './preview.ts'
import type { ConversationRecord } from './rows.ts'
import { findConversation } from './rows.ts'

/** A reply or a note. A reply ends the wait. */
export function projectWritten(
  handle: WriteHandle,
  event: JournalEvent<'reply.sent' | 'note.added'>,
  kind: 'reply' | 'note',
  audience: ContactId | null,
): void {
  const { conversationId, requestId, text } = event.content
  const before = existing(handle, conversationId)
  const delivery = kind === 'reply' ? 'queued' : null
  addMessage(handle, event, before, { kind, text, requestId, delivery, audience, other: null })
  noteActivity(handle, event, kind, kind === 'reply' ? null : before.waiting_since)
}

/** Stored as a note for somebody. The visitor goes on waiting. */
export function projectWhispered(handle: WriteHandle, event: JournalEvent<'live.whispered'>): void {
  const { conversationId, requestId, text, toId } = event.content
  const before = existing(handle, conversationId)
  addMessage(handle, event, before, { kind: 'note', text, requestId, delivery: null, audience: null, other: toId })
  noteActivity(handle, event, 'whisper', before.waiting_since)
}

/** A line of the console's own. It is nobody's message: neither the list's order nor its times change. */
export function projectTakenOver(handle: WriteHandle, event: JournalEvent<'live.takenOver'>): void {
  const { conversationId, operatorId, fromId } = event.content
  const before = existing(handle, conversationId)
  const line = { kind: 'event', text: '', requestId: null, delivery: null, audience: null, other: fromId } as const
  addMessage(handle, event, before, line)
  run(
    handle,
    'UPDATE conversations SET last_position = ?, assignee_id = ? WHERE id = ?',
    before.last_position + 1,
    operatorId,
    conversationId,
  )
}

interface Written {
  kind: Exclude<MessageKind, 'visitor' | 'whisper'>
  text: string
  requestId: string | null
  delivery: 'queued' | null
  audience: ContactId | null
  other: OperatorId | null
}

function addMessage(
  handle: WriteHandle,
  { at, seq, content }: JournalEvent<'reply.sent' | 'note.added' | 'live.whispered' | 'live.takenOver'>,
  before: ConversationRecord,
  { kind, text, requestId, delivery, audience, other }: Written,
): void {
  run(
    handle,
    `INSERT INTO messages (seq, id, conversation_id, position, kind, text, at, session_id, request_id, operator_id,
       other_operator_id, delivery, audience_contact_id, standing_changed, identity_switched, warned)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)`,
    seq,
    content.messageId,
    content.conversationId,
    before.last_position + 1,
    kind,
    text,
    at,
    before.session_id,
    requestId,
    content.operatorId,
    other,
    delivery,
    audience,
  )
}

function noteActivity(
  handle: WriteHandle,
  { at, seq, content }: JournalEvent<'reply.sent' | 'note.added' | 'live.whispered'>,
  kind: MessageKind,
  waitingSince: number | null,
): void {
  run(
    handle,
    `UPDATE conversations SET activity_seq = ?, last_position = last_position + 1, last_text = ?, last_kind = ?,
       last_at = ?, waiting_since = ? WHERE id = ?`,
    seq,
    preview(content.text),
    kind,
    at,
    waitingSince,
    content.conversationId,
  )
}

function existing(handle: WriteHandle, conversationId: ConversationId): ConversationRecord {
  const before = findConversation(handle, conversationId)
  if (!before) throw new Error('what is written needs its conversation')
  return before
}
