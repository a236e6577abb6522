import { channelProjection, channelReads, channelTables, channelWrites } from './channels/stored/channels.ts'
import { conversationReads, conversationWrites } from './conversations/stored/operations.ts'
import { conversationProjected, conversationProjection } from './conversations/stored/projection.ts'
import { insightReads } from './insights/stored/operations.ts'
import { insightProjection, insightTables } from './insights/stored/projection.ts'
import { erasureProjection, erasureTables } from './journal/erase.ts'
import type { Projection } from './journal/projections.ts'
import { conversationEventProjection, conversationEventTables } from './journal/stored/conversation-events.ts'
import { journalReads, journalWrites } from './journal/stored/operations.ts'
import { keyProjection, keyReads, keyTables, keyWrites } from './keyring/stored/keys.ts'
import { liveReads, liveWrites } from './live/stored/operations.ts'
import { operatorProjection, operatorReads, operatorTables, operatorWrites } from './operators/stored/operators.ts'
import { replyProjection, replyReads, replyWrites } from './replies/stored/operations.ts'
import { replyTables } from './replies/stored/templates.ts'
import { auditExportReads, auditExportWrites } from './review/stored/export-journal.ts'
import { grantProjection, grantTables } from './review/stored/grants.ts'
import { reviewReads, reviewWrites } from './review/stored/operations.ts'
import { reviewProjected, reviewProjection } from './review/stored/projection.ts'
import { localValueReads, localValueWrites } from './workspace/stored/local-values.ts'

/**
 * What runs in the database threads, gathered from every module's `stored/` folder. No side effects: the worker,
 * the command line and the tests build on the same lists.
 */

/** In this order they follow each event. */
export const projections: readonly Projection[] = [
  operatorProjection,
  channelProjection,
  keyProjection,
  conversationProjection,
  replyProjection,
  reviewProjection,
  grantProjection,
  insightProjection,
  conversationEventProjection,
  erasureProjection,
]

/** Every table that the projections write, parents first. Rebuilding empties and refills exactly these. */
export const projectedTables: readonly string[] = [
  ...operatorTables,
  ...channelTables,
  ...keyTables,
  ...conversationProjected,
  ...replyTables,
  ...reviewProjected,
  ...grantTables,
  ...insightTables,
  ...conversationEventTables,
  ...erasureTables,
]

export const writeOperations = {
  ...operatorWrites,
  ...channelWrites,
  ...keyWrites,
  ...conversationWrites,
  ...replyWrites,
  ...reviewWrites,
  ...liveWrites,
  ...localValueWrites,
  ...journalWrites,
  ...auditExportWrites,
}

export const readOperations = {
  ...journalReads,
  ...operatorReads,
  ...channelReads,
  ...keyReads,
  ...conversationReads,
  ...replyReads,
  ...reviewReads,
  ...liveReads,
  ...auditExportReads,
  ...insightReads,
  ...localValueReads,
}

export type Writes = typeof writeOperations
export type Reads = typeof readOperations
