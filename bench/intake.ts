import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { WebSocket } from 'ws'
import type { VisitorContext } from '#shared/domain/envelope.ts'
import type { SessionId } from '#shared/domain/ids.ts'
import { cleanse } from '../main/conversations/exposure.ts'
import { accepted, channelId, identity, openConsole } from '../main/conversations/testing/open-console.ts'
import { createIntake } from '../main/intake/server.ts'
import { createSecretSearch } from '../main/keyring/secret-search.ts'
import { createLocalTransport } from '../main/transport/local.ts'
import type { Comparison, Contender } from './measure.ts'
import { compareRates } from './measure.ts'
import { openSameRows } from './same-rows.ts'

const messages = 4_000
const perTransaction = 100
const sockets = 50
const inFlight = 16

/** The whole way in, against the bare engine storing the same texts in batches of one hundred. */
export async function benchIntake(rounds: number): Promise<Comparison[]> {
  const inserts = openRawInserts()
  const sameRows = await openSameRows(sentence)
  const inProcess = await openRecord()
  const overSockets = await openSockets()
  const few = Math.min(rounds, 5)
  try {
    return [
      await compareRates('verify + journal + projections / raw inserts', inProcess.contender, inserts.contender, {
        rounds: few,
        count: messages,
      }),
      await compareRates('verify + journal + projections / the same rows', inProcess.contender, sameRows.contender, {
        rounds: few,
        count: messages,
      }),
      await compareRates('secrets sought / verify + journal + projections (20: 5 %)', seeking(), inProcess.contender, {
        rounds: few,
        count: messages,
      }),
      await compareRates('WebSocket to acknowledgement / raw inserts', overSockets.contender, inserts.contender, {
        rounds: few,
        count: messages,
      }),
      await compareRates('raw inserts, 100 per commit / 1 per commit', inserts.contender, inserts.single, {
        rounds: few,
        count: messages,
      }),
    ]
  } finally {
    await overSockets.close()
    await inProcess.close()
    inserts.close()
    sameRows.close()
  }
}

const sentence = (index: number): string =>
  `Hello, order ${index} has not arrived yet, can you tell me where it is now?`

/** What looking for the secrets of twenty channels in a message and all that comes with it costs. */
function seeking(): Contender {
  const secrets = Array.from({ length: 20 }, (_, index) => ({
    keyId: `key_${index}` as const,
    channelId: `chan_${index}` as const,
    label: 'Key',
    bytes: randomBytes(32),
  }))
  const search = createSecretSearch(secrets)
  const payload = identity('ann@example.com')
  const context: VisitorContext = {
    channelId,
    identity: payload,
    form: null,
    origin: 'https://shop.example',
    pageUrl: 'https://shop.example/cart',
    client: 'Chrome on Linux',
    via: 'widget',
  }
  return {
    name: 'seeking',
    run: (count) => {
      for (let index = 0; index < count; index++) {
        const { found } = cleanse(search, { context, name: `m_${index}`, text: sentence(index) })
        if (found.length > 0) throw new Error('a bench message held a secret')
      }
    },
  }
}

