import type { SchemeName } from '../vendors/all.ts'

export type { SchemeName } from '../vendors/all.ts'
export { schemeNames } from '../vendors/all.ts'

/**
 * What came of checking the proof of one message. Only `verified` ever unlocks anything.
 * There is no "not applicable": what cannot be checked is `unchecked`, and warns.
 */
export const verdictStatuses = ['verified', 'claimed', 'failed', 'expired', 'unchecked', 'anonymous'] as const
export type VerdictStatus = (typeof verdictStatuses)[number]

/** Where a field's value comes from. A verified id does not make the e-mail beside it proven. */
export type Provenance = 'proven' | 'claimed' | 'agent'

/** Every reason a verdict can have, by status. Closed: an unknown reason does not compile. */
export const reasonsByStatus = {
  verified: ['proof-matches', 'proof-borrowed'],
  claimed: ['no-proof', 'shared-auth-without-proof'],
  failed: [
    'hash-mismatch',
    'hash-malformed',
    'hash-for-lower-field',
    'value-malformed',
    'alias-conflict',
    'proof-without-identity',
    'payload-malformed',
    'token-malformed',
    'token-too-large',
    'algorithm-not-allowed',
    'header-not-allowed',
    'key-id-unknown',
    'signature-mismatch',
    'identity-label-missing',
    'identity-label-conflict',
    'shared-auth-origin-not-allowed',
    'shared-auth-domain-mismatch',
    'not-yet-valid',
    'bound-elsewhere',
    'proof-revoked',
    'proof-replayed',
    'claims-malformed',
    'claim-missing',
    'claim-mismatch',
    'issuer-mismatch',
    'audience-mismatch',
    'time-malformed',
    'expiry-missing',
    'lifetime-too-long',
  ],
  expired: ['proof-expired', 'proof-too-old'],
  unchecked: [
    'no-key',
    'key-retired',
    'key-unfit',
    'key-compromised',
    'unknown-key',
    'keys-unavailable',
    'not-configured',
    'check-error',
  ],
  anonymous: ['no-identity'],
} as const satisfies Record<VerdictStatus, readonly string[]>

export type ReasonCode = (typeof reasonsByStatus)[VerdictStatus][number]

/** A field of the visitor's identity, with where it came from. Values are text exactly as they were sent. */
export interface IdentityField {
  value: string
  provenance: Provenance
}

/** A near miss that explains a failure to the person who set the channel up. It never upgrades a verdict. */
export const hintCodes = [
  'secret-has-whitespace',
  'secret-hex-decoded',
  'secret-base64-decoded',
  'secret-case-differs',
  'other-key-of-channel',
  'retired-key-of-channel',
  'hash-of-lower-field',
  'value-case-differs',
  'value-has-whitespace',
  'key-and-message-swapped',
  'digest-is-base64',
  'digest-encoding-differs',
  'digest-truncated',
  'signature-is-der',
  'token-has-padding',
  'payload-trailing-comma',
  'documentation-key',
  'key-is-weak',
  'token-lasts-long',
  'unsigned-field-shadows-signed',
  'unsigned-fields-dropped',
  'proof-under-other-name',
  'key-not-decoded',
  'other-channel-of-workspace',
  'key-of-other-platform',
  'times-in-milliseconds',
  'audience-differs',
  'issuer-differs',
  'algorithm-of-other-key',
  'clock-differs',
] as const
export type HintCode = (typeof hintCodes)[number]
export interface Hint {
  code: HintCode
  /** One sentence for the developer of the site. Never contains a secret, a hash or a token. */
  message: string
}

/** One line of "How it was checked". */
export interface CheckStep {
  label: string
  outcome: 'passed' | 'failed' | 'skipped'
}

/**
 * How much a proof is worth: a `static-hash` is the same for ever and works for whoever copies it; a `lasting-token` is
 * signed and lasts for more than an hour, or does not say since when; a `short-token` ends within an hour of being made.
 */
export const assurances = ['static-hash', 'lasting-token', 'short-token'] as const
export type Assurance = (typeof assurances)[number]

/** Where a proof was seen before the message it came with. Filled in where the message is stored. */
export interface ProofSightings {
  firstSeenAt: number
  /** In how many sessions, this one included. */
  sessions: number
  /** Why the proof is marked "seen elsewhere"; null where it was not. */
  elsewhere: 'other-session' | 'other-place' | 'other-channel' | null
}

/** What is kept beside a verdict so that a supervisor can look at it later. No token, no hash, no key. */
export interface Evidence {
  /** SHA-256 (hex) over what was signed and the proof: the same proof seen twice has the same fingerprint. */
  proofFingerprint: string | null
  /** Last four characters of the fingerprint of the key that decided: shown as `…a1b2`. */
  keyTail: string | null
  /** Host whose authentication was borrowed, and the host it was borrowed on (Pavior `shareAuth`). */
  borrowed: { from: string; on: string } | null
  /** Names of fields that were dropped: unsigned ones (Talkative), and those that held a hash, a token or a secret. */
  droppedFields: string[]
  /** What the fingerprint stands for: `token-id` is a token's `jti`, which one session of a channel alone may use. */
  proofKind: 'hash' | 'claims' | 'token-id' | null
  sightings: ProofSightings | null
}

/**
 * The result of one check: computed once when the message arrives, stored with it, never recomputed.
 * `field` names the proven field, or for a failure the field whose proof was due.
 */
export interface Verdict {
  status: VerdictStatus
  reason: ReasonCode
  scheme: SchemeName
  /** Of a verified message; null for every other. */
  assurance: Assurance | null
  field: string | null
  /** The id the key was given: `key_…` in the console, any text on the command line. */
  keyId: string | null
  fields: Record<string, IdentityField>
  hints: Hint[]
  steps: CheckStep[]
  evidence: Evidence
  /** Milliseconds since 1970 at which the check was made. */
  checkedAt: number
  /** Milliseconds since 1970 after which the proof no longer counts, where the proof says so. */
  validUntil: number | null
}
