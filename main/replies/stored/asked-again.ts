import type { ContactId, ConversationId, MessageId, TemplateId } from '#shared/domain/ids.ts'
import type { BlockReason, ScanKind } from '#shared/domain/reply.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { type LoadedStanding, loadStanding } from '../../conversations/stored/load-standing.ts'
import { findConversation } from '../../conversations/stored/rows.ts'
import { isAnotherSubject, type Subject, subjectOf } from '../../conversations/subject.ts'
import { record } from '../../journal/projections.ts'
import { blockMet } from '../../review/stored/blocks.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { gateError } from '../gate.ts'
import { ask } from './ask-gate.ts'
import { findOutboxEntry, type OutboxEntry } from './outbox.ts'

/** Who opens the chat in which a reply that waited would be shown. */
export interface Opening {
  verdict: Verdict
  /** The contact that the verdict proves; null where it proves none. */
  audience: ContactId | null
}

export interface AskedAgain {
  messageId: MessageId
  /** Milliseconds since 1970. */
  at: number
  /** Null where nobody comes: the agent tries again. */
  opening: Opening | null
}

/** What the journal says of a reply as it was sent. */
interface AsSent {
  templateIds: TemplateId[]
  warned?: ScanKind[]
  grantId?: string
}

/**
 * Asks the gate again about a reply that was allowed when it was sent and has not arrived, against everything as it is
 * now. What it refuses is held: journalled with the reason and without the text, and shown to the agent as not
 * delivered. Nothing but `retryReply` takes it out of that. Answers why it is not given, or null where it may be.
 */
export function giveOrHold(handle: WriteHandle, asked: AskedAgain): BlockReason | null {
  const entry = findOutboxEntry(handle, asked)
  if (entry.delivery === 'delivered') return null
  if (entry.held !== null) return entry.held
  const refusal = refusalNow(handle, entry, asked)
  if (refusal !== null && isHeldBy(refusal, asked)) hold(handle, asked, refusal)
  return refusal
}

/** An answer that crosses a thread, where a lost one is `null` or `undefined`: so neither of these allows anything. */
export type RetryOutcome = { outcome: 'allow' } | { outcome: 'block'; reason: BlockReason }

/**
 * The agent tries a reply again: the gate is asked whatever it said before, and what was held waits again where it is
 * allowed by now.
 */
export function retryReply(handle: WriteHandle, { messageId, at }: { messageId: MessageId; at: number }): RetryOutcome {
  const entry = findOutboxEntry(handle, { messageId })
  if (entry.delivery === 'delivered') return { outcome: 'allow' }
  const asked = { messageId, at, opening: null }
  const refusal = refusalNow(handle, entry, asked)
  if (refusal !== null) {
    if (entry.held?.code !== refusal.code && isHeldBy(refusal, asked)) hold(handle, asked, refusal)
  } else if (entry.held !== null) {
    record(handle, { type: 'reply.requeued', actor: 'system', at, content: { messageId } })
  }
  return refusal === null ? { outcome: 'allow' } : { outcome: 'block', reason: refusal }
}

/** Where nobody comes, a proof that is only too old is no finding: whoever comes brings a new one, or gets nothing. */
function isHeldBy({ code }: BlockReason, { opening }: AskedAgain): boolean {
  return opening !== null || (code !== 'proof-expired' && code !== 'proof-too-old')
}

function hold(handle: WriteHandle, { messageId, at }: Pick<AskedAgain, 'messageId' | 'at'>, reason: BlockReason): void {
  record(handle, { type: 'reply.held', actor: 'system', at, content: { messageId, reason } })
}

/** Fails closed: what cannot be read or judged is not given. */
function refusalNow(handle: ReadHandle | WriteHandle, entry: OutboxEntry, asked: AskedAgain): BlockReason | null {
  try {
    return refusalOf(handle, entry, asked)
  } catch {
    return gateError
  }
}

function refusalOf(
  handle: ReadHandle | WriteHandle,
  entry: OutboxEntry,
  { at, opening }: AskedAgain,
): BlockReason | null {
  const { conversationId, operatorId, text } = entry
  const sent = asSent(handle, entry)
  if (sent === null) return gateError
  const proof = opening?.verdict.evidence.proofFingerprint ?? null
  const loaded = loadStanding(handle, conversationId, at, proof)
  if (loaded === null) return gateError
  const standing = standingFor(handle, entry, loaded, opening, at)
  const isGranted = sent.grantId !== undefined
  if (isGranted && !hasFallenSince(handle, entry, standing) && !isSomebodyElse(handle, entry, opening)) return null
  const { decision, findings } = ask(
    handle,
    {
      conversationId,
      operatorId,
      mode: 'reply',
      text,
      templateIds: sent.templateIds,
      // Whoever tries again has read what is said of it.
      sendAnyway: opening === null,
      again: true,
      at,
    },
    standing,
    0,
  )
  if (decision.outcome === 'block') return decision.reasons[0] ?? gateError
  if (decision.outcome === 'allow') return null
  // What the agent was warned of and sent all the same stays confirmed; anything else is new to them.
  const confirmed = findings.every(({ kind }) => sent.warned?.includes(kind))
  return confirmed ? null : (decision.warnings[0] ?? gateError)
}