/** What an engine can do at best: one table of messages with a full-text index by trigger, `synchronous=FULL`. */
function openRawInserts(): { contender: Contender; single: Contender; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-bench-'))
  const database = new Database(join(folder, 'raw.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`
    CREATE TABLE conversation (id INTEGER PRIMARY KEY, last_at INTEGER NOT NULL, messages INTEGER NOT NULL) STRICT;
    CREATE TABLE message (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
    CREATE INDEX message_by_conversation ON message (conversation, at);
    CREATE VIRTUAL TABLE message_text USING fts5 (text, content = 'message', content_rowid = 'id');
    CREATE TRIGGER message_indexed AFTER INSERT ON message BEGIN
      INSERT INTO message_text (rowid, text) VALUES (new.id, new.text);
    END;
  `)
  const insert = database.prepare('INSERT INTO message (conversation, at, text) VALUES (?, ?, ?)')
  const touch = database.prepare(
    'INSERT INTO conversation VALUES (?, ?, 1) ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, messages = messages + 1',
  )
  const storing = (batch: number) => (count: number) => {
    for (let done = 0; done < count; done += batch) {
      database.exec('BEGIN IMMEDIATE')
      for (let index = done; index < Math.min(count, done + batch); index++) {
        insert.run(index % sockets, index, sentence(index))
        touch.run(index % sockets, index)
      }
      database.exec('COMMIT')
    }
  }
  return {
    contender: { name: 'raw', run: storing(perTransaction) },
    single: { name: 'single', run: storing(1) },
    close: () => {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The record in this process: fifty sessions with sixteen messages under way each, every proof checked. */
async function openRecord(): Promise<{ contender: Contender; close(): Promise<void> }> {
  const desk = await openConsole()
  const payloads = Array.from({ length: sockets }, (_, index) => identity(`ann.${index}@example.com`))
  const sessions: SessionId[] = []
  for (const payload of payloads) sessions.push((await desk.open(payload)).sessionId)
  let next = 0
  const one = async (lane: number): Promise<void> => {
    const index = lane % sockets
    next += 1
    const receipt = await desk.say(sessions[index] as SessionId, payloads[index] as string, sentence(next), `m_${next}`)
    if (accepted(receipt).status !== 'verified') throw new Error('a bench message was not verified')
  }
  return {
    contender: { name: 'record', run: (count) => inLanes(count, sockets * inFlight, one) },
    close: () => desk.remove(),
  }
}

/** The same over real sockets: a message counts when its acknowledgement is back. */
async function openSockets(): Promise<{ contender: Contender; close(): Promise<void> }> {
  const desk = await openConsole()
  const transport = createLocalTransport()
  const origin = 'https://shop.example'
  transport.attachConsole({
    ...desk.record,
    doors: () => [{ channelId, name: 'Shop', scheme: 'fernand', origins: [origin], serverTokenDigest: null }],
  })
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-bench-'))
  const widgetFile = join(folder, 'widget.js')
  writeFileSync(widgetFile, '')
  // Everything as it ships, but for the bounds on haste: a bench is hasty.
  const limits = {
    messagesPerSecond: 1e6,
    messageBurst: 1e6,
    hastyMessageBurst: 1e6,
    connectBurst: 1_000,
    connectsPerSecond: 1_000,
  }
  const intake = createIntake({ transport, port: 0, host: '127.0.0.1', widgetFile, clock: Date.now, limits })
  const { url } = await intake.start()
  const visitors = await Promise.all(
    Array.from({ length: sockets }, (_, index) => connect(url, origin, identity(`ann.${index}@example.com`))),
  )
  return {
    contender: {
      name: 'sockets',
      run: (count) =>
        inLanes(count, sockets * inFlight, (lane, index) => (visitors[lane % sockets] as Visitor).say(sentence(index))),
    },
    close: async () => {
      for (const visitor of visitors) visitor.close()
      await intake.stop()
      await desk.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Visitor {
  say(text: string): Promise<void>
  close(): void
}

function connect(url: string, origin: string, payload: string): Promise<Visitor> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/visitor?channel=${channelId}`, { origin })
    const waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
    socket.on('error', reject)
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'hello', sessionToken: null, identity: payload, form: null, pageUrl: null })),
    )
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as { type: string; id?: string; code?: string }
      if (frame.type === 'opened') {
        resolve({
          say: (text) =>
            new Promise((done, failed) => {
              const id = randomBytes(9).toString('base64url')
              waiting.set(id, { resolve: done, reject: failed })
              socket.send(JSON.stringify({ type: 'message', id, text }))
            }),
          close: () => socket.terminate(),
        })
      }
      if (frame.type === 'ack') waiting.get(frame.id ?? '')?.resolve()
      if (frame.type === 'refused') {
        const error = new Error(`refused: ${frame.code}`)
        if (frame.id) waiting.get(frame.id)?.reject(error)
        else reject(error)
      }
    })
  })
}

async function inLanes(
  count: number,
  lanes: number,
  one: (lane: number, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async (own: number): Promise<void> => {
    while (next < count) await one(own, next++)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, (_, own) => lane(own)))
}
