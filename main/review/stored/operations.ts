import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, ConversationId, FlagId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { ClaimComparison, FlagRow } from '#shared/domain/review.ts'
import { parseVerdict, verdictSummary } from '../../conversations/stored/rows.ts'
import { record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import { reportFlag } from '../flag-rules.ts'
import { grantReads, grantWrites } from './grants.ts'
import { raiseFlag } from './raise-flag.ts'

/** A flag before names are filled in from the directories. */
export type StoredFlagRow = Omit<FlagRow, 'channel' | 'acknowledgedBy' | 'comparison'> & {
  comparison: ClaimComparison | null
  channelId: ChannelId
  acknowledgedBy: OperatorId | null
}

/** Flags, newest first: open ones by when they were raised, the others by when they were acknowledged. */
export function listFlags(
  handle: ReadHandle | WriteHandle,
  { state, limit }: { state: 'open' | 'acknowledged'; limit: number },
): StoredFlagRow[] {
  const rest =
    state === 'open'
      ? 'WHERE f.acknowledged_at IS NULL ORDER BY f.seq DESC'
      : 'WHERE f.acknowledged_at IS NOT NULL ORDER BY f.acknowledged_at DESC, f.seq DESC'
  return all<{
    id: FlagId
    kind: FlagRow['kind']
    severity: FlagRow['severity']
    sentence: string
    conversationId: ConversationId
    conversationTitle: string
    channelId: ChannelId
    messageId: MessageId | null
    messageText: string | null
    verdict: string | null
    comparison: string | null
    raisedAt: number
    acknowledgedAt: number | null
    acknowledgedBy: OperatorId | null
  }>(
    handle,
    `SELECT f.id, f.kind, f.severity, f.sentence, f.conversation_id AS conversationId, c.title AS conversationTitle,
       c.channel_id AS channelId, f.message_id AS messageId, m.text AS messageText, m.verdict, f.comparison,
       f.raised_at AS raisedAt, f.acknowledged_at AS acknowledgedAt, f.acknowledged_by AS acknowledgedBy
     FROM flags f JOIN conversations c ON c.id = f.conversation_id LEFT JOIN messages m ON m.id = f.message_id
     ${rest} LIMIT ?`,
    limit,
  ).map((row) => ({
    ...row,
    verdict: row.verdict === null ? null : verdictSummary(parseVerdict(row.verdict)),
    comparison: row.comparison === null ? null : (JSON.parse(row.comparison) as ClaimComparison),
  }))
}

/** Acknowledges flags; those that are not there or are acknowledged already are passed over. */
export function acknowledgeFlags(
  handle: WriteHandle,
  { flagIds, operatorId, at }: { flagIds: FlagId[]; operatorId: OperatorId; at: number },
): { acknowledged: FlagId[]; conversations: ConversationId[] } {
  const acknowledged: FlagId[] = []
  const conversations = new Set<ConversationId>()
  for (const flagId of flagIds) {
    const open = one<{ conversation_id: ConversationId }>(
      handle,
      'SELECT conversation_id FROM flags WHERE id = ? AND acknowledged_at IS NULL',
      flagId,
    )
    if (!open) continue
    record(handle, { type: 'flag.acknowledged', actor: `operator:${operatorId}`, at, content: { flagId, operatorId } })
    acknowledged.push(flagId)
    conversations.add(open.conversation_id)
  }
  return { acknowledged, conversations: [...conversations] }
}

/** Raises the flag of an agent's own report. Rejects with `not-found`. */
export function reportConversation(
  handle: WriteHandle,
  input: {
    conversationId: ConversationId
    flagId: FlagId
    name: string
    note: string
    operatorId: OperatorId
    at: number
  },
): FlagId {
  const { conversationId, flagId, name, note, operatorId, at } = input
  const newest = one<{ messageId: MessageId | null }>(
    handle,
    `SELECT (SELECT id FROM messages WHERE conversation_id = c.id AND kind = 'visitor' ORDER BY position DESC LIMIT 1)
       AS messageId FROM conversations c WHERE c.id = ?`,
    conversationId,
  )
  if (!newest) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  const { messageId } = newest
  const finding = reportFlag(name, note)
  const raised = raiseFlag(handle, finding, { flagId, conversationId, messageId, actor: `operator:${operatorId}`, at })
  if (!raised) throw new ProblemError('conflict', 'You have reported exactly this already, and it is waiting.')
  return flagId
}

export interface StoredRefusalRow {
  channelId: ChannelId | null
  code: string
  origin: string | null
  count: number
  firstAt: number
  lastAt: number
}

/** What was turned away, newest first. */
export function listRefusals(handle: ReadHandle | WriteHandle, { limit }: { limit: number }): StoredRefusalRow[] {
  return all<StoredRefusalRow & { channelId: string; origin: string }>(
    handle,
    `SELECT channel_id AS channelId, code, origin, count, first_at AS firstAt, last_at AS lastAt
     FROM refusals ORDER BY last_at DESC LIMIT ?`,
    limit,
  ).map((row) => ({ ...row, channelId: (row.channelId || null) as ChannelId | null, origin: row.origin || null }))
}

export const reviewWrites = {
  ...grantWrites,
  'flags.acknowledge': acknowledgeFlags,
  'flags.report': reportConversation,
}
export type ReviewWrites = typeof reviewWrites

export const reviewReads = { ...grantReads, 'flags.list': listFlags, 'refusals.list': listRefusals }
export type ReviewReads = typeof reviewReads
