import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, ContactId, ConversationId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import { record } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { conversationsOn } from './proof-ledger.ts'
import { parseVerdict } from './rows.ts'

export interface ProofDecision {
  messageId: MessageId
  note: string
  operatorId: OperatorId
  at: number
}

export interface DecidedProof {
  channelId: ChannelId
  fingerprint: string
  /** Null where it counts again. */
  revokedAt: number | null
  /** Those whose standing rests on it. */
  conversations: ConversationId[]
  /** Whom it proves. */
  contactId: ContactId | null
}

/** Ends the proof that came with a message, in its channel. Deciding the same twice changes nothing. Rejects with `not-found`. */
export function revokeProof(handle: WriteHandle, decision: ProofDecision): DecidedProof {
  return decide(handle, decision, 'proof.revoked')
}

/** Lets a revoked proof count again. */
export function restoreProof(handle: WriteHandle, decision: ProofDecision): DecidedProof {
  return decide(handle, decision, 'proof.restored')
}

function decide(
  handle: WriteHandle,
  { messageId, note, operatorId, at }: ProofDecision,
  type: 'proof.revoked' | 'proof.restored',
): DecidedProof {
  const message = one<{ verdict: string | null; channel_id: ChannelId; audience_contact_id: ContactId | null }>(
    handle,
    `SELECT m.verdict, c.channel_id, m.audience_contact_id
     FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ?`,
    messageId,
  )
  const fingerprint = message?.verdict ? parseVerdict(message.verdict).evidence.proofFingerprint : null
  if (!message || fingerprint === null) {
    throw new ProblemError('not-found', 'This message came without a proof that could be revoked.')
  }
  const channelId = message.channel_id
  if ((revokedAtOf(handle, channelId, fingerprint) === null) === (type === 'proof.revoked')) {
    const content = { channelId, fingerprint, messageId, note, operatorId }
    record(handle, { type, actor: `operator:${operatorId}`, at, content })
  }
  return {
    channelId,
    fingerprint,
    revokedAt: revokedAtOf(handle, channelId, fingerprint),
    conversations: conversationsOn(handle, channelId, fingerprint),
    contactId: message.audience_contact_id,
  }
}

/** When a proof was revoked in a channel (ms); null where it was not, or is not known there. */
export function revokedAtOf(
  handle: Parameters<typeof conversationsOn>[0],
  channelId: ChannelId,
  fingerprint: string,
): number | null {
  return (
    one<{ revoked_at: number | null }>(
      handle,
      'SELECT revoked_at FROM proofs WHERE channel_id = ? AND fingerprint = ?',
      channelId,
      fingerprint,
    )?.revoked_at ?? null
  )
}
