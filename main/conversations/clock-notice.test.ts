import { afterEach, expect, test } from 'vitest'
import { item, newPair, tokenOf } from '../identity/testing/signing.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

const minute = 60_000
const pair = newPair()
const running: TestConsole[] = []
afterEach(async () => {
  for (const console of running.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function withTalkative() {
  const console = await startConsole()
  running.push(console)
  const channel = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'talkative',
    policy: 'observe',
    origins: [origin],
    settings: {},
  })
  await console.ask('keys.add', {
    channelId: channel.id,
    label: 'Key',
    material: pair.pem,
    acceptRepair: false,
    acceptDegradedKeystore: true,
  })
  const notice = async () => (await console.ask('workspace.get', {})).notices.find(({ id }) => id === 'clock')
  return { console, channelId: channel.id, notice }
}

const signed = (endsIn: number) => ({
  signedInteractionData: tokenOf(pair, [
    item('Email', 'ann@example.com'),
    item('expires_at', new Date(Date.now() + endsIn).toISOString()),
  ]),
})

test('a clock that differs from the visitors’ is shown, explains a verdict, and changes none', async () => {
  const { console, channelId, notice } = await withTalkative()
  // This computer's clock is ten minutes ahead; the visitors' are right.
  console.advance(10 * minute)
  const first = await console.visit(channelId, signed(5 * minute), null, Date.now())
  const unexplained = await first.say('Hello')
  expect(unexplained.status).toBe('expired')
  for (let visitor = 0; visitor < 2; visitor += 1) {
    expect(await notice()).toBeUndefined()
    await console.visit(channelId, null, null, Date.now())
  }
  expect((await notice())?.message).toContain('10 min ahead of 3 visitors’ clocks')
  expect(console.changes).toContainEqual({ topic: 'workspace', conversationId: null })

  const { messageId, status } = await first.say('Hello again')
  expect(status).toBe('expired')
  const why = await console.ask('message.why', { messageId })
  expect(why.verdict.status).toBe('expired')
  expect(why.hints.map(({ code }) => code)).toEqual(['clock-differs'])
  expect((await notice())?.message).toContain('1 message is shown as not verified because of its time')

  // Over by every clock: the difference explains nothing.
  const late = await console.visit(channelId, signed(-30 * minute), null, Date.now())
  const { messageId: other } = await late.say('Hello')
  const whyOther = await console.ask('message.why', { messageId: other })
  expect([whyOther.verdict.status, whyOther.hints]).toEqual(['expired', []])
})

test('visitors whose clocks agree with ours are not mentioned, nor is one who lies', async () => {
  const { console, channelId, notice } = await withTalkative()
  for (const off of [0, 2_000, -3_000, -500 * minute]) await console.visit(channelId, null, null, Date.now() + off)
  expect(await notice()).toBeUndefined()
})

test('visitors who agree on another time make no proof count', async () => {
  const { console, channelId } = await withTalkative()
  for (let visitor = 0; visitor < 5; visitor += 1) {
    await console.visit(channelId, null, null, Date.now() - 60 * minute)
  }
  const visitor = await console.visit(channelId, signed(-30 * minute), null, Date.now() - 60 * minute)
  expect(visitor.opened).toMatchObject({ status: 'expired' })
  expect((await visitor.say('Hello')).status).toBe('expired')
})
