import type {
  DigestEncoding,
  HashAlgorithm,
  KeyEncoding,
  Normalisation,
  Platform,
  TokenAlgorithm,
} from '../vendors/vendor.ts'
import type { ChannelId, KeyId, OperatorId } from './ids.ts'
import type { SchemeName } from './verdict.ts'

/** `observe` records, `warn` also tells the visitor's page, `enforce` refuses unverified visitors. */
export const channelPolicies = ['observe', 'warn', 'enforce'] as const
export type ChannelPolicy = (typeof channelPolicies)[number]

/** What a scheme needs to be told beside its keys. Only the members of the channel's scheme are read. */
export interface SchemeSettings {
  /** Pavior: the team whose key this is. */
  teamVanityId?: string
  /** Pavior: the host users log in on. */
  primaryAuthenticationDomain?: string
  /** Pavior: exact hosts that may borrow that authentication. */
  sharedAuthenticationDomains?: string[]
  /** Talkative: which signed label is which identity field, e.g. `{ "Email": "email" }`. */
  identityLabels?: Record<string, string>
  /** Talkative: labels that may pass unsigned. They are shown, and never proven. */
  unsignedFields?: string[]
  /** Custom hash: the fields that may be signed, highest priority first. */
  fields?: string[]
  normalise?: Normalisation
  keyEncoding?: KeyEncoding
  digest?: DigestEncoding
  /** Custom hash: the member that holds the digest. */
  digestField?: string
  algorithm?: HashAlgorithm
  /** Tokens: the algorithms that are allowed; each key also has to be of their kind. */
  algorithms?: TokenAlgorithm[]
  /** Tokens: what `iss` must be; one of several. */
  issuer?: string[]
  /** Tokens: what `aud` must name; one of several. */
  audience?: string[]
  /** Custom token: the claim that is the identity. */
  subjectClaim?: string
  requiredClaims?: string[]
  requireExpiry?: boolean
  /** Tokens: how long after `iat` a token counts. */
  maxAgeSeconds?: number
  clockToleranceSeconds?: number
  /** Custom token: the member that holds the token. */
  tokenField?: string
}

export type KeyState = 'active' | 'retiring' | 'retired'

/** A key as anyone outside the keyring may see it. It never holds key bytes. */
export interface KeyView {
  id: KeyId
  kind: 'secret' | 'publicKey'
  label: string
  /** The `kid` under which tokens name it, where it has one. */
  kid: string | null
  /** The kind of app whose secret this is, for vendors that have one for each. */
  platform: Platform | null
  /** Since when this key is known to have been seen outside (ms): it verifies nothing from then on. */
  compromisedAt: number | null
  state: KeyState
  /** When a retiring key ends (ms). */
  retiresAt: number | null
  addedAt: number
  lastUsedAt: number | null
  /** SHA-256 fingerprint of the key as shown to people: `ab12…a1b2`. For secrets it is keyed, so it cannot be guessed at. */
  fingerprint: string
  warnings: string[]
  /** False when the keystore could not open it. */
  available: boolean
}

export interface ChannelView {
  id: ChannelId
  name: string
  scheme: SchemeName
  policy: ChannelPolicy
  /** Exact origins pages may chat from, e.g. `https://shop.example`. */
  origins: string[]
  settings: SchemeSettings
  keys: KeyView[]
  /** A proof older than this does not open `restricted` templates (minutes). */
  freshnessMinutes: number
  createdAt: number
  counts: {
    messages: number
    verified: number
    unverified: number
    /** Messages `enforce` refused, or would refuse if it were switched on. */
    wouldRefuse: number
    refused: number
  }
  hasServerToken: boolean
}

export type Role = 'agent' | 'supervisor'
export interface OperatorView {
  id: OperatorId
  name: string
  role: Role
}
