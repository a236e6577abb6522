import { z } from 'zod'
import type {
  ConversationRow,
  ConversationView,
  MessageView,
  Standing,
  VerdictSummary,
} from '../../domain/conversation.ts'
import type { ConversationId, MessageId } from '../../domain/ids.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { id } from './parts.ts'

export const conversationsInputs = {
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
} as const

export interface Explanation {
  messageId: MessageId
  headline: string
  verdict: VerdictSummary
  steps: Verdict['steps']
  hints: Verdict['hints']
  fields: { name: string; value: string; provenance: string }[]
}

export interface ConversationsOutputs {
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
    hits: {
      conversationId: ConversationId
      messageId: MessageId
      title: string
      snippet: string
      at: number
      status: Standing['status']
    }[]
  }
  'message.why': Explanation
}
