import type { PageApi } from './page.ts'

/**
 * A vendor as data: what its sites sign, how their pages say it, and what a person who sets a channel up must know.
 * The engine, the widget, the snippets and the channel wizard all read this one description; the two cores
 * (`main/identity/keyed-hash.ts`, `main/identity/signed-token.ts`) know nothing else about a vendor.
 */

/** What is done to a value before it is hashed. Anything but `none` makes several spellings the same identity. */
export const normalisations = ['none', 'trim', 'lower', 'trim-lower'] as const
export type Normalisation = (typeof normalisations)[number]

/** How the text of a secret becomes the bytes of the key. Nearly every vendor uses the text itself: `utf8`. */
export const keyEncodings = ['utf8', 'hex', 'base64', 'base64url'] as const
export type KeyEncoding = (typeof keyEncodings)[number]

/** How a page writes the digest. */
export const digestEncodings = ['hex', 'base64', 'base64url'] as const
export type DigestEncoding = (typeof digestEncodings)[number]

export const hashAlgorithms = ['sha256', 'sha384', 'sha512'] as const
export type HashAlgorithm = (typeof hashAlgorithms)[number]

/** JWS algorithms (RFC 7518 §3.1, RFC 8037) that a channel may be set to. `none` is not among them and never will be. */
export const tokenAlgorithms = [
  'HS256',
  'HS384',
  'HS512',
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
] as const
export type TokenAlgorithm = (typeof tokenAlgorithms)[number]

/** Vendors that give each kind of app a secret of its own (Intercom). */
export const platforms = ['web', 'ios', 'android'] as const
export type Platform = (typeof platforms)[number]

/** One field that a hash can be about. */
export interface SignedField {
  /** Its name in a verdict, e.g. `email`. */
  field: string
  /** The payload's members that may hold it. Two of them with different values contradict each other. */
  members: readonly string[]
  normalise?: Normalisation
}

/** A keyed hash of one value: `digest(HMAC(key, value))`. */
export interface HashRule {
  proof: 'hash'
  /** Highest priority first: the first one present is the one that must be signed. */
  fields: readonly SignedField[]
  /** Members that may hold the digest. */
  digestMembers: readonly string[]
  algorithm: HashAlgorithm
  keyEncoding: KeyEncoding
  digest: DigestEncoding
}

/** A claim that can be the identity, and the field that a verdict calls it. */
export interface IdentityClaim {
  claim: string
  field: string
  /** True where the vendor's documents show a number in its place: a whole one then stands for its digits. */
  numbers?: boolean
  /** Members by which the page says the same beside its token. One that says something else is left out. */
  alsoCalled?: readonly string[]
}

/** A compact JWS whose payload is a JSON object of claims (RFC 7519). */
export interface TokenRule {
  proof: 'token'
  /** Members that may hold the token. */
  tokenMembers: readonly string[]
  /** What is allowed where the channel's settings say nothing. */
  algorithms: readonly TokenAlgorithm[]
  /** `required`: the header must name its key. */
  keyId: 'required' | 'optional'
  /** Claims that can be the identity, best first; the first one present is the one that is proven as such. */
  identity: readonly IdentityClaim[]
  /** Claims without which the token is refused, beside one that is the identity. */
  requiredClaims: readonly string[]
  /** Claims that must have exactly this value, e.g. Zendesk's `scope: "user"`. */
  fixedClaims: Readonly<Record<string, string>>
  /** A claim that counts as proven only where another one is `true`, e.g. Zendesk's `email` with `email_verified`. */
  provenOnlyWith: Readonly<Record<string, string>>
  requireExpiry: boolean
  /** Longest time between `iat` and `exp`; null where the vendor sets none. */
  longestLifetimeSeconds: number | null
  /** How long after `iat` the vendor takes a token, where the settings say nothing; absent where it sets no such limit. */
  longestAgeSeconds?: number
  /** Whether the settings of the channel have to name the issuer or the audience. */
  issuer: 'unused' | 'setting'
  audience: 'unused' | 'setting'
}

export type Rule = HashRule | TokenRule

/** The words of the channel wizard. */
export interface VendorWords {
  /** What is signed, in one phrase. */
  proof: string
  keyQuestion: string
  keyLabel: string
  keyHelp: string
  /** A sample of the payload, as JSON. */
  sample: string
}

export interface Vendor<Name extends string = string> {
  /** The name of the scheme: stored with each verdict, typed on the command line. Never changed once released. */
  name: Name
  title: string
  /** Other spellings that the command line takes. Compared without case, spaces, dots, dashes and underscores. */
  aliases: readonly string[]
  /** Documents and code in which the facts below were read. */
  sources: readonly string[]
  /** What could not be established, one sentence each. The interface then marks the vendor "unconfirmed". */
  unconfirmed: readonly string[]
  /**
   * How its proofs are judged, in the order in which they are looked for; `own` where the vendor has a file of its own in
   * `main/identity/schemes/`, `settings` where the channel's settings are the rule.
   */
  rules: readonly Rule[] | 'own' | 'settings'
  /** Members of the payload that configure the vendor's widget and say nothing about the visitor. */
  notClaims: readonly string[]
  /** The member under which the payload may nest who the visitor is (`{ user: { … } }`), or null. */
  within: string | null
  /** Members whose value is a list, and the members that its places mean: `"user:email": [email, signature]` (Crisp). */
  lists?: Readonly<Record<string, readonly string[]>>
  keyKind: 'secret' | 'publicKey' | 'either'
  /** True where each kind of app has a secret of its own. */
  secretPerPlatform: boolean
  words: VendorWords
  /** How its pages say who the visitor is; `own` where the widget has a file for it (`widget/vendors`). */
  page: PageApi | 'own'
}
