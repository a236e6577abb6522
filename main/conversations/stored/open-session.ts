import type { DeliveryState } from '#shared/domain/conversation.ts'
import type { VisitorContext } from '#shared/domain/envelope.ts'
import type {
  ChannelId,
  ContactId,
  ConversationId,
  FlagId,
  MessageId,
  OperatorId,
  SessionId,
} from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { record } from '../../journal/projections.ts'
import { holdBack, type Opening } from '../../replies/stored/asked-again.ts'
import { markHandedOver } from '../../replies/stored/outbox.ts'
import type { ExposedSecret } from '../../review/flag-rules.ts'
import { exposedFlag, exposedPerUse } from '../../review/flag-rules.ts'
import { raiseFlag } from '../../review/stored/raise-flag.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import { judgeProof } from '../proof-ledger.ts'
import { provenSubject } from '../subject.ts'
import { findContact } from './contacts.ts'
import { identifiedAs } from './identified-as.ts'
import { newestConversation } from './newest-conversation.ts'
import type { ProofUse } from './proof-ledger.ts'
import { conversationsWarned, isKnownUse, leavesUnmarked, proofFacts } from './proof-ledger.ts'

export interface OpenSessionInput {
  channelId: ChannelId
  /** SHA-256 (hex) of the token to resume with; null begins a session. */
  tokenDigest: string | null
  /** A server's own name for the session; it is looked for in its channel only. */
  name: string | null
  context: Pick<VisitorContext, 'origin' | 'client' | 'via'>
  verdict: Verdict
  /** Sessions with a connection open that uses the proof of this verdict. */
  connected: SessionId[]
  /** Secrets that stood in what the page says of the visitor, and ids for their flags. */
  exposed: ExposedSecret[]
  flagIds: FlagId[]
  /** Used where the session, or the contact, is new. `tokenDigest` is null for a session with a name. */
  newSession: { id: SessionId; tokenDigest: string | null }
  newContactId: ContactId
  at: number
}

export interface StoredHistoryMessage {
  id: MessageId
  conversationId: ConversationId
  kind: 'visitor' | 'reply'
  operatorId: OperatorId | null
  text: string
  at: number
  clientMessageId: string | null
}

export interface OpenSessionOutput {
  sessionId: SessionId
  created: boolean
  /** The verdict as the ledger of proofs leaves it. */
  verdict: Verdict
  /** The contact this visitor has just been proven to be. */
  audience: ContactId | null
  contactsChanged: boolean
  /** Conversations that rest on the same proof, where it is now also used elsewhere. */
  warned: ConversationId[]
  /** The session's conversation, where an exposed secret was flagged in it; null where there is none yet. */
  flagged: ConversationId | null
  /** Conversations with a reply that was held now, or given for the first time. */
  outbox: ConversationId[]
  /** True where a reply was given for the first time, and is to be acknowledged. */
  handedOver: boolean
  history: StoredHistoryMessage[]
}

const historyLength = 200

/**
 * Replies that the gate is asked about in one opening, the oldest, and how long they may be together (UTF-16 units): all
 * of it is one transaction, and everybody else waits for it. The others wait on, in their order.
 */
const askedAtOnce = 50
const charactersAtOnce = 50_000

/** One that this visitor may see, with how far it came. */
type VisibleMessage = StoredHistoryMessage & {
  delivery: DeliveryState | null
  held: string | null
  givenAt: number | null
}

/** Starts or resumes a session, notes who the page says is there, and answers with what they may see. */
export function openSession(handle: WriteHandle, input: OpenSessionInput): OpenSessionOutput {
  const { channelId, name, context, newSession, newContactId, at } = input
  const { via, origin, client } = context
  const resumed = findSession(handle, input)
  const sessionId = resumed?.id ?? newSession.id
  const actor = `session:${sessionId}` as const
  if (!resumed) {
    const { tokenDigest } = newSession
    record(handle, { type: 'session.opened', actor, at, content: { sessionId, channelId, tokenDigest, name, via } })
  }
  const use = { channelId, sessionId, via, origin, client, at }
  const verdict = judgeProof(input.verdict, proofFacts(handle, input.verdict, use, input.connected), use)
  const anonymousSoFar = (resumed?.identified_as ?? null) === null
  const contactsChanged =
    !(anonymousSoFar && verdict.status === 'anonymous') && resumed?.identified_as !== identifiedAs(verdict)
  if (contactsChanged) {
    const content = { sessionId, channelId, contactId: newContactId, verdict }
    record(handle, { type: 'visitor.identified', actor, at, content })
  }
  const warned = noteOpening(handle, verdict, use)
  const audience = provenContact(handle, channelId, verdict)
  const flagged = flagExposed(handle, input, sessionId)
  const visible = visibleHistory(handle, sessionId, audience)
  const { given, outbox, handedOver } = whatMayBeGiven(handle, visible, { verdict, audience }, input)
  return {
    sessionId,
    created: !resumed,
    verdict,
    warned,
    flagged,
    audience,
    contactsChanged,
    outbox,
    handedOver,
    history: given.map(({ delivery: _delivery, held: _held, givenAt: _givenAt, ...message }) => message),
  }
}

