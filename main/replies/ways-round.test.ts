import { afterEach, expect, test, vi } from 'vitest'
import type { TestConsole } from '../testing/console.ts'
import { filledIn, startDesk } from './testing/desk.ts'

vi.setConfig({ testTimeout: 120_000 })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

const desk = () => startDesk(started)

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
