import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import type { ConversationId } from '#shared/domain/ids.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'
import { inUseFor } from './proof-ledger.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const signed = (email: string) => ({ email, hash: createHmac('sha256', secret).update(email).digest('hex') })
const ann = signed('ann@shop.example')
const long = 3 * inUseFor

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function withShop({ withKey = true } = {}) {
  const console = await startConsole()
  started.push(console)
  const channel = { name: 'Shop', scheme: 'fernand' as const, policy: 'observe' as const, origins: [origin] }
  const { id } = await console.ask('channels.add', { ...channel, settings: {} })
  const key = { channelId: id, label: 'Main', material: secret, acceptRepair: false, acceptDegradedKeystore: false }
  const addKey = () => console.ask('keys.add', key)
  if (withKey) await addKey()
  const mark = async (conversationId: ConversationId) =>
    (await console.ask('conversation.open', { conversationId })).row.elsewhere
  const close = async (visitor: { socket: { close(): void } }) => {
    const closed = once(visitor.socket as never, 'close')
    visitor.socket.close()
    await closed
  }
  return { console, id, addKey, mark, close }
}

test('a page that is connected and silent for long still uses its proof: a copy is marked, on both sides', async () => {
  const { console, id, mark } = await withShop()
  const owner = await console.visit(id, ann)
  const own = await owner.say('Where is my order?')
  console.advance(long)
  const copy = await console.visit(id, ann)
  expect(await mark(own.conversationId)).toBe('other-session')
  const other = await copy.say('Please change my address.')
  expect(other.status).toBe('verified')
  expect(await mark(other.conversationId)).toBe('other-session')
  const { rows } = await console.ask('flags.list', { state: 'open', limit: 500 })
  expect(rows.filter(({ kind }) => kind === 'proof-seen-elsewhere').map((row) => row.conversationId)).toEqual([
    other.conversationId,
  ])
  console.advance(long)
  const again = await owner.say('Hello?')
  expect((await console.ask('conversation.open', again)).messages.at(-1)?.verdict).toMatchObject({
    status: 'verified',
    elsewhere: 'other-session',
  })
})

test('a page that has gone uses nothing', async () => {
  const { console, id, mark, close } = await withShop()
  const owner = await console.visit(id, ann)
  const own = await owner.say('Where is my order?')
  console.advance(long)
  await close(owner)
  const phone = await console.visit(id, ann)
  const { conversationId } = await phone.say('It is me, from my phone.')
  expect([await mark(own.conversationId), await mark(conversationId)]).toEqual([null, null])
})

test('two tabs of a session are no copy, and as long as one of them is there it is live', async () => {
  const { console, id, mark, close } = await withShop()
  const tab = await console.visit(id, ann)
  const { conversationId } = await tab.say('Where is my order?')
  console.advance(long)
  const second = await console.visit(id, ann, tab.opened.sessionToken)
  await second.say('And the other one?')
  console.advance(long)
  await tab.say('Hello?')
  expect(await mark(conversationId)).toBeNull()
  await close(tab)
  console.advance(long)
  await second.say('Still here.')
  expect(await mark(conversationId)).toBeNull()
  console.advance(long)
  await console.visit(id, ann)
  expect(await mark(conversationId)).toBe('other-session')
})

test('a page that comes again while its connection before is still open does not mark itself', async () => {
  const { console, id, mark } = await withShop()
  let page = await console.visit(id, ann)
  const { sessionToken } = page.opened
  const { conversationId } = await page.say('Where is my order?')
  for (let times = 0; times < 3; times += 1) {
    console.advance(long)
    // As after a change of network: nobody has told the intake that the one before is dead.
    page = await console.visit(id, ann, sessionToken)
    await page.identify(ann)
    await page.say(`Hello ${times}?`)
    expect(await mark(conversationId)).toBeNull()
  }
})

test('a page that logged out, or in as somebody else, no longer uses the proof', async () => {
  const { console, id, mark } = await withShop()
  const shared = await console.visit(id, ann)
  await shared.say('Where is my order?')
  await shared.identify(null)
  const next = await console.visit(id, ann, shared.opened.sessionToken)
  await next.identify(signed('bob@shop.example'))
  console.advance(long)
  const { conversationId } = await (await console.visit(id, ann)).say('It is me, from my phone.')
  expect(await mark(conversationId)).toBeNull()
})

test('a page that comes back finds who used its proof meanwhile and is still there', async () => {
  const { console, id, mark, close } = await withShop()
  const owner = await console.visit(id, ann)
  const own = await owner.say('Where is my order?')
  await close(owner)
  console.advance(long)
  const copy = await console.visit(id, ann)
  const { conversationId } = await copy.say('Please change my address.')
  console.advance(long)
  expect(await mark(conversationId)).toBeNull()
  await console.visit(id, ann, owner.opened.sessionToken)
  expect([await mark(conversationId), await mark(own.conversationId)]).toEqual(['other-session', 'other-session'])
})

test('a proof that could be checked only later counts from then on', async () => {
  const { console, id, mark, addKey } = await withShop({ withKey: false })
  const owner = await console.visit(id, ann)
  expect(owner.opened.status).toBe('unchecked')
  await addKey()
  const { conversationId, status } = await owner.say('Where is my order?')
  expect(status).toBe('verified')
  console.advance(long)
  await console.visit(id, ann)
  expect(await mark(conversationId)).toBe('other-session')
})
