import { z } from 'zod'
import { mostTemplates } from '../../domain/draft-text.ts'
import type { GrantRequestRow, GrantRequestView } from '../../domain/grant.ts'
import type { GrantRequestId } from '../../domain/ids.ts'
import { id } from './parts.ts'

const text = z.string().min(1).max(10_000)
/** One line or a few for the other side and for the record. */
const words = (least: number) => z.string().trim().min(least).max(500)

export const grantsInputs = {
  'grants.request': z.strictObject({
    conversationId: id('conv'),
    text,
    templateIds: z.array(id('tmpl')).max(mostTemplates),
    note: words(0),
  }),
  /** One's own requests in a conversation, newest first. */
  'grants.mine': z.strictObject({ conversationId: id('conv') }),
  'grants.list': z.strictObject({ state: z.enum(['waiting', 'decided']), limit: z.int().min(1).max(200) }),
  'grants.approve': z.strictObject({
    requestId: id('greq'),
    /** The text as the supervisor saw it: where it is another one by now, nothing is signed. */
    text,
    reason: words(1),
  }),
  'grants.decline': z.strictObject({ requestId: id('greq'), note: words(1) }),
} as const

export interface GrantsOutputs {
  'grants.request': { requestId: GrantRequestId }
  'grants.mine': { rows: GrantRequestView[] }
  'grants.list': { rows: GrantRequestRow[] }
  'grants.approve': GrantRequestView
  'grants.decline': GrantRequestView
}
