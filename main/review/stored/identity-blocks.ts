import { ProblemError } from '#shared/contract/result.ts'
import type { BlockId, ConversationId, FlagId, OperatorId } from '#shared/domain/ids.ts'
import type { BlockScope } from '#shared/domain/review.ts'
import { record } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import type { StoredBlock } from './blocks.ts'
import { blockOf } from './blocks.ts'
import { readCase } from './flag-case.ts'

/** Blocks whom the flag's message names, in its channel. Rejects with `not-found` where it names nobody. */
export function blockIdentity(
  handle: WriteHandle,
  input: { flagId: FlagId; blockId: BlockId; scope: BlockScope; note: string; operatorId: OperatorId; at: number },
): { block: StoredBlock; conversationId: ConversationId } {
  const { flagId, blockId, scope, note, operatorId, at } = input
  const { flag, subject } = readCase(handle, { flagId })
  if (subject === null)
    throw new ProblemError('not-found', 'The message of this flag names nobody who could be blocked.')
  const { channelId, conversationId } = flag
  const { field, value } = subject
  if (blockOf(handle, channelId, field, value) !== null) {
    throw new ProblemError('conflict', 'This identity is blocked already. Lift that block to change it.')
  }
  const content = { blockId, channelId, field, value, scope, flagId, operatorId, note }
  record(handle, { type: 'identity.blocked', actor: `operator:${operatorId}`, at, content })
  const block = blockOf(handle, channelId, field, value)
  if (block === null) throw new Error('a block was stored and is not there')
  return { block, conversationId }
}

/** Lifts a block. Rejects with `not-found` where it does not stand. */
export function unblockIdentity(
  handle: WriteHandle,
  { blockId, note, operatorId, at }: { blockId: BlockId; note: string; operatorId: OperatorId; at: number },
): BlockId {
  const standing = one(handle, 'SELECT 1 FROM identity_blocks WHERE id = ? AND lifted_at IS NULL', blockId)
  if (!standing) throw new ProblemError('not-found', 'This block was lifted already.')
  const content = { blockId, operatorId, note }
  record(handle, { type: 'identity.unblocked', actor: `operator:${operatorId}`, at, content })
  return blockId
}
