import { z } from 'zod'
import type { ChannelView, KeyView } from '../../domain/channel.ts'
import { channelPolicies } from '../../domain/channel.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { schemeNames } from '../../domain/verdict.ts'
import {
  digestEncodings,
  hashAlgorithms,
  keyEncodings,
  normalisations,
  platforms,
  tokenAlgorithms,
} from '../../vendors/vendor.ts'
import { id, line, nothing } from './parts.ts'

/** Longest pasted key (UTF-16 units): a set of JWKs with their certificates. */
const longestKeyMaterial = 65_536

/** About thirty years. What makes sense within it is for the main process to say, in words. */
const longestSeconds = 1_000_000_000
const names = (most: number) => z.array(z.string().max(500)).max(most)

const settings = z.strictObject({
  teamVanityId: z.string().max(200).optional(),
  primaryAuthenticationDomain: z.string().max(253).optional(),
  sharedAuthenticationDomains: z.array(z.string().max(300)).max(100).optional(),
  identityLabels: z.record(z.string().max(200), z.string().max(40)).optional(),
  unsignedFields: z.array(z.string().max(200)).max(200).optional(),
  fields: names(20).optional(),
  normalise: z.enum(normalisations).optional(),
  keyEncoding: z.enum(keyEncodings).optional(),
  digest: z.enum(digestEncodings).optional(),
  digestField: z.string().max(200).optional(),
  algorithm: z.enum(hashAlgorithms).optional(),
  algorithms: z.array(z.enum(tokenAlgorithms)).max(tokenAlgorithms.length).optional(),
  issuer: names(20).optional(),
  audience: names(20).optional(),
  subjectClaim: z.string().max(200).optional(),
  requiredClaims: names(50).optional(),
  requireExpiry: z.boolean().optional(),
  maxAgeSeconds: z.int().min(0).max(longestSeconds).optional(),
  clockToleranceSeconds: z.int().min(0).max(longestSeconds).optional(),
  tokenField: z.string().max(200).optional(),
})

export const channelsInputs = {
  'channels.list': nothing,
  'channels.add': z.strictObject({
    name: line(80),
    scheme: z.enum(schemeNames),
    policy: z.enum(channelPolicies),
    origins: z.array(z.string().max(300)).max(50),
    settings,
  }),
  'channels.update': z.strictObject({
    channelId: id('chan'),
    name: line(80).optional(),
    policy: z.enum(channelPolicies).optional(),
    origins: z.array(z.string().max(300)).max(50).optional(),
    settings: settings.optional(),
    freshnessMinutes: z.int().min(1).max(10_080).optional(),
  }),
  'channels.testPayload': z.strictObject({
    channelId: id('chan'),
    payload: z.string().max(32_768),
    origin: z.string().max(300).nullable(),
    /** Judges by these instead of the channel's own, to see what a change would do before it is saved. */
    settings: settings.optional(),
  }),
  'channels.snippets': z.strictObject({ channelId: id('chan') }),
  'channels.makeServerToken': z.strictObject({ channelId: id('chan') }),
  'keys.lint': z.strictObject({ scheme: z.enum(schemeNames), material: z.string().max(longestKeyMaterial) }),
  'keys.add': z.strictObject({
    channelId: id('chan'),
    label: line(80),
    material: z.string().max(longestKeyMaterial),
    /** The `kid` under which tokens name the key. A JWK brings its own, which is taken where this is left out. */
    kid: z.string().min(1).max(128).optional(),
    /** The kind of app whose secret this is, for vendors that have one for each. */
    platform: z.enum(platforms).optional(),
    /** Take the repaired form that the lint showed instead of the text as it was pasted. */
    acceptRepair: z.boolean(),
    /** The person has read that this machine's keystore is degraded, and goes on. */
    acceptDegradedKeystore: z.boolean(),
  }),
  'keys.retire': z.strictObject({ channelId: id('chan'), keyId: id('key'), at: z.int().nullable() }),
} as const

/** What the lint of a pasted key found, before anything is stored. */
export interface KeyLint {
  outcome: 'ok' | 'warn' | 'repair' | 'refuse'
  findings: { code: string; severity: 'info' | 'warning' | 'error'; message: string }[]
  /** For a damaged PEM: what it would be stored as. Public keys only; a secret is never echoed. */
  repairedPreview: string | null
  fingerprint: string | null
  /** What the text is, where it was recognised: some schemes take either. */
  kind: 'secret' | 'publicKey' | null
  /** The `kid` that a JWK brings. */
  kid: string | null
  /** The keys of a JWK set, in its order; null for a single key. Those with a problem are not stored. */
  keys: LintedSetKey[] | null
}

/** One key of a pasted JWK set. */
export interface LintedSetKey {
  kid: string | null
  /** What it is, for people: `ES256`, `RSA, 2048 bits`. */
  what: string
  fingerprint: string | null
  /** Why it cannot be used, in one sentence; null where it can. */
  problem: string | null
}

export interface Snippets {
  page: { label: string; language: 'html' | 'javascript'; code: string }[]
  server: { label: string; language: 'javascript' | 'python' | 'php' | 'ruby'; code: string }[]
  keyAdvice: string
}

export interface ChannelsOutputs {
  'channels.list': { channels: ChannelView[] }
  'channels.add': ChannelView
  'channels.update': ChannelView
  'channels.testPayload': { verdict: Verdict; sentence: string }
  'channels.snippets': Snippets
  'channels.makeServerToken': { token: string }
  'keys.lint': KeyLint
  'keys.add': KeyView
  'keys.retire': KeyView
}
