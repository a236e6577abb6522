import { parentPort, workerData } from 'node:worker_threads'
import { forgetIndex, indexSlice } from './conversations/stored/search.ts'
import { projectedTables, projections, readOperations, writeOperations } from './database-parts.ts'
import { forgetHead } from './journal/append.ts'
import { attachTables, cleanAfterErasure } from './journal/erase.ts'
import { checkHeadStamp, headStamp } from './journal/head.ts'
import { attachProjections } from './journal/projections.ts'
import { migrations } from './storage/migrations/all.ts'
import type { WorkerSettings } from './storage/protocol.ts'
import { runWorkerLoop } from './storage/worker-loop.ts'

/** Entry of the two database threads: composes what they can do, and serves until told to close. */
if (!parentPort) throw new Error('this script runs in a worker thread')
runWorkerLoop(parentPort, workerData as WorkerSettings, {
  migrations,
  writes: writeOperations,
  reads: readOperations,
  prepare(handle) {
    attachProjections(handle, projections)
    attachTables(handle, projectedTables, forgetIndex)
  },
  settle: cleanAfterErasure,
  undone: forgetHead,
  stamp: headStamp,
  checkStamp: checkHeadStamp,
  whenIdle: indexSlice,
})
