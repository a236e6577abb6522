import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { closeCodes } from '#shared/domain/visitor-frames.ts'
import { createLocalTransport } from '../transport/local.ts'
import type { Transport } from '../transport/port.ts'
import type { IntakeLimits } from './limits.ts'
import { createIntake, type Intake, IntakeStartError } from './server.ts'
import { createScriptedConsole, type ScriptedConsole, shopDoor, shopOrigin } from './testing/scripted-console.ts'
import { hello, openVisitor, type VisitorClient } from './testing/visitor-client.ts'

const running: Intake[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((intake) => intake.stop()))
})

async function begin(limits: Partial<IntakeLimits> = {}, clock = Date.now) {
  const desk = createScriptedConsole([shopDoor()], clock)
  const transport = createLocalTransport()
  transport.attachConsole(desk)
  const intake = createIntake({ transport, port: 0, widgetFile: '/nowhere/widget.js', clock, limits })
  running.push(intake)
  return { desk, transport, intake, ...(await intake.start()) }
}

const signedIn = (email: string) => JSON.stringify({ user: { email, hash: 'good' } })

async function greeted(url: string, changes: Parameters<typeof hello>[0] = {}): Promise<VisitorClient> {
  const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
  visitor.send(hello(changes))
  await visitor.next('opened')
  return visitor
}

