import { z } from 'zod'
import type { InsightEntry, InsightFigures } from '../../domain/insights.ts'
import { insightLists, insightPanels, overrideSteps } from '../../domain/insights.ts'
import { blockReasonCodes } from '../../domain/reply.ts'
import { verdictStatuses } from '../../domain/verdict.ts'
import { id } from './parts.ts'

/** Either the last `days` days, today included, or both dates (`2026-03-29`, both included) of the machine's time zone. */
const period = {
  days: z.int().min(1).max(366).nullish(),
  from: z.string().max(10).nullish(),
  to: z.string().max(10).nullish(),
  channelId: id('chan').nullish(),
}

export const insightsInputs = {
  'insights.figures': z.strictObject(period),
  /** What a figure counts, up to the entry of the journal at which it was counted. `from` and `to` are times (ms), the end excluded. */
  'insights.list': z.strictObject({
    list: z.enum(insightLists),
    from: z.int().min(0),
    to: z.int().min(0),
    upTo: z.int().min(0),
    channelId: id('chan').nullish(),
    status: z.enum(verdictStatuses).nullish(),
    /** Of a verdict. */
    reason: z.string().max(60).nullish(),
    /** Of the gate. */
    code: z.enum(blockReasonCodes).nullish(),
    step: z.enum(overrideSteps).nullish(),
    cursor: z.string().max(40).nullish(),
    limit: z.int().min(1).max(200),
  }),
  /** Writes a panel's table to a file beside the database, which only this user may read. */
  'insights.export': z.strictObject({ panel: z.enum(insightPanels), ...period }),
} as const

export interface InsightsOutputs {
  'insights.figures': InsightFigures
  'insights.list': { rows: InsightEntry[]; nextCursor: string | null }
  'insights.export': { folder: string; file: string; rows: number }
}
