import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeCodes } from '#shared/domain/visitor-frames.ts'
import { measured, repeats } from '../testing/endurance.ts'
import { shopOrigin } from './testing/scripted-console.ts'
import { frameHead, hello, maskedFrame, openVisitor } from './testing/visitor-client.ts'

let child: ChildProcess
let port: number
const url = () => `http://127.0.0.1:${port}`

async function startIntake(args: string[] = []): Promise<void> {
  child = fork(new URL('./testing/intake-process.ts', import.meta.url), args, { execArgv: ['--expose-gc'] })
  const [told] = (await once(child, 'message')) as [{ port: number }]
  port = told.port
}

async function endIntake(): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}

beforeAll(() => startIntake())
afterAll(endIntake)

interface State {
  resident: number
  opened: number
  received: number
}

async function stateOfIntake(): Promise<State> {
  child.send('state')
  const [state] = (await once(child, 'message')) as [State]
  return state
}

const mebibyte = 1_048_576
const upgrade = (extra: string[] = []) =>
  [
    'GET /v1/visitor?channel=chan_shop HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Origin: ${shopOrigin}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...extra,
    '',
    '',
  ].join('\r\n')

interface RawSocket {
  socket: Socket
  received(): Buffer
  closed: Promise<void>
}

async function openRaw(): Promise<RawSocket> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await Promise.race([once(socket, 'connect'), closed])
  return { socket, received: () => Buffer.concat(chunks), closed }
}

/** A raw socket after its handshake and `hello`: from here on its bytes are frames. */
async function openGreeted(): Promise<RawSocket> {
  const raw = await openRaw()
  raw.socket.write(upgrade())
  raw.socket.write(maskedFrame(0x81, JSON.stringify(hello())))
  await expect.poll(() => raw.received().includes('"type":"opened"'), { timeout: 5_000, interval: 5 }).toBe(true)
  return raw
}

