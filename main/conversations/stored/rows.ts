import type {
  ConversationRow,
  DeliveryState,
  MessageKind,
  MessageView,
  Standing,
  VerdictSummary,
} from '#shared/domain/conversation.ts'
import type {
  ChannelId,
  ContactId,
  ConversationId,
  KeyId,
  MessageId,
  OperatorId,
  SessionId,
} from '#shared/domain/ids.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { sentenceFor } from '#shared/domain/sentences.ts'
import type { Assurance, ProofSightings, ReasonCode, Verdict } from '#shared/domain/verdict.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import type { StoredStanding } from '../standing.ts'
import { standingAt } from '../standing.ts'

/** A conversation as it stands in its table. */
export interface ConversationRecord {
  id: ConversationId
  channel_id: ChannelId
  session_id: SessionId
  state: 'open' | 'closed'
  assignee_id: OperatorId | null
  created_at: number
  activity_seq: number
  last_position: number
  read_position: number
  unread: number
  waiting_since: number | null
  last_text: string | null
  last_kind: MessageKind | null
  last_at: number | null
  open_flags: number
  title: string
  title_provenance: 'proven' | 'claimed' | 'none'
  standing_status: Standing['status']
  standing_reason: ReasonCode | null
  standing_field: string | null
  standing_value: string | null
  standing_since: number
  proven_at: number | null
  valid_until: number | null
  proven_contact_id: ContactId | null
  named: string | null
  /** The key of the proof that the standing rests on; null where it rests on none. */
  proof_key_id: KeyId | null
  /** When that key retires, or did; null while no end is set. */
  key_retires_at: number | null
  /** That proof, while the standing rests on one: what it is worth, where else it was seen, and when it was revoked. */
  proof_fingerprint: string | null
  assurance: Assurance | null
  elsewhere: ProofSightings['elsewhere']
  proof_revoked_at: number | null
  key_compromised_at: number | null
}

export interface MessageRecord {
  seq: number
  id: MessageId
  conversation_id: ConversationId
  position: number
  kind: MessageKind
  text: string
  at: number
  session_id: SessionId
  client_message_id: string | null
  operator_id: OperatorId | null
  /** Of a whisper whom it is for, of a take-over who had the conversation before. */
  other_operator_id: OperatorId | null
  delivery: DeliveryState | null
  /** A `BlockReason` as JSON. */
  held: string | null
  /** When it was last given to a page. */
  given_at: number | null
  audience_contact_id: ContactId | null
  verdict: string | null
  standing_changed: number
  identity_switched: number
  warned: number
  origin: string | null
  client: string | null
}

/** A row of the inbox before names are filled in from the directories. */
export type StoredConversationRow = Omit<ConversationRow, 'channel' | 'assignee'> & {
  channelId: ChannelId
  assigneeId: OperatorId | null
}
export type StoredMessageView = Omit<MessageView, 'operator' | 'to'> & {
  operatorId: OperatorId | null
  otherId: OperatorId | null
}

export function findConversation(handle: ReadHandle | WriteHandle, id: ConversationId): ConversationRecord | null {
  return one<ConversationRecord>(handle, 'SELECT * FROM conversations WHERE id = ?', id)
}

export function storedStanding(row: ConversationRecord): StoredStanding {
  return {
    status: row.standing_status,
    reason: row.standing_reason,
    field: row.standing_field,
    value: row.standing_value,
    since: row.standing_since,
    provenAt: row.proven_at,
    validUntil: row.valid_until,
    provenContactId: row.proven_contact_id,
    keyRetiresAt: row.key_retires_at,
    keyCompromisedAt: row.key_compromised_at,
    proofRevokedAt: row.proof_revoked_at,
  }
}

/** The standing of a conversation at a moment, without the contact's id. */
export function standingOf(row: ConversationRecord, now: number): Standing {
  return withoutEnds(standingAt(storedStanding(row), now))
}

/** A standing as the gate and the window read it. */
export function withoutEnds(stored: StoredStanding): Standing {
  const { provenContactId: _, keyRetiresAt: __, keyCompromisedAt: ___, proofRevokedAt: ____, ...standing } = stored
  return standing
}

export function conversationRow(row: ConversationRecord, now: number): StoredConversationRow {
  const standing = standingOf(row, now)
  return {
    id: row.id,
    channelId: row.channel_id,
    title: row.title,
    titleProvenance:
      row.title_provenance === 'proven' && standing.status !== 'verified' ? 'claimed' : row.title_provenance,
    standing,
    assurance: standing.status === 'verified' ? row.assurance : null,
    elsewhere: standing.status === 'verified' ? row.elsewhere : null,
    lastMessage:
      row.last_text === null || row.last_kind === null || row.last_at === null
        ? null
        : { text: row.last_text, kind: row.last_kind, at: row.last_at },
    waitingSince: row.waiting_since,
    unread: row.unread,
    assigneeId: row.assignee_id,
    state: row.state,
    openFlags: row.open_flags,
  }
}

/** What a badge needs of a verdict. The sentence is fixed per reason code. */
export function verdictSummary(verdict: Verdict): VerdictSummary {
  const { status, reason, field, evidence, checkedAt, validUntil } = verdict
  const value = field !== null && Object.hasOwn(verdict.fields, field) ? (verdict.fields[field]?.value ?? null) : null
  return {
    status,
    reason,
    field,
    value,
    sentence: sentenceFor(status, reason, { field, borrowed: evidence.borrowed, assurance: verdict.assurance }),
    borrowed: evidence.borrowed,
    keyTail: evidence.keyTail,
    assurance: verdict.assurance,
    elsewhere: evidence.sightings?.elsewhere ?? null,
    checkedAt,
    validUntil,
  }
}

/** A verdict as it was stored. Earlier versions kept less beside it. */
export function parseVerdict(json: string): Verdict {
  const stored = JSON.parse(json) as Verdict
  return {
    ...stored,
    assurance: stored.assurance ?? null,
    evidence: {
      ...stored.evidence,
      proofKind: stored.evidence.proofKind ?? null,
      sightings: stored.evidence.sightings ?? null,
    },
  }
}

export function messageView(row: MessageRecord): StoredMessageView {
  return {
    id: row.id,
    position: row.position,
    // The table's kinds are fixed: a note for somebody is a whisper.
    kind: row.kind === 'note' && row.other_operator_id !== null ? 'whisper' : row.kind,
    text: row.text,
    at: row.at,
    verdict: row.verdict === null ? null : verdictSummary(parseVerdict(row.verdict)),
    operatorId: row.operator_id,
    otherId: row.other_operator_id,
    delivery: row.delivery,
    held: row.held === null ? null : (JSON.parse(row.held) as BlockReason),
    mayBeSeen: row.given_at !== null && row.delivery !== 'delivered',
    standingChanged: row.standing_changed === 1,
    identitySwitched: row.identity_switched === 1,
  }
}
