import { z } from 'zod'
import type { ChannelView, KeyView, OperatorView } from '../domain/channel.ts'
import { channelPolicies } from '../domain/channel.ts'
import type {
  ConversationRow,
  ConversationView,
  MessageView,
  Universe,
  VerdictSummary,
} from '../domain/conversation.ts'
import type {
  ChannelId,
  ContactId,
  ConversationId,
  FlagId,
  KeyId,
  MessageId,
  OperatorId,
  TemplateId,
} from '../domain/ids.ts'
import type { BlockReason, GateDecision, TemplateView } from '../domain/reply.ts'
import type { FlagRow, RefusalRow } from '../domain/review.ts'
import type { Verdict } from '../domain/verdict.ts'
import { schemeNames } from '../domain/verdict.ts'
import type { ChangeTopic, RequestName } from './names.ts'

/**
 * The contract between window and main process: each request's input schema, and the type of its answer.
 * Handlers, preload and the renderer's Host are derived from it; a missing one does not compile.
 */

const id = <Prefix extends string>(prefix: Prefix) =>
  z.custom<`${Prefix}_${string}`>(
    (value) => typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-z]{1,40}$`).test(value),
    `expected an id that starts with ${prefix}_`,
  )

const nothing = z.strictObject({})
const line = (max: number) => z.string().trim().min(1).max(max)
const settings = z.strictObject({
  teamVanityId: z.string().max(200).optional(),
  primaryAuthenticationDomain: z.string().max(253).optional(),
  sharedAuthenticationDomains: z.array(z.string().max(300)).max(100).optional(),
  identityLabels: z.record(z.string().max(200), z.string().max(40)).optional(),
  unsignedFields: z.array(z.string().max(200)).max(200).optional(),
})
const replyText = z.string().max(10_000)

export const requestInputs = {
  'workspace.get': nothing,
  'workspace.setPreferences': z.strictObject({
    theme: z.enum(['light', 'dark', 'system']).optional(),
    density: z.enum(['comfortable', 'compact']).optional(),
  }),
  'demo.begin': nothing,
  'operators.add': z.strictObject({ name: line(80), role: z.enum(['agent', 'supervisor']) }),
  'operators.switch': z.strictObject({ operatorId: id('oper') }),
  'inbox.list': z.strictObject({
    filter: z.enum(['mine', 'unassigned', 'all', 'flagged', 'closed']),
    cursor: z.string().max(200).nullable(),
    limit: z.int().min(1).max(200),
  }),
  'conversation.open': z.strictObject({ conversationId: id('conv') }),
  'conversation.older': z.strictObject({ conversationId: id('conv'), before: z.int().min(1) }),
  'conversation.assign': z.strictObject({ conversationId: id('conv'), operatorId: id('oper').nullable() }),
  'conversation.close': z.strictObject({ conversationId: id('conv') }),
  'conversation.reopen': z.strictObject({ conversationId: id('conv') }),
  'conversation.markRead': z.strictObject({ conversationId: id('conv'), position: z.int().min(0) }),
  'conversation.search': z.strictObject({ query: z.string().max(200), limit: z.int().min(1).max(50) }),
  'message.why': z.strictObject({ messageId: id('msg') }),
  'reply.preview': z.strictObject({
    conversationId: id('conv'),
    templateIds: z.array(id('tmpl')).max(10),
    text: replyText,
  }),
  'reply.send': z.strictObject({
    conversationId: id('conv'),
    /** Chosen by the window; the same id is the same reply, however often it is sent. */
    requestId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    mode: z.enum(['reply', 'note']),
    text: replyText,
    templateIds: z.array(id('tmpl')).max(10),
    /** Position of the last message the agent has seen. A visitor's message beyond it stops the reply. */
    seenPosition: z.int().min(0),
    /** Also ask the visitor's page to identify them again. */
    askToSignIn: z.boolean(),
  }),
  'draft.save': z.strictObject({ conversationId: id('conv'), mode: z.enum(['reply', 'note']), text: replyText }),
  'template.list': z.strictObject({ conversationId: id('conv').nullable() }),
  'template.render': z.strictObject({ conversationId: id('conv'), templateId: id('tmpl') }),
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
  'contacts.list': z.strictObject({
    query: z.string().max(200),
    cursor: z.string().max(200).nullable(),
    limit: z.int().min(1).max(200),
  }),
  'flags.list': z.strictObject({ state: z.enum(['open', 'acknowledged']), limit: z.int().min(1).max(500) }),
  'flags.acknowledge': z.strictObject({ flagIds: z.array(id('flag')).min(1).max(200) }),
  'refusals.list': nothing,
} as const satisfies Record<RequestName, z.ZodType>

export type RequestInput<Name extends RequestName> = z.output<(typeof requestInputs)[Name]>

/** Trouble that the console lives with and shows: it started all the same, and the file is kept. */
export interface Notice {
  id: 'storage' | 'keystore' | 'intake' | 'runtime' | 'clock'
  severity: 'error' | 'warning' | 'info'
  title: string
  /** What happened, what was kept, what to do. */
  message: string
}

export interface Workspace {
  version: string
  operator: OperatorView
  operators: OperatorView[]
  runtime: 'electron' | 'chromium'
  intake: { state: 'listening' | 'stopped'; url: string | null }
  keystore: { protection: 'os' | 'file' | 'unavailable'; backend: string }
  preferences: { theme: 'light' | 'dark' | 'system'; density: 'comfortable' | 'compact' }
  notices: Notice[]
  /** True until a channel exists: the window then shows the way to a first channel, or into the demo. */
  firstRun: boolean
  demo: { siteUrl: string; pages: { title: string; url: string }[] } | null
  counts: { waiting: number; openFlags: number }
}

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

export interface Explanation {
  messageId: MessageId
  headline: string
  verdict: VerdictSummary
  steps: Verdict['steps']
  hints: Verdict['hints']
  fields: { name: string; value: string; provenance: string }[]
}

export interface ContactRow {
  id: ContactId
  channel: { id: ChannelId; name: string }
  field: string
  value: string
  universe: Universe
  firstSeenAt: number
  lastSeenAt: number
  lastVerifiedAt: number | null
  conversations: number
}

export type SendOutcome =
  | { outcome: 'sent'; message: MessageView; duplicate: boolean }
  | { outcome: 'blocked'; reasons: BlockReason[] }

export interface RequestOutputs {
  'workspace.get': Workspace
  'workspace.setPreferences': Workspace
  'demo.begin': Workspace
  'operators.add': OperatorView
  'operators.switch': Workspace
  'inbox.list': {
    rows: ConversationRow[]
    nextCursor: string | null
    counts: { mine: number; unassigned: number; all: number; flagged: number; closed: number }
  }
  'conversation.open': ConversationView
  'conversation.older': { messages: MessageView[]; hasOlder: boolean }
  'conversation.assign': ConversationRow
  'conversation.close': ConversationRow
  'conversation.reopen': ConversationRow
  'conversation.markRead': ConversationRow
  'conversation.search': {
    hits: { conversationId: ConversationId; messageId: MessageId; title: string; snippet: string; at: number }[]
  }
  'message.why': Explanation
  'reply.preview': GateDecision
  'reply.send': SendOutcome
  'draft.save': Record<string, never>
  'template.list': { templates: TemplateView[] }
  'template.render': { text: string; unresolved: string[] }
  'channels.list': { channels: ChannelView[] }
  'channels.add': ChannelView
  'channels.update': ChannelView
  'channels.testPayload': { verdict: Verdict; sentence: string }
  'channels.snippets': Snippets
  'channels.makeServerToken': { token: string }
  'keys.lint': KeyLint
  'keys.add': KeyView
  'keys.retire': KeyView
  'contacts.list': { rows: ContactRow[]; nextCursor: string | null }
  'flags.list': { rows: FlagRow[] }
  'flags.acknowledge': { acknowledged: FlagId[] }
  'refusals.list': { rows: RefusalRow[] }
}

export type RequestOutput<Name extends RequestName> = RequestOutputs[Name]

/** What the window hears when something changed. `conversationId` narrows it where it can. */
export interface ChangeEvent {
  topic: ChangeTopic
  conversationId: ConversationId | null
}

/** Ids that appear in inputs, re-exported so that callers need one import. */
export type { ChannelId, ConversationId, FlagId, KeyId, MessageId, OperatorId, TemplateId }
