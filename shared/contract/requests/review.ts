import { z } from 'zod'
import type { FlagId } from '../../domain/ids.ts'
import type { FlagRow, RefusalRow } from '../../domain/review.ts'
import { id, line, nothing } from './parts.ts'

export const reviewInputs = {
  'flags.list': z.strictObject({ state: z.enum(['open', 'acknowledged']), limit: z.int().min(1).max(500) }),
  'flags.acknowledge': z.strictObject({ flagIds: z.array(id('flag')).min(1).max(200) }),
  /** Any operator: what looks wrong in a conversation, for a supervisor. */
  'flags.report': z.strictObject({ conversationId: id('conv'), note: line(500) }),
  'refusals.list': nothing,
} as const

export interface ReviewOutputs {
  'flags.list': { rows: FlagRow[] }
  'flags.acknowledge': { acknowledged: FlagId[] }
  'flags.report': { flagId: FlagId }
  'refusals.list': { rows: RefusalRow[] }
}
