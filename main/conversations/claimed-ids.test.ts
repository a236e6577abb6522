import { createHmac } from 'node:crypto'
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

function tokenOf(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256' })}.${part(claims)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

test('who claims a proven id under another of its names raises the alarm', async () => {
  const console = await startConsole()
  started.push(console)
  const channel = {
    name: 'Shop',
    scheme: 'drift' as const,
    policy: 'observe' as const,
    origins: [origin],
    settings: {},
  }
  const { id } = await console.ask('channels.add', channel)
  const key = { label: 'Shop key', material: secret, acceptRepair: false, acceptDegradedKeystore: false }
  await console.ask('keys.add', { ...key, channelId: id })
  const customer = await console.visit(id, { userId: 'victim-42', userJwt: tokenOf({ sub: 'victim-42' }) })
  expect(customer.opened.status).toBe('verified')
  await customer.say('Where is my order?')
  // Drift's page gives the id beside the token, and this one has no token.
  const stranger = await console.visit(id, { userId: 'victim-42' })
  expect(stranger.opened.status).toBe('claimed')
  const { conversationId } = await stranger.say('Please change my address.')
  const { rows } = await console.ask('flags.list', { state: 'open', limit: 500 })
  expect(rows.filter(({ kind }) => kind === 'claims-verified-contact')).toMatchObject([{ conversationId }])
})
