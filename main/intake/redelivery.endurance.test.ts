import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ServerFrame } from '#shared/domain/visitor-frames.ts'
import { channelId, identity, openConsole } from '../conversations/testing/open-console.ts'
import { openForReading } from '../storage/open.ts'
import { measured, repeats } from '../testing/endurance.ts'
import { createLocalTransport } from '../transport/local.ts'
import { createIntake, type Intake } from './server.ts'
import { shopOrigin } from './testing/scripted-console.ts'
import { hello, openVisitor, type VisitorClient } from './testing/visitor-client.ts'

let desk: Awaited<ReturnType<typeof openConsole>>
let intake: Intake
let url: string

beforeAll(async () => {
  desk = await openConsole()
  const transport = createLocalTransport()
  const door = { channelId, name: 'Shop', scheme: 'fernand', origins: [shopOrigin], serverTokenDigest: null } as const
  transport.attachConsole({ ...desk.record, doors: () => [{ ...door, origins: [...door.origins] }] })
  const limits = {
    messagesPerSecond: 1e6,
    messageBurst: 1e6,
    hastyMessageBurst: 1e6,
    connectBurst: 1e6,
    waitingMessages: 1e6,
  }
  intake = createIntake({ transport, port: 0, widgetFile: '/nowhere/widget.js', clock: Date.now, limits })
  url = (await intake.start()).url
})
afterAll(async () => {
  await intake.stop()
  await desk.remove()
})

/** Deterministic, so that a failure can be run again. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shuffle<Item>(items: Item[], random: () => number): Item[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1))
    ;[items[index], items[other]] = [items[other] as Item, items[index] as Item]
  }
  return items
}

const payload = identity('ada@shop.example')

interface Row {
  client_message_id: string
  text: string
}

function storedOf(sessionId: string): Row[] {
  const { sql } = openForReading(desk.databasePath)
  try {
    const rows = sql.prepare('SELECT client_message_id, text FROM messages WHERE session_id = ? ORDER BY position')
    return rows.all(sessionId) as Row[]
  } finally {
    sql.close()
  }
}

async function enter(sessionToken: string | null) {
  const visitor = await openVisitor(url, channelId, shopOrigin)
  visitor.send(hello({ identity: payload, sessionToken }))
  const opened = await visitor.next('opened')
  return { visitor, sessionToken: opened.sessionToken ?? sessionToken }
}

/** Resolves with what answers messages, once there are `count` such frames. */
function answers(visitor: VisitorClient, count: number): Promise<ServerFrame[]> {
  const found: ServerFrame[] = []
  let looked = 0
  return new Promise((resolve) => {
    const look = () => {
      for (; looked < visitor.frames.length; looked += 1) {
        const frame = visitor.frames[looked]
        if (frame?.type === 'ack' || frame?.type === 'refused') found.push(frame)
      }
      if (found.length < count) return
      visitor.socket.off('message', look)
      resolve(found)
    }
    visitor.socket.on('message', look)
    look()
  })
}

test('messages that are sent one to three times, shuffled, over several sockets of a session, are stored once', async () => {
  const count = repeats(2_000, 20_000)
  const sockets = 4
  const random = createRandom(20_261_121)
  const first = await enter(null)
  const others = await Promise.all(Array.from({ length: sockets - 1 }, () => enter(first.sessionToken)))
  const visitors = [first, ...others].map(({ visitor }) => visitor)
  const deliveries = shuffle(
    Array.from({ length: count }, (_, index) => index).flatMap((index) =>
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => index),
    ),
    random,
  )
  const sent = visitors.map(() => 0)
  for (const index of deliveries) {
    const at = Math.floor(random() * sockets)
    sent[at] = (sent[at] ?? 0) + 1
    visitors[at]?.send({ type: 'message', id: `m-${index}`, text: `Message ${index}` })
  }
  const heard = (await Promise.all(visitors.map((visitor, at) => answers(visitor, sent[at] ?? 0)))).flat()

  expect(heard.filter(({ type }) => type !== 'ack')).toEqual([])
  const idsOf = new Map<string, Set<string>>()
  for (const frame of heard) {
    if (frame.type !== 'ack') continue
    idsOf.set(frame.id, (idsOf.get(frame.id) ?? new Set()).add(frame.messageId))
  }
  expect([...idsOf.values()].filter((ids) => ids.size !== 1)).toEqual([])
  const rows = storedOf(sessionOf(first.sessionToken))
  const different = new Set(rows.map(({ client_message_id, text }) => `${client_message_id} ${text}`)).size
  measured(
    'repeated and reordered delivery',
    `${count} messages in ${deliveries.length} deliveries over ${sockets} sockets: ${rows.length} rows, ${different} different`,
  )
  expect([heard.length, idsOf.size, rows.length, different]).toEqual([deliveries.length, count, count, count])
  await Promise.all(visitors.map((visitor) => visitor.close()))
})

test('messages that one page sends without waiting are stored, and acknowledged, in their order', async () => {
  const count = repeats(500, 5_000)
  const { visitor, sessionToken } = await enter(null)
  const ids = Array.from({ length: count }, (_, index) => `m-${index}`)
  for (const id of ids) visitor.send({ type: 'message', id, text: id })
  const heard = await answers(visitor, count)
  expect(heard.map((frame) => (frame.type === 'ack' ? frame.id : frame.type))).toEqual(ids)
  expect(storedOf(sessionOf(sessionToken)).map(({ text }) => text)).toEqual(ids)
  await visitor.close()
})

function sessionOf(token: string | null): string {
  const { sql } = openForReading(desk.databasePath)
  try {
    const digest = createHash('sha256')
      .update(token ?? '')
      .digest('hex')
    return sql.prepare('SELECT id FROM sessions WHERE token_digest = ?').pluck().get(digest) as string
  } finally {
    sql.close()
  }
}
