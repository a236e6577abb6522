import type { ConversationId, FlagId, MessageId } from '#shared/domain/ids.ts'
import type { Actor } from '../../journal/events.ts'
import { record } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import type { FlagFinding } from '../flag-rules.ts'

/**
 * Raises a flag inside a write operation, unless the conversation has an open one that says the same.
 * @returns whether a flag was raised
 */
export function raiseFlag(
  handle: WriteHandle,
  finding: FlagFinding,
  context: { flagId: FlagId; conversationId: ConversationId; messageId: MessageId | null; actor: Actor; at: number },
): boolean {
  const { flagId, conversationId, messageId, actor, at } = context
  const { once, ...flag } = finding
  const same = one(
    handle,
    `SELECT 1 FROM flags
     WHERE conversation_id = ? AND kind = ? AND sentence = ? AND (acknowledged_at IS NULL OR ? = 1)`,
    conversationId,
    flag.kind,
    flag.sentence,
    once === true ? 1 : 0,
  )
  if (same) return false
  record(handle, { type: 'flag.raised', actor, at, content: { flagId, ...flag, conversationId, messageId } })
  return true
}
