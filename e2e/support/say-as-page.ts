import { WebSocket } from 'ws'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { ServerFrame } from '#shared/domain/visitor-frames.ts'
import type { Desk } from './desk.ts'

export interface PageMessage {
  channelId: ChannelId
  origin: string
  identity: Record<string, unknown>
  text: string
}

/** One message over the widget's own connection, in a new session. @throws Error where it was not stored */
export function sayAsPage(desk: Desk, { channelId, origin, identity, text }: PageMessage): Promise<void> {
  const address = `ws://127.0.0.1:${desk.running.port}/v1/visitor?channel=${channelId}`
  const socket = new WebSocket(address, { origin })
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  return new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the intake closed the connection')))
    socket.on('open', () =>
      send({ type: 'hello', sessionToken: null, identity: JSON.stringify(identity), form: null, pageUrl: null }),
    )
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as ServerFrame
      if (frame.type === 'opened') send({ type: 'message', id: 'first', text })
      else if (frame.type === 'ack') resolve()
      else if (frame.type === 'refused') reject(new Error(`refused: ${frame.code}`))
    })
  }).finally(() => socket.terminate())
}