async function reported(desk: ScriptedConsole, code: string): Promise<number> {
  for (let waited = 0; waited < 40; waited += 1) {
    const found = desk.reports.filter((report) => report.code === code)
    if (found.length > 0) return found.reduce((sum, report) => sum + report.count, 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return 0
}

test('a visitor opens, writes, and hears ack only after the console has stored it', async () => {
  const { desk, url } = await begin()
  const gate = Promise.withResolvers<void>()
  desk.beforeReceipt = () => gate.promise
  const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
  visitor.send(
    hello({ pageUrl: `${shopOrigin}/basket`, identity: '{"user":{"email":"a@b.c"}}', form: { name: 'Ada' } }),
  )
  const opened = await visitor.next('opened')
  expect(opened).toMatchObject({ status: 'claimed', history: [], policy: 'observe' })
  expect(opened.sessionToken).toMatch(/^.{20,}$/)

  const text = '  Héllo 🙂\n\u202e\u200d '
  visitor.send({ type: 'message', id: 'm-1', text })
  visitor.send({ type: 'ping' })
  await visitor.next('pong')
  expect(visitor.frames.some((frame) => frame.type === 'ack')).toBe(false)
  gate.resolve()
  expect(await visitor.next('ack')).toMatchObject({ id: 'm-1', messageId: 'msg_1', status: 'claimed', warning: null })
  expect(desk.received[0]).toMatchObject({
    clientMessageId: 'm-1',
    text,
    context: {
      channelId: 'chan_shop',
      identity: '{"user":{"email":"a@b.c"}}',
      form: { name: 'Ada' },
      origin: shopOrigin,
      pageUrl: `${shopOrigin}/basket`,
      via: 'widget',
    },
  })
})

test('identity payloads reach the console exactly as the page wrote them', async () => {
  const { desk, url } = await begin()
  const identity = '{ "user" : {"email":"A@b.c", "email":"b@c.d", "x": 1e400, "y": "\\ud800" } }'
  await greeted(url, { identity })
  expect(desk.opened[0]?.context.identity).toBe(identity)
})

test('an identification is ordered with the messages around it', async () => {
  const { desk, url } = await begin()
  desk.beforeStore = () => new Promise((resolve) => setTimeout(resolve, 5))
  const visitor = await greeted(url)
  visitor.send({ type: 'message', id: 'before', text: 'one' })
  visitor.send({ type: 'identify', identity: signedIn('ada@shop.example') })
  visitor.send({ type: 'message', id: 'after', text: 'two' })
  visitor.send({ type: 'identify', identity: null })
  visitor.send({ type: 'message', id: 'last', text: 'three' })
  await visitor.next('ack')
  await visitor.next('ack')
  await visitor.next('ack')
  expect(desk.received.map(({ clientMessageId, context }) => [clientMessageId, context.identity])).toEqual([
    ['before', null],
    ['after', signedIn('ada@shop.example')],
    ['last', null],
  ])
  expect(visitor.frames.map((frame) => frame.type)).toEqual(['opened', 'ack', 'opened', 'ack', 'opened', 'ack'])
})

test('a session is resumed by its token', async () => {
  const { url } = await begin()
  const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
  visitor.send(hello())
  const { sessionToken } = await visitor.next('opened')
  visitor.send({ type: 'message', id: 'one', text: 'Hello' })
  await visitor.next('ack')
  await visitor.close()

  const again = await openVisitor(url, 'chan_shop', shopOrigin)
  again.send(hello({ sessionToken }))
  expect(await again.next('opened')).toMatchObject({ sessionToken: null, history: [{ text: 'Hello' }] })
})

test('replies reach the session, or only who is proven to be the audience', async () => {
  const { desk, transport, url } = await begin()
  const anonymous = await greeted(url)
  const ada = await greeted(url, { identity: signedIn('ada@shop.example') })
  const adaElsewhere = await greeted(url, { identity: signedIn('ada@shop.example') })
  const impostor = await greeted(url, { identity: '{"user":{"email":"ada@shop.example"}}' })
  const channelId = 'chan_shop' as const
  const request = null

  const toSession = desk.reply('sess_1', 'For this browser')
  expect(
    await transport.toVisitors.reply({ channelId, sessionId: 'sess_1', audience: null, message: toSession, request }),
  ).toEqual({ connections: 1 })
  expect((await anonymous.next('reply')).message.text).toBe('For this browser')

  const { audience } = await audienceOf(desk, signedIn('ada@shop.example'))
  const secret = desk.reply('sess_2', 'Your balance is 12')
  expect(
    await transport.toVisitors.reply({ channelId, sessionId: 'sess_2', audience, message: secret, request }),
  ).toEqual({ connections: 2 })
  expect((await ada.next('reply')).message.text).toBe('Your balance is 12')
  expect((await adaElsewhere.next('reply')).message.text).toBe('Your balance is 12')
  expect(impostor.frames.some((frame) => frame.type === 'reply')).toBe(false)

  // Only a reply that was handed to this connection can be reported as delivered, and only once.
  ada.send({ type: 'received', messageId: secret.id })
  ada.send({ type: 'received', messageId: secret.id })
  impostor.send({ type: 'received', messageId: toSession.id })
  for (const visitor of [ada, impostor]) {
    visitor.send({ type: 'ping' })
    await visitor.next('pong')
  }
  expect(desk.deliveries).toEqual([secret.id])
})

async function audienceOf(desk: ScriptedConsole, identity: string) {
  const context = {
    channelId: 'chan_shop',
    identity,
    form: null,
    origin: null,
    pageUrl: null,
    client: null,
    via: 'widget',
  } as const
  const receipt = await desk.open({ context, sessionToken: null, sessionName: 'probe', receivedAt: 0 })
  if (receipt.outcome !== 'opened') throw new Error('the probe was refused')
  return receipt
}

test('a reply for a proven visitor waits while they identify again, and is dropped for somebody else', async () => {
  const { desk, transport, url } = await begin()
  const visitor = await greeted(url, { identity: signedIn('ada@shop.example') })
  const { audience } = await audienceOf(desk, signedIn('ada@shop.example'))
  const gate = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  desk.beforeOpened = () => {
    asked.resolve()
    return gate.promise
  }
  visitor.send({ type: 'identify', identity: signedIn('eve@shop.example') })
  await asked.promise
  const message = desk.reply('sess_1', 'Your balance is 12')
  const sending = transport.toVisitors.reply({
    channelId: 'chan_shop',
    sessionId: 'sess_1',
    audience,
    message,
    request: null,
  })
  gate.resolve()
  expect(await sending).toEqual({ connections: 0 })
})

test('an expired audience sees nothing more, a dropped one is disconnected', async () => {
  let now = 1_000
  const { desk, transport, url } = await begin({}, () => now)
  const open = desk.open.bind(desk)
  desk.open = async (envelope) => {
    const receipt = await open(envelope)
    return receipt.outcome === 'opened' ? { ...receipt, audienceUntil: 5_000 } : receipt
  }
  const visitor = await greeted(url, { identity: signedIn('ada@shop.example') })
  const { audience } = await audienceOf(desk, signedIn('ada@shop.example'))
  const message = desk.reply('sess_1', 'Hello')
  const reply = { channelId: 'chan_shop', sessionId: 'sess_1', audience, message, request: 'identify-again' } as const
  expect(await transport.toVisitors.reply(reply)).toEqual({ connections: 1 })
  expect((await visitor.next('reply')).request).toBe('identify-again')
  now = 5_000
  expect(await transport.toVisitors.reply(reply)).toEqual({ connections: 0 })
  if (audience !== null) transport.toVisitors.dropAudience(audience)
  expect(await visitor.closed).toBe(closeCodes.proofEnded)
})

test('a connection ends by itself when what was proven holds no longer', async () => {
  const { desk, url } = await begin()
  const open = desk.open.bind(desk)
  desk.open = async (envelope) => {
    const receipt = await open(envelope)
    return receipt.outcome === 'opened' ? { ...receipt, audienceUntil: Date.now() + 50 } : receipt
  }
  const proven = await greeted(url, { identity: signedIn('ada@shop.example') })
  const anonymous = await greeted(url)
  expect(await proven.closed).toBe(closeCodes.proofEnded)
  anonymous.send({ type: 'ping' })
  await anonymous.next('pong')
  await anonymous.close()
})

test('a transport that fails ends the connection and nothing else', async () => {
  const transport = createLocalTransport()
  const desk = createScriptedConsole([shopDoor()])
  transport.attachConsole(desk)
  let failing = true
  const open: typeof transport.toConsole.open = (envelope) =>
    failing ? Promise.reject(new Error('no')) : desk.open(envelope)
  const delivered = () => {
    throw new Error('no')
  }
  const broken: Transport = { ...transport, toConsole: { ...transport.toConsole, open, delivered } }
  const intake = createIntake({
    transport: broken,
    port: 0,
    widgetFile: '/nowhere/widget.js',
    clock: Date.now,
  })
  running.push(intake)
  const { url } = await intake.start()
  const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
  visitor.send(hello())
  expect(await visitor.next('refused')).toMatchObject({ code: 'console-unavailable', retry: true })
  expect(await visitor.closed).toBe(1011)

  failing = false
  const next = await greeted(url)
  const message = desk.reply('sess_1', 'Hello')
  await transport.toVisitors.reply({
    channelId: 'chan_shop',
    sessionId: 'sess_1',
    audience: null,
    message,
    request: null,
  })
  await next.next('reply')
  next.send({ type: 'received', messageId: message.id })
  expect(await next.closed).toBe(1011)
  await (await greeted(url)).close()
})

test.each([
  ['another site', 'chan_shop', 'https://evil.example', 'origin-not-allowed'],
  ['a lookalike of the site', 'chan_shop', 'https://shop.example.evil.io', 'origin-not-allowed'],
  ['the site without TLS', 'chan_shop', 'http://shop.example', 'origin-not-allowed'],
  ['the site on another port', 'chan_shop', 'https://shop.example:444', 'origin-not-allowed'],
  ['the site in capitals', 'chan_shop', 'https://SHOP.example', 'origin-not-allowed'],
  ['an opaque origin', 'chan_shop', 'null', 'origin-not-allowed'],
  ['an unknown channel', 'chan_none', shopOrigin, 'unknown-channel'],
  ['a name that every object has', '__proto__', shopOrigin, 'unknown-channel'],
])('%s is told why, is closed, and never reaches the console', async (_name, channel, origin, code) => {
  const { desk, url } = await begin()
  const visitor = await openVisitor(url, channel, origin)
  expect(await visitor.next('refused')).toMatchObject({ id: null, code: 'origin-not-allowed', retry: false })
  expect(await visitor.closed).toBe(closeCodes.notAllowed)
  expect(desk.opened).toEqual([])
  expect(await reported(desk, code)).toBe(1)
  expect(desk.reports[0]).toMatchObject({ origin, channelId: code === 'unknown-channel' ? null : 'chan_shop' })
})

test.each<[string, string | Buffer, string, string | null]>([
  ['half of a JSON text', '{"type":"mess', 'malformed', null],
  ['a member named twice', '{"type":"ping","type":"ping"}', 'malformed', null],
  ['an unknown member', '{"type":"ping","sessionId":"sess_1"}', 'malformed', null],
  ['an unknown type', '{"type":"__proto__"}', 'malformed', null],
  ['a lone surrogate', '{"type":"message","id":"m","text":"\\ud800"}', 'malformed', null],
  ['a NUL', '{"type":"message","id":"m","text":"a\\u0000b"}', 'malformed', 'm'],
  ['an empty text', '{"type":"message","id":"m","text":""}', 'malformed', 'm'],
  ['an id with a space', '{"type":"message","id":"m m","text":"a"}', 'malformed', null],
  ['a text beyond its bound', JSON.stringify({ type: 'message', id: 'm', text: 'x'.repeat(8_001) }), 'too-large', 'm'],
  ['a deep array', '['.repeat(20_000), 'malformed', null],
  ['a binary frame', Buffer.from('{"type":"ping"}'), 'malformed', null],
  ['a second hello', JSON.stringify(hello()), 'malformed', null],
  ['an array', '[]', 'malformed', null],
  ['null', 'null', 'malformed', null],
])('%s is refused, and the connection goes on', async (_name, frame, code, id) => {
  const { desk, url } = await begin()
  const visitor = await greeted(url)
  visitor.send(frame)
  expect(await visitor.next('refused')).toMatchObject({ id, code, retry: false })
  visitor.send({ type: 'message', id: 'good', text: 'still here' })
  expect(await visitor.next('ack')).toMatchObject({ id: 'good' })
  expect(desk.received).toHaveLength(1)
})

test('frames before hello are refused', async () => {
  const { desk, url } = await begin()
  const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
  visitor.send({ type: 'message', id: 'early', text: 'Hello' })
  expect(await visitor.next('refused')).toMatchObject({ id: 'early', code: 'unknown-session' })
  expect(desk.opened).toEqual([])
})

test('an oversized frame closes its connection alone, and a silent one is closed in time', async () => {
  const { desk, url } = await begin({ helloWithin: 100 })
  const honest = await greeted(url)
  const large = await greeted(url)
  const silent = await openVisitor(url, 'chan_shop', shopOrigin)
  large.send(`"${'x'.repeat(70_000)}"`)
  expect(await large.closed).toBe(1009)
  expect(await silent.closed).toBe(closeCodes.tooSlow)
  honest.send({ type: 'message', id: 'one', text: 'Hello' })
  expect(await honest.next('ack')).toMatchObject({ id: 'one' })
  expect(await reported(desk, 'too-large')).toBe(1)
})

test('frames that cannot be read end their connection after a few', async () => {
  const { url } = await begin({ malformedStrikes: 3 })
  const visitor = await greeted(url)
  for (let sent = 0; sent < 10; sent += 1) visitor.send('nonsense')
  expect(await visitor.closed).toBe(closeCodes.malformed)
  expect(visitor.frames.filter((frame) => frame.type === 'refused')).toHaveLength(4)
})

test('a flood is refused message by message and then closed; an honest visitor beside it loses nothing', async () => {
  const { desk, url } = await begin()
  const honest = await greeted(url)
  const flood = await greeted(url)
  for (let sent = 0; sent < 5_000; sent += 1) flood.send({ type: 'message', id: `f-${sent}`, text: 'spam' })
  for (let sent = 0; sent < 20; sent += 1) honest.send({ type: 'message', id: `h-${sent}`, text: `${sent}` })
  expect(await flood.closed).toBe(closeCodes.tooMany)
  for (let acked = 0; acked < 20; acked += 1) expect(await honest.next('ack')).toMatchObject({ id: `h-${acked}` })
  expect(honest.frames.some((frame) => frame.type === 'refused')).toBe(false)
  expect(flood.frames.find((frame) => frame.type === 'refused')).toMatchObject({ code: 'too-fast', retry: true })
  const stored = desk.stored.filter((message) => message.text === 'spam').length
  expect(stored).toBeLessThan(200)
  expect(await reported(desk, 'too-fast')).toBeGreaterThanOrEqual(100)
})

test('connections are counted per origin and in all', async () => {
  const { desk, url } = await begin({ sockets: 4, socketsPerOrigin: 2 })
  desk.doorList = [shopDoor({ origins: [shopOrigin, 'https://help.example', 'https://docs.example'] })]
  const first = await greeted(url)
  const second = await greeted(url)
  for (const visitor of [first, second]) {
    visitor.send({ type: 'message', id: 'm-1', text: 'hello' })
    await visitor.next('ack')
  }
  const third = await openVisitor(url, 'chan_shop', shopOrigin)
  expect(await third.next('refused')).toMatchObject({ code: 'too-many-connections', retry: true })
  expect(await third.closed).toBe(closeCodes.tooMany)
  const idle = await openVisitor(url, 'chan_shop', 'https://help.example')
  const other = await openVisitor(url, 'chan_shop', 'https://help.example')
  const fifth = await openVisitor(url, 'chan_shop', shopOrigin)
  expect(await fifth.closed).toBe(closeCodes.tooMany)
  await first.close()
  await greeted(url)
  // Full in all: a page of the third origin takes the place of the one that was left open longest.
  const page = await openVisitor(url, 'chan_shop', 'https://docs.example')
  page.send(hello())
  await page.next('opened')
  expect(await idle.closed).toBe(closeCodes.tooMany)
  expect(other.socket.readyState).toBe(WebSocket.OPEN)
})

test('many sockets of pages that may not chat take no place of a visitor', async () => {
  const { desk, url } = await begin({ sockets: 4 })
  const address = `${url.replace('http', 'ws')}/v1/visitor?channel=chan_shop`
  const hostile = Array.from({ length: 200 }, () => new WebSocket(address, { origin: 'https://evil.example' }))
  const ends = hostile.map(
    (socket) =>
      new Promise((resolve) => {
        socket.on('error', (error) => resolve(/403/.test(error.message) ? 403 : error.message))
        socket.on('close', (code) => resolve(code))
      }),
  )
  const visitor = await greeted(url)
  visitor.send({ type: 'message', id: 'one', text: 'Hello' })
  await visitor.next('ack')
  for (const end of await Promise.all(ends)) expect([closeCodes.notAllowed, 403]).toContain(end)
  expect(desk.opened).toHaveLength(1)
})

test('idle connections give way to the next visitor, conversations do not', async () => {
  const { url } = await begin({ socketsPerOrigin: 2 })
  const talking = await greeted(url)
  talking.send({ type: 'message', id: 'm-1', text: 'hello' })
  await talking.next('ack')
  const idle = await greeted(url)
  const next = await greeted(url)
  expect(await idle.next('refused')).toMatchObject({ code: 'too-many-connections', retry: true })
  expect(await idle.closed).toBe(closeCodes.tooMany)
  for (const visitor of [talking, next]) {
    visitor.send({ type: 'message', id: 'm-2', text: 'still here' })
    expect(await visitor.next('ack')).toMatchObject({ id: 'm-2' })
  }
})

test('a page whose origin is taken away is closed at once', async () => {
  const { desk, transport, url } = await begin()
  const visitor = await greeted(url)
  desk.doorList = [shopDoor({ origins: ['https://other.example'] })]
  transport.toVisitors.doorsChanged()
  expect(await visitor.next('refused')).toMatchObject({ code: 'origin-not-allowed' })
  expect(await visitor.closed).toBe(closeCodes.notAllowed)
})

test('an enforcing channel refuses the unverified and lets them sign in', async () => {
  const { desk, url } = await begin()
  desk.policy = 'enforce'
  const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
  visitor.send(hello())
  expect(await visitor.next('refused')).toMatchObject({ id: null, code: 'unverified-visitor' })
  visitor.send({ type: 'message', id: 'one', text: 'Hello' })
  expect(await visitor.next('refused')).toMatchObject({ id: 'one', code: 'unknown-session' })
  visitor.send({ type: 'identify', identity: signedIn('ada@shop.example') })
  expect(await visitor.next('opened')).toMatchObject({ status: 'verified', offerForm: false })
  visitor.send({ type: 'message', id: 'one', text: 'Hello' })
  expect(await visitor.next('ack')).toMatchObject({ id: 'one', status: 'verified' })
})

test('before a console is attached, a visitor is told to try again', async () => {
  const transport: Transport = createLocalTransport()
  expect(await transport.toVisitors.reply({} as never)).toEqual({ connections: 0 })
  expect(transport.toConsole.doors()).toEqual([])
  expect(await transport.toConsole.open({} as never)).toMatchObject({ code: 'console-unavailable', retry: true })
  expect(await transport.toConsole.message({} as never)).toMatchObject({ code: 'console-unavailable', retry: true })
})

test('a taken port is a typed error that says what to do, and another host is refused', async () => {
  const { port } = await begin()
  const parts = { transport: createLocalTransport(), widgetFile: '/nowhere/widget.js', clock: Date.now }
  const second = createIntake({ ...parts, port })
  const taken = await second.start().catch((error: unknown) => error)
  expect(taken).toBeInstanceOf(IntakeStartError)
  expect(taken).toMatchObject({ code: 'port-taken' })
  const wide = createIntake({ ...parts, port: 0, host: '0.0.0.0' })
  await expect(wide.start()).rejects.toMatchObject({ code: 'host-not-allowed' })
})

test('connections that say nothing, or too slowly, are closed in time and make room', async () => {
  const { url, port } = await begin({ connections: 12, headersWithin: 500, requestWithin: 500 })
  const idle: Socket[] = []
  for (let opened = 0; opened < 12; opened += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    if (opened % 2 === 0) socket.write('G')
    idle.push(socket)
  }
  for (const socket of idle) {
    socket.resume()
    if (!socket.destroyed) await once(socket, 'close')
  }
  const visitor = await greeted(url)
  visitor.send({ type: 'message', id: 'one', text: 'Hello' })
  expect(await visitor.next('ack')).toMatchObject({ id: 'one' })
})