/** Null where it cannot be read any more, e.g. after an erasure. */
function asSent(handle: ReadHandle | WriteHandle, { seq }: OutboxEntry): AsSent | null {
  const content = one<{ json: string }>(handle, 'SELECT json FROM journal_content WHERE seq = ?', seq)
  if (content === null) return null
  const { templateIds = [], ...rest } = JSON.parse(content.json) as Partial<AsSent>
  return { ...rest, templateIds }
}

/**
 * The standing under which a reply is given. Where it is for a proven contact, the conversation must still rest on that
 * contact; then whoever opens with a proof of that contact makes up for what time alone has ended, and for nothing else.
 */
function standingFor(
  handle: ReadHandle | WriteHandle,
  { audience }: OutboxEntry,
  loaded: LoadedStanding,
  opening: Opening | null,
  at: number,
): LoadedStanding {
  if (audience === null) return loaded
  const { standing, restsOnContactId, channelId } = loaded
  if (restsOnContactId !== audience) {
    // The conversation went on as somebody else's, proven or not.
    return restsOnContactId === null ? loaded : { ...loaded, standing: { ...standing, status: 'claimed' } }
  }
  if (opening === null || opening.audience !== audience || opening.verdict.status !== 'verified') return loaded
  const identityBlocked = loaded.identityBlocked || blockMet(handle, channelId, opening.verdict) !== null
  const isOnlyOver = standing.status === 'verified' || endedByTime.includes(standing.reason)
  if (!isOnlyOver) return { ...loaded, identityBlocked }
  const { validUntil, fields } = opening.verdict
  return {
    ...loaded,
    standing: { ...standing, status: 'verified', provenAt: at, validUntil },
    provenContactId: audience,
    fields,
    identityBlocked,
  }
}

const endedByTime: readonly unknown[] = ['proof-expired', 'key-retired']

/** Whether anything came up after a supervisor's grant had let the reply out, which the grant knows nothing of. */
function hasFallenSince(
  handle: ReadHandle | WriteHandle,
  { seq, at, conversationId }: OutboxEntry,
  { standing, identityBlocked, channelId }: LoadedStanding,
): boolean {
  if (fallen.includes(standing.status) && standing.since > at) return true
  const since = one<{ count: number }>(
    handle,
    `SELECT (
       SELECT count(*) FROM flags WHERE acknowledged_at IS NULL AND severity = 'serious' AND seq > @seq
         AND (conversation_id = @conversationId OR proof = (
           SELECT proof_fingerprint FROM conversations WHERE id = @conversationId
         ))
     ) + (
       SELECT count(*) FROM flags f JOIN flag_steps s ON s.flag_id = f.id
       WHERE f.conversation_id = @conversationId AND f.decision = 'impersonation' AND s.decision = 'impersonation'
         AND s.what IN ('decided', 'settled') AND s.seq > @seq
     ) + (
       SELECT count(*) FROM identity_blocks
       WHERE @identityBlocked AND channel_id = @channelId AND lifted_at IS NULL AND seq > @seq
     ) AS count`,
    { seq, conversationId, channelId, identityBlocked: identityBlocked ? 1 : 0 },
  )
  return since?.count !== 0
}

/** Whether a chat is opened with a rejected proof, or under another name than the conversation goes by. */
function isSomebodyElse(
  handle: ReadHandle | WriteHandle,
  { conversationId }: OutboxEntry,
  opening: Opening | null,
): boolean {
  if (opening === null) return false
  if (opening.verdict.status === 'failed') return true
  const named = findConversation(handle, conversationId)?.named
  return isAnotherSubject(named ? (JSON.parse(named) as Subject) : null, subjectOf(opening.verdict))
}

/** A proof whose time is over says nothing against anybody: a grant is for those who prove nothing as well. */
const fallen: readonly string[] = ['failed', 'claimed', 'anonymous', 'unchecked']

/** Of what a chat is opened with, what has not arrived yet and may not be given; and whose conversations have news. */
export function holdBack(
  handle: WriteHandle,
  waiting: readonly { id: MessageId; conversationId: ConversationId; held: string | null }[],
  opening: Opening,
  at: number,
): { withheld: Set<MessageId>; changed: ConversationId[] } {
  const withheld = new Set<MessageId>()
  const changed = new Set<ConversationId>()
  for (const { id, conversationId, held } of waiting) {
    if (giveOrHold(handle, { messageId: id, at, opening }) === null) continue
    withheld.add(id)
    if (held === null) changed.add(conversationId)
  }
  return { withheld, changed: [...changed] }
}
