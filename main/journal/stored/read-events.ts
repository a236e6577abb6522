import type { ConversationId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'
import type { Actor, EventType } from '../events.ts'

/** An entry as people read it. `content` is null where it was erased. */
export interface ReadEvent {
  seq: number
  at: number
  type: EventType
  actor: Actor
  content: Record<string, unknown> | null
}

interface EventRecord extends Omit<ReadEvent, 'content'> {
  json: string | null
}

/** The newest entries about one conversation, oldest first: messages, replies and everything around them. */
export function eventsOfConversation(
  handle: ReadHandle | WriteHandle,
  { conversationId, limit }: { conversationId: ConversationId; limit: number },
): ReadEvent[] {
  return all<EventRecord>(
    handle,
    `SELECT j.seq, j.at, j.type, j.actor, c.json FROM (
       SELECT seq FROM conversation_events WHERE conversation_id = @conversationId
       UNION SELECT seq FROM messages WHERE conversation_id = @conversationId
       ORDER BY seq DESC LIMIT @limit
     ) e JOIN journal j ON j.seq = e.seq LEFT JOIN journal_content c ON c.seq = j.seq ORDER BY j.seq`,
    { conversationId, limit },
  ).map(readEvent)
}

export function readEvent({ json, ...row }: EventRecord): ReadEvent {
  return { ...row, content: json === null ? null : (JSON.parse(json) as Record<string, unknown>) }
}
