import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, ConversationId, FlagId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import { reportFlag } from '../flag-rules.ts'
import { listBlocks } from './blocks.ts'
import { decideFlags, disputeFlag, settleFlags, tellAgent } from './decide.ts'
import { readCase } from './flag-case.ts'
import { grantReads, grantWrites } from './grants.ts'
import { blockIdentity, unblockIdentity } from './identity-blocks.ts'
import { flagsOfConversation, listFlags } from './list-flags.ts'
import { raiseFlag } from './raise-flag.ts'

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
  'flags.decide': decideFlags,
  'flags.dispute': disputeFlag,
  'flags.settle': settleFlags,
  'flags.tellAgent': tellAgent,
  'identity.block': blockIdentity,
  'identity.unblock': unblockIdentity,
  'flags.report': reportConversation,
}
export type ReviewWrites = typeof reviewWrites

export const reviewReads = {
  ...grantReads,
  'flags.list': listFlags,
  'flags.case': readCase,
  'flags.ofConversation': flagsOfConversation,
  'identities.list': listBlocks,
  'refusals.list': listRefusals,
}
export type ReviewReads = typeof reviewReads
