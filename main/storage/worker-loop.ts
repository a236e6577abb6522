import { statSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import { receiveMessageOnPort } from 'node:worker_threads'
import { fileStamp, hasLog } from './file-digest.ts'
import { keepCopy } from './keep-copy.ts'
import type { Migration } from './migrate.ts'
import { openForExamination, openForReading, openForWriting } from './open.ts'
import type { ReadHandle, ReadOperation, WriteHandle, WriteOperation } from './port.ts'
import { OpenFailure, openFailureOf, problemOf } from './problem.ts'
import type { FromWorker, Stamp, ToWorker, WorkerAnswer, WorkerRequest, WorkerSettings } from './protocol.ts'

/** A table of operations by name. `never` inputs let operations of any input stand in it; the client types them. */
export type WriteTable = Record<string, WriteOperation<never, unknown>>
export type ReadTable = Record<string, ReadOperation<never, unknown>>

export interface WorkerParts {
  migrations: readonly Migration[]
  writes: WriteTable
  reads: ReadTable
  /** Run once when the writer's database is open, before its first request. */
  prepare(handle: WriteHandle): void
  /** Run after anything was rolled back, to forget what was kept in mind about the tables. */
  undone(handle: WriteHandle): void
  /** What the main thread shall keep apart after a commit; null where there is nothing yet. */
  stamp(handle: WriteHandle): Stamp | null
  /** Compares what was kept apart with the file: a sentence when they disagree. */
  checkStamp(handle: ReadHandle | WriteHandle, stamp: Stamp): string | null
  /** Work that must follow a commit before it is answered, outside of any transaction. */
  settle?(handle: WriteHandle): void
  /** A slice of work that may wait. Runs in its own transaction when nothing is queued; true when more is left. */
  whenIdle(handle: WriteHandle): boolean
}

const idleDelay = 40
/** Requests after which waiting work gets a slice even though nothing is idle, so that it never piles up. */
const requestsPerSlice = 1_000
/** Requests in one transaction at most, so that the first of a long queue is not kept waiting for the last. */
const groupSize = 512

/** Waits for `begin`, opens the database in its role and serves requests until told to close, also before it began. */
export function runWorkerLoop(port: MessagePort, settings: WorkerSettings, parts: WorkerParts): void {
  port.once('message', (message: ToWorker) => {
    if (message.kind === 'close') port.close()
    else begin(port, settings, parts)
  })
}

function begin(port: MessagePort, settings: WorkerSettings, parts: WorkerParts): void {
  const post = (message: FromWorker) => port.postMessage(message)
  try {
    if (settings.role === 'write') {
      lookAtLog(settings, parts)
      const isNew = (statSync(settings.path, { throwIfNoEntry: false })?.size ?? 0) === 0
      const handle = openForWriting(settings.path, parts.migrations)
      parts.prepare(handle)
      safely(() => parts.settle?.(handle))
      const stampProblem = settings.stamp ? parts.checkStamp(handle, settings.stamp) : null
      if (stampProblem && !isNew) keepCopy(settings.path)
      serveWrites(port, post, handle, parts, settings.path)
      post({ kind: 'opened', stampProblem })
    } else {
      serveReads(port, post, openForReading(settings.path), parts.reads)
      post({ kind: 'opened', stampProblem: null })
    }
  } catch (error) {
    const failure = openFailureOf(error)
    post({ kind: 'failed', reason: failure.reason, message: failure.message })
    port.close()
  }
}

/**
 * Before the log of a crash becomes part of the database: with it, the file must hold what the stamp says. A log of
 * another database would otherwise be copied over our pages. Reading only, so that both stay as they are.
 */
function lookAtLog({ path, stamp }: WorkerSettings, parts: WorkerParts): void {
  // A stamp that cannot be read says nothing about the log.
  if (!stamp || Object.keys(stamp).length === 0 || !hasLog(path)) return
  const handle = openForExamination(path, parts.migrations)
  try {
    if (parts.checkStamp(handle, stamp)) throw new OpenFailure('log-mismatch')
  } catch (error) {
    const failure = openFailureOf(error)
    throw failure.reason === 'unknown' ? new OpenFailure('log-mismatch') : failure
  } finally {
    handle.sql.close()
  }
}

function serveReads(
  port: MessagePort,
  post: (message: FromWorker) => void,
  handle: ReadHandle,
  reads: ReadTable,
): void {
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      handle.sql.close()
      post({ kind: 'closed', stamp: null })
      port.close()
      return
    }
    if (message.kind === 'begin') return
    for (const request of message.requests) {
      post({ kind: 'answers', answers: [answerOne(request, reads, handle)], stamp: null })
    }
  })
}

function answerOne(request: WorkerRequest, reads: ReadTable, handle: ReadHandle): WorkerAnswer {
  try {
    // One transaction per operation, so that every statement of it sees the same state.
    handle.sql.exec('BEGIN')
    try {
      return { id: request.id, ok: true, value: operationOf(reads, request.name)(handle, request.input as never) }
    } finally {
      if (handle.sql.inTransaction) handle.sql.exec('COMMIT')
    }
  } catch (error) {
    return { id: request.id, ok: false, problem: problemOf(error) }
  }
}

