import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, ContactId, FlagId } from '#shared/domain/ids.ts'
import type { FlagCase, KnownCustomer } from '#shared/domain/review.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { parseVerdict } from '../../conversations/stored/rows.ts'
import { subjectOf } from '../../conversations/subject.ts'
import type { ReadEvent } from '../../journal/stored/read-events.ts'
import { eventsOfConversation } from '../../journal/stored/read-events.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import type { StoredBlock } from './blocks.ts'
import { blockOf } from './blocks.ts'
import type { StoredFlagKey } from './keys-behind.ts'
import { keysBehind } from './keys-behind.ts'
import type { StoredFlagRow } from './list-flags.ts'
import { findFlag } from './list-flags.ts'

const evidenceLength = 300

/** Everything about one flag, before names are filled in. */
export interface StoredCase extends Omit<FlagCase, 'flag' | 'evidence' | 'block' | 'keys'> {
  flag: StoredFlagRow
  events: ReadEvent[]
  keys: StoredFlagKey[]
  block: StoredBlock | null
}

/** Loads the case of a flag. Rejects with `not-found`. */
export function readCase(handle: ReadHandle | WriteHandle, { flagId }: { flagId: FlagId }): StoredCase {
  const flag = findFlag(handle, flagId)
  if (flag === null) throw new ProblemError('not-found', 'This flag does not exist any more.')
  const { conversationId, channelId, messageId, comparison } = flag
  // A flag without a message of its own (a blocked reply) is about the newest one before it.
  const found = one<{ verdict: string | null }>(
    handle,
    messageId === null
      ? `SELECT verdict FROM messages WHERE conversation_id = ? AND kind = 'visitor' ORDER BY position DESC LIMIT 1`
      : 'SELECT verdict FROM messages WHERE id = ?',
    messageId ?? conversationId,
  )
  const verdict = found?.verdict ? parseVerdict(found.verdict) : null
  const named = verdict ? subjectOf(verdict) : null
  const subject = named && { field: named.field, value: named.value }
  return {
    flag,
    events: eventsOfConversation(handle, { conversationId, limit: evidenceLength }),
    claims: verdict
      ? Object.entries(verdict.fields)
          .slice(0, 30)
          .map(([name, { value, provenance }]) => ({ name, value, provenance }))
      : [],
    known: comparison
      ? knownBy(handle, comparison.channelId, comparison.field, comparison.known)
      : subject && knownBy(handle, channelId, subject.field, subject.value),
    proof: verdict && proofOf(handle, channelId, verdict),
    keys: keysBehind(handle, flagId, channelId, verdict),
    subject,
    block: subject && blockOf(handle, channelId, subject.field, subject.value),
  }
}

/** The customer whose proofs gave a value, with everything they ever proved. */
function knownBy(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  field: string,
  value: string,
): KnownCustomer | null {
  const owner =
    one<{ id: ContactId }>(
      handle,
      'SELECT contact_id AS id FROM proven_values WHERE channel_id = ? AND field = ? AND value = ?',
      channelId,
      field,
      value,
    ) ??
    one<{ id: ContactId }>(
      handle,
      'SELECT contact_id AS id FROM proven_values WHERE channel_id = ? AND value = ? LIMIT 1',
      channelId,
      value,
    )
  if (owner === null) return null
  const contact = one<Omit<KnownCustomer, 'fields'>>(
    handle,
    `SELECT first_seen_at AS firstSeenAt, last_verified_at AS lastVerifiedAt, conversations FROM contacts WHERE id = ?`,
    owner.id,
  )
  if (contact === null) return null
  const fields = all<{ name: string; value: string }>(
    handle,
    `SELECT field AS name, value FROM proven_values WHERE channel_id = ? AND contact_id = ? ORDER BY field LIMIT 30`,
    channelId,
    owner.id,
  )
  return { ...contact, fields }
}

function proofOf(handle: ReadHandle | WriteHandle, channelId: ChannelId, verdict: Verdict): FlagCase['proof'] {
  const fingerprint = verdict.evidence.proofFingerprint
  if (fingerprint === null) return null
  const known = one<NonNullable<FlagCase['proof']>>(
    handle,
    `SELECT revoked_at AS revokedAt, sessions, first_at AS firstSeenAt FROM proofs
     WHERE channel_id = ? AND fingerprint = ?`,
    channelId,
    fingerprint,
  )
  return known
}
