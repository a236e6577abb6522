import { createHmac, randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 120_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const signed = (email: string) => ({ email, hash: createHmac('sha256', secret).update(email).digest('hex') })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

/** Mia at her desk, with Ann who is verified and Mallory who is not. */
async function desk() {
  const console = await startConsole()
  started.push(console)
  await console.addOperator('Mia', 'agent')
  const { id: channelId } = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: [origin],
    settings: {},
  })
  const key = { label: 'Main', acceptRepair: false, acceptDegradedKeystore: false }
  await console.ask('keys.add', { ...key, channelId, material: secret })
  const ann = await console.visit(channelId, signed('ann@example.com'))
  const { conversationId } = await ann.say('Hello')
  const mallory = await console.visit(channelId, { email: 'mallory@example.com' })
  const toMallory = (await mallory.say('Hello')).conversationId
  await console.signIn('Mia')
  const { templates } = await console.ask('template.list', { conversationId })
  const send = (to: ConversationId, text: string, templateIds: TemplateId[] = []) =>
    console.ask('reply.send', {
      conversationId: to,
      requestId: randomUUID(),
      mode: 'reply',
      text,
      templateIds,
      seenPosition: 100,
      askToSignIn: false,
      sendAnyway: true,
    })
  return { console, ann, conversationId, toMallory, templates, send }
}
const filledIn = (body: string | null) => (body ?? '').replaceAll(/\{\{[^{}]*\}\}/g, 'Jan')

test.each([
  ['a card', ['Your card is 4111 1111', '1111 1111']],
  ['a card in four', ['The card:', '4111', '1111', '1111', '1111']],
  ['an account', ['It is DE89 3704 0044', '0532 0130 00']],
  ['a code', ['Your one-time code is', '493 201']],
  ['a code behind a note', ['Your one-time code is', '493201 and no other']],
  ['a phone number', ['You can call her on +49 170', '1234567']],
])('%s is not finished by a second message', async (_what, texts) => {
  const { send, toMallory } = await desk()
  const outcomes = []
  for (const text of texts) outcomes.push((await send(toMallory, text)).outcome)
  expect(outcomes.at(-1)).toBe('blocked')
})

test('a locked template does not go out in six pieces', async () => {
  const { send, toMallory, templates } = await desk()
  const locked = templates.filter(({ sensitivity }) => sensitivity !== 'public')
  expect(locked.length).toBeGreaterThan(4)
  for (const { title, body } of locked) {
    const words = filledIn(body).split(' ')
    const size = Math.ceil(words.length / 6)
    const outcomes = []
    for (let at = 0; at < words.length; at += size) {
      outcomes.push((await send(toMallory, words.slice(at, at + size).join(' '))).outcome)
    }
    expect(outcomes, title).toContain('blocked')
  }
})

test('replies that follow one another as they do are not taken for pieces', async () => {
  const { send, conversationId, toMallory, templates } = await desk()
  const talk = [
    'Thank you for writing to us.',
    'Which order is it?',
    'I have found order 48213907 and asked the warehouse.',
    'It left on 12 March',
    'and is due on 15 March.',
    'Please sign in on our site, then I can say more.',
    ...templates.filter(({ sensitivity }) => sensitivity === 'public').map(({ body }) => filledIn(body)),
  ]
  for (const text of talk) expect((await send(toMallory, text)).outcome, text).toBe('sent')
  // What was told a verified visitor is not held against the public words that follow.
  const personal = templates.find(({ sensitivity }) => sensitivity === 'personal')
  expect((await send(conversationId, filledIn(personal?.body ?? null))).outcome).toBe('sent')
  for (const text of talk) expect((await send(conversationId, text)).outcome, text).toBe('sent')
})

test('a restricted reply that did not arrive is not tried again for somebody found to be an impostor', async () => {
  const { console, ann, conversationId, templates, send } = await desk()
  const restricted = templates.find(({ sensitivity }) => sensitivity === 'restricted')
  ann.socket.close()
  await new Promise((resolve) => ann.socket.once('close', resolve))
  const sent = await send(conversationId, filledIn(restricted?.body ?? null))
  const plain = await send(conversationId, 'Thank you for waiting.')
  if (sent.outcome !== 'sent' || plain.outcome !== 'sent') throw new Error('not sent')
  const { flagId } = await console.ask('flags.report', { conversationId, note: 'It is not her voice.' })
  await console.signIn('Supervisor')
  const impersonation = { decision: 'impersonation', note: 'She called us.', draft: false } as const
  await console.ask('flags.decide', { flagIds: [flagId], ...impersonation })
  await console.signIn('Mia')
  const retry = (messageId: typeof sent.message.id) => console.ask('reply.retry', { messageId })
  await expect(retry(sent.message.id)).rejects.toMatchObject({ code: 'not-allowed' })
  expect(await retry(plain.message.id)).toEqual({ delivery: 'queued' })
})
