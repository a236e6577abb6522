import { Worker } from 'node:worker_threads'
import type { ProblemCode } from '#shared/contract/result.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { Store } from './port.ts'
import type { OpenFailureReason } from './problem.ts'
import { openFailureOf } from './problem.ts'
import type { FromWorker, Stamp, ToWorker, WorkerAnswer, WorkerRequest, WorkerSettings } from './protocol.ts'
import { createStampFile } from './stamp-file.ts'

export type OpenedStore<Writes, Reads> =
  | {
      state: 'open'
      store: Store<Writes, Reads>
      /** A sentence when the head kept apart does not fit the journal: rows were lost, or an old copy was put back. */
      warning: string | null
    }
  | { state: 'failed'; reason: OpenFailureReason; message: string }

interface OpenRequest {
  /** The script that runs the worker loop: `database-worker.ts` from sources, `database-worker.js` when bundled. */
  workerUrl: URL
  databasePath: string
  /** Told once when a database thread ended by itself; every pending and later request then rejects. */
  onLost?: (message: string) => void
  /** Told when writes begin to fail, e.g. because the disk is full, and with null when something is stored again. */
  onTrouble?: (code: StorageTrouble | null) => void
}

export type StorageTrouble = Extract<ProblemCode, 'storage-full' | 'storage-unavailable'>

const lostMessage = 'The database stopped working. What was acknowledged is stored. Restart Bonafide.'
const closedMessage = 'The database is closed.'

/**
 * Starts the two database threads. The writer opens the file first, because it brings the schema up to date.
 * Never rejects: a database that cannot be used is answered as `failed`, and its file is left as it is.
 */
export async function openStore<Writes, Reads>(request: OpenRequest): Promise<OpenedStore<Writes, Reads>> {
  const stampFile = createStampFile(`${request.databasePath}.head.json`)
  let lost = false
  const onLost = () => {
    if (lost) return
    lost = true
    request.onLost?.(lostMessage)
  }
  const watchWrites = createTroubleWatch(request.onTrouble ?? (() => {}))
  const onAnswers: AnswersListener = (answers, stamp) => {
    if (stamp) stampFile.keep(stamp)
    watchWrites(answers, stamp)
  }
  const start = (role: WorkerSettings['role']) =>
    startLane(
      request.workerUrl,
      { role, path: request.databasePath, stamp: stampFile.found },
      role === 'write' ? onAnswers : () => {},
      onLost,
    )
  try {
    stampFile.beginChanges()
  } catch (error) {
    const { reason, message } = openFailureOf(error)
    return { state: 'failed', reason, message }
  }
  // Both load their code at once; only opening the file has an order.
  const starting = { writer: start('write'), reader: start('read') }
  const writer = await starting.writer.begin()
  if (writer.state === 'failed') {
    await starting.reader.abandon()
    await stampFile.undoBegin()
    return writer
  }
  const reader = await starting.reader.begin()
  if (reader.state === 'failed') {
    await writer.lane.close()
    await stampFile.flush()
    return reader
  }
  if (writer.stampProblem) stampFile.setAside()
  const store: Store<Writes, Reads> = {
    write: (name, input) => writer.lane.ask(name, input) as never,
    read: (name, input) => reader.lane.ask(name, input) as never,
    close: async () => {
      await reader.lane.close()
      await writer.lane.close()
      await stampFile.flush()
    },
  }
  return { state: 'open', store, warning: writer.stampProblem }
}

type AnswersListener = (answers: readonly WorkerAnswer[], stamp: Stamp | null) => void

/** Trouble is over when the head has moved on: a request that was answered may have had nothing to write. */
function createTroubleWatch(tell: (code: StorageTrouble | null) => void): AnswersListener {
  let told: StorageTrouble | null = null
  let headThen = ''
  return (answers, stamp) => {
    const head = JSON.stringify(stamp)
    let found: StorageTrouble | null = null
    for (const answer of answers) {
      if (answer.ok) continue
      const { code } = answer.problem
      if (code === 'storage-full' || code === 'storage-unavailable') found = code
    }
    if (found === null && (told === null || stamp === null || head === headThen)) return
    if (found !== null) headThen = head
    if (found === told) return
    told = found
    tell(told)
  }
}

