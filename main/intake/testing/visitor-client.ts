import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { ServerFrame, VisitorFrame } from '#shared/domain/visitor-frames.ts'

/** A visitor's connection as a test drives it: frames in the order they came, and a promise for the next that fits. */
export interface VisitorClient {
  readonly socket: WebSocket
  readonly frames: ServerFrame[]
  send(frame: VisitorFrame | string | Buffer): void
  /** The first frame of this type that was not yet taken, or the next one to come. */
  next<Type extends ServerFrame['type']>(type: Type): Promise<Extract<ServerFrame, { type: Type }>>
  readonly closed: Promise<number>
  close(): Promise<number>
}

export async function openVisitor(url: string, channel: string, origin: string): Promise<VisitorClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/visitor?channel=${channel}`, { origin })
  const frames: ServerFrame[] = []
  const taken = new Set<ServerFrame>()
  const waiting: { type: string; resolve: (frame: never) => void }[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('message', (data) => {
    const frame = JSON.parse((data as Buffer).toString()) as ServerFrame
    frames.push(frame)
    const index = waiting.findIndex(({ type }) => type === frame.type)
    if (index < 0) return
    taken.add(frame)
    waiting.splice(index, 1)[0]?.resolve(frame as never)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  return {
    socket,
    frames,
    send: (frame) => socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    next(type) {
      const come = frames.find((frame) => frame.type === type && !taken.has(frame))
      if (come !== undefined) {
        taken.add(come)
        return Promise.resolve(come as never)
      }
      return new Promise((resolve) => waiting.push({ type, resolve }))
    },
    closed,
    close() {
      socket.close()
      return closed
    },
  }
}

export const hello = (changes: Partial<Extract<VisitorFrame, { type: 'hello' }>> = {}): VisitorFrame => ({
  type: 'hello',
  sessionToken: null,
  identity: null,
  form: null,
  pageUrl: null,
  ...changes,
})

/** Sends bytes as they are and reads until the peer closes: for requests that no HTTP client would make. */
export function sendRaw(port: number, request: string): Promise<{ status: number; headers: string; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const [headers = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n')
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0), headers, body })
    })
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')))
  })
}
