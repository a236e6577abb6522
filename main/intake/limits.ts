import type { Clock } from '../clock.ts'

/** Every bound of the intake. Times in ms, sizes in bytes, rates per second. */
export interface IntakeLimits {
  /** One WebSocket frame or one request body. */
  bytes: number
  /** Messages and identifications of one connection: sustained, and at once. */
  messagesPerSecond: number
  messageBurst: number
  /** What a person may write on a connection whatever the others do. */
  calmMessagesPerSecond: number
  calmMessageBurst: number
  /** Messages beyond that, of all connections together: a flood must leave the console time for its window. */
  hastyMessagesPerSecond: number
  hastyMessageBurst: number
  /** Acknowledgements and pings of one connection. */
  signalsPerSecond: number
  signalBurst: number
  /** Refusals after which a connection is closed: for haste, and for frames that cannot be read. */
  hasteStrikes: number
  malformedStrikes: number
  /** Frames of one connection that wait or are being stored; beyond it the connection is not read from. */
  queuedFrames: number
  /**
   * Messages of one connection that may be at the console at once, so that they join one commit. They are handed over
   * in order, and the console stores the messages of a session in the order of its calls.
   */
  inFlight: number
  /** Messages of all connections that wait or are being stored, and their characters. Beyond it they are refused. */
  waitingMessages: number
  waitingCharacters: number
  sockets: number
  socketsPerOrigin: number
  /** New connections of one origin: sustained, and at once. Each brings a burst of messages, so a low rate bounds both. */
  connectsPerSecond: number
  connectBurst: number
  /** TCP connections of any kind. */
  connections: number
  /** TCP connections that have nothing under way; beyond it, the one that is silent longest is cut off. */
  silentConnections: number
  helloWithin: number
  pingEvery: number
  headersWithin: number
  requestWithin: number
  /** Bytes waiting for a visitor who does not read; beyond it the connection is dropped. */
  unreadBytes: number
  /** Server-to-server messages of one channel: sustained, and at once. */
  serverMessagesPerSecond: number
  serverMessageBurst: number
}

export const defaultLimits: IntakeLimits = {
  bytes: 65_536,
  messagesPerSecond: 20,
  messageBurst: 100,
  calmMessagesPerSecond: 0.5,
  calmMessageBurst: 5,
  hastyMessagesPerSecond: 100,
  hastyMessageBurst: 300,
  signalsPerSecond: 50,
  signalBurst: 400,
  hasteStrikes: 100,
  malformedStrikes: 5,
  queuedFrames: 128,
  inFlight: 16,
  waitingMessages: 2_000,
  waitingCharacters: 4_194_304,
  sockets: 200,
  socketsPerOrigin: 100,
  connectsPerSecond: 5,
  connectBurst: 100,
  connections: 400,
  silentConnections: 128,
  helloWithin: 10_000,
  pingEvery: 30_000,
  headersWithin: 5_000,
  requestWithin: 10_000,
  unreadBytes: 4_194_304,
  serverMessagesPerSecond: 200,
  serverMessageBurst: 1_000,
}

export interface TokenBucket {
  /** Takes one token; false where none is left. */
  take(): boolean
}

/** A bucket that holds `burst` tokens and regains `perSecond` of them. A clock that steps back gives nothing. */
export function createTokenBucket(clock: Clock, perSecond: number, burst: number): TokenBucket {
  let tokens = burst
  let last = clock()
  return {
    take() {
      const now = clock()
      if (now > last) tokens = Math.min(burst, tokens + ((now - last) / 1000) * perSecond)
      last = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

/** One bucket per key, for keys that this side chose or checked; at most `keysMax` are kept, the oldest go first. */
export function createBuckets(clock: Clock, perSecond: number, burst: number, keysMax = 1_000) {
  const buckets = new Map<string, TokenBucket>()
  return {
    take(key: string): boolean {
      let bucket = buckets.get(key)
      if (bucket === undefined) {
        const oldest = buckets.size >= keysMax ? buckets.keys().next().value : undefined
        if (oldest !== undefined) buckets.delete(oldest)
        bucket = createTokenBucket(clock, perSecond, burst)
        buckets.set(key, bucket)
      }
      return bucket.take()
    },
  }
}
