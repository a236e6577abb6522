import type { VerdictSummary } from './conversation.ts'
import type { ChannelId, ConversationId, FlagId, MessageId } from './ids.ts'

export const flagKinds = ['proof-rejected', 'identity-switched', 'blocked-send', 'claims-verified-contact'] as const
export type FlagKind = (typeof flagKinds)[number]

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
