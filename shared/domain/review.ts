import type { VerdictSummary } from './conversation.ts'
import type { ChannelId, ConversationId, FlagId, MessageId } from './ids.ts'

export const flagKinds = [
  'proof-rejected',
  'identity-switched',
  'blocked-send',
  'claims-verified-contact',
  'proof-seen-elsewhere',
  'unsigned-field',
  'secret-exposed',
  'agent-report',
] as const
export type FlagKind = (typeof flagKinds)[number]

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
export const exposedForms = ['text', 'hex', 'base64', 'sha256'] as const
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
  raisedAt: number
  acknowledgedAt: number | null
  acknowledgedBy: string | null
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
