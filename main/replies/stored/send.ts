import { ProblemError } from '#shared/contract/result.ts'
import type {
  ChannelId,
  ContactId,
  ConversationId,
  FlagId,
  MessageId,
  OperatorId,
  SessionId,
  TemplateId,
} from '#shared/domain/ids.ts'
import type { BlockReason, GateDecision, GrantAtGate, ScanFinding } from '#shared/domain/reply.ts'
import { type LoadedStanding, loadStanding } from '../../conversations/stored/load-standing.ts'
import type { StoredMessageView } from '../../conversations/stored/rows.ts'
import { viewMessage } from '../../conversations/stored/view-conversation.ts'
import { record } from '../../journal/projections.ts'
import { blockedSendFlag } from '../../review/flag-rules.ts'
import { useGrantUp } from '../../review/stored/grant-at-gate.ts'
import { raiseFlag } from '../../review/stored/raise-flag.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { ask, kindsOf } from './ask-gate.ts'
import { giveOrHold } from './asked-again.ts'
import { endDraft } from './drafts.ts'
import { freshnessOf } from './freshness.ts'

export interface SendInput {
  conversationId: ConversationId
  operatorId: OperatorId
  /** The same id is the same reply, however often it is sent. */
  requestId: string
  mode: 'reply' | 'note'
  text: string
  templateIds: TemplateId[]
  seenPosition: number
  askToSignIn: boolean
  /** The agent was shown the gate's warnings about this text. */
  sendAnyway?: boolean
  /** Ids to use where something new is made. */
  newIds: { message: MessageId; flag: FlagId }
  /** Milliseconds since 1970. */
  at: number
}

export type StoredSendOutcome =
  | {
      outcome: 'sent'
      message: StoredMessageView
      duplicate: boolean
      /** Where the reply goes; null for a note. */
      address: { channelId: ChannelId; sessionId: SessionId; audience: ContactId | null } | null
    }
  | { outcome: 'blocked'; reasons: BlockReason[]; flagged: boolean }
  | { outcome: 'warned'; warnings: BlockReason[] }

/**
 * Sends a reply or adds a note, or refuses it. One transaction reads the standing, the templates, the flags and the
 * grant as they are now, asks the gate, and writes what follows: nothing can change between the decision and its effect.
 */
export function sendReply(handle: WriteHandle, input: SendInput): StoredSendOutcome {
  const { conversationId, operatorId, requestId, mode, text, templateIds, askToSignIn, newIds, at } = input
  const actor = `operator:${operatorId}` as const
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')

  const first = findRequest(handle, conversationId, requestId)
  if (first !== null) return sameAgain(handle, first, input, standing)

  const unseen = arrivedAfter(handle, conversationId, input.seenPosition, operatorId)
  const twin = mode === 'note' || unseen === 0 ? findTwin(handle, input) : null
  if (twin !== null) {
    endDraft(handle, input, mode, text, at)
    return sameAgain(handle, twin, input, standing)
  }
  const { decision, findings, grant } = ask(handle, input, standing, unseen)
  const kinds = kindsOf(findings)
  if (decision.outcome === 'block') {
    const reasons = decision.reasons.map(({ code }) => code)
    const content = { conversationId, operatorId, templateIds, reasons, ...(kinds.length === 0 ? {} : { kinds }) }
    record(handle, { type: 'reply.blocked', actor, at, content })
    const flagged = isWorthAFlag(decision.reasons)
    if (flagged) {
      const context = { flagId: newIds.flag, conversationId, messageId: null, actor, at }
      raiseFlag(handle, blockedSendFlag(decision.reasons), context)
    }
    return { outcome: 'blocked', reasons: decision.reasons, flagged }
  }
  if (decision.outcome === 'warn') {
    record(handle, { type: 'reply.warned', actor, at, content: { conversationId, operatorId, templateIds, kinds } })
    return { outcome: 'warned', warnings: decision.warnings }
  }

  // Asking to sign in is not what was being written: that waits for the proof.
  if (!askToSignIn) endDraft(handle, input, mode, text, at)
  const messageId = newIds.message
  const written = { messageId, conversationId, operatorId, requestId, text }
  if (mode === 'note') {
    record(handle, { type: 'note.added', actor, at, content: written })
    return { outcome: 'sent', message: viewed(handle, messageId), duplicate: false, address: null }
  }
  const audience = standing.provenContactId
  const { grantId } = grant
  record(handle, {
    type: 'reply.sent',
    actor,
    at,
    content: {
      ...written,
      templateIds,
      audience,
      askToSignIn,
      ...(kinds.length === 0 ? {} : { warned: kinds }),
      ...(grant.standing === 'valid' && grantId !== null ? { grantId } : {}),
    },
  })
  if (grant.standing === 'valid') useGrantUp(handle, { ...grant, messageId, at })
  const { channelId, sessionId } = standing
  return {
    outcome: 'sent',
    message: viewed(handle, messageId),
    duplicate: false,
    address: { channelId, sessionId, audience },
  }
}

