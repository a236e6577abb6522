import type { Database } from 'better-sqlite3'

/**
 * The database lives in a worker thread: one writer with group commit, and a read-only handle beside it for
 * long reads. Code that runs there stands in a folder named `stored/` of its module.
 */
export interface ReadHandle {
  readonly power: 'read'
  readonly sql: Database
}
export interface WriteHandle {
  readonly power: 'write'
  readonly sql: Database
}

/** Runs inside a transaction of the writer (a savepoint of the group). Throwing undoes this operation alone. */
export type WriteOperation<Input, Output> = (handle: WriteHandle, input: Input) => Output
export type ReadOperation<Input, Output> = (handle: ReadHandle | WriteHandle, input: Input) => Output

type Input<Operation> = Operation extends (handle: never, input: infer In) => unknown ? In : never
type Output<Operation> = Operation extends (handle: never, input: never) => infer Out ? Out : never

/** The main thread's side: typed by the operations that `worker.ts` composes. Inputs and outputs are plain data. */
export interface Store<Writes, Reads> {
  /** Resolves after the commit that holds it (`synchronous=FULL`). Rejects with a ProblemError. */
  write<Name extends keyof Writes & string>(name: Name, input: Input<Writes[Name]>): Promise<Output<Writes[Name]>>
  /** Answered by the read-only handle; sees every commit that was acknowledged before the call. */
  read<Name extends keyof Reads & string>(name: Name, input: Input<Reads[Name]>): Promise<Output<Reads[Name]>>
  close(): Promise<void>
}
