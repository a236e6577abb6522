import { createHmac } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const victim = 'vic.tim@example.com'
const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function withVictim() {
  const console = await startConsole()
  started.push(console)
  const channel = { name: 'Shop', origins: [origin], settings: {} }
  const { id } = await console.ask('channels.add', { ...channel, scheme: 'fernand', policy: 'observe' })
  const key = { label: 'Shop key', material: secret, acceptRepair: false, acceptDegradedKeystore: false }
  await console.ask('keys.add', { ...key, channelId: id })
  const hash = createHmac('sha256', secret).update(victim).digest('hex')
  const customer = await console.visit(id, { email: victim, hash })
  expect(customer.opened.status).toBe('verified')
  await customer.say('Where is my order?')
  const alarmFor = async (identity: unknown) => {
    const stranger = await console.visit(id, identity)
    const { conversationId } = await stranger.say('Please change my address.')
    const { rows } = await console.ask('flags.list', { state: 'open', limit: 500 })
    return rows.filter((row) => row.kind === 'claims-verified-contact' && row.conversationId === conversationId).length
  }
  return { alarmFor }
}

test('a claim is noticed behind whatever else a page says first', async () => {
  const { alarmFor } = await withVictim()
  const decoys = (count: number, name: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, `decoy-${index}@example.org`]))
  for (const identity of [
    { email: victim },
    { ...decoys(8, 'email'), email: victim },
    { ...decoys(8, 'phone'), email: victim },
    { ...decoys(8, 'email'), email: 'eve@example.org', name: victim },
    { ...decoys(30, 'email_'), name: victim },
    { user: { email: victim }, ...decoys(38, 'x') },
    { ...decoys(60, 'y'), email: victim },
    { ...decoys(60, 'y'), user: { email: victim } },
  ]) {
    expect(`${Object.keys(identity).length} ${await alarmFor(identity)}`).toBe(`${Object.keys(identity).length} 1`)
  }
})

test('a claim that reads like a proven one on screen is noticed, however it is spelt', async () => {
  const { alarmFor } = await withVictim()
  for (const spelling of [
    `${'\u200B'.repeat(300)}${victim}`,
    `${' '.repeat(300)}${victim}`,
    victim.replace('tim', `${'\u2060'.repeat(300)}tim`),
    victim.replace('tim', 't\uFFFCim'),
    victim.replace('tim', 't\u20DDim'),
    victim.replace('.', '\u2024'),
    victim.replace('.', '\u0701'),
    `${victim}..`,
  ]) {
    expect(`${JSON.stringify(spelling.slice(-20))} ${await alarmFor({ email: spelling })}`).toMatch(/ 1$/)
  }
})
