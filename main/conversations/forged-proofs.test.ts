import { afterEach, expect, test, vi } from 'vitest'
import { item, newPair, tokenOf } from '../identity/testing/signing.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const site = newPair()
const signed = (pair = site) => ({ signedInteractionData: tokenOf(pair, [item('Email', 'ann@shop.example')]) })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function withTalkative() {
  const console = await startConsole()
  started.push(console)
  const settings = { identityLabels: { Email: 'email' } }
  const channel = { name: 'Shop', scheme: 'talkative' as const, policy: 'observe' as const, origins: [origin] }
  const { id } = await console.ask('channels.add', { ...channel, settings })
  const key = { channelId: id, label: 'Main', material: site.pem }
  await console.ask('keys.add', { ...key, acceptRepair: false, acceptDegradedKeystore: false })
  return { console, id }
}

test('a forged signature over somebody’s data is no use of their proof: nothing of theirs is marked', async () => {
  const { console, id } = await withTalkative()
  const forger = await console.visit(id, signed(newPair()))
  expect((await forger.say('It is me.')).status).toBe('failed')
  const owner = await console.visit(id, signed())
  const { conversationId, status } = await owner.say('Where is my order?')
  expect(status).toBe('verified')
  await forger.say('Hello?')
  const { row, identity } = await console.ask('conversation.open', { conversationId })
  expect(row.elsewhere).toBeNull()
  expect(identity.verdict?.evidence.sightings).toMatchObject({ sessions: 1, elsewhere: null })
})

test('what a forger sent is no proof that could be revoked, and so is not the owner’s', async () => {
  const { console, id } = await withTalkative()
  const owner = await console.visit(id, signed())
  const { conversationId } = await owner.say('Where is my order?')
  const forger = await console.visit(id, signed(newPair()))
  const { messageId } = await forger.say('It is me.')
  await expect(console.ask('proofs.revoke', { messageId, note: 'Forged' })).rejects.toMatchObject({ code: 'not-found' })
  expect((await console.ask('conversation.open', { conversationId })).row.standing.status).toBe('verified')
})
