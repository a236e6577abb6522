import { ProblemError } from '#shared/contract/result.ts'
import type { ConversationId, FlagId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { Decision, FlagState } from '#shared/domain/review.ts'
import { record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'

interface Deciding {
  flagIds: FlagId[]
  decision: Decision
  note: string
  operatorId: OperatorId
  /** Milliseconds since 1970. */
  at: number
}

export interface Decided {
  flagIds: FlagId[]
  conversations: ConversationId[]
}

/**
 * Decides about flags, or only drafts a decision. Those that are not there, or were decided by somebody else meanwhile,
 * are passed over: a decision is changed by a dispute alone.
 */
export function decideFlags(handle: WriteHandle, { draft, ...deciding }: Deciding & { draft: boolean }): Decided {
  return decide(handle, deciding, draft ? 'flag.drafted' : 'flag.decided', ['open', 'draft'])
}

/** Ends disputes, with the same decision or another. Others are passed over. */
export function settleFlags(handle: WriteHandle, deciding: Deciding): Decided {
  return decide(handle, deciding, 'flag.settled', ['disputed'])
}

function decide(
  handle: WriteHandle,
  { flagIds, decision, note, operatorId, at }: Deciding,
  type: 'flag.drafted' | 'flag.decided' | 'flag.settled',
  from: readonly FlagState[],
): Decided {
  const done: FlagId[] = []
  const conversations = new Set<ConversationId>()
  for (const flagId of new Set(flagIds)) {
    const flag = flagState(handle, flagId)
    if (flag === null || !from.includes(flag.state)) continue
    const content = { flagId, operatorId, decision, note }
    record(handle, { type, actor: `operator:${operatorId}`, at, content })
    done.push(flagId)
    conversations.add(flag.conversationId)
  }
  return { flagIds: done, conversations: [...conversations] }
}

/** Says that a decision is wrong. Rejects with `not-found`, and with `conflict` for what is not decided. */
export function disputeFlag(
  handle: WriteHandle,
  { flagId, note, operatorId, at }: { flagId: FlagId; note: string; operatorId: OperatorId; at: number },
): Decided {
  const flag = existing(handle, flagId)
  if (flag.state !== 'decided') {
    throw new ProblemError(
      'conflict',
      flag.state === 'disputed'
        ? 'This decision is disputed already, and a supervisor will settle it.'
        : flag.state === 'settled'
          ? 'This was settled, which is final. Report the conversation if something new happened.'
          : 'Nothing was decided here yet.',
    )
  }
  record(handle, {
    type: 'flag.disputed',
    actor: `operator:${operatorId}`,
    at,
    content: { flagId, operatorId, note },
  })
  return { flagIds: [flagId], conversations: [flag.conversationId] }
}

/** Leaves an internal note in the flag's conversation. The same request twice is one note. */
export function tellAgent(
  handle: WriteHandle,
  input: { flagId: FlagId; text: string; messageId: MessageId; operatorId: OperatorId; at: number },
): ConversationId {
  const { flagId, text, messageId, operatorId, at } = input
  const { conversationId } = existing(handle, flagId)
  const content = { messageId, conversationId, operatorId, requestId: `review ${messageId}`, text }
  record(handle, { type: 'note.added', actor: `operator:${operatorId}`, at, content })
  return conversationId
}

function flagState(handle: ReadHandle | WriteHandle, flagId: FlagId) {
  return one<{ state: FlagState; conversationId: ConversationId }>(
    handle,
    'SELECT state, conversation_id AS conversationId FROM flags WHERE id = ?',
    flagId,
  )
}

function existing(handle: ReadHandle | WriteHandle, flagId: FlagId) {
  const flag = flagState(handle, flagId)
  if (flag === null) throw new ProblemError('not-found', 'This flag does not exist any more.')
  return flag
}
