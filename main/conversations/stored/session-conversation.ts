import type { ChannelId, ConversationId, SessionId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'

export interface SessionConversationInput {
  channelId: ChannelId
  /** By its id, by the SHA-256 (hex) of its token, or by the name that a server gave it. */
  session: { id: SessionId } | { tokenDigest: string } | { name: string }
}

/** The newest conversation of a session, which its next message goes on with; null before its first message. */
export function sessionConversation(
  handle: ReadHandle | WriteHandle,
  { channelId, session }: SessionConversationInput,
): ConversationId | null {
  const [column, value] =
    'id' in session
      ? ['id', session.id]
      : 'name' in session
        ? ['name', session.name]
        : ['token_digest', session.tokenDigest]
  return (
    one<{ id: ConversationId }>(
      handle,
      `SELECT c.id FROM sessions s JOIN conversations c ON c.session_id = s.id
       WHERE s.${column} = ? AND s.channel_id = ? ORDER BY c.state = 'open' DESC, c.activity_seq DESC LIMIT 1`,
      value,
      channelId,
    )?.id ?? null
  )
}

/** The conversations that are verified and whose proof has an end that is still to come (ms). */
export function endingStandings(
  handle: ReadHandle | WriteHandle,
  { after, until }: { after: number; until: number },
): { id: ConversationId; validUntil: number }[] {
  return all(
    handle,
    `SELECT id, valid_until AS validUntil FROM conversations
     WHERE standing_status = 'verified' AND valid_until > ? AND valid_until <= ?`,
    after,
    until,
  )
}
