import { parentPort, workerData } from 'node:worker_threads'
import { indexSlice } from '../../conversations/stored/search.ts'
import { projections, readOperations, writeOperations } from '../../database-parts.ts'
import { forgetHead } from '../../journal/append.ts'
import { checkHeadStamp, headStamp } from '../../journal/head.ts'
import { attachProjections } from '../../journal/projections.ts'
import { migrations } from '../migrations/all.ts'
import type { WorkerSettings } from '../protocol.ts'
import { runWorkerLoop } from '../worker-loop.ts'

/** The product's database threads with `synchronous = NORMAL`: a commit is acknowledged before it is on the disk. */
if (!parentPort) throw new Error('this script runs in a worker thread')
runWorkerLoop(parentPort, workerData as WorkerSettings, {
  migrations,
  writes: writeOperations,
  reads: readOperations,
  prepare: (handle) => {
    attachProjections(handle, projections)
    handle.sql.pragma('synchronous = NORMAL')
  },
  undone: forgetHead,
  stamp: headStamp,
  checkStamp: checkHeadStamp,
  whenIdle: indexSlice,
})
