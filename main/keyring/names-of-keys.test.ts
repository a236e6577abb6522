import { afterEach, expect, test, vi } from 'vitest'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function addShop() {
  const console = await startConsole()
  started.push(console)
  const input = {
    name: 'Shop',
    scheme: 'fernand' as const,
    policy: 'observe' as const,
    origins: [origin],
    settings: {},
  }
  const { id } = await console.ask('channels.add', input)
  const add = (label: string, material: string) =>
    console.ask('keys.add', { channelId: id, label, material, acceptRepair: false, acceptDegradedKeystore: true })
  return { console, add }
}

test('a name that gives the key away is refused, in whatever form it stands in it', async () => {
  const { add } = await addShop()
  const names = [
    secret,
    `Main (${secret})`,
    Buffer.from(secret).toString('hex').toUpperCase(),
    Buffer.from(secret).toString('base64'),
  ]
  for (const name of names) await expect(add(name, secret)).rejects.toMatchObject({ code: 'key-refused' })
  expect((await add('Main', secret)).label).toBe('Main')
})

test('a short secret is not its own name either', async () => {
  const { add } = await addShop()
  await expect(add('tomato-12', 'tomato-12')).rejects.toMatchObject({ code: 'key-refused' })
})

test('nor may a name hold a secret that is kept already', async () => {
  const { add } = await addShop()
  await add('Main', secret)
  const other = 'another-secret-of-thirty-two-cha'
  await expect(add(`after ${secret}`, other)).rejects.toMatchObject({ code: 'key-refused' })
})
