import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Keeps few TCP connections open that have nothing under way: where there are more than `max`, the one that has been
 * silent longest is cut off. So whoever opens sockets and says nothing takes the places of his own, and the next
 * visitor gets in at once instead of waiting for the time-outs.
 */
export function boundSilentConnections(server: Server, max: number): void {
  const silent = new Set<Duplex>()

  const nowSilent = (socket: Duplex) => {
    if (socket.destroyed) return
    silent.delete(socket)
    silent.add(socket)
    const longest = silent.size > max ? silent.values().next().value : undefined
    longest?.destroy()
  }

  server.on('connection', (socket) => {
    nowSilent(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    silent.delete(socket)
    response.once('close', () => nowSilent(socket))
  })
  server.on('upgrade', (_request, socket) => silent.delete(socket))
}