export interface PreviewInput {
  conversationId: ConversationId
  /** Who would send it: a grant is for one agent. */
  operatorId: OperatorId
  text: string
  templateIds: TemplateId[]
  at: number
}

export interface StoredPreview {
  decision: GateDecision
  findings: ScanFinding[]
  lifted: string[]
  grant: GrantAtGate['standing']
}

/** What the gate would say now. Only a preview: the decision is taken again when the reply is sent. */
export function previewReply(handle: ReadHandle | WriteHandle, input: PreviewInput): StoredPreview {
  const standing = existing(handle, input.conversationId, input.at)
  const { decision, findings, drawn, grant } = ask(handle, { ...input, mode: 'reply', sendAnyway: false }, standing, 0)
  const lifted = drawn.flatMap((each) => (each.known && !each.named ? [each.title] : []))
  return { decision, findings, lifted, grant: grant.standing }
}

/** What the locks of the templates and their rendering need to know. */
export function standingForTemplates(
  handle: ReadHandle | WriteHandle,
  { conversationId, at }: { conversationId: ConversationId; at: number },
): LoadedStanding & { freshnessMinutes: number } {
  const standing = existing(handle, conversationId, at)
  return { ...standing, freshnessMinutes: freshnessOf(handle, standing.channelId) }
}

/** What came after a position that the agent did not write: the visitor's messages and colleagues' replies. */
function arrivedAfter(
  handle: WriteHandle,
  conversationId: ConversationId,
  position: number,
  operatorId: OperatorId,
): number {
  return (
    one<{ count: number }>(
      handle,
      `SELECT count(*) AS count FROM messages WHERE conversation_id = ? AND position > ?
         AND (kind = 'visitor' OR (kind = 'reply' AND operator_id <> ?))`,
      conversationId,
      position,
      operatorId,
    )?.count ?? Number.NaN
  )
}

/** A race with the visitor or a gap in the text is everyday work; only reaching for what is locked is worth a look. */
function isWorthAFlag(reasons: readonly BlockReason[]): boolean {
  return reasons.some(({ code }) => !['unseen-message', 'unresolved-variable', 'conversation-closed'].includes(code))
}

interface FoundRequest {
  id: MessageId
  kind: string
  text: string
  audience: ContactId | null
}

function findRequest(handle: WriteHandle, conversationId: ConversationId, requestId: string): FoundRequest | null {
  return one<FoundRequest>(
    handle,
    'SELECT id, kind, text, audience_contact_id AS audience FROM messages WHERE conversation_id = ? AND request_id = ?',
    conversationId,
    requestId,
  )
}

/**
 * The same words of the same operator that came after all that the window has seen: they were sent from another of
 * their windows in the same moment, and are the same reply.
 */
function findTwin(
  handle: WriteHandle,
  { conversationId, operatorId, seenPosition, mode, text }: SendInput,
): FoundRequest | null {
  return one<FoundRequest>(
    handle,
    `SELECT id, kind, text, audience_contact_id AS audience FROM messages
     WHERE conversation_id = ? AND position > ? AND operator_id = ? AND kind = ? AND text = ?`,
    conversationId,
    seenPosition,
    operatorId,
    mode,
    text,
  )
}

function sameAgain(
  handle: WriteHandle,
  first: FoundRequest,
  { text, mode, at }: SendInput,
  { channelId, sessionId }: LoadedStanding,
): StoredSendOutcome {
  if (first.text !== text || first.kind !== mode) {
    throw new ProblemError('conflict', 'Another text was already sent under this request. Send it again as a new one.')
  }
  // Handed over again only where it never was, and may be by now: the widget shows the same message once.
  const isGiven =
    viewed(handle, first.id).delivery === 'queued' &&
    giveOrHold(handle, { messageId: first.id, at, opening: null }) === null
  const address = isGiven ? { channelId, sessionId, audience: first.audience } : null
  return { outcome: 'sent', message: viewed(handle, first.id), duplicate: true, address }
}

function existing(handle: ReadHandle | WriteHandle, conversationId: ConversationId, at: number): LoadedStanding {
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  return standing
}

function viewed(handle: WriteHandle, messageId: MessageId): StoredMessageView {
  const message = viewMessage(handle, messageId)
  if (message === null) throw new Error('a reply was stored and is not there')
  return message
}
