import { closeCodes, type ServerFrame, type VisitorFrame } from '#shared/domain/visitor-frames.ts'

/** The part of a browser's WebSocket that the connection uses. */
export interface SocketLike {
  send(data: string): void
  close(code?: number): void
  addEventListener(type: 'open', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void
}

export interface ConnectionParts {
  openSocket: () => SocketLike
  /** The socket is open: say hello. */
  onUp: () => void
  onFrame: (frame: ServerFrame) => void
  /** `code` is the close code of the lost socket, 0 where this side gave it up. */
  onDown: (code: number) => void
  random: () => number
}

export interface Connection {
  /** False where nothing is connected; the frame is then forgotten. */
  send(frame: VisitorFrame): boolean
  start(): void
  /** The desk has let us in: the next loss begins with short waits again. */
  settled(): void
  /** Tries at once instead of waiting, e.g. when the browser is online again. */
  nudge(): void
  /** Gives up this socket and makes another, e.g. when an answer is overdue. */
  renew(): void
}

export const waits = {
  first: 400,
  longest: 30_000,
  /** After the door refused this page: somebody has to change the channel first. */
  refused: 20_000,
  refusedLongest: 300_000,
  pingEvery: 25_000,
  answerWithin: 10_000,
} as const

/** How long to wait before attempt number `attempt` (from 0): doubled each time, spread over its upper half. */
export function waitBefore(attempt: number, refused: boolean, random: () => number): number {
  const base = refused ? waits.refused : waits.first
  const longest = refused ? waits.refusedLongest : waits.longest
  return Math.min(longest, base * 2 ** Math.min(attempt, 12)) * (0.5 + random() / 2)
}

/** Keeps one socket to the intake, for as long as the page lives. */
export function createConnection({ openSocket, onUp, onFrame, onDown, random }: ConnectionParts): Connection {
  let socket: SocketLike | null = null
  let up = false
  let attempt = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let pingTimer: ReturnType<typeof setInterval> | undefined
  let overdueTimer: ReturnType<typeof setTimeout> | undefined

  const lose = (code: number) => {
    const wasUp = up
    socket = null
    up = false
    clearInterval(pingTimer)
    clearTimeout(overdueTimer)
    if (wasUp) onDown(code)
    clearTimeout(retryTimer)
    retryTimer = setTimeout(connect, waitBefore(attempt, code === closeCodes.notAllowed, random))
    attempt += 1
  }

  const connect = () => {
    clearTimeout(retryTimer)
    if (socket !== null) return
    let mine: SocketLike
    try {
      mine = openSocket()
    } catch {
      lose(0)
      return
    }
    socket = mine
    mine.addEventListener('open', () => {
      if (socket !== mine) return
      up = true
      pingTimer = setInterval(ping, waits.pingEvery)
      onUp()
    })
    mine.addEventListener('message', ({ data }) => {
      if (socket !== mine || typeof data !== 'string') return
      clearTimeout(overdueTimer)
      overdueTimer = undefined
      onFrame(JSON.parse(data) as ServerFrame)
    })
    mine.addEventListener('close', ({ code }) => {
      if (socket === mine) lose(code)
    })
  }

  const send = (frame: VisitorFrame) => {
    if (socket === null || !up) return false
    socket.send(JSON.stringify(frame))
    return true
  }

  const ping = () => {
    if (send({ type: 'ping' })) overdueTimer ??= setTimeout(renew, waits.answerWithin)
  }

  const renew = () => {
    const old = socket
    if (old === null) return
    lose(0)
    old.close()
  }

  return {
    send,
    start: connect,
    settled() {
      attempt = 0
    },
    nudge() {
      if (up) ping()
      else if (socket === null) {
        attempt = 0
        connect()
      }
    },
    renew,
  }
}
