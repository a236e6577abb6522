import type { OpenFailureReason, StoredProblem } from './problem.ts'

/** What crosses between the main thread and a database worker. Plain data only. */
export interface WorkerRequest {
  id: number
  name: string
  input: unknown
}

/** `begin` comes first: the reader is started beside the writer and waits until the writer has set up the file. */
export type ToWorker = { kind: 'begin' } | { kind: 'requests'; requests: WorkerRequest[] } | { kind: 'close' }

export type WorkerAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; problem: StoredProblem }

/** A small thing kept in a file of its own beside the database, e.g. the head of the journal. */
export type Stamp = Record<string, string | number>

export type FromWorker =
  | { kind: 'opened'; stampProblem: string | null }
  | { kind: 'failed'; reason: OpenFailureReason; message: string }
  | { kind: 'answers'; answers: WorkerAnswer[]; stamp: Stamp | null }
  | { kind: 'closed'; stamp: Stamp | null }

export interface WorkerSettings {
  role: 'write' | 'read'
  path: string
  /** The stamp that was found beside the database, for the writer to compare. */
  stamp: Stamp | null
}