interface Lane {
  ask(name: string, input: unknown): Promise<unknown>
  close(): Promise<void>
}
type StartedLane =
  | { state: 'open'; lane: Lane; stampProblem: string | null }
  | { state: 'failed'; reason: OpenFailureReason; message: string }

interface Pending {
  resolve(value: unknown): void
  reject(error: ProblemError): void
}

interface StartingLane {
  begin(): Promise<StartedLane>
  /** Ends the thread before it has opened anything. */
  abandon(): Promise<void>
}

function startLane(url: URL, settings: WorkerSettings, onAnswers: AnswersListener, onLost: () => void): StartingLane {
  const worker = new Worker(url, { workerData: settings, name: `database ${settings.role}` })
  const started = new Promise<StartedLane>((settle) => {
    const pending = new Map<number, Pending>()
    let outgoing: WorkerRequest[] = []
    let lastId = 0
    let state: 'starting' | 'open' | 'closing' | 'ended' = 'starting'
    let closed: Promise<void> | null = null
    let ended: () => void = () => {}

    const post = (message: ToWorker) => worker.postMessage(message)
    const send = () => {
      const requests = outgoing
      outgoing = []
      if (requests.length === 0) return
      try {
        post({ kind: 'requests', requests })
      } catch {
        // One of them holds what no thread can be sent: that one is refused, and the others go on.
        for (const request of requests) sendAlone(request)
      }
    }
    const sendAlone = (request: WorkerRequest) => {
      try {
        post({ kind: 'requests', requests: [request] })
      } catch {
        pending.get(request.id)?.reject(new ProblemError('internal', 'This could not be handed to the database.'))
        pending.delete(request.id)
      }
    }

    const lane: Lane = {
      ask(name, input) {
        if (state !== 'open') return Promise.reject(new ProblemError('storage-unavailable', closedMessage))
        return new Promise((resolve, reject) => {
          lastId += 1
          pending.set(lastId, { resolve, reject })
          // One message per turn of the loop instead of one per request.
          if (outgoing.push({ id: lastId, name, input }) === 1) queueMicrotask(send)
        })
      },
      close() {
        if (state === 'ended') return Promise.resolve()
        closed ??= new Promise((resolve) => {
          ended = resolve
          send()
          state = 'closing'
          post({ kind: 'close' })
        })
        return closed
      },
    }

    const end = () => {
      if (state === 'ended') return
      const wasClosing = state === 'closing'
      const wasOpen = state === 'open'
      if (state === 'starting') {
        const failure = openFailureOf(null)
        settle({ state: 'failed', reason: failure.reason, message: failure.message })
      }
      state = 'ended'
      const error = new ProblemError('storage-unavailable', wasClosing ? closedMessage : lostMessage)
      for (const { reject } of pending.values()) reject(error)
      pending.clear()
      if (wasOpen) onLost()
      ended()
    }

    worker.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'opened':
          state = 'open'
          settle({ state: 'open', lane, stampProblem: message.stampProblem })
          break
        case 'failed':
          state = 'ended'
          settle({ state: 'failed', reason: message.reason, message: message.message })
          break
        case 'answers':
          onAnswers(message.answers, message.stamp)
          for (const answer of message.answers) {
            const waiting = pending.get(answer.id)
            pending.delete(answer.id)
            if (answer.ok) waiting?.resolve(answer.value)
            else waiting?.reject(new ProblemError(answer.problem.code, answer.problem.message))
          }
          break
        case 'closed':
          onAnswers([], message.stamp)
          break
      }
    })
    // The error itself may hold paths; `exit` follows it and says what matters.
    worker.on('error', () => {})
    worker.on('exit', end)
  })
  return {
    begin() {
      worker.postMessage({ kind: 'begin' } satisfies ToWorker)
      return started
    },
    // Asked, not terminated: a thread that is stopped while it loads native code can take the process with it.
    abandon: () =>
      new Promise((resolve) => {
        worker.once('exit', () => resolve())
        worker.postMessage({ kind: 'close' } satisfies ToWorker)
      }),
  }
}
