import type { KeyObject } from 'node:crypto'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName, Verdict } from '#shared/domain/verdict.ts'
import type { Platform, TokenAlgorithm } from '#shared/vendors/vendor.ts'

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
  /** A secret's bytes are exactly the UTF-8 bytes of the text that was entered; a public key was SPKI or a JWK. */
  material: KeyObject
  /** SHA-256 fingerprint, hex. */
  fingerprint: string
  /** The `kid` under which a token names this key; null or absent where it has none but its own id and thumbprint. */
  kid?: string | null
  /** The one algorithm this key is for (a JWK's `alg`); null or absent where its kind alone decides. */
  algorithm?: TokenAlgorithm | null
  /** The kind of app whose secret this is (Intercom); null or absent for all. */
  platform?: Platform | null
  /** True where the secret was seen outside: it verifies nothing any more. */
  compromised?: boolean
  /** True where the key says itself that it is for something else than verifying (a JWK's `use`, `key_ops`, `alg`). */
  unfit?: boolean
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
  /** `platform` is the kind of app the message came from, where that is known. */
  page: { origin: string | null; platform?: Platform | null }
  /** Milliseconds since 1970 at which the check is made. */
  at: number
  /** The conversation of the message, for proofs that are bound to one. Unknown: such a proof does not hold. */
  conversationId?: string | null
}

/** Never rejects: an unexpected error becomes `unchecked` / `check-error`. Implemented by `verify` in verify.ts. */
export type Verify = (request: CheckRequest) => Promise<Verdict>
