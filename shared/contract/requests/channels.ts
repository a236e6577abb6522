import { z } from 'zod'
import type { ChannelView, KeyView } from '../../domain/channel.ts'
import { channelPolicies } from '../../domain/channel.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { schemeNames } from '../../domain/verdict.ts'
import { id, line, nothing } from './parts.ts'

const settings = z.strictObject({
  teamVanityId: z.string().max(200).optional(),
  primaryAuthenticationDomain: z.string().max(253).optional(),
  sharedAuthenticationDomains: z.array(z.string().max(300)).max(100).optional(),
  identityLabels: z.record(z.string().max(200), z.string().max(40)).optional(),
  unsignedFields: z.array(z.string().max(200)).max(200).optional(),
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
  }),
  'channels.snippets': z.strictObject({ channelId: id('chan') }),
  'channels.makeServerToken': z.strictObject({ channelId: id('chan') }),
  'keys.lint': z.strictObject({ scheme: z.enum(schemeNames), material: z.string().max(16_384) }),
  'keys.add': z.strictObject({
    channelId: id('chan'),
    label: line(80),
    material: z.string().max(16_384),
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
