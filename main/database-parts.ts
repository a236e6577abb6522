import { conversationReads, conversationWrites } from './conversations/stored/operations.ts'
import { conversationProjected, conversationProjection } from './conversations/stored/projection.ts'
import type { Projection } from './journal/projections.ts'
import { journalReads } from './journal/stored/operations.ts'
import { reviewReads, reviewWrites } from './review/stored/operations.ts'
import { reviewProjected, reviewProjection } from './review/stored/projection.ts'

/**
 * What runs in the database threads, gathered from every module's `stored/` folder. No side effects: the worker,
 * the command line and the tests build on the same lists.
 */

/** In this order they follow each event. */
export const projections: readonly Projection[] = [conversationProjection, reviewProjection]

/** Every table that the projections write, parents first. Rebuilding empties and refills exactly these. */
export const projectedTables: readonly string[] = [...conversationProjected, ...reviewProjected]

export const writeOperations = { ...conversationWrites, ...reviewWrites }

export const readOperations = { ...journalReads, ...conversationReads, ...reviewReads }

export type Writes = typeof writeOperations
export type Reads = typeof readOperations
