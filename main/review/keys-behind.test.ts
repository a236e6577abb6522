import { createHmac } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { FlagKind } from '#shared/domain/review.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const otherSecret = 'Zx7pLq2nVb5tRw8yKc1mHs4dGf6jNa3e'
const thirdSecret = 'p0Oi9Uu8Yy7Tt6Rr5Ee4Ww3Qq2Aa1Ss0'
const email = 'ann@example.com'
const signedWith = (key: string) => ({ email, hash: createHmac('sha256', key).update(email).digest('hex') })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function withTwoChannels() {
  const console = await startConsole()
  started.push(console)
  const addKey = (channelId: ChannelId, label: string, material: string) =>
    console.ask('keys.add', { channelId, label, material, acceptRepair: false, acceptDegradedKeystore: false })
  const add = async (name: string, material: string) => {
    const channel = { name, scheme: 'fernand' as const, policy: 'observe' as const, origins: [origin], settings: {} }
    const { id } = await console.ask('channels.add', channel)
    await addKey(id, `${name} key`, material)
    return id
  }
  const shop = await add('Shop', secret)
  const bank = await add('Bank', otherSecret)
  const caseOf = async (kind: FlagKind) => {
    const { rows } = await console.ask('flags.list', { state: 'open', kind, limit: 10 })
    return console.ask('flags.read', { flagId: rows[0]?.id ?? 'flag_none' })
  }
  return { console, addKey, caseOf, shop, bank }
}

test('a secret that was seen outside: its own key, in whatever channel that is, until it is retired', async () => {
  const { console, caseOf, shop, bank } = await withTwoChannels()
  const stranger = await console.visit(bank, null)
  await stranger.say(`It is ${secret}, I think`)
  const { keys, flag } = await caseOf('secret-exposed')
  expect(flag.channel.id).toBe(bank)
  expect(keys).toMatchObject([
    { label: 'Shop key', channel: { id: shop, name: 'Shop' }, state: 'active', compromised: true },
  ])
  await console.ask('keys.retire', { channelId: shop, keyId: keys[0]?.id ?? 'key_none', at: null })
  expect((await caseOf('secret-exposed')).keys).toMatchObject([{ label: 'Shop key', state: 'retired' }])
})

test('a rejected hash: the keys it was checked with', async () => {
  const { console, addKey, caseOf, shop } = await withTwoChannels()
  await addKey(shop, 'Second key', thirdSecret)
  const visitor = await console.visit(shop, { email, hash: 'ab'.repeat(32) })
  await visitor.say('Hello')
  const { keys, flag } = await caseOf('proof-rejected')
  expect(flag.verdict?.reason).toBe('hash-mismatch')
  expect(keys.map(({ channel }) => channel.id)).toEqual([shop, shop])
  expect(keys.map(({ label }) => label)).toEqual(expect.arrayContaining(['Second key', 'Shop key']))
})

test('a verified proof names its key; nobody’s proof names none', async () => {
  const { console, addKey, caseOf, shop } = await withTwoChannels()
  await addKey(shop, 'Second key', thirdSecret)
  const customer = await console.visit(shop, signedWith(thirdSecret))
  const { conversationId } = await customer.say('Hello')
  await console.ask('flags.report', { conversationId, note: 'Odd' })
  expect((await caseOf('agent-report')).keys).toMatchObject([{ label: 'Second key', state: 'active' }])

  const stranger = await console.visit(shop, { email: 'max@example.com' })
  const other = await stranger.say('Hello')
  await console.ask('flags.report', { conversationId: other.conversationId, note: 'Odder' })
  expect((await caseOf('agent-report')).keys).toEqual([])
})
