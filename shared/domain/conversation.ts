import type { ChannelId, ContactId, ConversationId, MessageId, OperatorId } from './ids.ts'
import type { BlockReason, DraftView } from './reply.ts'
import type {
  Assurance,
  CheckStep,
  Evidence,
  Hint,
  IdentityField,
  ProofSightings,
  ReasonCode,
  SchemeName,
  VerdictStatus,
} from './verdict.ts'

/**
 * What the gate reads: derived from the verdicts of the messages since the last proof.
 * `none` is a conversation without a visitor's message.
 */
export interface Standing {
  status: VerdictStatus | 'none'
  reason: ReasonCode | null
  /** The field that is proven, or claimed. */
  field: string | null
  value: string | null
  /** When this standing began (ms), and when the last proof was accepted (ms). */
  since: number
  provenAt: number | null
  validUntil: number | null
}

/** `signup` has ever been verified, `lead` was identified but never verified, `visitor` is anonymous. */
export type Universe = 'signup' | 'lead' | 'visitor'

/** The part of a verdict that a list or a badge needs. */
export interface VerdictSummary {
  status: VerdictStatus
  reason: ReasonCode
  field: string | null
  value: string | null
  /** A sentence in plain words, fixed per reason code. */
  sentence: string
  borrowed: { from: string; on: string } | null
  keyTail: string | null
  assurance: Assurance | null
  /** Set where the same proof was also seen in another session or from another place. */
  elsewhere: ProofSightings['elsewhere']
  checkedAt: number
  validUntil: number | null
}

/** A `whisper` is a supervisor's note to the agent in charge; an `event` is the console's own line. */
export type MessageKind = 'visitor' | 'reply' | 'note' | 'whisper' | 'event'
export type DeliveryState = 'queued' | 'sent' | 'delivered' | 'failed'

export interface MessageView {
  id: MessageId
  /** Position in the conversation, rising by one from 1. */
  position: number
  kind: MessageKind
  text: string
  at: number
  /** Present on every visitor message, and on no other. */
  verdict: VerdictSummary | null
  operator: { id: OperatorId; name: string } | null
  /** Of a whisper: whom it is for. Null for every other kind. */
  to: { id: OperatorId; name: string } | null
  delivery: DeliveryState | null
  /** Why the gate held a reply when it would have been given to the visitor; `delivery` is `failed` then. */
  held: BlockReason | null
  /** True for a reply that was given to a page of the visitor's, which never confirmed it: they may have seen it. */
  mayBeSeen: boolean
  /** True where the standing differs from the one before this message: a divider is drawn above it. */
  standingChanged: boolean
  /** True where the identity named by this visitor message differs from the one named before it. */
  identitySwitched: boolean
}

export interface ConversationRow {
  id: ConversationId
  channel: { id: ChannelId; name: string; scheme: SchemeName; site: string }
  /** The best name for the visitor, e.g. the proven or claimed e-mail, or "Anonymous visitor". */
  title: string
  titleProvenance: 'proven' | 'claimed' | 'none'
  standing: Standing
  /** Of a verified standing: what its proof is worth, and whether it was also used elsewhere. Null for every other. */
  assurance: Assurance | null
  elsewhere: ProofSightings['elsewhere']
  lastMessage: { text: string; kind: MessageKind; at: number } | null
  /** When the visitor's oldest unanswered message arrived, or null when answered. */
  waitingSince: number | null
  unread: number
  assignee: { id: OperatorId; name: string } | null
  state: 'open' | 'closed'
  openFlags: number
}

export interface IdentityFieldView extends IdentityField {
  name: string
}

export interface IdentityPanel {
  fields: IdentityFieldView[]
  universe: Universe
  contact: { id: ContactId; firstSeenAt: number; lastVerifiedAt: number | null } | null
  /** From the newest visitor message. */
  verdict: (VerdictSummary & { scheme: SchemeName; steps: CheckStep[]; hints: Hint[]; evidence: Evidence }) | null
  origin: string | null
  client: string | null
  /** Where the same proof was first seen and seen since; empty where there was no proof. */
  proofSeen: { origin: string | null; client: string | null; firstAt: number; lastAt: number; messages: number }[]
  /** When a supervisor revoked the newest message's proof in this channel (ms); null where nobody did. */
  proofRevokedAt: number | null
  /** Only filled for a verified standing: otherwise the history is hidden and `earlierHidden` is true. */
  earlier: { id: ConversationId; title: string; at: number; state: 'open' | 'closed' }[]
  earlierHidden: boolean
}

export interface ConversationView {
  row: ConversationRow
  messages: MessageView[]
  /** True when older messages exist before the first one given. */
  hasOlder: boolean
  identity: IdentityPanel
  draft: { reply: DraftView; note: DraftView }
}
