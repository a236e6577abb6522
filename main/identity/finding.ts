import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { Assurance, CheckStep, Evidence, Hint, ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from './check.ts'
import type { Primitives } from './primitives.ts'
import type { Fields } from './provenance.ts'

/** What a scheme may look at while it judges. The keys are those of the scheme's kind, sorted by whether they count. */
export interface Context {
  scheme: string
  settings: SchemeSettings
  /** Keys that can verify at the time of the check. */
  usable: VerificationKey[]
  /** Keys that no longer can, and those of another platform: only a diagnosis looks at them. */
  retired: VerificationKey[]
  /** Host of the page, lower case and without its port; null for a server. */
  originHost: string | null
  conversationId: string | null
  at: number
  primitives: Primitives
}

/** What a scheme found. `verify` turns it into the verdict. */
export interface Finding {
  status: VerdictStatus
  reason: ReasonCode
  field: string | null
  /** The key that decided. */
  key: VerificationKey | null
  fields: Fields
  hints: Hint[]
  steps: CheckStep[]
  proofFingerprint: string | null
  borrowed: { from: string; on: string } | null
  droppedFields: string[]
  validUntil: number | null
  assurance: Assurance | null
  proofKind: Evidence['proofKind']
}

/** What the page said, before anything was checked. Every field in it is a claim. */
export interface Reading {
  /** False where the page named nobody and sent no proof. */
  named: boolean
  /** The field whose proof is due. */
  field: string | null
  fields: Fields
  droppedFields: string[]
  /** Set where no key of this channel can be the right one, whatever the proof. */
  unknownKey: boolean
  judge(context: Context): Finding | Promise<Finding>
}

/** One vendor. */
export interface Scheme {
  keyKind: Vendor['keyKind']
  /** @param keysConfigured false where the channel has no key at all, so that its vendor's signing is not switched on */
  read(payload: JsonObject, settings: SchemeSettings, keysConfigured: boolean): Reading
  /** The payload in a call that a page hands over as the list it is; null, or no such function, where it is none. */
  readCall?(list: readonly JsonValue[]): JsonObject | null
}

/** A finding with nothing in it but its status, reason and field, to be spread over. */
export function finding(
  status: VerdictStatus,
  reason: ReasonCode,
  field: string | null,
  rest: Partial<Finding> = {},
): Finding {
  return {
    status,
    reason,
    field,
    key: null,
    fields: Object.create(null) as Fields,
    hints: [],
    steps: [],
    proofFingerprint: null,
    borrowed: null,
    droppedFields: [],
    validUntil: null,
    assurance: null,
    proofKind: null,
    ...rest,
  }
}

/** A reading that is refused before any key is looked at: the payload contradicts its vendor's document. */
export function unreadable(): Reading {
  const fields = Object.create(null) as Fields
  return {
    named: true,
    field: null,
    fields,
    droppedFields: [],
    unknownKey: false,
    judge: () =>
      finding('failed', 'payload-malformed', null, { fields, steps: [failed('What the page sent can be read')] }),
  }
}

export function passed(label: string): CheckStep {
  return { label, outcome: 'passed' }
}

export function failed(label: string): CheckStep {
  return { label, outcome: 'failed' }
}

/** `Key …b0ce, active`: how a step names a key. */
export function keyStep(key: VerificationKey): CheckStep {
  return passed(`Key …${keyTail(key)}, ${key.state}`)
}

export function keyTail(key: VerificationKey): string {
  return key.fingerprint.slice(-4)
}