/** Flags what was exposed in the conversation of this session that was written in last, if there is one. */
function flagExposed(
  handle: WriteHandle,
  { exposed, flagIds, at }: OpenSessionInput,
  sessionId: SessionId,
): ConversationId | null {
  if (exposed.length === 0) return null
  const conversationId = newestConversation(handle, sessionId)?.id ?? null
  if (conversationId === null) return null
  const actor = `session:${sessionId}` as const
  for (const [index, one] of exposed.slice(0, exposedPerUse).entries()) {
    const flagId = flagIds[index]
    if (!flagId) throw new Error('too few ids for the flags')
    raiseFlag(handle, exposedFlag(one), { flagId, conversationId, messageId: null, actor, at })
  }
  return conversationId
}

/** A proof that opens a session or a place for the first time, or is in use elsewhere where nobody knows it yet, is written down. */
function noteOpening(handle: WriteHandle, verdict: Verdict, use: Omit<ProofUse, 'fingerprint'>): ConversationId[] {
  const { proofFingerprint: fingerprint, sightings } = verdict.evidence
  if (verdict.status !== 'verified' || fingerprint === null) return []
  const elsewhere = sightings?.elsewhere ?? null
  const { at, ...seen } = { ...use, fingerprint }
  const tells = elsewhere !== null && leavesUnmarked(handle, { ...seen, at })
  if (!tells && isKnownUse(handle, { ...seen, at })) return []
  const { keyId } = verdict
  record(handle, { type: 'proof.seen', actor: `session:${use.sessionId}`, at, content: { ...seen, keyId, elsewhere } })
  return conversationsWarned(handle, verdict, use.channelId)
}

/**
 * What a visitor may see: of their own session what was written while nobody was proven, and while they are proven
 * to be a contact, what was written by or for that contact, from anywhere. Newest messages, oldest first.
 */
function visibleHistory(
  handle: ReadHandle | WriteHandle,
  sessionId: SessionId,
  audience: ContactId | null,
): VisibleMessage[] {
  const fields = `m.seq, m.id, m.conversation_id AS conversationId, m.kind, m.operator_id AS operatorId, m.text, m.at,
    m.client_message_id AS clientMessageId, m.delivery, m.held, m.given_at AS givenAt`
  type Row = VisibleMessage & { seq: number }
  const own = all<Row>(
    handle,
    `SELECT ${fields} FROM conversations c JOIN messages m ON m.conversation_id = c.id
     WHERE c.session_id = ? AND m.audience_contact_id IS NULL AND m.kind IN ('visitor', 'reply')
     ORDER BY m.seq DESC LIMIT ${historyLength}`,
    sessionId,
  )
  const proven =
    audience === null
      ? []
      : all<Row>(
          handle,
          `SELECT ${fields} FROM messages m
           WHERE m.audience_contact_id = ? AND m.kind IN ('visitor', 'reply')
           ORDER BY m.seq DESC LIMIT ${historyLength}`,
          audience,
        )
  return [...own, ...proven]
    .sort((one, other) => one.seq - other.seq)
    .slice(-historyLength)
    .map(({ seq: _seq, ...message }) => message)
}

/**
 * What was sent while nobody was there waits for this moment: the gate is asked again about every reply that no widget
 * has acknowledged, and what it gives may have been seen from then on. A server shows nobody a history, so nothing is decided for it, and nothing that waits is given.
 */
function whatMayBeGiven(
  handle: WriteHandle,
  visible: VisibleMessage[],
  opening: Opening,
  { context, at }: OpenSessionInput,
): { given: VisibleMessage[]; outbox: ConversationId[]; handedOver: boolean } {
  const waits = ({ kind, delivery }: VisibleMessage) => kind === 'reply' && delivery !== 'delivered'
  if (context.via === 'server') {
    return { given: visible.filter((message) => !waits(message)), outbox: [], handedOver: false }
  }
  const waiting = visible.filter(waits)
  const asked = askedNow(waiting)
  const { withheld, changed } = holdBack(handle, waiting.slice(0, asked), opening, at)
  for (const { id } of waiting.slice(asked)) withheld.add(id)
  // Once for each: a client that acknowledges nothing may open its chat as often as it likes.
  const first = waiting.filter(({ id, givenAt }) => givenAt === null && !withheld.has(id))
  for (const { id: messageId } of first) markHandedOver(handle, { messageId, at })
  return {
    given: visible.filter(({ id }) => !withheld.has(id)),
    outbox: [...new Set([...changed, ...first.map(({ conversationId }) => conversationId)])],
    handedOver: first.length > 0,
  }
}

/** How many of those that wait, from the oldest on: one always, so that none waits for ever. */
function askedNow(waiting: readonly VisibleMessage[]): number {
  let characters = 0
  const tooLong = waiting.findIndex(({ text }) => (characters += text.length) > charactersAtOnce)
  return Math.min(askedAtOnce, tooLong === -1 ? waiting.length : Math.max(1, tooLong))
}

function provenContact(handle: WriteHandle, channelId: ChannelId, verdict: Verdict): ContactId | null {
  const proven = provenSubject(verdict)
  return proven ? (findContact(handle, channelId, proven.field, proven.value)?.id ?? null) : null
}

interface SessionKey {
  id: SessionId
  identified_as: string | null
}

function findSession(handle: WriteHandle, { channelId, tokenDigest, name }: OpenSessionInput): SessionKey | null {
  if (name !== null) {
    return one<SessionKey>(
      handle,
      'SELECT id, identified_as FROM sessions WHERE channel_id = ? AND name = ?',
      channelId,
      name,
    )
  }
  if (tokenDigest === null) return null
  return one<SessionKey>(
    handle,
    'SELECT id, identified_as FROM sessions WHERE token_digest = ? AND channel_id = ?',
    tokenDigest,
    channelId,
  )
}
