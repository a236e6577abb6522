import type { MessageId, TemplateId } from '#shared/domain/ids.ts'
import type { BlockReason, BlockReasonCode } from '#shared/domain/reply.ts'
import { loadStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { findOutboxEntry } from './outbox.ts'
import { ask } from './send.ts'

/** Of no weight for a reply that stands in the conversation: it was whole, and seen, when it was sent. */
const settled: readonly BlockReasonCode[] = ['conversation-closed', 'unknown-template', 'unresolved-variable']

/**
 * Why a reply that was sent once is not handed over again now, or null: the gate is asked anew, since a flag may have been
 * raised, or a proof have ended. What a supervisor's grant let out is that very reply still.
 */
export function retryRefusal(
  handle: ReadHandle | WriteHandle,
  { messageId, at }: { messageId: MessageId; at: number },
): BlockReason | null {
  const { conversationId, operatorId, text } = findOutboxEntry(handle, { messageId })
  const sent = one<{ json: string }>(
    handle,
    'SELECT c.json FROM messages m JOIN journal_content c ON c.seq = m.seq WHERE m.id = ?',
    messageId,
  )
  const { templateIds = [], grantId } = JSON.parse(sent?.json ?? '{}') as {
    templateIds?: TemplateId[]
    grantId?: string
  }
  if (grantId !== undefined) return null
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) throw new Error('a reply stands in no conversation')
  const asked = {
    conversationId,
    operatorId,
    mode: 'reply',
    text,
    templateIds,
    sendAnyway: true,
    again: true,
    at,
  } as const
  const { decision } = ask(handle, asked, standing, 0)
  if (decision.outcome !== 'block') return null
  return decision.reasons.find(({ code }) => !settled.includes(code)) ?? null
}
