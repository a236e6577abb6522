import { createPublicKey, type KeyObject } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import type { ConversationId } from '#shared/domain/ids.ts'
import { projectedTables, projections } from '../database-parts.ts'
import { newSigner, writeToken } from '../identity/testing/tokens.ts'
import { checkDatabase } from '../journal/check-database.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForReading } from '../storage/open.ts'
import { createTestSealer, origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

const signer = newSigner('ES256')
const otherSigner = newSigner('ES256')
const now = Math.floor(Date.now() / 1_000)
const tokenOf = (jti: string, by: KeyObject = signer) => ({
  token: writeToken('ES256', by, { sub: 'u-7', jti, iat: now - 10, exp: now + 3_000 }),
})

/** A shop and its help pages: two channels of one site. */
async function twoChannels({ helpKey = signer, profileFolder = undefined as string | undefined } = {}) {
  const sealer = createTestSealer()
  const console = await startConsole({ sealer, ...(profileFolder === undefined ? {} : { profileFolder }) })
  started.push(console)
  const add = async (name: string, key: KeyObject) => {
    const channel = { name, scheme: 'jwt' as const, policy: 'observe' as const, origins: [origin] }
    const { id } = await console.ask('channels.add', { ...channel, settings: { algorithms: ['ES256'] } })
    const material = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()
    const consent = { acceptRepair: false, acceptDegradedKeystore: false }
    await console.ask('keys.add', { channelId: id, label: name, material, ...consent })
    return id
  }
  const shop = await add('Shop', signer)
  const help = await add('Help', helpKey)
  const mark = async (conversationId: ConversationId) =>
    (await console.ask('conversation.open', { conversationId })).row.elsewhere
  const flags = async () =>
    (await console.ask('flags.list', { state: 'open', limit: 500 })).rows.filter(
      ({ kind }) => kind === 'proof-seen-elsewhere',
    )
  return { console, sealer, shop, help, mark, flags }
}

test('a page may load again and again with one token, in its session', async () => {
  const { console, shop, mark, flags } = await twoChannels()
  const first = await console.visit(shop, tokenOf('one'))
  const { conversationId } = await first.say('Hello')
  for (let load = 0; load < 3; load += 1) {
    const again = await console.visit(shop, tokenOf('one'), first.opened.sessionToken)
    expect(again.opened.status).toBe('verified')
    expect((await again.say('Still me')).status).toBe('verified')
  }
  expect(await mark(conversationId)).toBeNull()
  expect(await flags()).toEqual([])
  const copy = await console.visit(shop, tokenOf('one'))
  expect(copy.opened.status).toBe('failed')
})

test('a token that comes to another channel of its key is no replay, and is marked on both sides', async () => {
  const { console, shop, help, mark, flags } = await twoChannels()
  const inShop = await console.visit(shop, tokenOf('one'))
  const shopping = await inShop.say('Where is my order?')
  expect(await mark(shopping.conversationId)).toBeNull()

  console.changes.length = 0
  const inHelp = await console.visit(help, tokenOf('one'))
  expect(inHelp.opened.status).toBe('verified')
  expect(await mark(shopping.conversationId)).toBe('other-channel')
  expect(console.changes).toContainEqual({ topic: 'conversation', conversationId: shopping.conversationId })

  const asking = await inHelp.say('How do I pay?')
  expect(asking.status).toBe('verified')
  expect(await mark(asking.conversationId)).toBe('other-channel')
  const opened = await console.ask('conversation.open', asking)
  expect(opened.messages.at(-1)?.verdict).toMatchObject({ status: 'verified', elsewhere: 'other-channel' })
  expect((await flags()).map((flag) => flag.conversationId)).toEqual([asking.conversationId])

  // Nobody has looked at it yet: what the first page writes is marked as well, and a third is still a replay.
  await inShop.say('Hello?')
  expect(await mark(shopping.conversationId)).toBe('other-channel')
  expect((await console.visit(help, tokenOf('one'))).opened.status).toBe('failed')
  expect((await console.visit(shop, tokenOf('one'))).opened.status).toBe('failed')
  // Both pages may load again.
  expect((await console.visit(help, tokenOf('one'), inHelp.opened.sessionToken)).opened.status).toBe('verified')
  expect((await console.visit(shop, tokenOf('one'), inShop.opened.sessionToken)).opened.status).toBe('verified')
})

test('a supervisor who has looked at it ends the mark in that channel', async () => {
  const { console, shop, help, mark, flags } = await twoChannels()
  const inShop = await console.visit(shop, tokenOf('one'))
  const shopping = await inShop.say('Where is my order?')
  const inHelp = await console.visit(help, tokenOf('one'))
  const asking = await inHelp.say('How do I pay?')
  const flagIds = (await flags()).map(({ id }) => id)
  await console.ask('flags.decide', { flagIds, decision: 'genuine', note: 'The same person', draft: false })
  await inHelp.say('By card?')
  expect(await mark(asking.conversationId)).toBeNull()
  expect(await flags()).toEqual([])
  // What stands in the other channel was not looked at.
  await inShop.say('Hello?')
  expect(await mark(shopping.conversationId)).toBe('other-channel')
  expect((await flags()).map((flag) => flag.conversationId)).toEqual([shopping.conversationId])
})

test('a new token for each page, and one of the same name under another key, are nobody else’s', async () => {
  const fresh = await twoChannels()
  await (await fresh.console.visit(fresh.shop, tokenOf('one'))).say('Hello')
  const next = await (await fresh.console.visit(fresh.help, tokenOf('two'))).say('Hello')
  expect(await fresh.mark(next.conversationId)).toBeNull()

  const apart = await twoChannels({ helpKey: otherSigner })
  await (await apart.console.visit(apart.shop, tokenOf('one'))).say('Hello')
  const other = await (await apart.console.visit(apart.help, tokenOf('one', otherSigner))).say('Hello')
  expect([other.status, await apart.mark(other.conversationId)]).toEqual(['verified', null])
  expect(await apart.flags()).toEqual([])
})

test('it is known after a restart, and all of it is what the journal gives', async () => {
  const { console, sealer, shop, help } = await twoChannels()
  const first = await console.visit(shop, tokenOf('one'))
  const shopping = await first.say('Hello')
  await console.stop()
  const again = await startConsole({ sealer, profileFolder: console.profileFolder })
  started.splice(started.indexOf(console), 1, again)
  const asking = await (await again.visit(help, tokenOf('one'))).say('Hello')
  for (const { conversationId } of [shopping, asking]) {
    const { row } = await again.ask('conversation.open', { conversationId })
    expect([row.standing.status, row.elsewhere]).toEqual(['verified', 'other-channel'])
  }
  await again.stop()
  started.splice(started.indexOf(again), 1)
  const handle = openForReading(again.databasePath)
  expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp: null }).findings).toEqual([])
  handle.sql.close()
  again.remove()
})
