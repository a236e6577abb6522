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
import type { BlockReason, GateDecision, Sensitivity } from '#shared/domain/reply.ts'
import { type LoadedStanding, loadStanding, visitorMessagesAfter } from '../../conversations/stored/load-standing.ts'
import type { StoredMessageView } from '../../conversations/stored/rows.ts'
import { viewMessage } from '../../conversations/stored/view-conversation.ts'
import { record } from '../../journal/projections.ts'
import { blockedSendFlag } from '../../review/flag-rules.ts'
import { raiseFlag } from '../../review/stored/raise-flag.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'
import { decide } from '../gate.ts'
import { isLiftedFrom } from '../lifted-text.ts'
import { unresolvedIn } from '../render.ts'
import { listTemplates } from './templates.ts'

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

/**
 * Sends a reply or adds a note, or refuses it. One transaction reads the standing, the templates and the flags as
 * they are now, asks the gate, and writes what follows: nothing can change between the decision and its effect.
 */
export function sendReply(handle: WriteHandle, input: SendInput): StoredSendOutcome {
  const { conversationId, operatorId, requestId, mode, text, templateIds, askToSignIn, newIds, at } = input
  const actor = `operator:${operatorId}` as const
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')

  const first = findRequest(handle, conversationId, requestId)
  if (first !== null) return sameAgain(handle, first, input, standing)

  const decision = ask(handle, input, standing, visitorMessagesAfter(handle, conversationId, input.seenPosition))
  if (decision.outcome === 'block') {
    const reasons = decision.reasons.map(({ code }) => code)
    record(handle, { type: 'reply.blocked', actor, at, content: { conversationId, operatorId, templateIds, reasons } })
    const flagged = isWorthAFlag(decision.reasons)
    if (flagged) {
      const context = { flagId: newIds.flag, conversationId, messageId: null, actor, at }
      raiseFlag(handle, blockedSendFlag(decision.reasons), context)
    }
    return { outcome: 'blocked', reasons: decision.reasons, flagged }
  }

  run(handle, 'DELETE FROM drafts WHERE conversation_id = ? AND mode = ?', conversationId, mode)
  const messageId = newIds.message
  const written = { messageId, conversationId, operatorId, requestId, text }
  if (mode === 'note') {
    record(handle, { type: 'note.added', actor, at, content: written })
    return { outcome: 'sent', message: viewed(handle, messageId), duplicate: false, address: null }
  }
  const audience = standing.provenContactId
  record(handle, { type: 'reply.sent', actor, at, content: { ...written, templateIds, audience, askToSignIn } })
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
  text: string
  templateIds: TemplateId[]
  at: number
}

/** What the gate would say now. Only a preview: the decision is taken again when the reply is sent. */
export function previewReply(handle: ReadHandle | WriteHandle, input: PreviewInput): GateDecision {
  const standing = loadStanding(handle, input.conversationId, input.at)
  if (standing === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  return ask(handle, { ...input, mode: 'reply' }, standing, 0)
}

/** What the locks of the templates and their rendering need to know. */
export function standingForTemplates(
  handle: ReadHandle | WriteHandle,
  { conversationId, at }: { conversationId: ConversationId; at: number },
): LoadedStanding & { freshnessMinutes: number } {
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  return { ...standing, freshnessMinutes: freshnessOf(handle, standing.channelId) }
}

/** The reply was handed to the transport; the widget has not acknowledged it yet. */
export function markHandedOver(handle: WriteHandle, { messageId, at }: { messageId: MessageId; at: number }): void {
  const row = one<{ delivery: string | null }>(handle, 'SELECT delivery FROM messages WHERE id = ?', messageId)
  if (row?.delivery !== 'queued') return
  record(handle, { type: 'reply.handedOver', actor: 'system', at, content: { messageId } })
}

function ask(
  handle: ReadHandle | WriteHandle,
  { mode, text, templateIds, at }: Pick<SendInput, 'mode' | 'text' | 'templateIds' | 'at'>,
  standing: LoadedStanding,
  unseenVisitorMessages: number,
): GateDecision {
  return decide({
    mode,
    standing: standing.standing,
    sensitivities: sensitivitiesOf(handle, templateIds, text),
    seriousFlags: standing.seriousFlags,
    freshnessMinutes: freshnessOf(handle, standing.channelId),
    now: at,
    unseenVisitorMessages,
    unresolved: unresolvedIn(text),
    conversationState: standing.state,
  })
}

/** A channel that is not there has no freshness, and then nothing restricted is fresh. */
function freshnessOf(handle: ReadHandle | WriteHandle, channelId: ChannelId): number {
  const row = one<{ minutes: number }>(
    handle,
    'SELECT freshness_minutes AS minutes FROM channels WHERE id = ?',
    channelId,
  )
  return row?.minutes ?? Number.NaN
}

/** Of the templates that are named, and of those whose wording the text carries without naming them. */
function sensitivitiesOf(
  handle: ReadHandle | WriteHandle,
  templateIds: TemplateId[],
  text: string,
): (Sensitivity | null)[] {
  const templates = listTemplates(handle)
  const named = templateIds.map((id) => templates.find((template) => template.id === id)?.sensitivity ?? null)
  const lifted = templates
    .filter(({ sensitivity, body }) => sensitivity !== 'public' && isLiftedFrom(text, body))
    .map(({ sensitivity }) => sensitivity)
  return [...named, ...lifted]
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

function sameAgain(
  handle: WriteHandle,
  first: FoundRequest,
  { text, mode }: SendInput,
  { channelId, sessionId }: LoadedStanding,
): StoredSendOutcome {
  if (first.text !== text || first.kind !== mode) {
    throw new ProblemError('conflict', 'Another text was already sent under this request. Send it again as a new one.')
  }
  const message = viewed(handle, first.id)
  // Handed over again only where it never was: the widget shows the same message once.
  const address = message.delivery === 'queued' ? { channelId, sessionId, audience: first.audience } : null
  return { outcome: 'sent', message, duplicate: true, address }
}

function viewed(handle: WriteHandle, messageId: MessageId): StoredMessageView {
  const message = viewMessage(handle, messageId)
  if (message === null) throw new Error('a reply was stored and is not there')
  return message
}
