import type { Readable, Writable } from 'node:stream'

export interface ProtocolEvent {
  method: string
  params: Record<string, unknown>
  sessionId: string | undefined
}

export interface DebuggingPipe {
  /** Rejects with the browser's own words, or when the browser is gone. */
  send<Answer = Record<string, unknown>>(
    method: string,
    params?: Record<string, unknown>,
    sessionId?: string,
  ): Promise<Answer>
  onEvent(listener: (event: ProtocolEvent) => void): void
  onClose(listener: () => void): void
}

interface Incoming {
  id?: number
  method?: string
  params?: Record<string, unknown>
  result?: unknown
  error?: { message: string }
  sessionId?: string
}

/**
 * Speaks the DevTools protocol over Chromium's debugging pipe: JSON messages, each ended by a zero byte. Nobody but
 * the parent process can reach a pipe, unlike a debugging port, and the browser ends when it breaks.
 */
export function openDebuggingPipe(toBrowser: Writable, fromBrowser: Readable): DebuggingPipe {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void; method: string }>()
  const listeners: ((event: ProtocolEvent) => void)[] = []
  const closeListeners: (() => void)[] = []
  let lastId = 0
  let open = true
  let rest: Buffer[] = []

  function close() {
    if (!open) return
    open = false
    for (const { reject, method } of waiting.values()) reject(new Error(`${method}: the browser is gone`))
    waiting.clear()
    for (const listener of closeListeners) listener()
  }

  function receive(message: Incoming) {
    if (message.id !== undefined) {
      const request = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error) request?.reject(new Error(`${request.method}: ${message.error.message}`))
      else request?.resolve(message.result as never)
    } else if (message.method !== undefined) {
      const event = { method: message.method, params: message.params ?? {}, sessionId: message.sessionId }
      for (const listener of listeners) listener(event)
    }
  }

  fromBrowser.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      rest.push(chunk.subarray(start, end))
      const text = Buffer.concat(rest).toString('utf8')
      rest = []
      start = end + 1
      receive(JSON.parse(text) as Incoming)
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  })
  fromBrowser.on('close', close)
  fromBrowser.on('error', close)
  toBrowser.on('error', close)

  return {
    send(method, params = {}, sessionId) {
      if (!open) return Promise.reject(new Error(`${method}: the browser is gone`))
      const id = ++lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, method })
        toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
      })
    },
    onEvent: (listener) => void listeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
  }
}
