import type { WebSocket } from 'ws'
import type { ChannelDoor, RefusalCode, ReplyEnvelope } from '#shared/domain/envelope.ts'
import type { ChannelId, ContactId } from '#shared/domain/ids.ts'
import { closeCodes } from '#shared/domain/visitor-frames.ts'
import type { Clock } from '../clock.ts'
import type { ConsolePort } from '../transport/port.ts'
import { originAllowed } from './hosts-and-origins.ts'
import { createBuckets, type IntakeLimits } from './limits.ts'
import { type RefusalLedger, refusal } from './refusals.ts'
import { endSocket, serveVisitor, type VisitorConnection } from './visitor-connection.ts'

export interface VisitorSockets {
  /** False where not one more socket fits: the upgrade is then refused before it is made. */
  hasRoom(): boolean
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
  const connects = createBuckets(clock, limits.connectsPerSecond, limits.connectBurst)
  /** Refused sockets that are still closing count too, or a flood of them would be free. */
  let sockets = 0

  const turnAway = (socket: WebSocket, channelId: ChannelId | null, code: RefusalCode, origin: string) => {
    refusals.note(channelId, code, origin)
    socket.on('error', () => {})
    const tooMany = code === 'too-many-connections' || code === 'too-fast'
    endSocket(socket, tooMany ? closeCodes.tooMany : closeCodes.notAllowed, refusal(code))
  }

  return {
    hasRoom: () => sockets < limits.sockets,

    take(socket, channelId, origin, client) {
      sockets += 1
      socket.once('close', () => {
        sockets -= 1
      })
      const door = doors().get(channelId)
      if (door === undefined) return turnAway(socket, null, 'unknown-channel', origin)
      if (!originAllowed(door, origin)) return turnAway(socket, door.channelId, 'origin-not-allowed', origin)
      const open = perOrigin.get(origin) ?? 0
      if (!connects.take(origin)) return turnAway(socket, door.channelId, 'too-fast', origin)
      if (open >= limits.socketsPerOrigin) {
        // Pages that were only left open, or somebody's idle sockets, must not keep the next visitor out.
        const idle = [...connections].find((connection) => connection.origin === origin && !connection.conversing)
        if (idle === undefined) return turnAway(socket, door.channelId, 'too-many-connections', origin)
        refusals.note(door.channelId, 'too-many-connections', origin)
        idle.end(closeCodes.tooMany, refusal('too-many-connections'))
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
