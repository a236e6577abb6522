import { ProblemError } from '#shared/contract/result.ts'
import type { IdentityPanel } from '#shared/domain/conversation.ts'
import type { ContactId, ConversationId, MessageId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import { subjectOf } from '../subject.ts'
import { findContact } from './contacts.ts'
import { fieldsUnder } from './load-standing.ts'
import { revokedAtOf } from './proofs.ts'
import type { ConversationRecord, MessageRecord, StoredConversationRow, StoredMessageView } from './rows.ts'
import {
  conversationRow,
  findConversation,
  messageView,
  parseVerdict,
  standingOf,
  storedStanding,
  verdictSummary,
} from './rows.ts'

const pageLength = 100
const earlierLength = 20
const sightingsLength = 20

export interface StoredConversationView {
  row: StoredConversationRow
  messages: StoredMessageView[]
  hasOlder: boolean
  identity: IdentityPanel
}

/** A conversation with its newest messages, oldest first, and what is known of the visitor. */
export function viewConversation(
  handle: ReadHandle | WriteHandle,
  { conversationId, now }: { conversationId: ConversationId; now: number },
): StoredConversationView {
  const row = existing(handle, conversationId)
  return {
    row: conversationRow(row, now),
    ...messagesBefore(handle, conversationId, Number.MAX_SAFE_INTEGER),
    identity: identityPanel(handle, row, now),
  }
}

/** The page of messages before a position, oldest first. */
export function olderMessages(
  handle: ReadHandle | WriteHandle,
  { conversationId, before }: { conversationId: ConversationId; before: number },
): { messages: StoredMessageView[]; hasOlder: boolean } {
  existing(handle, conversationId)
  return messagesBefore(handle, conversationId, before)
}

/** One message as a view shows it, e.g. the reply that has just been sent. */
export function viewMessage(handle: ReadHandle | WriteHandle, messageId: MessageId): StoredMessageView | null {
  const row = one<MessageRecord>(handle, 'SELECT * FROM messages WHERE id = ?', messageId)
  return row ? messageView(row) : null
}

/** The verdict of a visitor's message, as it was found on arrival. Rejects with `not-found`. */
export function explainMessage(handle: ReadHandle | WriteHandle, { messageId }: { messageId: MessageId }): Verdict {
  const row = one<{ verdict: string | null }>(handle, 'SELECT verdict FROM messages WHERE id = ?', messageId)
  if (!row?.verdict) throw new ProblemError('not-found', 'This message has no check to explain.')
  return parseVerdict(row.verdict)
}

function messagesBefore(handle: ReadHandle | WriteHandle, conversationId: ConversationId, before: number) {
  const rows = all<MessageRecord>(
    handle,
    `SELECT * FROM messages WHERE conversation_id = ? AND position < ? ORDER BY position DESC LIMIT ${pageLength + 1}`,
    conversationId,
    before,
  )
  return {
    messages: rows.slice(0, pageLength).reverse().map(messageView),
    hasOlder: rows.length > pageLength,
  }
}

function identityPanel(handle: ReadHandle | WriteHandle, row: ConversationRecord, now: number): IdentityPanel {
  const newest = one<MessageRecord>(
    handle,
    `SELECT * FROM messages WHERE conversation_id = ? AND kind = 'visitor' ORDER BY position DESC LIMIT 1`,
    row.id,
  )
  const verdict = newest?.verdict ? parseVerdict(newest.verdict) : null
  const standing = standingOf(row, now)
  const verified = standing.status === 'verified' ? storedStanding(row).provenContactId : null
  const contact = contactOf(handle, row, verdict, verified)
  return {
    fields: Object.entries(fieldsUnder(standing, verdict?.fields ?? {})).map(([name, field]) => ({ name, ...field })),
    universe: contact?.universe ?? 'visitor',
    contact: contact
      ? { id: contact.id, firstSeenAt: contact.first_seen_at, lastVerifiedAt: contact.last_verified_at }
      : null,
    verdict: verdict
      ? {
          ...verdictSummary(verdict),
          scheme: verdict.scheme,
          steps: verdict.steps,
          hints: verdict.hints,
          evidence: verdict.evidence,
        }
      : null,
    origin: newest?.origin ?? null,
    client: newest?.client ?? null,
    proofSeen: proofSeen(handle, row, verdict),
    proofRevokedAt:
      verdict?.evidence.proofFingerprint == null
        ? null
        : revokedAtOf(handle, row.channel_id, verdict.evidence.proofFingerprint),
    earlier: verified === null ? [] : earlierConversations(handle, verified, row.id),
    earlierHidden: verified === null,
  }
}

/** The contact that is proven, or that is only named. */
function contactOf(
  handle: ReadHandle | WriteHandle,
  row: ConversationRecord,
  verdict: Verdict | null,
  verified: ContactId | null,
) {
  const subject = verdict ? subjectOf(verdict) : null
  const id =
    verified ?? (subject ? (findContact(handle, row.channel_id, subject.field, subject.value)?.id ?? null) : null)
  if (id === null) return null
  return one<{ id: ContactId; universe: 'signup' | 'lead'; first_seen_at: number; last_verified_at: number | null }>(
    handle,
    'SELECT id, universe, first_seen_at, last_verified_at FROM contacts WHERE id = ?',
    id,
  )
}

function proofSeen(
  handle: ReadHandle | WriteHandle,
  row: ConversationRecord,
  verdict: Verdict | null,
): IdentityPanel['proofSeen'] {
  const fingerprint = verdict?.evidence.proofFingerprint ?? null
  if (fingerprint === null) return []
  return all<{ origin: string; client: string; first_at: number; last_at: number; messages: number }>(
    handle,
    `SELECT origin, client, first_at, last_at, messages FROM proof_sightings
     WHERE channel_id = ? AND fingerprint = ? ORDER BY first_at, origin, client LIMIT ${sightingsLength}`,
    row.channel_id,
    fingerprint,
  ).map(({ origin, client, first_at, last_at, messages }) => ({
    origin: origin || null,
    client: client || null,
    firstAt: first_at,
    lastAt: last_at,
    messages,
  }))
}

/** Only what the contact was proven in: what somebody else claimed in their name is not their history. */
function earlierConversations(
  handle: ReadHandle | WriteHandle,
  contactId: ContactId,
  except: ConversationId,
): IdentityPanel['earlier'] {
  return all(
    handle,
    `SELECT c.id, c.title, c.last_at AS at, c.state FROM conversation_contacts k
     JOIN conversations c ON c.id = k.conversation_id
     WHERE k.contact_id = ? AND k.proven = 1 AND c.id <> ? ORDER BY c.activity_seq DESC LIMIT ${earlierLength}`,
    contactId,
    except,
  )
}

function existing(handle: ReadHandle | WriteHandle, conversationId: ConversationId): ConversationRecord {
  const row = findConversation(handle, conversationId)
  if (!row) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  return row
}
