import { z } from 'zod'
import type { MessageView } from '../../domain/conversation.ts'
import type { BlockReason, GateDecision, TemplateView } from '../../domain/reply.ts'
import { id } from './parts.ts'

const replyText = z.string().max(10_000)

export const repliesInputs = {
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
} as const

export type SendOutcome =
  | { outcome: 'sent'; message: MessageView; duplicate: boolean }
  | { outcome: 'blocked'; reasons: BlockReason[] }

export interface RepliesOutputs {
  'reply.preview': GateDecision
  'reply.send': SendOutcome
  'draft.save': Record<string, never>
  'template.list': { templates: TemplateView[] }
  'template.render': { text: string; unresolved: string[] }
}
