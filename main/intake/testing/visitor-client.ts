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

/** One frame as a client sends it (RFC 6455 §5.2), with a mask of zeros. `first` holds FIN, RSV and the opcode. */
export function maskedFrame(first: number, payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload as string)
  return Buffer.concat([frameHead(first, bytes.length), bytes])
}

/** The head of a client's frame that announces `length` bytes; they need not follow. */
export function frameHead(first: number, length: number): Buffer {
  const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14)
  head[0] = first
  if (length < 126) head[1] = 0x80 | length
  else if (length < 65_536) {
    head[1] = 0x80 | 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 0x80 | 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return head
}

export interface RawAnswer {
  /** 0 where there was none. */
  status: number
  headers: string
  body: string
  bytes: Buffer
}

/** Sends bytes as they are and reads until the peer closes: for requests that no HTTP client would make. */
export function sendRaw(port: number, request: string | readonly (string | Buffer)[]): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const parts = typeof request === 'string' ? [request] : request
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part)
    })
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const bytes = Buffer.concat(chunks)
      const [headers = '', body = ''] = bytes.toString().split('\r\n\r\n')
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0), headers, body, bytes })
    })
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')))
  })
}
