import { ProblemError } from '#shared/contract/result.ts'
import type { ConversationId, LookId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { ConversationRecord, StoredConversationRow, StoredMessageView } from '../../conversations/stored/rows.ts'
import { conversationRow, findConversation } from '../../conversations/stored/rows.ts'
import { viewMessage } from '../../conversations/stored/view-conversation.ts'
import { record } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'

interface Intervention {
  conversationId: ConversationId
  /** The supervisor. */
  operatorId: OperatorId
  /** Milliseconds since 1970. */
  at: number
}

/** Notes that a look begins. Nothing else is written, so nothing else can tell. Rejects with `not-found`. */
export function beginLook(
  handle: WriteHandle,
  { conversationId, operatorId, lookId, at }: Intervention & { lookId: LookId },
): null {
  existing(handle, conversationId)
  const content = { conversationId, operatorId, lookId }
  record(handle, { type: 'live.looked', actor: `operator:${operatorId}`, at, content })
  return null
}

/**
 * Leaves a note for the agent in charge, in the console alone. The same request twice is one whisper. Rejects with
 * `not-found`, and with `conflict` where there is nobody to whisper to.
 */
export function whisper(
  handle: WriteHandle,
  input: Intervention & { messageId: MessageId; requestId: string; text: string },
): { message: StoredMessageView; duplicate: boolean } {
  const { conversationId, operatorId, messageId, requestId, text, at } = input
  const { assignee_id: toId, state } = existing(handle, conversationId)
  const first = one<{ id: MessageId; text: string; by: OperatorId }>(
    handle,
    'SELECT id, text, operator_id AS "by" FROM messages WHERE conversation_id = ? AND request_id = ?',
    conversationId,
    requestId,
  )
  if (first !== null) {
    if (first.text === text && first.by === operatorId) return { message: viewed(handle, first.id), duplicate: true }
    throw new ProblemError('conflict', 'Another text was already left under this request. Whisper it as a new one.')
  }
  if (state === 'closed') throw new ProblemError('conflict', 'This conversation was closed, so nobody works on it.')
  if (toId === null) {
    throw new ProblemError('conflict', 'Nobody has this conversation, so there is nobody to whisper to. Take it over.')
  }
  if (toId === operatorId) {
    throw new ProblemError('conflict', 'This conversation is yours. Write an internal note in it instead.')
  }
  const content = { messageId, conversationId, operatorId, toId, requestId, text }
  record(handle, { type: 'live.whispered', actor: `operator:${operatorId}`, at, content })
  return { message: viewed(handle, messageId), duplicate: false }
}

/**
 * Gives an open conversation to the supervisor. What the agent had typed stays theirs. Rejects with `not-found`, and with `conflict` for one that is closed or already theirs.
 */
export function takeOver(
  handle: WriteHandle,
  { conversationId, operatorId, messageId, at }: Intervention & { messageId: MessageId },
): StoredConversationRow {
  const { assignee_id: fromId, state } = existing(handle, conversationId)
  if (state === 'closed') throw new ProblemError('conflict', 'This conversation was closed. Reopen it in the inbox.')
  if (fromId === operatorId) throw new ProblemError('conflict', 'This conversation is yours already.')
  const content = { messageId, conversationId, operatorId, fromId }
  record(handle, { type: 'live.takenOver', actor: `operator:${operatorId}`, at, content })
  return conversationRow(existing(handle, conversationId), at)
}

function existing(handle: WriteHandle, conversationId: ConversationId): ConversationRecord {
  const row = findConversation(handle, conversationId)
  if (!row) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  return row
}

function viewed(handle: WriteHandle, messageId: MessageId): StoredMessageView {
  const message = viewMessage(handle, messageId)
  if (message === null) throw new Error('a whisper was stored and is not there')
  return message
}
