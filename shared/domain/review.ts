import type { VerdictSummary } from './conversation.ts'
import type { BlockId, ChannelId, ConversationId, FlagId, KeyId, MessageId } from './ids.ts'

export const flagKinds = [
  'proof-rejected',
  'identity-switched',
  'blocked-send',
  'claims-verified-contact',
  'proof-seen-elsewhere',
  'unsigned-field',
  'secret-exposed',
  'agent-report',
  'blocked-identity',
] as const
export type FlagKind = (typeof flagKinds)[number]

/** How long ago a flag was raised: within the last hour, within the last 24 hours, or before that. */
export const flagAges = ['hour', 'day', 'older'] as const
export type FlagAge = (typeof flagAges)[number]

/** Who a visitor claims to be without proof, beside who is known by proof under a value that is equal or looks alike. */
export interface ClaimComparison {
  field: string
  claimed: string
  known: string
  /** The channel in which `known` was proven. */
  channelId: ChannelId
}

/** One place where a claimed value differs from the known one. Places are UTF-16 offsets into each of the two. */
export interface ValueDifference {
  claimed: { at: number; text: string }
  known: { at: number; text: string }
  /** In a few words, e.g. `the “а” is Cyrillic`. */
  words: string
}

/** How a secret was written where it was found. */
export const exposedForms = ['text', 'hex', 'base64', 'sha256', 'sha1', 'sha512', 'md5'] as const
export type ExposedForm = (typeof exposedForms)[number]
/** What it stood in. */
export const exposurePlaces = ['message', 'identity', 'form', 'page-address', 'request'] as const
export type ExposurePlace = (typeof exposurePlaces)[number]

export interface FlagRow {
  id: FlagId
  kind: FlagKind
  severity: 'serious' | 'notice'
  /** One sentence that says what happened. */
  sentence: string
  conversationId: ConversationId
  conversationTitle: string
  channel: { id: ChannelId; name: string }
  messageId: MessageId | null
  messageText: string | null
  verdict: VerdictSummary | null
  /** Set where somebody claims to be somebody: the two values, how they differ, and where the other one was proven. */
  comparison: (ClaimComparison & { channelName: string; differences: ValueDifference[] }) | null
  /** Whose conversation it is now; null while it is nobody's. */
  agent: string | null
  raisedAt: number
  state: FlagState
  /** What counts now; null until something was decided. */
  decision: FlagDecision | null
  /** Everything that was said about it, oldest first. */
  steps: ReviewStep[]
}

/**
 * `draft` is a decision that a supervisor wrote down and that nothing follows from yet. What was decided stands also
 * while it is disputed; `settled` is a decision after a dispute, and is final.
 */
export const flagStates = ['open', 'draft', 'decided', 'disputed', 'settled'] as const
export type FlagState = (typeof flagStates)[number]

/** What a supervisor can decide about a flag. */
export const decisions = ['genuine', 'impersonation', 'set-up-fault'] as const
export type Decision = (typeof decisions)[number]
/** `acknowledged` is how flags were closed before there were decisions. */
export type FlagDecision = Decision | 'acknowledged'

export interface ReviewStep {
  what: 'drafted' | 'decided' | 'disputed' | 'settled' | 'acknowledged'
  by: string
  at: number
  decision: FlagDecision | null
  note: string
}

/** One entry of the evidence: what happened in the conversation, in the order in which it happened. */
export interface EvidenceEntry {
  at: number
  kind: 'message' | 'reply' | 'note' | 'blocked' | 'flag' | 'review' | 'assigned' | 'proof' | 'grant'
  /** Plain words, e.g. `Sam tried to send a reply, and it was blocked: not verified`. */
  sentence: string
  /** What the visitor or the operator wrote; null where that is not kept or says nothing. */
  text: string | null
  verdict: VerdictSummary | null
  messageId: MessageId | null
  origin: string | null
}

/** Whether a block also meets who proves the identity. */
export const blockScopes = ['unproven', 'always'] as const
export type BlockScope = (typeof blockScopes)[number]

/** An identity whose messages are refused (where the channel enforces) or marked (elsewhere). */
export interface BlockRow {
  id: BlockId
  channel: { id: ChannelId; name: string }
  field: string
  value: string
  scope: BlockScope
  note: string
  by: string
  at: number
  /** Messages that it met. */
  hits: number
}

/** The known customer, as their proofs give them. */
export interface KnownCustomer {
  fields: { name: string; value: string }[]
  firstSeenAt: number
  lastVerifiedAt: number | null
  conversations: number
}

/** A key behind a flag: it verified the proof, was seen outside, or is what a rejected proof was checked with. */
export interface FlagKey {
  id: KeyId
  label: string
  /** Not always the channel of the flag: a secret is seen wherever it comes in. */
  channel: { id: ChannelId; name: string }
  state: 'active' | 'retiring' | 'retired'
  compromised: boolean
}

/** Everything a supervisor needs to decide about one flag. */
export interface FlagCase {
  flag: FlagRow
  evidence: EvidenceEntry[]
  /** What this visitor says of themselves in the message the flag is about. */
  claims: { name: string; value: string; provenance: 'proven' | 'claimed' | 'agent' }[]
  known: KnownCustomer | null
  /** The proof that came with the message, if one did. */
  proof: { revokedAt: number | null; sessions: number; firstSeenAt: number } | null
  /** The keys behind the flag, the likeliest first: what retiring is offered for. Also keys that are retired by now. */
  keys: FlagKey[]
  /** Whom a block would meet; null where nobody is named. */
  subject: { field: string; value: string } | null
  block: BlockRow | null
}

/** A flag as whoever works in the conversation may see it. */
export interface ConversationFlag {
  id: FlagId
  kind: FlagKind
  severity: 'serious' | 'notice'
  sentence: string
  raisedAt: number
  state: FlagState
  decision: FlagDecision | null
  /** The newest step, e.g. the supervisor's note. */
  last: ReviewStep | null
}

/** What the intake refused, gathered per channel, code and origin. */
export interface RefusalRow {
  channel: { id: ChannelId; name: string } | null
  code: string
  sentence: string
  origin: string | null
  count: number
  firstAt: number
  lastAt: number
}
