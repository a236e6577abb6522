import type { ChannelPolicy } from '#shared/domain/channel.ts'
import type { VisitorContext } from '#shared/domain/envelope.ts'
import type { ChannelId, ContactId, ConversationId, FlagId, MessageId, SessionId } from '#shared/domain/ids.ts'
import type { Verdict, VerdictStatus } from '#shared/domain/verdict.ts'
import { record } from '../../journal/projections.ts'
import type { ExposedSecret, SeenElsewhere } from '../../review/flag-rules.ts'
import { flagsFor } from '../../review/flag-rules.ts'
import { blockMet } from '../../review/stored/blocks.ts'
import { raiseFlag } from '../../review/stored/raise-flag.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { judgeProof } from '../proof-ledger.ts'
import { nextStanding, noStanding, standingChanges } from '../standing.ts'
import type { Subject } from '../subject.ts'
import { isAnotherSubject, provenSubject, subjectOf } from '../subject.ts'
import { findContact } from './contacts.ts'
import { newestConversation } from './newest-conversation.ts'
import type { ProofUse } from './proof-ledger.ts'
import { conversationsWarned, isToBeFlagged, proofFacts } from './proof-ledger.ts'
import { claimedIdentity } from './proven-values.ts'
import { storedStanding } from './rows.ts'

export interface ReceiveInput {
  channelId: ChannelId
  sessionId: SessionId
  clientMessageId: string
  text: string
  verdict: Verdict
  /** Secrets that stood in what came in, blotted out of it by now. */
  exposed: ExposedSecret[]
  /** Sessions with a connection open that uses the proof of this verdict. */
  connected: SessionId[]
  policy: ChannelPolicy
  context: Pick<VisitorContext, 'origin' | 'pageUrl' | 'client' | 'via'>
  /** Ids to use where something new is made. */
  newIds: { message: MessageId; conversation: ConversationId; contact: ContactId; flags: FlagId[] }
  /** Milliseconds since 1970. */
  at: number
}

export type ReceiveOutcome =
  | {
      outcome: 'accepted'
      messageId: MessageId
      conversationId: ConversationId
      duplicate: boolean
      status: VerdictStatus
      warned: boolean
      at: number
      flagged: boolean
      /** Other conversations that rest on the same proof, where it is now used elsewhere. */
      warnedConversations: ConversationId[]
    }
  | {
      outcome: 'refused'
      code: 'unknown-session' | 'id-reused' | 'unverified-visitor' | 'blocked-visitor'
      status: VerdictStatus
    }

/**
 * Stores one visitor message with its verdict, or refuses it. The same client id with the same text in one session is
 * the same message, and gets the first receipt again; with another text it is refused.
 */
