import { z } from 'zod'
import type { BlockId, FlagId } from '../../domain/ids.ts'
import type { BlockRow, ConversationFlag, FlagCase, FlagRow, RefusalRow } from '../../domain/review.ts'
import { blockScopes, decisions, flagAges, flagKinds } from '../../domain/review.ts'
import { id, line, nothing } from './parts.ts'

const flagIds = z.array(id('flag')).min(1).max(200)
const decided = { decision: z.enum(decisions), note: line(1_000) }

export const reviewInputs = {
  /** `open` holds drafts too; `decided` holds what was settled. Serious ones first, then the newest. */
  'flags.list': z.strictObject({
    state: z.enum(['open', 'disputed', 'decided']),
    kind: z.enum(flagKinds).nullish(),
    severity: z.enum(['serious', 'notice']).nullish(),
    age: z.enum(flagAges).nullish(),
    channelId: id('chan').nullish(),
    /** Whose conversation it is. */
    agentId: id('oper').nullish(),
    cursor: z.string().max(60).nullish(),
    limit: z.int().min(1).max(500),
  }),
  'flags.read': z.strictObject({ flagId: id('flag') }),
  /** Decides, or with `draft` writes a decision down that nothing follows from yet. */
  'flags.decide': z.strictObject({ flagIds, ...decided, draft: z.boolean() }),
  /** Any operator: this decision is wrong. It stands until a supervisor settles it. */
  'flags.dispute': z.strictObject({ flagId: id('flag'), note: line(1_000) }),
  /** Ends a dispute. */
  'flags.settle': z.strictObject({ flagIds, ...decided }),
  /** An internal note in the flag's conversation. */
  'flags.tellAgent': z.strictObject({ flagId: id('flag'), text: line(4_000) }),
  /** Any operator: what looks wrong in a conversation, for a supervisor. */
  'flags.report': z.strictObject({ conversationId: id('conv'), note: line(500) }),
  /** Any operator: the flags of one conversation. */
  'flags.ofConversation': z.strictObject({ conversationId: id('conv') }),
  'identities.list': nothing,
  /** Whoever the message of this flag names, in its channel. */
  'identities.block': z.strictObject({ flagId: id('flag'), scope: z.enum(blockScopes), note: line(500) }),
  'identities.unblock': z.strictObject({ blockId: id('blck'), note: line(500) }),
  'refusals.list': nothing,
} as const

export interface ReviewOutputs {
  'flags.list': {
    rows: FlagRow[]
    nextCursor: string | null
    counts: { open: number; disputed: number }
  }
  'flags.read': FlagCase
  /** Those that were there to be decided; the others were decided meanwhile. */
  'flags.decide': { decided: FlagId[] }
  'flags.dispute': { flagId: FlagId }
  'flags.settle': { settled: FlagId[] }
  'flags.tellAgent': { flagId: FlagId }
  'flags.report': { flagId: FlagId }
  'flags.ofConversation': { rows: ConversationFlag[] }
  'identities.list': { rows: BlockRow[] }
  'identities.block': BlockRow
  'identities.unblock': { blockId: BlockId }
  'refusals.list': { rows: RefusalRow[] }
}
