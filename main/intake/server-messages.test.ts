import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLocalTransport } from '../transport/local.ts'
import { createIntake, type Intake } from './server.ts'
import { createScriptedConsole, type ScriptedConsole, serverToken, shopDoor } from './testing/scripted-console.ts'

let folder: string
let intake: Intake
let url: string
let desk: ScriptedConsole

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bonafide-intake-'))
  const widgetFile = join(folder, 'widget.js')
  await writeFile(widgetFile, 'void 0')
  desk = createScriptedConsole([shopDoor(), shopDoor({ channelId: 'chan_other', serverTokenDigest: null })])
  const transport = createLocalTransport()
  transport.attachConsole(desk)
  intake = createIntake({ transport, port: 0, widgetFile, clock: Date.now })
  url = (await intake.start()).url
})
afterAll(async () => {
  await intake.stop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  desk.opened.length = 0
  desk.received.length = 0
  desk.policy = 'observe'
})

let keys = 0
function post(body: unknown, changes: { channel?: string; headers?: Record<string, string> } = {}) {
  keys += 1
  return fetch(`${url}/v1/channels/${changes.channel ?? 'chan_shop'}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${serverToken}`,
      'content-type': 'application/json',
      'idempotency-key': `key-${keys}`,
      ...changes.headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  }).then(async (response) => ({ status: response.status, body: await response.text() }))
}

// `fetch` of Node sends `sec-fetch-mode`, as a browser would, so these tests speak through node:http.
async function send(body: unknown, changes: { channel?: string; headers?: Record<string, string | undefined> } = {}) {
  const { request } = await import('node:http')
  keys += 1
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const headers = {
    authorization: `Bearer ${serverToken}`,
    'content-type': 'application/json',
    'idempotency-key': `key-${keys}`,
    ...changes.headers,
  }
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string; body: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = request(`${url}/v1/channels/${changes.channel ?? 'chan_shop'}/messages`, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
          string,
          string
        >,
      })
      sent.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: JSON.parse(text) })
        })
      })
      sent.on('error', reject)
      sent.end(bytes)
    },
  )
}

test('a message is stored once under its idempotency key', async () => {
  const sent = { session: 'ticket-7', text: 'Where is my order?' }
  const headers = { 'idempotency-key': 'order-1' }
  const first = await send(sent, { headers })
  expect(first).toMatchObject({ status: 201, body: { status: 'anonymous', duplicate: false } })
  const second = await send(sent, { headers })
  expect(second).toMatchObject({ status: 200, body: { messageId: first.body.messageId, duplicate: true } })
  expect(desk.opened).toHaveLength(1)
  expect(desk.opened[0]).toMatchObject({ sessionName: 'ticket-7', sessionToken: null, context: { via: 'server' } })
})

test('the payload, the form and the page travel with the message, the payload as its own text', async () => {
  const identity = '{ "user": {"email":"A@b.c","email":"x@y.z"} }'
  const body = `{"session":"ticket-8","text":"Hi","identity":${identity},"form":{"name":"Ada"},"page":{"origin":"https://shop.example","url":"https://shop.example/a"}}`
  expect((await send(body)).status).toBe(201)
  expect(desk.received[0]?.context).toEqual({
    channelId: 'chan_shop',
    identity,
    form: { name: 'Ada' },
    origin: 'https://shop.example',
    pageUrl: 'https://shop.example/a',
    client: 'server',
    via: 'server',
    platform: null,
  })
})

test('wrong token, no token, unknown channel and a channel without a token get the same answer', async () => {
  const sent = { session: 'a', text: 'b' }
  const answers = [
    await send(sent, { headers: { authorization: 'Bearer wrong-token-0123456789' } }),
    await send(sent, { headers: { authorization: undefined } }),
    await send(sent, { headers: { authorization: `bearer${serverToken}` } }),
    await send(sent, { headers: { authorization: `Basic ${serverToken}` } }),
    await send(sent, { channel: 'chan_none' }),
    await send(sent, { channel: 'constructor' }),
    await send(sent, { channel: 'chan_other' }),
    await send(sent, { channel: 'chan_none', headers: { authorization: undefined } }),
  ]
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'not-authorised' } })
  expect(desk.opened).toEqual([])
})

test.each<[string, unknown]>([
  ['half of a JSON text', '{"session":"a","text":'],
  ['a member named twice', '{"session":"a","text":"b","text":"c"}'],
  ['an unknown member', { session: 'a', text: 'b', sessionId: 'sess_1' }],
  ['no session', { text: 'b' }],
  ['a session that is too long', { session: 'a'.repeat(129), text: 'b' }],
  ['a text that is too long', { session: 'a', text: 'b'.repeat(8_001) }],
  ['a NUL', { session: 'a', text: 'b\u0000' }],
  ['a lone surrogate', '{"session":"a","text":"\\udc00"}'],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('{"session":"a","text":"'), Buffer.from([0xff]), Buffer.from('"}')]),
  ],
  ['a byte order mark', '\ufeff{"session":"a","text":"b"}'],
  ['an identity that is text', { session: 'a', text: 'b', identity: '{}' }],
  ['an identity that is a list', { session: 'a', text: 'b', identity: [] }],
  ['a page whose origin is a path', { session: 'a', text: 'b', page: { origin: 'https://a.example/b', url: '' } }],
  ['an empty body', ''],
])('%s is refused', async (_name, body) => {
  const answer = await send(body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
  expect(desk.received).toEqual([])
})

test.each([undefined, '', 'a b', 'x'.repeat(65), 'a,b'])('idempotency key %j is refused', async (key) => {
  const answer = await send({ session: 'a', text: 'b' }, { headers: { 'idempotency-key': key } })
  expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
})

test('the refusal of the console is passed on with its status', async () => {
  desk.policy = 'enforce'
  expect(await send({ session: 'ticket-9', text: 'b' })).toMatchObject({
    status: 403,
    body: { code: 'unverified-visitor' },
  })
})

test('a session that the console no longer knows is opened again', async () => {
  await send({ session: 'ticket-10', text: 'one' })
  const message = desk.message.bind(desk)
  let refusals = 0
  desk.message = async (envelope) => {
    if (refusals > 0) return message(envelope)
    refusals += 1
    return { outcome: 'refused', code: 'unknown-session', sentence: '', retry: false }
  }
  expect((await send({ session: 'ticket-10', text: 'two' })).status).toBe(201)
  desk.message = message
  expect(desk.opened).toHaveLength(2)
})

test('what a browser marks as its own is refused even with the token', async () => {
  expect(await post({ session: 'a', text: 'b' })).toMatchObject({ status: 403 })
})

test('the widget may be embedded anywhere and is revalidated by its tag', async () => {
  const first = await fetch(`${url}/widget.js`)
  expect(first.status).toBe(200)
  expect(await first.text()).toBe('void 0')
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  })
  const tag = first.headers.get('etag') ?? ''
  expect((await fetch(`${url}/widget.js`, { headers: { 'if-none-match': tag } })).status).toBe(304)
  expect((await fetch(`${url}/widget.js`, { method: 'HEAD' })).status).toBe(405)
})

test('health says that it runs and nothing else; what is not there is not there', async () => {
  const health = await fetch(`${url}/health`)
  expect(await health.json()).toEqual({ status: 'ok' })
  expect(health.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(health.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  const missing = await fetch(`${url}/v1/nothing`)
  expect(missing.status).toBe(404)
  expect(await missing.json()).toEqual({ code: 'not-found', sentence: 'There is nothing here.' })
  expect((await fetch(`${url}/v1/visitor?channel=chan_shop`)).status).toBe(426)
})