export function receiveMessage(handle: WriteHandle, input: ReceiveInput): ReceiveOutcome {
  const { channelId, sessionId, clientMessageId, text, policy, context, newIds, at } = input
  const actor = `session:${sessionId}` as const
  const session = one<{ channel_id: ChannelId }>(handle, 'SELECT channel_id FROM sessions WHERE id = ?', sessionId)
  if (session?.channel_id !== channelId)
    return { outcome: 'refused', code: 'unknown-session', status: input.verdict.status }

  const first = findReceived(handle, sessionId, clientMessageId)
  if (first) {
    if (first.text !== text) return { outcome: 'refused', code: 'id-reused', status: input.verdict.status }
    return {
      outcome: 'accepted',
      messageId: first.id,
      conversationId: first.conversation_id,
      duplicate: true,
      status: first.status,
      warned: first.warned === 1,
      at: first.at,
      flagged: false,
      warnedConversations: [],
    }
  }

  const use = { channelId, sessionId, via: context.via, origin: context.origin, client: context.client, at }
  const verdict = judgeProof(input.verdict, proofFacts(handle, input.verdict, use, input.connected), use)

  const proven = provenSubject(verdict)
  const block = blockMet(handle, channelId, verdict)
  if (policy === 'enforce' && (!proven || block)) {
    const { origin } = context
    record(handle, {
      type: 'message.refused',
      actor,
      at,
      content: {
        sessionId,
        channelId,
        clientMessageId,
        verdict: summaryOf(verdict),
        origin,
        ...(block ? { blockId: block.id } : {}),
      },
    })
    const code = block ? 'blocked-visitor' : 'unverified-visitor'
    return { outcome: 'refused', code, status: verdict.status }
  }

  const conversation = newestConversation(handle, sessionId)
  const conversationId = conversation?.id ?? newIds.conversation
  const before = conversation ? storedStanding(conversation) : noStanding(at)
  const known = proven ? findContact(handle, channelId, proven.field, proven.value) : null
  const after = nextStanding(before, verdict, proven ? (known?.id ?? newIds.contact) : null, at)
  const namedBefore = conversation?.named ? (JSON.parse(conversation.named) as Subject) : null
  const namedNow = subjectOf(verdict)
  const identitySwitched = isAnotherSubject(namedBefore, namedNow)
  const findings = flagsFor({
    verdict,
    before: namedBefore,
    now: namedNow,
    identitySwitched,
    claimed: claimedIdentity(handle, channelId, verdict),
    exposed: input.exposed,
    seenElsewhere: seenElsewhere(handle, verdict, use),
    blocked: block,
  })

  record(handle, {
    type: 'message.received',
    actor,
    at,
    content: {
      messageId: newIds.message,
      conversationId,
      sessionId,
      channelId,
      clientMessageId,
      text,
      verdict,
      contactId: newIds.contact,
      origin: context.origin,
      pageUrl: context.pageUrl,
      client: context.client,
      via: context.via,
      standingChanged: standingChanges(before, after, at),
      identitySwitched,
      policy,
      ...(block ? { blockId: block.id } : {}),
    },
  })

  let flagged = false
  for (const [index, finding] of findings.entries()) {
    const flagId = newIds.flags[index]
    if (!flagId) throw new Error('too few ids for the flags')
    flagged = raiseFlag(handle, finding, { flagId, conversationId, messageId: newIds.message, actor, at }) || flagged
  }
  return {
    outcome: 'accepted',
    messageId: newIds.message,
    conversationId,
    duplicate: false,
    status: verdict.status,
    warned: policy === 'warn' && !proven,
    at,
    flagged,
    warnedConversations: conversationsWarned(handle, verdict, channelId).filter((id) => id !== conversationId),
  }
}

/** Where else the proof is used, if that deserves a flag now. */
function seenElsewhere(
  handle: WriteHandle,
  verdict: Verdict,
  use: Omit<ProofUse, 'fingerprint'>,
): SeenElsewhere | null {
  const { proofFingerprint: fingerprint, sightings } = verdict.evidence
  if (fingerprint === null || sightings === null || sightings.elsewhere === null) return null
  if (!isToBeFlagged(handle, { ...use, fingerprint })) return null
  return { fingerprint, how: sightings.elsewhere, firstSeenAt: sightings.firstSeenAt, sessions: sightings.sessions }
}

const longestValue = 256

function summaryOf({ status, reason, scheme, field, keyId, fields, evidence }: Verdict) {
  const value = field === null || !Object.hasOwn(fields, field) ? null : (fields[field]?.value ?? null)
  const shown = value === null ? null : value.slice(0, longestValue).toWellFormed()
  return { status, reason, scheme, field, keyId, value: shown, proofFingerprint: evidence.proofFingerprint }
}

function findReceived(handle: WriteHandle, sessionId: SessionId, clientMessageId: string) {
  return one<{
    id: MessageId
    conversation_id: ConversationId
    text: string
    status: VerdictStatus
    warned: number
    at: number
  }>(
    handle,
    `SELECT id, conversation_id, text, status, warned, at FROM messages
     WHERE session_id = ? AND client_message_id = ?`,
    sessionId,
    clientMessageId,
  )
}
