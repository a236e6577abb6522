import type { BlockId, ChannelId, OperatorId } from '#shared/domain/ids.ts'
import type { BlockScope } from '#shared/domain/review.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { identityKey } from '#shared/text/identity-key.ts'
import { subjectOf } from '../../conversations/subject.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'

/** A block before names are filled in. */
export interface StoredBlock {
  id: BlockId
  channelId: ChannelId
  field: string
  value: string
  scope: BlockScope
  note: string
  by: OperatorId
  at: number
  hits: number
}

const columns =
  'id, channel_id AS channelId, field, value, scope, note, blocked_by AS "by", blocked_at AS "at", hits FROM identity_blocks'

/**
 * The standing block that a message meets, by whoever it names. A value that is only claimed is compared by what its
 * lookalikes share, so that another spelling is no way round; one that is proven meets only a block of scope `always`,
 * and exactly: somebody else's account is not this one.
 */
export function blockMet(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  verdict: Verdict,
): { id: BlockId; field: string; value: string } | null {
  const subject = subjectOf(verdict)
  if (subject === null) return null
  for (const [field, value] of Object.entries(subject.naming)) {
    const isProven = verdict.status === 'verified' && Object.hasOwn(subject.proven, field)
    const found = isProven
      ? one<{ id: BlockId }>(
          handle,
          `SELECT id FROM identity_blocks
           WHERE channel_id = ? AND field = ? AND value = ? AND lifted_at IS NULL AND scope = 'always'`,
          channelId,
          field,
          value,
        )
      : one<{ id: BlockId }>(
          handle,
          `SELECT id FROM identity_blocks
           WHERE channel_id = ? AND field = ? AND lifted_at IS NULL
             AND (value = ? OR (lookalike = ? AND lookalike <> '')) LIMIT 1`,
          channelId,
          field,
          value,
          identityKey(field, value),
        )
    if (found) return { id: found.id, field, value }
  }
  return null
}

/** Blocks that stand, newest first. */
export function listBlocks(handle: ReadHandle | WriteHandle, _input: Record<string, never>): StoredBlock[] {
  return all(handle, `SELECT ${columns} WHERE lifted_at IS NULL ORDER BY seq DESC LIMIT 500`)
}

/** The standing block of exactly this identity; null where there is none. */
export function blockOf(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  field: string,
  value: string,
): StoredBlock | null {
  return one(
    handle,
    `SELECT ${columns} WHERE channel_id = ? AND field = ? AND value = ? AND lifted_at IS NULL`,
    channelId,
    field,
    value,
  )
}
