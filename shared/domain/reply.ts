import type { GrantId, OperatorId, TemplateId } from './ids.ts'

/** How much harm a template does in the wrong hands. */
export const sensitivities = ['public', 'personal', 'restricted'] as const
export type Sensitivity = (typeof sensitivities)[number]

export const blockReasonCodes = [
  'not-verified',
  'proof-rejected',
  'proof-too-old',
  'proof-expired',
  'serious-flag-open',
  'identity-blocked',
  'secret-in-text',
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

/**
 * The gate's answer. Every error ends in `block`. `warn` is a reply to an authenticated visitor with something in it
 * that is worth a second look: it goes out with one more deliberate act, and not without.
 */
export type GateDecision =
  | { outcome: 'allow' }
  | { outcome: 'warn'; warnings: BlockReason[] }
  | { outcome: 'block'; reasons: BlockReason[] }

/** What the scan of typed text looks for. */
export const scanKinds = [
  'card-number',
  'iban',
  'phone-number',
  'e-mail',
  'key-or-token',
  'one-time-code',
  'link-with-credentials',
  'password',
] as const
export type ScanKind = (typeof scanKinds)[number]

/** Where in a text something was found: `start` inclusive, `end` exclusive, both in UTF-16 units. Never what it was. */
export interface ScanFinding {
  kind: ScanKind
  start: number
  end: number
}

/**
 * What a supervisor's grant says about exactly this reply. Only `valid` opens anything; every other word is for the
 * agent and the journal.
 */
export const grantStandings = [
  'none',
  'valid',
  'used',
  'expired',
  'altered',
  'bound-elsewhere',
  'signer-refused',
] as const
export type GrantStanding = (typeof grantStandings)[number]

/** A grant's standing at the gate, with the grant that is used up where the reply goes out by it. */
export interface GrantAtGate {
  standing: GrantStanding
  grantId: GrantId | null
}

/** What somebody typed and did not send, as it is given back. */
export interface DraftView {
  text: string
  /** Templates whose text went into it: the gate hears of them for as long as the draft lives. */
  templateIds: TemplateId[]
  /** Rises with every change, in whichever window it is made. */
  revision: number
  /** Why a kept draft is not given back: it draws on a template that is locked now. Its text is then left out. */
  held: BlockReason | null
  /** True where `text` was held before and may be given back now: whoever goes on with it says so when it is saved. */
  taken: boolean
  /** Position of the newest message when this was read: what was sent up to there is no part of the text any more. */
  position: number
}

/** A text of the operator's own that went out, and that a draft still began with. */
export interface SentFromDraft {
  position: number
  text: string
}

export interface SavedDraft {
  revision: number
  /** Of the newest message when this was saved. */
  position: number
  /** What was taken off the front of the text before it was kept, in this order. */
  sent: SentFromDraft[]
}

/** A template as the renderer may see it: `body` is null while the conversation's standing locks it. */
export interface TemplateView {
  id: TemplateId
  version: number
  title: string
  sensitivity: Sensitivity
  tags: string[]
  body: string | null
  /** The public template that says as much as may be said to anybody, where one is named. */
  alternative: { id: TemplateId; title: string } | null
  archived: boolean
  lock: BlockReason | null
}

/** What makes a template, as it is written, imported and exported. */
export interface TemplateText {
  title: string
  body: string
  sensitivity: Sensitivity
  tags: string[]
}

/** One version of a template, for whoever edits it. */
export interface TemplateVersion extends TemplateText {
  version: number
  at: number
  operator: { id: OperatorId; name: string } | null
}
