import type { Standing } from '#shared/domain/conversation.ts'
import type { ChannelId, ContactId, ConversationId, SessionId } from '#shared/domain/ids.ts'
import type { IdentityField } from '#shared/domain/verdict.ts'
import { blockMet } from '../../review/stored/blocks.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { standingAt } from '../standing.ts'
import { findConversation, parseVerdict, storedStanding, withoutEnds } from './rows.ts'

/** What the gate and the outbox need to know of a conversation, read in the transaction that sends. */
export interface LoadedStanding {
  conversationId: ConversationId
  channelId: ChannelId
  sessionId: SessionId
  state: 'open' | 'closed'
  standing: Standing
  /** Set only while the standing is verified at `now`: the audience of a reply sent now. */
  provenContactId: ContactId | null
  /** The same contact, also where the proof has ended since; null where the newest visitor message proved none. */
  restsOnContactId: ContactId | null
  /**
   * Serious flags that nobody decided yet, of this conversation and of the proof it rests on wherever it was used; and
   * those of this conversation that were decided to be an impersonation, for as long as that stands.
   */
  seriousFlags: number
  /** True where a supervisor blocked whoever the newest visitor message names. */
  identityBlocked: boolean
  lastPosition: number
  /** The visitor's fields as the newest visitor message gave them; none before the first one. */
  fields: Record<string, IdentityField>
}

/**
 * Loads the standing of a conversation at a moment.
 * @param now milliseconds since 1970: a proof whose time is over then is expired
 * @param otherProof fingerprint of another proof whose flags count as well
 * @returns null for a conversation that does not exist
 */
export function loadStanding(
  handle: ReadHandle | WriteHandle,
  conversationId: ConversationId,
  now: number,
  otherProof: string | null = null,
): LoadedStanding | null {
  const row = findConversation(handle, conversationId)
  if (!row) return null
  const stored = standingAt(storedStanding(row), now)
  const standing = withoutEnds(stored)
  const flags = one<{ count: number }>(
    handle,
    `SELECT (
       SELECT count(*) FROM flags
       WHERE acknowledged_at IS NULL AND severity = 'serious' AND (conversation_id = ? OR proof IN (?, ?))
     ) + (SELECT count(*) FROM flags WHERE decision = 'impersonation' AND conversation_id = ?) AS count`,
    conversationId,
    row.proof_fingerprint,
    otherProof,
    conversationId,
  )
  const newest = newestVerdict(handle, conversationId)
  const verdict = newest === null ? null : parseVerdict(newest)
  return {
    conversationId,
    channelId: row.channel_id,
    sessionId: row.session_id,
    state: row.state,
    standing,
    restsOnContactId: row.proven_contact_id,
    provenContactId: standing.status === 'verified' ? stored.provenContactId : null,
    // A count that cannot be read is not zero.
    seriousFlags: flags?.count ?? Number.NaN,
    identityBlocked: verdict !== null && blockMet(handle, row.channel_id, verdict) !== null,
    lastPosition: row.last_position,
    fields: verdict === null ? {} : fieldsUnder(standing, verdict.fields),
  }
}

/** How many messages the visitor wrote after a position. */
export function visitorMessagesAfter(
  handle: ReadHandle | WriteHandle,
  conversationId: ConversationId,
  position: number,
): number {
  return (
    one<{ count: number }>(
      handle,
      `SELECT count(*) AS count FROM messages WHERE conversation_id = ? AND position > ? AND kind = 'visitor'`,
      conversationId,
      position,
    )?.count ?? 0
  )
}

function newestVerdict(handle: ReadHandle | WriteHandle, conversationId: ConversationId): string | null {
  return (
    one<{ verdict: string }>(
      handle,
      `SELECT verdict FROM messages WHERE conversation_id = ? AND kind = 'visitor' ORDER BY position DESC LIMIT 1`,
      conversationId,
    )?.verdict ?? null
  )
}

/** Nothing is proven under a standing that is not verified, also when its proof only ran out meanwhile. */
export function fieldsUnder(standing: Standing, fields: Record<string, IdentityField>): Record<string, IdentityField> {
  if (standing.status === 'verified') return fields
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      field.provenance === 'proven' ? { ...field, provenance: 'claimed' as const } : field,
    ]),
  )
}