function operationOf<Table extends WriteTable | ReadTable>(table: Table, name: string): Table[string] {
  const operation = Object.hasOwn(table, name) ? table[name] : undefined
  if (!operation) throw new Error('no such operation')
  return operation as Table[string]
}

function serveWrites(
  port: MessagePort,
  post: (message: FromWorker) => void,
  handle: WriteHandle,
  parts: WorkerParts,
  path: string,
): void {
  const queue: WorkerRequest[] = []
  let scheduled = false
  let closing = false
  let idleTimer: NodeJS.Timeout | null = null
  let sinceSlice = 0

  const take = (message: ToWorker) => {
    if (message.kind === 'close') closing = true
    else if (message.kind === 'requests') queue.push(...message.requests)
  }

  const flush = () => {
    scheduled = false
    for (;;) {
      // Whatever arrived while the last group was being written joins this one.
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
        take(next.message as ToWorker)
      if (queue.length === 0) break
      const answers = commitGroup(handle, parts, queue.splice(0, groupSize))
      safely(() => parts.settle?.(handle))
      post({ kind: 'answers', answers, stamp: safely(() => parts.stamp(handle)) })
      sinceSlice += answers.length
      if (sinceSlice >= requestsPerSlice) {
        sinceSlice = 0
        while (slice()) if (receivedSomething()) break
      }
    }
    if (closing) close()
    else restSoon()
  }

  const restSoon = () => {
    if (idleTimer) clearTimeout(idleTimer)
    idleTimer = setTimeout(rest, idleDelay)
  }

  const slice = () => safely(() => inTransaction(handle, parts, () => parts.whenIdle(handle))) ?? false

  const receivedSomething = () => {
    const next = receiveMessageOnPort(port)
    if (next) take(next.message as ToWorker)
    return next !== undefined
  }

  const rest = () => {
    idleTimer = null
    if (queue.length > 0) return
    const more = slice()
    if (more) idleTimer = setTimeout(rest, 0)
    else safely(() => handle.sql.pragma('wal_checkpoint(PASSIVE)'))
  }

  const close = () => {
    if (idleTimer) clearTimeout(idleTimer)
    const stamp = safely(() => parts.stamp(handle))
    safely(() => handle.sql.pragma('wal_checkpoint(TRUNCATE)'))
    safely(() => handle.sql.close())
    // Where another program still reads, the log stays, and nothing can be said about the file.
    const file = stamp && !hasLog(path) ? safely(() => fileStamp(path)) : null
    post({ kind: 'closed', stamp: stamp && { ...stamp, ...file } })
    port.close()
  }

  port.on('message', (message: ToWorker) => {
    take(message)
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  })
  restSoon()
}

/**
 * Runs the requests in one transaction. Hardly ever does one throw, so they first run without savepoints, which cost
 * a copy of every page they touch; when one does throw, nothing of the group is kept and it runs once more, each
 * request in a savepoint of its own, so that a refusal undoes only itself.
 * The answers are made known by the caller, after the commit.
 */
function commitGroup(handle: WriteHandle, parts: WorkerParts, requests: WorkerRequest[]): WorkerAnswer[] {
  const answer = ({ id, name, input }: WorkerRequest): WorkerAnswer => {
    return { id, ok: true, value: operationOf(parts.writes, name)(handle, input as never) }
  }
  try {
    return inTransaction(handle, parts, () => requests.map(answer))
  } catch {
    // Told below, by the run that knows whose error it is.
  }
  const apart = (request: WorkerRequest): WorkerAnswer => {
    const { sql } = handle
    sql.exec('SAVEPOINT one')
    try {
      const answered = answer(request)
      sql.exec('RELEASE one')
      return answered
    } catch (error) {
      // A full disk or an I/O error rolls everything back: then the whole group is lost, and is told so.
      if (!sql.inTransaction) throw error
      sql.exec('ROLLBACK TO one')
      sql.exec('RELEASE one')
      parts.undone(handle)
      return { id: request.id, ok: false, problem: problemOf(error) }
    }
  }
  try {
    return inTransaction(handle, parts, () => requests.map(apart))
  } catch (error) {
    const problem = problemOf(error)
    return requests.map(({ id }) => ({ id, ok: false, problem }))
  }
}

function inTransaction<Value>(handle: WriteHandle, parts: WorkerParts, work: () => Value): Value {
  const { sql } = handle
  try {
    sql.exec('BEGIN IMMEDIATE')
    const value = work()
    sql.exec('COMMIT')
    return value
  } catch (error) {
    if (sql.inTransaction) safely(() => sql.exec('ROLLBACK'))
    parts.undone(handle)
    throw error
  }
}

/** For work whose failure must not stop the loop: the next write meets the same trouble and reports it. */
function safely<Value>(work: () => Value): Value | null {
  try {
    return work()
  } catch {
    return null
  }
}