/** An honest visitor with the widget's patience: tries again where the desk says that it may. */
async function converse(text: string): Promise<{ tries: number; took: number }> {
  const begun = performance.now()
  for (let tries = 1; ; tries += 1) {
    try {
      const visitor = await openVisitor(url(), 'chan_shop', shopOrigin)
      visitor.send(hello())
      const answered = await Promise.race([visitor.next('opened'), visitor.closed])
      if (typeof answered !== 'number') {
        visitor.send({ type: 'message', id: 'one', text })
        await visitor.next('ack')
        await visitor.close()
        return { tries, took: performance.now() - begun }
      }
    } catch {
      // Not let in this time.
    }
    if (performance.now() - begun > 30_000) throw new Error('an honest visitor was kept out')
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}

test('whoever sends a byte a second is cut off in time, at each stage', async () => {
  const stages: [name: string, begin: () => Promise<RawSocket>, rest: string, within: number][] = [
    ['headers', openRaw, `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: ${'x'.repeat(60)}`, 8_000],
    ['half a handshake', openRaw, upgrade(), 8_000],
    [
      'a body',
      async () => {
        const raw = await openRaw()
        raw.socket.write(
          `POST /v1/channels/chan_shop/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
            'Authorization: Bearer server-token-for-tests-0123456789abcdef\r\nIdempotency-Key: slow\r\n' +
            'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
        )
        return raw
      },
      `{"session":"slow","text":"${'x'.repeat(900)}`,
      13_000,
    ],
    [
      'a hello',
      async () => {
        const raw = await openRaw()
        raw.socket.write(upgrade())
        return raw
      },
      maskedFrame(0x81, JSON.stringify(hello())).toString('latin1'),
      13_000,
    ],
  ]
  const took = await Promise.all(
    stages.map(async ([name, begin, rest, within]) => {
      const raw = await begin()
      const begun = performance.now()
      let sent = 0
      const slowly = setInterval(() => raw.socket.write(rest.slice(sent, ++sent), 'latin1'), 1_000)
      await raw.closed
      clearInterval(slowly)
      const seconds = (performance.now() - begun) / 1_000
      expect(seconds * 1_000, name).toBeLessThan(within)
      return `${name} ${seconds.toFixed(1)} s`
    }),
  )
  measured('one byte a second, cut off after', took.join(', '))
})

test('sockets that are opened and left keep no visitor out, and are given back', async () => {
  const count = repeats(1_000, 1_000)
  const before = await stateOfIntake()
  const idle = await Promise.all(Array.from({ length: count }, openRaw))
  const besideSilent = await converse('Hello')
  // As many that have shaken hands and said hello, and then say nothing.
  const greeted = Array.from({ length: count }, async () => {
    const raw = await openRaw()
    raw.socket.write(upgrade())
    raw.socket.write(maskedFrame(0x81, JSON.stringify(hello())))
    return raw
  })
  const pages = await Promise.all(greeted)
  const besideIdle = await converse('Hello')
  const grown = ((await stateOfIntake()).resident - before.resident) / mebibyte
  const begun = performance.now()
  await Promise.all(idle.map(({ closed }) => closed))
  const givenBack = (performance.now() - begun) / 1_000
  for (const { socket } of pages) socket.destroy()
  measured(
    `${count} silent sockets and ${count} idle pages`,
    `a visitor is answered after ${besideSilent.took.toFixed(0)} ms (${besideSilent.tries} tries) and ` +
      `${besideIdle.took.toFixed(0)} ms (${besideIdle.tries} tries), memory +${grown.toFixed(1)} MiB, ` +
      `silent ones given back after ${givenBack.toFixed(1)} s`,
  )
  expect(besideSilent.tries).toBe(1)
  expect(besideIdle.took).toBeLessThan(10_000)
  expect(grown).toBeLessThan(50)
  expect(givenBack).toBeLessThan(10)
})

const wordsOf = (text: string) => maskedFrame(0x81, text)
const deflated = deflateRawSync(Buffer.from(JSON.stringify({ type: 'message', id: 'm', text: 'x'.repeat(50 * 1_000) })))

/** What is sent on an open connection, and the code with which it is closed; null: refused, and the connection goes on. */
const hostile: [name: string, frames: () => Buffer[], code: number | null][] = [
  ['a frame of 10 MiB', () => [wordsOf('x'.repeat(10 * mebibyte))], 1009],
  ['a frame that announces 100 MiB', () => [frameHead(0x81, 100 * mebibyte), Buffer.from('{"type"')], 1009],
  ['a frame that announces 2^62 bytes', () => [Buffer.from('81ff4000000000000000', 'hex')], 1009],
  [
    '16k fragments of one message',
    () => [
      maskedFrame(0x01, '{'),
      ...Array.from({ length: 16_384 }, () => maskedFrame(0x00, ' ')),
      maskedFrame(0x80, '}'),
    ],
    1008,
  ],
  ['JSON of depth 100 000 in one frame', () => [wordsOf('['.repeat(100_000))], 1009],
  ['JSON as deep as a frame is long', () => [wordsOf('['.repeat(60_000))], null],
  ['a frame marked as compressed (RSV1)', () => [maskedFrame(0xc1, deflated)], 1002],
  ['a frame with RSV2', () => [maskedFrame(0xa1, '{}')], 1002],
  ['an unknown opcode', () => [maskedFrame(0x83, '{}')], 1002],
  ['a frame without a mask', () => [Buffer.from([0x81, 2, 0x7b, 0x7d])], 1002],
  ['a continuation of nothing', () => [maskedFrame(0x80, '{}')], 1002],
  ['a fragmented ping', () => [maskedFrame(0x09, '')], 1002],
  ['a ping of 126 bytes', () => [maskedFrame(0x89, Buffer.alloc(126))], 1002],
  ['a close frame of one byte', () => [maskedFrame(0x88, 'x')], 1002],
  ['bytes that are no UTF-8', () => [maskedFrame(0x81, Buffer.from('7b22c328227d', 'hex'))], 1007],
  ['an overlong encoding', () => [maskedFrame(0x81, Buffer.from('7bc0af7d', 'hex'))], 1007],
  ['a surrogate as bytes', () => [maskedFrame(0x81, Buffer.from('22eda08022', 'hex'))], 1007],
  ['a lone surrogate', () => [wordsOf('{"type":"message","id":"m","text":"\\ud800"}')], null],
  ['a NUL', () => [wordsOf('{"type":"message","id":"m","text":"a\\u0000b"}')], null],
  ['a member named twice', () => [wordsOf('{"type":"message","id":"m","text":"a","text":"b"}')], null],
  ['a member named twice by an escape', () => [wordsOf('{"type":"ping","\\u0074ype":"ping"}')], null],
  ['a prototype', () => [wordsOf('{"type":"message","id":"m","text":"a","__proto__":{}}')], null],
  ['a number beyond all bounds', () => [wordsOf('{"type":"message","id":1e999,"text":"a"}')], null],
]

test('what is too large, too deep, compressed or no text is refused at once', async () => {
  const rounds = repeats(3, 30)
  await endIntake()
  await startIntake(['many-connections'])
  await converse('Hello')
  let before = await stateOfIntake()
  let refused = 0
  let slowest = { name: '', ms: 0 }
  for (let round = 0; round < rounds; round += 1) {
    // The first round also makes the process ready: code that is compiled once is not what grows.
    if (round === 1) before = await stateOfIntake()
    for (const [name, frames, code] of hostile) {
      const raw = await openGreeted()
      const bytes = Buffer.concat(frames())
      const begun = performance.now()
      const already = raw.received().length
      raw.socket.write(bytes)
      const answered = await firstAnswer(raw, already)
      const ms = performance.now() - begun
      if (ms > slowest.ms) slowest = { name, ms }
      if (code === null) expect(answered.toString(), name).toContain('"code":"malformed"')
      else expect(closeCodeIn(answered), name).toBe(code)
      refused += 1
      raw.socket.destroy()
      await raw.closed
    }
  }
  const after = await stateOfIntake()
  const grown = (after.resident - before.resident) / mebibyte
  measured(
    'oversized, deep, compressed and unreadable frames',
    `${hostile.length} kinds ${rounds} times, ${refused} refused, slowest ${slowest.ms.toFixed(0)} ms ` +
      `(${slowest.name}), memory +${grown.toFixed(1)} MiB`,
  )
  expect(after.received).toBe(before.received)
  expect(grown).toBeLessThan(20)
  await converse('Hello again')
})

test('compression that is offered is declined', async () => {
  const raw = await openRaw()
  raw.socket.write(
    upgrade(['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits; server_no_context_takeover']),
  )
  await firstAnswer(raw, 0)
  expect(raw.received().toString()).toMatch(/^HTTP\/1\.1 101/)
  expect(raw.received().toString()).not.toMatch(/sec-websocket-extensions/i)
  raw.socket.destroy()
})

function firstAnswer({ socket, received }: RawSocket, already: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const news = received().subarray(already)
      if (news.length > 0) resolve(news)
      else if (socket.destroyed) reject(new Error('closed without a word'))
      else socket.once('data', look)
    }
    socket.once('close', () => (received().length > already ? look() : reject(new Error('closed without a word'))))
    look()
  })
}

/** The code of the close frame that an answer ends with (RFC 6455 §5.5.1). */
function closeCodeIn(answer: Buffer): number | null {
  for (let at = 0; at + 1 < answer.length; ) {
    const length = answer[at + 1] ?? 0
    const extended = length === 126 ? answer.readUInt16BE(at + 2) : length
    const body = at + (length === 126 ? 4 : 2)
    if (answer[at] === 0x88) return answer.readUInt16BE(body)
    at = body + extended
  }
  return null
}

test('the codes above are those of RFC 6455, and none is ours', () => {
  const ours: readonly number[] = Object.values(closeCodes)
  expect(hostile.filter(([, , code]) => code !== null && ours.includes(code))).toEqual([])
})
