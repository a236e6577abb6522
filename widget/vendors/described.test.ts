import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { vendors } from '#shared/vendors/all.ts'
import type { PageApi } from '#shared/vendors/page.ts'
import type { PageCalls, PageGlobals } from './calls.ts'
import { installDescribed } from './described.ts'

type Callable = (...given: unknown[]) => void

function listen(api: PageApi, page: PageGlobals = {}) {
  const identities: unknown[] = []
  const nothing = () => undefined
  const calls: PageCalls = {
    identify: (payload) => void identities.push(payload),
    open: nothing,
    close: nothing,
    toggle: nothing,
  }
  return { page, identities, ...installDescribed(page, api, calls) }
}

const api = (part: Partial<PageApi>): PageApi => ({ calls: [], settings: [], ready: null, snippet: '', ...part })

test('a method takes its arguments apart, keeps what stands beside it, and answers gathered calls first', () => {
  const described = api({
    calls: [
      { on: ['$chat', 'setUser'], words: [], gives: [{ argument: 0, as: 'identifier' }, { argument: 1 }] },
      { on: ['$chat', 'reset'], words: [], gives: 'nobody' },
    ],
  })
  const { page, identities } = listen(described, {
    $chat: { hasLoaded: true, q: [['setUser', 'early', { hash: 'a' }]] },
  })
  const chat = page['$chat'] as { setUser: Callable; reset: Callable; hasLoaded: boolean }
  chat.setUser(7, { email: 'e', hash: 'b' })
  chat.setUser('only')
  chat.setUser(undefined, { email: 'nobody named' })
  chat.reset()
  expect(identities).toEqual([
    { identifier: 'early', hash: 'a' },
    { identifier: 7, email: 'e', hash: 'b' },
    { identifier: 'only' },
    null,
  ])
  expect(chat.hasLoaded).toBe(true)
})

test('a list that is pushed to is read by its words, and adds to what was said', () => {
  const described = api({
    calls: [
      {
        on: ['$crisp', 'push'],
        words: ['set', 'user:email'],
        listed: true,
        gives: [{ argument: 0, as: ['email', 'signature'] }],
        adds: true,
      },
      {
        on: ['$crisp', 'push'],
        words: ['set', 'user:nickname'],
        listed: true,
        gives: [{ argument: 0, as: ['nickname'] }],
        adds: true,
      },
      { on: ['$crisp', 'push'], words: ['do', 'session:reset'], listed: true, gives: 'nobody' },
    ],
  })
  const { page, identities } = listen(described, { $crisp: [['set', 'user:email', ['a@b.c', 'sig']]] })
  const crisp = page['$crisp'] as { push: Callable }
  crisp.push(['set', 'user:nickname', ['Ann']])
  crisp.push(['set', 'user:email', 'plain@b.c'])
  crisp.push(['do', 'session:reset'])
  crisp.push('no list')
  expect(identities).toEqual([
    { email: 'a@b.c', signature: 'sig' },
    { email: 'a@b.c', signature: 'sig', nickname: 'Ann' },
    { email: 'plain@b.c', signature: 'sig', nickname: 'Ann' },
    null,
  ])
})

test('commands, settings that were there before, and a function that gives a token, again when asked', async () => {
  const described = api({
    calls: [
      { on: ['zE'], words: ['messenger', 'loginUser'], gives: [{ argument: 0, as: 'jwt', asks: 'callback' }] },
      { on: ['Ask'], words: ['init'], gives: [{ argument: 0, at: ['token', 'get'], as: 'token', asks: 'answer' }] },
    ],
    settings: [['chat', 'settings']],
  })
  const { page, identities, again } = listen(described, { chat: { settings: { email: 'a' } } })
  let made = 0
  ;(page['zE'] as Callable)('messenger', 'loginUser', (take: Callable) => {
    made += 1
    take(`token ${made}`)
  })
  ;(page['zE'] as Callable)('messenger', 'open')
  again()
  ;(page['Ask'] as Callable)('init', { token: { get: () => Promise.resolve('later') } })
  await Promise.resolve()
  expect(identities).toEqual([{ email: 'a' }, { jwt: 'token 1' }, { jwt: 'token 2' }, { token: 'later' }])
})

test('a token that comes late does not speak for whoever signed in since', async () => {
  const described = api({
    calls: [
      { on: ['X'], words: ['in'], gives: [{ argument: 0, as: 'token', asks: 'answer' }] },
      { on: ['X'], words: ['out'], gives: 'nobody' },
    ],
  })
  const { page, identities } = listen(described)
  ;(page['X'] as Callable)('in', () => Promise.resolve('late'))
  ;(page['X'] as Callable)('out')
  await Promise.resolve()
  await Promise.resolve()
  expect(identities).toEqual([null])
})

test.each(vendors.map((vendor) => [vendor.name, vendor.page] as const))(
  '%s: the set-up snippet is a call that its description answers',
  async (_name, page) => {
    if (page === 'own') return
    const window: PageGlobals = {}
    // The snippet runs as a page would run it, with the described globals as its own.
    const run = () =>
      runInNewContext(
        page.snippet,
        Object.assign(window, { window, addEventListener: (_: string, listener: Callable) => listener() }),
      )
    // A page that only fills an object has filled it before the script comes.
    const isCall = page.calls.length > 0
    if (!isCall) run()
    const heard = listen(page, window)
    if (isCall) run()
    await vi.waitFor(() => expect(heard.identities.length).toBeGreaterThan(0))
    expect(JSON.stringify(heard.identities)).toMatch(/_FROM_YOUR_SERVER/)
  },
)
