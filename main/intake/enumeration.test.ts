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
import { hello, openVisitor, sendRaw } from './testing/visitor-client.ts'

let intake: Intake
let url: string
let port: number
let desk: ScriptedConsole

beforeAll(async () => {
  const broken = shopDoor({ channelId: 'chan_broken', serverTokenDigest: 'no digest' })
  desk = createScriptedConsole([shopDoor(), shopDoor({ channelId: 'chan_none', serverTokenDigest: null }), broken])
  const transport = createLocalTransport()
  transport.attachConsole(desk)
  intake = createIntake({ transport, port: 0, widgetFile: '/nowhere/widget.js', clock: Date.now })
  const started = await intake.start()
  url = started.url
  port = started.port
})
afterAll(() => intake.stop())

const good = [`Authorization: Bearer ${serverToken}`]
/** What a stranger might try to learn which channels exist, which have a token, and how a token begins. */
const strangers: [name: string, channel: string, headers: string[], body?: string][] = [
  ['no token', 'chan_shop', []],
  ['an empty header', 'chan_shop', ['Authorization: ']],
  ['another scheme', 'chan_shop', ['Authorization: Basic c2hvcDpzaG9w']],
  ['a token without a scheme', 'chan_shop', [`Authorization: ${serverToken}`]],
  ['an empty token', 'chan_shop', ['Authorization: Bearer ']],
  ['a short token', 'chan_shop', ['Authorization: Bearer abc']],
  ['a token beyond its bound', 'chan_shop', [`Authorization: Bearer ${'a'.repeat(2_000)}`]],
  ['a wrong token', 'chan_shop', [`Authorization: Bearer ${'a'.repeat(serverToken.length)}`]],
  ['a token that begins right', 'chan_shop', [`Authorization: Bearer ${serverToken.slice(0, -1)}0`]],
  ['a token and one character', 'chan_shop', [`Authorization: Bearer ${serverToken}0`]],
  ['a token in capitals', 'chan_shop', [`Authorization: Bearer ${serverToken.toUpperCase()}`]],
  ['a token with letters beyond ASCII', 'chan_shop', [`Authorization: Bearer ${serverToken}é`]],
  ['two tokens, the right one first', 'chan_shop', [...good, `Authorization: Bearer ${'a'.repeat(40)}`]],
  ['two tokens, the right one last', 'chan_shop', [`Authorization: Bearer ${'a'.repeat(40)}`, ...good]],
  ['the right token of another channel', 'chan_none', good],
  ['a channel whose digest is broken', 'chan_broken', good],
  ['an unknown channel', 'chan_unknown', good],
  ['an unknown channel without a token', 'chan_unknown', []],
  ['a name that every object has', '__proto__', good],
  ['an escaped name', 'chan%5Fshop%00', good],
  ['a wrong token and no JSON', 'chan_shop', [], 'nonsense'],
  ['an unknown channel and no JSON', 'chan_unknown', [], 'nonsense'],
]

test('whoever fails to prove a right hears the same, byte for byte, whatever there is', async () => {
  const answers = await Promise.all(
    strangers.map(async ([name, channel, headers, body = JSON.stringify({ session: 'a', text: 'b' })]) => {
      const sent = [
        `POST /v1/channels/${channel}/messages HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Content-Type: application/json',
        'Idempotency-Key: one',
        `Content-Length: ${body.length}`,
        'Connection: close',
        ...headers,
        '',
        body,
      ].join('\r\n')
      const { bytes, status } = await sendRaw(port, [Buffer.from(sent, 'latin1')])
      return { name, status, text: bytes.toString().replace(/\r\ndate: [^\r]+/i, '') }
    }),
  )
  const different = answers.filter(({ text }) => text !== answers[0]?.text)
  expect(different).toEqual([])
  expect(answers[0]?.status).toBe(401)
  measured(
    'failures of authentication and lookup',
    `${answers.length} sent, ${new Set(answers.map(({ text }) => text)).size} answer`,
  )
  expect(desk.opened).toEqual([])
})

test('the right token is let in', async () => {
  const body = JSON.stringify({ session: 'a', text: 'b' })
  const head = `POST /v1/channels/chan_shop/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${good[0]}\r\n`
  const rest = `Content-Type: application/json\r\nIdempotency-Key: one\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`
  expect((await sendRaw(port, `${head}${rest}${body}`)).status).toBe(201)
})

test('a page learns that it may not chat, and not whether the channel exists; the console is told which it was', async () => {
  const before = desk.reports.length
  const knocks: [channel: string, origin: string][] = [
    ['chan_shop', 'https://evil.example'],
    ['chan_unknown', 'https://evil.example'],
    ['chan_unknown', shopOrigin],
    ['__proto__', shopOrigin],
  ]
  const heard = await Promise.all(
    knocks.map(async ([channel, origin]) => {
      const visitor = await openVisitor(url, channel, origin)
      visitor.send(hello())
      const code = await visitor.closed
      return JSON.stringify([visitor.frames, code])
    }),
  )
  expect(new Set(heard).size).toBe(1)
  expect(heard[0]).toContain(String(closeCodes.notAllowed))
  await expect
    .poll(() => desk.reports.slice(before).map(({ code, count }) => [code, count]), { timeout: 5_000 })
    .toEqual(
      expect.arrayContaining([
        ['origin-not-allowed', 1],
        ['unknown-channel', 1],
      ]),
    )
})

test('a session token that was never given opens a new session, as none does', async () => {
  const openedWith = async (sessionToken: string | null) => {
    const visitor = await openVisitor(url, 'chan_shop', shopOrigin)
    visitor.send(hello({ sessionToken }))
    const opened = await visitor.next('opened')
    await visitor.close()
    return { ...opened, sessionToken: opened.sessionToken?.length }
  }
  expect(await openedWith('a'.repeat(32))).toEqual(await openedWith(null))
})
