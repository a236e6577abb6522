import { expect, test } from 'vitest'
import { readScriptSettings } from '../script-settings.ts'
import { nobody, whoIs } from '../who.ts'
import { gatheredCalls, type PageCalls, type PageGlobals } from './calls.ts'
import { installFernand } from './fernand.ts'
import { installPavior } from './pavior.ts'
import { installYourGpt } from './yourgpt.ts'

function listen() {
  const identities: unknown[] = []
  const opened: string[] = []
  const calls: PageCalls = {
    identify: (payload) => void identities.push(payload),
    open: () => void opened.push('open'),
    close: () => void opened.push('close'),
    toggle: () => void opened.push('toggle'),
  }
  return { calls, identities, opened }
}

type Callable = (...given: unknown[]) => void

test('YourGPT: contact:data is the payload, other keys are let pass, gathered calls come first', () => {
  const { calls, identities, opened } = listen()
  const page: PageGlobals = {
    $yourgptChatbot: {
      q: [
        ['contact:data', { email: 'a' }],
        ['set', 'contact:data', { email: 'b' }],
      ],
    },
  }
  installYourGpt(page, calls)
  const api = page.$yourgptChatbot as { set: Callable; execute: Callable }
  api.set('session:data', { plan: 'gold' })
  api.set('contact:data', { ext_user_id: 7 })
  api.set('contact:data', null)
  api.execute('widget:open')
  expect(identities).toEqual([{ email: 'a' }, { email: 'b' }, { ext_user_id: 7 }, null])
  expect(opened).toEqual(['open'])
})

test('Fernand: set and init identify by their user, and other commands are let pass', () => {
  const { calls, identities } = listen()
  const page: PageGlobals = {}
  installFernand(page, calls)
  const fernand = page.Fernand as Callable
  fernand('init', { appId: 'x' })
  fernand('init', { appId: 'x', user: { email: 'a' } })
  fernand('set', { user: { email: 'b', hash: 'c' }, theme: 'dark' })
  fernand('set', { user: null })
  fernand('set')
  fernand('track', 'event')
  fernand()
  expect(identities).toEqual([{ user: { email: 'a' } }, { user: { email: 'b', hash: 'c' } }, null])
})

test('Pavior: init is the payload as a whole, each time', () => {
  const { calls, identities } = listen()
  const stub = Object.assign(() => {}, { q: [['init', { teamVanityId: 'T', email: 'a', hmac: 'h' }]] })
  const page: PageGlobals = { Pavior: stub }
  installPavior(page, calls)
  ;(page.Pavior as Callable)('init', { teamVanityId: 'T', shareAuth: 'auth.example.com' })
  ;(page.Pavior as Callable)('other', {})
  expect(identities).toEqual([
    { teamVanityId: 'T', email: 'a', hmac: 'h' },
    { teamVanityId: 'T', shareAuth: 'auth.example.com' },
  ])
})

test.each([undefined, null, 1, 'q', {}, { q: 'no list' }])('a stub that gathered nothing: %j', (stub) => {
  expect(gatheredCalls(stub)).toEqual([])
})

const token = (fields: unknown, signature: string) =>
  `e30.${btoa(JSON.stringify(fields)).replaceAll('=', '')}.${signature}`

test('the same person is the same, however they were signed; another is another', () => {
  const same: [Parameters<typeof whoIs>[0], unknown, unknown, unknown][] = [
    ['yourgpt', { ext_user_id: 7, email: 'a', user_hash: 'x' }, { ext_user_id: '7', email: 'b' }, { email: 'a' }],
    ['fernand', { user: { email: 'a', hash: 'x' } }, { user: { email: 'a' } }, { user: { email: 'A' } }],
    ['pavior', { id: '1', email: 'a', hmac: 'x' }, { id: '1' }, { email: 'a' }],
    [
      'talkative',
      {
        signedInteractionData: token(
          [
            { label: 'Email', data: 'a' },
            { label: 'issued_at', data: '1' },
          ],
          'x',
        ),
      },
      {
        signedInteractionData: token(
          [
            { label: 'Email', data: 'a' },
            { label: 'issued_at', data: '2' },
          ],
          'y',
        ),
      },
      { signedInteractionData: token([{ label: 'Email', data: 'b' }], 'x') },
    ],
  ]
  for (const [scheme, one, again, other] of same) {
    expect(whoIs(scheme, one)).toBe(whoIs(scheme, again))
    expect(whoIs(scheme, one)).not.toBe(whoIs(scheme, other))
    expect(whoIs(scheme, one)).not.toBe(nobody)
  }
  expect(whoIs('fernand', null)).toBe(nobody)
  expect(whoIs('fernand', { user: 'text' })).toBe(nobody)
  expect(whoIs('yourgpt', { name: 'only a name' })).toBe(nobody)
})

const script = (src: string, attributes: Record<string, string>) => ({
  src,
  getAttribute: (name: string) => attributes[name] ?? null,
})

test('the script tag says where the intake is', () => {
  const attributes = { 'data-channel': 'chan_a&b', 'data-scheme': 'fernand' }
  expect(readScriptSettings(script('http://127.0.0.1:4610/widget.js', attributes))).toEqual({
    channel: 'chan_a&b',
    scheme: 'fernand',
    socketUrl: 'ws://127.0.0.1:4610/v1/visitor?channel=chan_a%26b',
    title: 'Chat with us',
  })
  expect(readScriptSettings(script('https://chat.example/widget.js?v=1#x', attributes))?.socketUrl).toBe(
    'wss://chat.example/v1/visitor?channel=chan_a%26b',
  )
})

test.each([
  ['no channel', 'http://a/widget.js', { 'data-scheme': 'fernand' }],
  ['no scheme', 'http://a/widget.js', { 'data-channel': 'chan_a' }],
  ['an unknown scheme', 'http://a/widget.js', { 'data-channel': 'chan_a', 'data-scheme': 'constructor' }],
  ['no address', '', { 'data-channel': 'chan_a', 'data-scheme': 'fernand' }],
  ['another protocol', 'file:///widget.js', { 'data-channel': 'chan_a', 'data-scheme': 'fernand' }],
])('a script tag with %s starts nothing', (_name, src, attributes: Record<string, string>) => {
  expect(readScriptSettings(script(src, attributes))).toBe(null)
})
