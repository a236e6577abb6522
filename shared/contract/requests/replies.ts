import { z } from 'zod'
import type { DeliveryState, MessageView } from '../../domain/conversation.ts'
import { longestDraft, longestText, mostTemplates } from '../../domain/draft-text.ts'
import type {
  BlockReason,
  DraftView,
  GateDecision,
  GrantStanding,
  SavedDraft,
  ScanFinding,
  TemplateVersion,
  TemplateView,
} from '../../domain/reply.ts'
import { sensitivities } from '../../domain/reply.ts'
import { id, line } from './parts.ts'

const replyText = z.string().max(longestText)
const templateIds = z.array(id('tmpl')).max(mostTemplates)
const mode = z.enum(['reply', 'note'])
const fileFormat = z.enum(['json', 'csv'])

export const repliesInputs = {
  'reply.preview': z.strictObject({ conversationId: id('conv'), templateIds, text: replyText }),
  'reply.send': z.strictObject({
    conversationId: id('conv'),
    /** Chosen by the window; the same id is the same reply, however often it is sent. */
    requestId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    mode,
    text: replyText,
    templateIds,
    /** Position of the last message the agent has seen. What arrived beyond it stops the reply. */
    seenPosition: z.int().min(0),
    /** Also ask the visitor's page to identify them again. */
    askToSignIn: z.boolean(),
    /** The agent was shown the gate's warnings about this very text and sends it all the same. */
    sendAnyway: z.boolean().optional(),
  }),
  /** What could be said instead: the public alternative of its template, or the text without what was found in it. */
  'reply.safeVersion': z.strictObject({ conversationId: id('conv'), templateIds, text: replyText }),
  'reply.retry': z.strictObject({ messageId: id('msg') }),
  'draft.read': z.strictObject({ conversationId: id('conv') }),
  'draft.save': z.strictObject({
    conversationId: id('conv'),
    mode,
    /** With what is on its way, which comes back where it is not sent. */
    text: z.string().max(longestDraft),
    templateIds: templateIds.optional(),
    /** What this means for a draft that is held: written beside it, or it is the one that goes on. */
    held: z.enum(['beside', 'taken']).optional(),
    /** As `DraftView` had it: what the operator sent since then, and the text still begins with, is taken off. */
    position: z.int().min(0).optional(),
  }),
  'draft.discard': z.strictObject({ conversationId: id('conv'), mode }),
  'template.list': z.strictObject({ conversationId: id('conv').nullable(), archived: z.boolean().optional() }),
  'template.render': z.strictObject({ conversationId: id('conv'), templateId: id('tmpl') }),
  'template.read': z.strictObject({ templateId: id('tmpl') }),
  'template.save': z.strictObject({
    /** Null makes a new one. */
    templateId: id('tmpl').nullable(),
    /** The version that was edited: another one by now is a conflict. Null for a new one. */
    baseVersion: z.int().min(1).nullable(),
    title: line(120),
    body: z.string().trim().min(1).max(5_000),
    sensitivity: z.enum(sensitivities),
    tags: z.array(line(30)).max(12),
    alternativeId: id('tmpl').nullable(),
  }),
  'template.archive': z.strictObject({ templateId: id('tmpl'), archived: z.boolean() }),
  'template.export': z.strictObject({ format: fileFormat }),
  /** Asks the person where to put what `template.export` answers, and puts it there. */
  'template.saveFile': z.strictObject({ format: fileFormat }),
  'template.import': z.strictObject({
    format: fileFormat,
    text: z.string().max(2_000_000),
    /** False only says what it would do. */
    apply: z.boolean(),
  }),
} as const

export type SendOutcome =
  | { outcome: 'sent'; message: MessageView; duplicate: boolean }
  | { outcome: 'blocked'; reasons: BlockReason[] }
  | { outcome: 'warned'; warnings: BlockReason[] }

/** The gate's answer to a text that is being written, with where the scan's finds stand in it. */
export type ReplyPreview = GateDecision & {
  findings: ScanFinding[]
  /** Titles of sensitive templates whose wording the text carries without naming them. */
  lifted: string[]
  grant: GrantStanding
}

export interface SafeVersion {
  /** `none`: nothing that could be sent is left of it. */
  way: 'alternative' | 'removed' | 'none'
  text: string
  templateIds: `tmpl_${string}`[]
}

/** What an import does, or would do. With problems in it nothing is imported. */
export interface ImportReport {
  added: number
  changed: number
  same: number
  /** `row` counts templates from 1; 0 is the file as a whole. */
  problems: { row: number; message: string }[]
  applied: boolean
}

export interface RepliesOutputs {
  'reply.preview': ReplyPreview
  'reply.send': SendOutcome
  'reply.safeVersion': SafeVersion
  'reply.retry': { delivery: DeliveryState }
  'draft.read': { reply: DraftView; note: DraftView }
  'draft.save': SavedDraft
  'draft.discard': Record<string, never>
  'template.list': { templates: TemplateView[] }
  'template.render': { text: string; unresolved: string[] }
  'template.read': { template: TemplateView; versions: TemplateVersion[] }
  'template.save': TemplateView
  'template.archive': TemplateView
  'template.export': { text: string; fileName: string }
  /** Names without a path; null where the person thought better of it. */
  'template.saveFile': { saved: { file: string; folder: string } | null }
  'template.import': ImportReport
}
