import type { KeyObject } from 'node:crypto'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName, Verdict } from '#shared/domain/verdict.ts'

/**
 * What the engine is given and what it answers. The engine is pure: no clock, no file, no socket, no Electron;
 * whatever it needs to know stands in this request.
 */
export interface VerificationKey {
  id: string
  /** `retired` keys never verify; they only let a diagnosis say that an old key was used. */
  state: 'active' | 'retiring' | 'retired'
  /** A retiring key counts as retired from this moment on (ms since 1970). */
  retiresAt: number | null
  kind: 'secret' | 'publicKey'
  /** A secret's bytes are exactly the UTF-8 bytes of the text that was entered; a public key is P-256 SPKI. */
  material: KeyObject
  /** SHA-256 fingerprint, hex. */
  fingerprint: string
}

export interface CheckRequest {
  scheme: SchemeName
  settings: SchemeSettings
  /** Every key of the channel, retired ones included. Empty: nothing can be checked. */
  keys: VerificationKey[]
  /** False when the channel has keys that the keystore could not open: the verdict is `keys-unavailable`. */
  keysAvailable: boolean
  /** The vendor's payload, JSON text exactly as the page sent it; null where the page named nobody. */
  identity: string | null
  /** What the visitor typed into the form: claims at best, and never proof. */
  form: { name?: string; email?: string } | null
  page: { origin: string | null }
  /** Milliseconds since 1970 at which the check is made. */
  at: number
  /** The conversation of the message, for proofs that are bound to one. Unknown: such a proof does not hold. */
  conversationId?: string | null
}

/** Never rejects: an unexpected error becomes `unchecked` / `check-error`. Implemented by `verify` in verify.ts. */
export type Verify = (request: CheckRequest) => Promise<Verdict>
