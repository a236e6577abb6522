import type { Standing } from './conversation.ts'
import type { ChannelId, ConversationId, GrantId, GrantRequestId, OperatorId, TemplateId } from './ids.ts'
import type { BlockReasonCode, Sensitivity } from './reply.ts'

/** How long a supervisor's grant is good for (ms). */
export const grantLifetime = 15 * 60_000

/** What became of an agent's request. `expired` was granted, and its time ran out unused. */
export const grantRequestStates = ['waiting', 'granted', 'used', 'expired', 'declined'] as const
export type GrantRequestState = (typeof grantRequestStates)[number]

/** A template that a requested reply draws on, as it was when the agent asked. */
export interface GrantTemplate {
  id: TemplateId
  version: number
  title: string
  sensitivity: Sensitivity
}

/** An agent's request to send one blocked reply. */
export interface GrantRequestView {
  id: GrantRequestId
  conversationId: ConversationId
  /** The agent who asks. */
  operator: { id: OperatorId; name: string }
  /** Exactly what would go out. */
  text: string
  templates: GrantTemplate[]
  /** Why the gate refused it then. */
  reasons: BlockReasonCode[]
  /** What the agent says about it; empty for nothing. */
  note: string
  requestedAt: number
  state: GrantRequestState
  decidedAt: number | null
  decidedBy: string | null
  /** The supervisor's reason, or note where it was declined. */
  decision: string | null
  expiresAt: number | null
}

/** The same with what a supervisor decides on, as it is now. */
export interface GrantRequestRow extends GrantRequestView {
  conversationTitle: string
  channel: { id: ChannelId; name: string }
  /** How the visitor stands now. */
  standing: Standing
  /** Serious flags of the conversation that nobody acknowledged yet. */
  seriousFlags: number
}

export type { GrantId }
