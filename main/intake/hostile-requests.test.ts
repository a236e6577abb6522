import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeCodes } from '#shared/domain/visitor-frames.ts'
import { measured } from '../testing/endurance.ts'
import { createLocalTransport } from '../transport/local.ts'
import { createIntake, type Intake } from './server.ts'
import {
  createScriptedConsole,
  type ScriptedConsole,
  serverToken,
  shopDoor,
  shopOrigin,
} from './testing/scripted-console.ts'
import { hello, maskedFrame, sendRaw } from './testing/visitor-client.ts'

let intake: Intake
let port: number
let desk: ScriptedConsole

beforeAll(async () => {
  desk = createScriptedConsole([shopDoor()])
  const transport = createLocalTransport()
  transport.attachConsole(desk)
  intake = createIntake({ transport, port: 0, widgetFile: '/nowhere/widget.js', clock: Date.now })
  port = (await intake.start()).port
})
afterAll(() => intake.stop())

const message = JSON.stringify({ session: 'ticket-1', text: 'Hello' })

interface Sent {
  method?: string
  target?: string
  host?: string[]
  origin?: string[]
  extra?: string[]
  type?: string | null
  upgrade?: boolean
  body?: string
}

/** A server's message that would be accepted, or a visitor's upgrade that would be, changed in one thing. */
function request(sent: Sent): string {
  const upgrade = sent.upgrade === true
  const body = upgrade ? '' : (sent.body ?? message)
  const target = sent.target ?? (upgrade ? '/v1/visitor?channel=chan_shop' : '/v1/channels/chan_shop/messages')
  return [
    `${sent.method ?? (upgrade ? 'GET' : 'POST')} ${target} HTTP/1.1`,
    ...(sent.host ?? [`127.0.0.1:${port}`]).map((host) => `Host: ${host}`),
    ...(sent.origin ?? (upgrade ? [shopOrigin] : [])).map((origin) => `Origin: ${origin}`),
    ...(upgrade
      ? ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']
      : [`Authorization: Bearer ${serverToken}`, 'Idempotency-Key: one', `Content-Length: ${Buffer.byteLength(body)}`]),
    ...(sent.type === null || upgrade ? [] : [`Content-Type: ${sent.type ?? 'application/json'}`]),
    ...(sent.extra ?? []),
    upgrade ? 'Connection: Upgrade' : 'Connection: close',
    '',
    body,
  ].join('\r\n')
}

