import type { Projection } from './journal/projections.ts'
import { journalReads } from './journal/stored/operations.ts'

/**
 * What runs in the database threads, gathered from every module's `stored/` folder. No side effects: the worker,
 * the command line and the tests build on the same lists.
 */

/** In this order they follow each event. */
export const projections: readonly Projection[] = []

/** Every table that the projections write, parents first. Rebuilding empties and refills exactly these. */
export const projectedTables: readonly string[] = []

export const writeOperations = {}

export const readOperations = { ...journalReads }

export type Writes = typeof writeOperations
export type Reads = typeof readOperations
