import type { TemplateId } from './ids.ts'

/** How much harm a template does in the wrong hands. */
export const sensitivities = ['public', 'personal', 'restricted'] as const
export type Sensitivity = (typeof sensitivities)[number]

export const blockReasonCodes = [
  'not-verified',
  'proof-rejected',
  'proof-too-old',
  'proof-expired',
  'serious-flag-open',
  'unresolved-variable',
  'unknown-template',
  'unseen-message',
  'conversation-closed',
  'gate-error',
] as const
export type BlockReasonCode = (typeof blockReasonCodes)[number]

export interface BlockReason {
  code: BlockReasonCode
  /** One line for the agent. */
  message: string
}

/** The gate's answer. Every error ends in `block`. */
export type GateDecision = { outcome: 'allow' } | { outcome: 'block'; reasons: BlockReason[] }

/** A template as the renderer may see it: `body` is null while the conversation's standing locks it. */
export interface TemplateView {
  id: TemplateId
  title: string
  sensitivity: Sensitivity
  tags: string[]
  body: string | null
  lock: BlockReason | null
}