const cases: [name: string, sent: () => Sent, statuses: number[]][] = [
  ['another host', () => ({ host: ['evil.example'] }), [421]],
  ['a host that begins like ours', () => ({ host: [`127.0.0.1.evil.example:${port}`] }), [421]],
  ['a host with a trailing dot', () => ({ host: [`localhost.:${port}`] }), [421]],
  ['a subdomain of localhost', () => ({ host: [`evil.localhost:${port}`] }), [421]],
  ['our host on another port', () => ({ host: [`127.0.0.1:${port + 1}`] }), [421]],
  ['our host without its port', () => ({ host: ['127.0.0.1'] }), [421]],
  ['an empty host', () => ({ host: [''] }), [400, 421]],
  ['no host', () => ({ host: [] }), [400]],
  ['two hosts', () => ({ host: [`127.0.0.1:${port}`, 'evil.example'] }), [400, 421]],
  ['an absolute address', () => ({ target: `http://evil.example/v1/channels/chan_shop/messages` }), [421]],
  ['the other loopback name spelled as a number', () => ({ host: [`2130706433:${port}`] }), [421]],
  ['an upgrade under another host', () => ({ upgrade: true, host: [`evil.example:${port}`] }), [421]],
  [
    'an upgrade with two hosts',
    () => ({ upgrade: true, host: [`localhost:${port}`, `127.0.0.1:${port}`] }),
    [400, 421],
  ],
  ['an upgrade without an origin', () => ({ upgrade: true, origin: [] }), [403]],
  ['an upgrade with two origins', () => ({ upgrade: true, origin: [shopOrigin, 'https://evil.example'] }), [403]],
  ['an upgrade by POST', () => ({ upgrade: true, method: 'POST' }), [405]],
  ['an upgrade elsewhere', () => ({ upgrade: true, target: '/v1/channels/chan_shop/messages' }), [400]],
  ['a message from a page of the channel', () => ({ origin: [shopOrigin] }), [403]],
  ['a message from an opaque origin', () => ({ origin: ['null'] }), [403]],
  ['a message from a file', () => ({ origin: ['file://'] }), [403]],
  ['a message without origin, made across sites', () => ({ extra: ['Sec-Fetch-Site: cross-site'] }), [403]],
  ['a message with a cookie', () => ({ extra: ['Cookie: a=b'] }), [403]],
  ['GET for POST', () => ({ method: 'GET', body: '', type: null }), [405]],
  ['HEAD for POST', () => ({ method: 'HEAD', body: '', type: null }), [405]],
  ['OPTIONS, a preflight', () => ({ method: 'OPTIONS', body: '', type: null, origin: [shopOrigin] }), [404, 405]],
  ['TRACE', () => ({ method: 'TRACE', body: '', type: null }), [404, 405]],
  ['PUT', () => ({ method: 'PUT' }), [405]],
  ['CONNECT', () => ({ method: 'CONNECT', body: '', type: null }), [0]],
  ['plain text', () => ({ type: 'text/plain' }), [415]],
  ['a form', () => ({ type: 'application/x-www-form-urlencoded', body: 'text=Hello' }), [415]],
  ['no content type', () => ({ type: null }), [415]],
  ['JSON in another charset', () => ({ type: 'application/json; charset=utf-16' }), [415]],
  ['compressed JSON', () => ({ extra: ['Content-Encoding: gzip'] }), [415]],
  ['an upgrade to an address that is none', () => ({ upgrade: true, target: '/\\[' }), [400]],
  ['an upgrade to another host in the address', () => ({ upgrade: true, target: '/\\evil.example:x/' }), [400]],
  ['an upgrade to a port that is none', () => ({ upgrade: true, target: '/v1/visitor:99999999' }), [400]],
  ['an upgrade with a wrong escape', () => ({ upgrade: true, target: '/v1/visitor?channel=%zz%' }), [101]],
  ['an upgrade with a hostile origin', () => ({ upgrade: true, origin: ['https://[\xff'] }), [101]],
  ['an upgrade without a key', () => ({ upgrade: true, extra: ['Sec-WebSocket-Key: '] }), [400]],
  [
    'an upgrade to h2c',
    () => ({ extra: ['Upgrade: h2c', 'Cookie: a=b', 'Connection: Upgrade, HTTP2-Settings'] }),
    [403],
  ],
  ['an address that cannot be decoded', () => ({ target: '/%zz' }), [400]],
  ['a channel that cannot be decoded', () => ({ target: '/v1/channels/%ff/messages' }), [400]],
  ['a channel without an end', () => ({ target: `/v1/channels/${'c'.repeat(3_000)}/messages` }), [400, 401]],
  ['headers beyond their bound', () => ({ extra: [`X-Long: ${'x'.repeat(10_000)}`] }), [431]],
  ['a header that is none', () => ({ extra: ['no header'] }), [400]],
  ['an unknown method', () => ({ method: '\x16\x03\x01' }), [400]],
  ['a body beyond its bound', () => ({ body: JSON.stringify({ session: 'a', text: 'x'.repeat(70_000) }) }), [413]],
]

/** A page's WebSocket: the handshake is taken, so that the page can be told why, and the connection is closed. */
const upgrades: [name: string, sent: () => Sent][] = [
  ['an opaque origin', () => ({ origin: ['null'] })],
  ['another site', () => ({ origin: ['https://evil.example'] })],
  ['another site that says it is none', () => ({ origin: ['https://evil.example'], extra: ['Sec-Fetch-Site: none'] })],
  ['a file', () => ({ origin: ['file://'] })],
  ['a site that begins like ours', () => ({ origin: [`${shopOrigin}.evil.example`] })],
  ['our site without TLS', () => ({ origin: [shopOrigin.replace('https', 'http')] })],
  ['our site on another port', () => ({ origin: [`${shopOrigin}:8443`] })],
  ['a browser extension', () => ({ origin: ['chrome-extension://abcdefghijklmnop'] })],
  ['the intake itself', () => ({ origin: [`http://127.0.0.1:${port}`] })],
]

