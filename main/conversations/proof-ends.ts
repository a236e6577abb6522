import type { ChangeEvent } from '#shared/contract/requests.ts'
import type { ChannelId, ContactId, ConversationId, KeyId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/port.ts'
import type { VisitorPort } from '../transport/port.ts'
import type { ConversationReads, ConversationWrites } from './stored/operations.ts'

export interface ProofEndsParts {
  store: Store<ConversationWrites, ConversationReads>
  /** The keys with an end, passed or to come (ms). */
  keyEnds: () => { keyId: KeyId; retiresAt: number }[]
  toVisitors: Pick<VisitorPort, 'dropAudience'>
  clock: Clock
  onChange(event: ChangeEvent): void
}

/**
 * Watches the moments at which a proof ends without anybody doing anything: its time is over, or its key retires. The
 * gate asks the clock itself, so nothing here opens or locks a template; it tells the window that what it shows is
 * over, and ends the connections that were proven under a key that is retired.
 */
export interface ProofEnds {
  /** Reads what is still to end. Call once, before visitors are let in. */
  start(): Promise<void>
  /**
   * A visitor's connection was proven to be somebody, or from now on is nobody (null). It is forgotten when it ends;
   * where nobody would tell of its end (null for the connection), it is kept for good.
   */
  connected(connectionId: string | null, proven: ProvenConnection | null): void
  /** A connection is over: nothing is left that could be ended. */
  ended(connectionId: string): void
  /** How many connections are remembered. */
  readonly remembered: number
  /** How many conversations are held because their proof ends soon. */
  readonly held: number
  /** A supervisor revoked a proof: the connections it opened end. */
  revoked(channelId: ChannelId, fingerprint: string): void
  /** What the newest message of a conversation left behind: when its proof is over (ms), or null. */
  stands(conversationId: ConversationId, validUntil: number | null): void
  /** A key was seen outside: its proofs end now. */
  keyCompromised(keyId: KeyId): void
  /** A key was given an end, or another one. */
  keysChanged(): void
  close(): void
}

/** Who a connection was proven to be, and by what. */
export interface ProvenConnection {
  channelId: ChannelId
  keyId: string
  fingerprint: string | null
  contactId: ContactId
}

/** Looked at again at least so often (ms): a machine that slept, or whose clock was set, has timers that are late. */
const longestWait = 30_000
/** Proofs that end within this (ms) are always held; those that end later than twice of it are left to the database. */
const horizon = 60 * 60_000

export function createProofEnds({ store, keyEnds, toVisitors, clock, onChange }: ProofEndsParts): ProofEnds {
  const ending = new Map<ConversationId, number>()
  /** Every proof that ends up to here is held. */
  let heldUntil = Number.NEGATIVE_INFINITY
  let reading = false
  /** By connection: no more than are open, which the intake bounds. So few are looked through one by one. */
  const proven = new Map<string, ProvenConnection>()
  const over = new Set<KeyId>()
  let timer: NodeJS.Timeout | null = null
  let wakesAt = Number.POSITIVE_INFINITY
  let closed = false

  /** What is ended is not forgotten here: a connection that is told to end says itself when it has. */
  const drop = (isOver: (each: ProvenConnection) => boolean): void => {
    const contacts = new Set([...proven.values()].filter(isOver).map(({ contactId }) => contactId))
    for (const contactId of contacts) toVisitors.dropAudience(contactId)
  }

  const endKey = (keyId: KeyId): void => {
    over.add(keyId)
    drop((each) => each.keyId === keyId)
    // Which conversations rest on it only the database knows: all that are shown are read again.
    for (const topic of ['conversation', 'inbox', 'channels'] as const) onChange({ topic, conversationId: null })
  }

  const look = (): void => {
    const now = clock()
    for (const { keyId, retiresAt } of keyEnds()) if (retiresAt <= now && !over.has(keyId)) endKey(keyId)
    let expired = false
    for (const [conversationId, validUntil] of ending) {
      if (validUntil > now) continue
      ending.delete(conversationId)
      onChange({ topic: 'conversation', conversationId })
      expired = true
    }
    if (expired) onChange({ topic: 'inbox', conversationId: null })
    if (heldUntil - now < horizon) void readOn(heldUntil).catch(() => {})
    arm()
  }

  /** Reads what ends next, from where it was read before: also what ended meanwhile, on a machine that slept. */
  const readOn = async (after: number): Promise<void> => {
    if (reading) return
    reading = true
    // From here on what comes with a message is held as well, so that nothing falls between the two.
    heldUntil = Math.max(after, clock() + 2 * horizon)
    try {
      const rows = await store.read('standings.ending', { after, until: heldUntil })
      for (const { id, validUntil } of rows) if (!ending.has(id)) ending.set(id, validUntil)
    } catch (error) {
      heldUntil = after
      throw error
    } finally {
      reading = false
    }
    arm()
  }

  const arm = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    wakesAt = Number.POSITIVE_INFINITY
    for (const { keyId, retiresAt } of keyEnds()) if (!over.has(keyId)) wakesAt = Math.min(wakesAt, retiresAt)
    for (const validUntil of ending.values()) wakesAt = Math.min(wakesAt, validUntil)
    // While a reading is under way, or has failed, the next one is not at once.
    if (Number.isFinite(heldUntil)) wakesAt = Math.min(wakesAt, Math.max(heldUntil - horizon, clock() + longestWait))
    if (closed || wakesAt === Number.POSITIVE_INFINITY) return
    timer = setTimeout(look, Math.min(Math.max(wakesAt - clock(), 0), longestWait)).unref()
  }

  return {
    async start() {
      const now = clock()
      for (const { keyId, retiresAt } of keyEnds()) if (retiresAt <= now) over.add(keyId)
      await readOn(now)
    },
    connected(connectionId, now) {
      if (connectionId !== null && now === null) proven.delete(connectionId)
      if (now !== null) proven.set(connectionId ?? `${now.keyId} ${now.fingerprint} ${now.contactId}`, now)
    },
    ended(connectionId) {
      proven.delete(connectionId)
    },
    get remembered() {
      return proven.size
    },
    get held() {
      return ending.size
    },
    revoked(channelId, fingerprint) {
      drop((each) => each.channelId === channelId && each.fingerprint === fingerprint)
    },
    keyCompromised: endKey,
    stands(conversationId, validUntil) {
      if (validUntil === null || validUntil > heldUntil) {
        ending.delete(conversationId)
        return
      }
      ending.set(conversationId, validUntil)
      if (validUntil < wakesAt) arm()
    },
    keysChanged: look,
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
