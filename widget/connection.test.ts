import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ServerFrame } from '#shared/domain/visitor-frames.ts'
import { createConnection, type SocketLike, waitBefore, waits } from './connection.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type FakeSocket = SocketLike & { sent: string[]; closed: boolean; emit(type: string, event?: object): void }

function fakeSocket(): FakeSocket {
  const listeners = new Map<string, (event: never) => void>()
  return {
    sent: [],
    closed: false,
    send(data) {
      this.sent.push(data)
    },
    close() {
      this.closed = true
    },
    addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
    emit: (type, event = {}) => listeners.get(type)?.(event as never),
  }
}

function begin() {
  const sockets: FakeSocket[] = []
  const frames: ServerFrame[] = []
  const changes: string[] = []
  const connection = createConnection({
    openSocket() {
      const socket = fakeSocket()
      sockets.push(socket)
      return socket
    },
    onUp: () => void changes.push('up'),
    onDown: () => void changes.push('down'),
    onFrame: (frame) => void frames.push(frame),
    random: () => 1,
  })
  connection.start()
  return { connection, sockets, frames, changes, last: () => sockets.at(-1) as FakeSocket }
}

test('waits double up to their bound, are spread, and are long where the door refused', () => {
  const most = (attempt: number, refused = false) => waitBefore(attempt, refused, () => 1)
  expect([0, 1, 2, 3].map((attempt) => most(attempt))).toEqual([400, 800, 1_600, 3_200])
  expect(most(20)).toBe(waits.longest)
  expect(most(20, true)).toBe(waits.refusedLongest)
  expect(most(0, true)).toBe(waits.refused)
  expect(waitBefore(0, false, () => 0)).toBe(200)
})

test('a lost connection is made again, with longer waits until the desk lets us in', () => {
  const { connection, sockets, changes, last } = begin()
  last().emit('open')
  last().emit('close', { code: 1006 })
  expect(changes).toEqual(['up', 'down'])
  vi.advanceTimersByTime(400)
  expect(sockets).toHaveLength(2)
  last().emit('close', { code: 1006 })
  vi.advanceTimersByTime(799)
  expect(sockets).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(sockets).toHaveLength(3)
  last().emit('open')
  connection.settled()
  last().emit('close', { code: 1006 })
  vi.advanceTimersByTime(400)
  expect(sockets).toHaveLength(4)
})

test('a connection that does not answer is given up; one that does is kept', () => {
  const { sockets, last } = begin()
  last().emit('open')
  vi.advanceTimersByTime(waits.pingEvery)
  expect(last().sent).toEqual(['{"type":"ping"}'])
  last().emit('message', { data: '{"type":"pong"}' })
  vi.advanceTimersByTime(waits.answerWithin)
  expect(sockets).toHaveLength(1)
  vi.advanceTimersByTime(waits.pingEvery + waits.answerWithin)
  expect(sockets[0]?.closed).toBe(true)
  vi.advanceTimersByTime(waits.first)
  expect(sockets).toHaveLength(2)
})

test('an old socket that speaks late is not heard', () => {
  const { connection, sockets, frames, last } = begin()
  last().emit('open')
  const old = last()
  connection.renew()
  vi.advanceTimersByTime(waits.first)
  last().emit('open')
  old.emit('message', { data: '{"type":"pong"}' })
  old.emit('close', { code: 1000 })
  expect(frames).toEqual([])
  expect(sockets).toHaveLength(2)
  expect(connection.send({ type: 'ping' })).toBe(true)
})

test('a nudge does not wait', () => {
  const { connection, sockets, last } = begin()
  last().emit('close', { code: 1006 })
  expect(connection.send({ type: 'ping' })).toBe(false)
  connection.nudge()
  expect(sockets).toHaveLength(2)
})