let refusedCases = 0

test.each(cases)('%s is refused', async (_name, sent, statuses) => {
  const { status, headers, body } = await sendRaw(port, request(sent()))
  expect(statuses).toContain(status)
  expect(headers).not.toMatch(/access-control-allow/i)
  // Node itself answers a request without a host, and HEAD has no body.
  if (status >= 400 && /\S/.test(body.replace(/^0\s*$/, ''))) {
    expect(JSON.parse(body)).toEqual({ code: expect.any(String), sentence: expect.any(String) })
    expect(headers).toMatch(/x-content-type-options: nosniff/i)
  }
  expect(body).not.toMatch(/%zz|%ff|FST_/)
  expect(`${headers}${body}`).not.toMatch(/fastify|node_modules|\bat \/|Error:/i)
  expect(desk.opened).toEqual([])
  expect(desk.received).toEqual([])
  if (status !== 101) refusedCases += 1
})

test.each(upgrades)('a socket of %s is refused, whatever it says', async (_name, sent) => {
  const greeting = maskedFrame(0x81, JSON.stringify(hello()))
  const { status, bytes } = await sendRaw(port, [request({ upgrade: true, ...sent() }), greeting])
  expect(status).toBe(101)
  expect(bytes.toString()).toContain('"code":"origin-not-allowed"')
  expect(bytes.includes(Buffer.from([closeCodes.notAllowed >> 8, closeCodes.notAllowed & 0xff]))).toBe(true)
  expect(desk.opened).toEqual([])
  expect(desk.received).toEqual([])
  refusedCases += 1
})

test('none of them reached the console', () => {
  const offered = cases.filter(([, , statuses]) => !statuses.includes(101)).length + upgrades.length
  const reached = desk.opened.length + desk.received.length
  measured(
    'hostile Host, Origin and method cases',
    `${offered} sent, ${refusedCases} refused, ${reached} reached the console`,
  )
  expect({ refusedCases, reached }).toEqual({ refusedCases: offered, reached: 0 })
})

test('the two requests that these cases change are accepted as they stand', async () => {
  expect((await sendRaw(port, request({}))).status).toBe(201)
  expect((await sendRaw(port, request({ host: [`localhost:${port}`] }))).status).toBe(200)
  // Masked close frame after the handshake, so that the raw reader sees the end.
  const upgraded = await sendRaw(port, `${request({ upgrade: true })}\x88\x80\x00\x00\x00\x00`)
  expect(upgraded.status).toBe(101)
  expect(upgraded.headers).not.toMatch(/sec-websocket-extensions/i)
})

test('what cannot be an address is counted', async () => {
  const before = desk.reports.length
  for (const target of ['/%zz', '/v1/channels/%ff/messages']) await sendRaw(port, request({ target }))
  await sendRaw(port, request({ upgrade: true, target: '/\\[' }))
  await expect
    .poll(
      () => desk.reports.slice(before).reduce((sum, { code, count }) => sum + (code === 'malformed' ? count : 0), 0),
      { timeout: 5_000 },
    )
    .toBeGreaterThanOrEqual(3)
})

test('a protocol that is only offered is declined: the request is answered as it stands', async () => {
  const offers = ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA']
  const sent = request({ extra: offers }).replace('Connection: close', 'Connection: Upgrade, HTTP2-Settings, close')
  expect([200, 201]).toContain((await sendRaw(port, sent)).status)
})

test('an upgrade that asks for compression gets none', async () => {
  const asked = request({ upgrade: true, extra: ['Sec-WebSocket-Extensions: permessage-deflate'] })
  const { status, headers } = await sendRaw(port, `${asked}\x88\x80\x00\x00\x00\x00`)
  expect(status).toBe(101)
  expect(headers).not.toMatch(/sec-websocket-extensions/i)
})
