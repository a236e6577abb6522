import { ProblemError } from '#shared/contract/result.ts'
import type { RefusalReport } from '#shared/domain/envelope.ts'
import type { ConversationId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import { record } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import type { ConversationRecord, StoredConversationRow } from './rows.ts'
import { conversationRow, findConversation } from './rows.ts'

interface Handling {
  conversationId: ConversationId
  /** Who does it. */
  operatorId: OperatorId
  at: number
}

/** Gives a conversation to an operator, or to nobody. Rejects with `not-found`. */
export function assignConversation(
  handle: WriteHandle,
  { conversationId, operatorId, at, assigneeId }: Handling & { assigneeId: OperatorId | null },
): StoredConversationRow {
  const row = existing(handle, conversationId)
  if (row.assignee_id !== assigneeId) {
    const content = { conversationId, operatorId: assigneeId }
    record(handle, { type: 'conversation.assigned', actor: `operator:${operatorId}`, at, content })
  }
  return conversationRow(existing(handle, conversationId), at)
}

/** Closes a conversation; the visitor's next message opens it again. */
export function closeConversation(handle: WriteHandle, input: Handling): StoredConversationRow {
  return turn(handle, input, 'open', 'conversation.closed')
}

export function reopenConversation(handle: WriteHandle, input: Handling): StoredConversationRow {
  return turn(handle, input, 'closed', 'conversation.reopened')
}

/** Marks everything up to a position as read. Reading less than before changes nothing. */
export function markRead(
  handle: WriteHandle,
  { conversationId, operatorId, at, position }: Handling & { position: number },
): StoredConversationRow {
  const row = existing(handle, conversationId)
  const upTo = Math.min(position, row.last_position)
  if (upTo > row.read_position) {
    const content = { conversationId, position: upTo }
    record(handle, { type: 'conversation.read', actor: `operator:${operatorId}`, at, content })
  }
  return conversationRow(existing(handle, conversationId), at)
}

/** A visitor's widget has shown a reply. Answers the conversation when that is news, else null. */
export function markDelivered(
  handle: WriteHandle,
  { messageId, at }: { messageId: MessageId; at: number },
): ConversationId | null {
  const row = one<{ conversation_id: ConversationId; delivery: string | null; kind: string }>(
    handle,
    'SELECT conversation_id, delivery, kind FROM messages WHERE id = ?',
    messageId,
  )
  if (row?.kind !== 'reply' || row.delivery === 'delivered') return null
  record(handle, { type: 'reply.delivered', actor: 'system', at, content: { messageId } })
  return row.conversation_id
}

/** Origins told apart per channel and code, however long the console runs: whoever knocks may invent them. */
const originsKept = 500

/** Adds what was refused at the door, gathered by whoever calls. Beyond `originsKept` it is counted without its origin. */
export function addRefusals(handle: WriteHandle, { reports }: { reports: RefusalReport[] }): null {
  const beyond = new Map<string, RefusalReport>()
  for (const report of reports) {
    const { channelId, code, origin, count, at } = report
    if (origin === null || isCountedApart(handle, report)) {
      record(handle, { type: 'door.refused', actor: 'system', at, content: { channelId, code, origin, count } })
      continue
    }
    const key = JSON.stringify([channelId, code])
    const known = beyond.get(key)
    if (known === undefined) beyond.set(key, { ...report, origin: null })
    else {
      known.count += count
      known.at = Math.max(known.at, at)
    }
  }
  for (const { at, ...content } of beyond.values()) {
    record(handle, { type: 'door.refused', actor: 'system', at, content })
  }
  return null
}

function isCountedApart(handle: WriteHandle, { channelId, code, origin }: RefusalReport): boolean {
  const where = 'SELECT 1 FROM refusals WHERE channel_id = ? AND code = ? AND origin = ?'
  if (one(handle, where, channelId ?? '', code, origin) !== null) return true
  const kept = one<{ origins: number }>(
    handle,
    'SELECT COUNT(*) AS origins FROM refusals WHERE channel_id = ? AND code = ?',
    channelId ?? '',
    code,
  )
  return (kept?.origins ?? 0) < originsKept
}

function turn(
  handle: WriteHandle,
  { conversationId, operatorId, at }: Handling,
  from: 'open' | 'closed',
  type: 'conversation.closed' | 'conversation.reopened',
): StoredConversationRow {
  const row = existing(handle, conversationId)
  if (row.state === from) record(handle, { type, actor: `operator:${operatorId}`, at, content: { conversationId } })
  return conversationRow(existing(handle, conversationId), at)
}

function existing(handle: WriteHandle, conversationId: ConversationId): ConversationRecord {
  const row = findConversation(handle, conversationId)
  if (!row) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  return row
}
