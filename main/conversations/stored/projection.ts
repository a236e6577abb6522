import type { ChannelId, FlagId, KeyId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { JournalEvent } from '../../journal/events.ts'
import type { Projection } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'
import { nextStanding, noStanding } from '../standing.ts'
import { subjectOf, titleOf } from '../subject.ts'
import { attachContact, noteContact } from './contacts.ts'
import { identifiedAs } from './identified-as.ts'
import { preview } from './preview.ts'
import { projectTakenOver, projectWhispered, projectWritten } from './project-written.ts'
import { noteProofUse, settleProof } from './proof-ledger.ts'
import type { ConversationRecord } from './rows.ts'
import { findConversation, storedStanding } from './rows.ts'
import { writeConversation } from './write-conversation.ts'

/** The tables this projection writes, parents first. */
export const conversationProjected: readonly string[] = [
  'sessions',
  'contacts',
  'conversations',
  'conversation_contacts',
  'messages',
  'proof_sightings',
  'proofs',
  'proof_sessions',
  'proven_values',
  'channel_counts',
  'inbox_counts',
]

/** Sessions, contacts, conversations and messages follow the journal. */
export const conversationProjection: Projection = {
  'session.opened': (handle, { at, content }) => {
    run(
      handle,
      `INSERT INTO sessions (id, channel_id, token_digest, name, via, opened_at, identified_as)
       VALUES (?, ?, ?, ?, ?, ?, NULL)`,
      content.sessionId,
      content.channelId,
      content.tokenDigest,
      content.name,
      content.via,
      at,
    )
  },
  'visitor.identified': (handle, { at, seq, content }) => {
    const { channelId, contactId, sessionId, verdict } = content
    noteContact(handle, { channelId, verdict, newContactId: contactId, at, seq })
    run(handle, 'UPDATE sessions SET identified_as = ? WHERE id = ?', identifiedAs(verdict), sessionId)
  },
  'message.received': projectReceived,
  'proof.seen': (handle, { at, content: { elsewhere, keyId = null, ...use } }) =>
    noteProofUse(handle, { ...use, at }, elsewhere, keyId, 0),
  'proof.revoked': (handle, { at, content }) => revokeProof(handle, content, at),
  'proof.restored': (handle, { content }) => revokeProof(handle, content, null),
  'key.compromised': (handle, { at, content }) => {
    run(
      handle,
      'UPDATE conversations SET key_compromised_at = coalesce(key_compromised_at, ?) WHERE proof_key_id = ?',
      at,
      content.keyId,
    )
  },
  // A proof ends with its key, also where it was given before anybody thought of the end.
  'key.retired': (handle, { content }) => {
    run(handle, 'UPDATE conversations SET key_retires_at = ? WHERE proof_key_id = ?', content.at, content.keyId)
  },
  'message.refused': (handle, { content }) => {
    countChannel(handle, content.channelId, { refused: 1, wouldRefuse: 1 })
  },
  'conversation.assigned': (handle, { content }) => {
    run(handle, 'UPDATE conversations SET assignee_id = ? WHERE id = ?', content.operatorId, content.conversationId)
  },
  'conversation.closed': (handle, { content }) => {
    run(handle, `UPDATE conversations SET state = 'closed', waiting_since = NULL WHERE id = ?`, content.conversationId)
  },
  'conversation.reopened': (handle, { content }) => {
    run(handle, `UPDATE conversations SET state = 'open' WHERE id = ?`, content.conversationId)
  },
  'conversation.read': (handle, { content }) => {
    const { conversationId, position } = content
    run(
      handle,
      `UPDATE conversations SET read_position = ?, unread = (
         SELECT count(*) FROM messages WHERE conversation_id = ? AND position > ? AND kind = 'visitor'
       ) WHERE id = ?`,
      position,
      conversationId,
      position,
      conversationId,
    )
  },
  'reply.sent': (handle, event) => projectWritten(handle, event, 'reply', event.content.audience),
  'note.added': (handle, event) => projectWritten(handle, event, 'note', null),
  'live.whispered': projectWhispered,
  'live.takenOver': projectTakenOver,
  'reply.delivered': (handle, { content }) => setDelivery(handle, content.messageId, 'delivered'),
  'reply.failed': (handle, { content }) => setDelivery(handle, content.messageId, 'failed'),
  'flag.raised': (handle, { content }) => {
    run(handle, 'UPDATE conversations SET open_flags = open_flags + 1 WHERE id = ?', content.conversationId)
  },
  'flag.acknowledged': (handle, { content }) => closeFlag(handle, content.flagId, true),
  'flag.decided': (handle, { content }) => closeFlag(handle, content.flagId, content.decision !== 'impersonation'),
  'flag.settled': (handle, { content }) => closeFlag(handle, content.flagId, content.decision !== 'impersonation'),
}

/**
 * Counts a flag out of its conversation once, and lets the places of its proof be known ones. Before the review's own
 * tables follow, so that the flag still says whether it was open.
 */
function closeFlag(handle: WriteHandle, flagId: FlagId, harmless: boolean): void {
  run(
    handle,
    `UPDATE conversations SET open_flags = open_flags - 1
     WHERE id = (SELECT conversation_id FROM flags WHERE id = ? AND acknowledged_at IS NULL) AND open_flags > 0`,
    flagId,
  )
  if (!harmless) return
  const about = one<{ channel_id: ChannelId; proof: string }>(
    handle,
    `SELECT c.channel_id, f.proof FROM flags f JOIN conversations c ON c.id = f.conversation_id
     WHERE f.id = ? AND f.proof IS NOT NULL`,
    flagId,
  )
  if (about) settleProof(handle, about.channel_id, about.proof)
}

function revokeProof(
  handle: WriteHandle,
  { channelId, fingerprint }: JournalEvent<'proof.revoked'>['content'],
  at: number | null,
): void {
  for (const [table, column, name] of [
    ['proofs', 'revoked_at', 'fingerprint'],
    ['conversations', 'proof_revoked_at', 'proof_fingerprint'],
  ] as const) {
    run(handle, `UPDATE ${table} SET ${column} = ? WHERE channel_id = ? AND ${name} = ?`, at, channelId, fingerprint)
  }
}

function projectReceived(handle: WriteHandle, event: JournalEvent<'message.received'>): void {
  const { at, seq, content } = event
  const { conversationId, sessionId, channelId, verdict } = content
  const contact = noteContact(handle, { channelId, verdict, newContactId: content.contactId, at, seq })
  const provenContactId = contact?.proven ? contact.id : null
  const before = findConversation(handle, conversationId)
  const key = provenContactId === null ? null : keyOf(handle, verdict)
  const standingBefore = before ? storedStanding(before) : noStanding(at)
  const standing = nextStanding(standingBefore, verdict, provenContactId, at, key?.retires_at ?? null)
  const { title, provenance } = titleOf(verdict)
  const subject = subjectOf(verdict)
  const row: ConversationRecord = {
    id: conversationId,
    channel_id: channelId,
    session_id: sessionId,
    // A visitor who writes again opens a closed conversation again.
    state: 'open',
    assignee_id: before?.assignee_id ?? null,
    created_at: before?.created_at ?? at,
    activity_seq: seq,
    last_position: (before?.last_position ?? 0) + 1,
    read_position: before?.read_position ?? 0,
    unread: (before?.unread ?? 0) + 1,
    waiting_since: before?.waiting_since ?? at,
    last_text: preview(content.text),
    last_kind: 'visitor',
    last_at: at,
    open_flags: before?.open_flags ?? 0,
    title,
    title_provenance: provenance === 'proven' && standing.status !== 'verified' ? 'claimed' : provenance,
    standing_status: standing.status,
    standing_reason: standing.reason,
    standing_field: standing.field,
    standing_value: standing.value,
    standing_since: standing.since,
    proven_at: standing.provenAt,
    valid_until: standing.validUntil,
    proven_contact_id: standing.provenContactId,
    named: subject ? JSON.stringify(subject) : (before?.named ?? null),
    proof_key_id: standing.status === 'verified' ? (key?.id ?? null) : null,
    key_retires_at: standing.keyRetiresAt,
    proof_fingerprint: standing.status === 'verified' ? verdict.evidence.proofFingerprint : null,
    assurance: standing.status === 'verified' ? (verdict.assurance ?? null) : null,
    elsewhere: standing.status === 'verified' ? (verdict.evidence.sightings?.elsewhere ?? null) : null,
    proof_revoked_at: null,
    key_compromised_at: null,
  }
  writeConversation(handle, row, before)
  run(
    handle,
    `INSERT INTO messages (seq, id, conversation_id, position, kind, text, at, session_id, client_message_id,
       audience_contact_id, status, verdict, standing_changed, identity_switched, warned, origin, page_url, client)
     VALUES (?, ?, ?, ?, 'visitor', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    seq,
    content.messageId,
    conversationId,
    row.last_position,
    content.text,
    at,
    sessionId,
    content.clientMessageId,
    standing.provenContactId,
    verdict.status,
    JSON.stringify(verdict),
    content.standingChanged ? 1 : 0,
    content.identitySwitched ? 1 : 0,
    content.policy === 'warn' && provenContactId === null ? 1 : 0,
    content.origin,
    content.pageUrl,
    content.client,
  )
  // Whoever the message before proved is attached by proof already.
  const attached = contact?.proven && before?.proven_contact_id === contact.id
  if (contact && !attached) attachContact(handle, conversationId, contact)
  const verified = standing.status === 'verified'
  countChannel(handle, channelId, {
    messages: 1,
    verified: verified ? 1 : 0,
    unverified: verified ? 0 : 1,
    wouldRefuse: verified ? 0 : 1,
  })
  noteProof(handle, event)
}

/** The key of a proof, as the journal knows it by now. */
function keyOf(handle: WriteHandle, { keyId }: Verdict): { id: KeyId; retires_at: number | null } | null {
  return keyId === null ? null : one(handle, 'SELECT id, retires_at FROM channel_keys WHERE id = ?', keyId)
}

/** Where the same proof is used again shows who shares it: kept beside the messages, so that no view must count. */
function noteProof(handle: WriteHandle, { at, content }: JournalEvent<'message.received'>): void {
  const { channelId, sessionId, origin, client, via, verdict } = content
  const fingerprint = verdict.evidence.proofFingerprint
  if (fingerprint === null) return
  const use = { channelId, fingerprint, sessionId, via, origin, client, at }
  noteProofUse(handle, use, verdict.evidence.sightings?.elsewhere ?? null, verdict.keyId, 1)
}

function setDelivery(handle: WriteHandle, messageId: string, delivery: 'delivered' | 'failed'): void {
  run(handle, `UPDATE messages SET delivery = ?, held = NULL WHERE id = ? AND kind = 'reply'`, delivery, messageId)
}

function countChannel(
  handle: WriteHandle,
  channelId: string,
  add: { messages?: number; verified?: number; unverified?: number; wouldRefuse?: number; refused?: number },
): void {
  run(
    handle,
    `INSERT INTO channel_counts (channel_id, messages, verified, unverified, would_refuse, refused)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, verified = verified + excluded.verified,
       unverified = unverified + excluded.unverified, would_refuse = would_refuse + excluded.would_refuse,
       refused = refused + excluded.refused`,
    channelId,
    add.messages ?? 0,
    add.verified ?? 0,
    add.unverified ?? 0,
    add.wouldRefuse ?? 0,
    add.refused ?? 0,
  )
}
