import type { WebSocket } from 'ws'
import type { ChannelDoor, RefusalCode, ReplyEnvelope } from '#shared/domain/envelope.ts'
import type { ChannelId, ContactId } from '#shared/domain/ids.ts'
import { closeCodes } from '#shared/domain/visitor-frames.ts'
import type { Clock } from '../clock.ts'
import type { ConsolePort } from '../transport/port.ts'
import { createBacklog } from './backlog.ts'
import { originAllowed } from './hosts-and-origins.ts'
import { createBuckets, createTokenBucket, type IntakeLimits } from './limits.ts'
import { type RefusalLedger, refusal } from './refusals.ts'
import { endSocket, serveVisitor, type VisitorConnection } from './visitor-connection.ts'

/** Sockets that are told why they are refused, at a time; and those told to end for which others are in already. */
const closingMax = 32

export interface VisitorSockets {
  /**
   * Why an upgrade is refused before it is made; null where it may be made. Only `take` can tell a page why, so this
   * refuses those alone for whom there is no socket left to say it on.
   */
  refusesUpgrade(channelId: string, origin: string): RefusalCode | null
  /** Takes an upgraded socket: serves it, or says why not and closes it. Never asks the console about a refused one. */
  take(socket: WebSocket, channelId: string, origin: string, client: string | null): void
  reply(envelope: ReplyEnvelope): Promise<{ connections: number }>
  dropAudience(contact: ContactId): void
  /** Closes whoever may no longer chat from where they are. */
  doorsChanged(): void
  close(): void
  readonly size: number
}

/** All visitors' connections of one intake. `doors` answers the channels as they are now. */
export function createVisitorSockets(parts: {
  doors: () => ReadonlyMap<string, ChannelDoor>
  toConsole: ConsolePort
  limits: IntakeLimits
  clock: Clock
  refusals: RefusalLedger
}): VisitorSockets {
  const { doors, toConsole, limits, clock, refusals } = parts
  const connections = new Set<VisitorConnection>()
  const perOrigin = new Map<string, number>()
  const backlog = createBacklog(limits.waitingMessages, limits.waitingCharacters)
  const hasty = createTokenBucket(clock, limits.hastyMessagesPerSecond, limits.hastyMessageBurst)
  const connects = createBuckets(clock, limits.connectsPerSecond, limits.connectBurst)
  /** Upgraded sockets that were refused and are still closing. They take no visitor's place, and are few. */
  let turnedAway = 0

  const turnAway = (socket: WebSocket, channelId: ChannelId | null, code: RefusalCode, origin: string) => {
    refusals.note(channelId, code, origin)
    turnedAway += 1
    socket.once('close', () => {
      turnedAway -= 1
    })
    socket.on('error', () => {})
    const tooMany = code === 'too-many-connections' || code === 'too-fast'
    endSocket(socket, tooMany ? closeCodes.tooMany : closeCodes.notAllowed, refusal(code))
  }

  /** Pages that were only left open, or somebody's idle sockets, must not keep the next visitor out. */
  const giveWay = (mayGo: (connection: VisitorConnection) => boolean): boolean => {
    for (const connection of connections) {
      if (!connection.open || connection.conversing || !mayGo(connection)) continue
      refusals.note(connection.door.channelId, 'too-many-connections', connection.origin)
      connection.end(closeCodes.tooMany, refusal('too-many-connections'))
      return true
    }
    return false
  }

  /** Why nobody of this origin may chat on this channel; null where they may. */
  const closedTo = (door: ChannelDoor | undefined, origin: string): RefusalCode | null => {
    if (door === undefined) return 'unknown-channel'
    return originAllowed(door, origin) ? null : 'origin-not-allowed'
  }

  return {
    refusesUpgrade(channelId, origin) {
      const room = turnedAway < closingMax && connections.size < limits.sockets + closingMax
      return room ? null : (closedTo(doors().get(channelId), origin) ?? 'too-many-connections')
    },

    take(socket, channelId, origin, client) {
      const door = doors().get(channelId)
      const closed = closedTo(door, origin)
      if (door === undefined || closed !== null) {
        return turnAway(socket, door?.channelId ?? null, closed ?? 'unknown-channel', origin)
      }
      const open = perOrigin.get(origin) ?? 0
      if (!connects.take(origin)) return turnAway(socket, door.channelId, 'too-fast', origin)
      const full = open >= limits.socketsPerOrigin
      if (full || connections.size >= limits.sockets) {
        if (!giveWay((connection) => !full || connection.origin === origin)) {
          return turnAway(socket, door.channelId, 'too-many-connections', origin)
        }
      }

      perOrigin.set(origin, (perOrigin.get(origin) ?? 0) + 1)
      const connection = serveVisitor({
        socket,
        door,
        origin,
        client,
        toConsole,
        limits,
        clock,
        refusals,
        backlog,
        hasty,
        onClose() {
          connections.delete(connection)
          const left = (perOrigin.get(origin) ?? 1) - 1
          if (left > 0) perOrigin.set(origin, left)
          else perOrigin.delete(origin)
        },
      })
      connections.add(connection)
    },

    async reply(envelope) {
      const handedOver = await Promise.all([...connections].map((connection) => connection.offer(envelope)))
      return { connections: handedOver.filter(Boolean).length }
    },

    dropAudience(contact) {
      for (const connection of connections) if (connection.mayBe(contact)) connection.end(closeCodes.proofEnded, null)
    },

    doorsChanged() {
      const now = doors()
      for (const connection of connections) {
        const door = now.get(connection.door.channelId)
        if (door !== undefined && originAllowed(door, connection.origin)) continue
        const code = door === undefined ? 'unknown-channel' : 'origin-not-allowed'
        refusals.note(door?.channelId ?? null, code, connection.origin)
        connection.end(closeCodes.notAllowed, refusal(code))
      }
    },

    close() {
      for (const connection of connections) connection.end(1001, null)
    },

    get size() {
      return connections.size
    },
  }
}
