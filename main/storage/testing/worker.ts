import { parentPort, workerData } from 'node:worker_threads'
import { ProblemError } from '#shared/contract/result.ts'
import type { Migration } from '../migrate.ts'
import type { ReadHandle, WriteHandle } from '../port.ts'
import type { WorkerSettings } from '../protocol.ts'
import { one, run } from '../statement.ts'
import { runWorkerLoop } from '../worker-loop.ts'

/** A small database thread for the tests of the loop itself. */
const table: Migration = {
  number: 10,
  name: 'numbers',
  up: (sql) => void sql.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY, text TEXT) STRICT'),
}

export const testWrites = {
  add: (handle: WriteHandle, n: number): number => {
    run(handle, 'INSERT INTO numbers (n, text) VALUES (?, ?)', n, 'x'.repeat(200))
    return n
  },
  /** Writes first, and refuses then. */
  refuse: (handle: WriteHandle, n: number): void => {
    run(handle, 'INSERT INTO numbers (n) VALUES (?)', n)
    throw new ProblemError('conflict', 'refused on purpose')
  },
  /** From now on the file may not grow. */
  fill: (handle: WriteHandle, _input: null): void => {
    handle.sql.pragma(`max_page_count = ${Number(handle.sql.pragma('page_count', { simple: true }))}`)
  },
  die: (): void => process.exit(3),
}
export const testReads = {
  count: (handle: ReadHandle | WriteHandle, _input: null): number =>
    one<{ count: number }>(handle, 'SELECT count(*) AS count FROM numbers')?.count ?? 0,
}

if (!parentPort) throw new Error('this script runs in a worker thread')
runWorkerLoop(parentPort, workerData as WorkerSettings, {
  migrations: [table],
  writes: testWrites,
  reads: testReads,
  prepare: () => {},
  undone: () => {},
  stamp: (handle) => ({ count: testReads.count(handle, null) }),
  checkStamp: (handle, stamp) => (Number(stamp['count']) > testReads.count(handle, null) ? 'rows were lost' : null),
  whenIdle: () => false,
})
