import { afterEach, expect, test, vi } from 'vitest'
import type { RequestOutput } from '#shared/contract/requests.ts'
import { checkJournalFile } from '../cli/journal-check.ts'
import { origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 120_000 })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

/** A desk with Ann's conversation, which was flagged, decided and looked at, and templates in use. */
async function desk() {
  const console = await startConsole()
  started.push(console)
  const { operator } = await console.ask('workspace.get', {})
  const channel = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: [origin],
    settings: {},
  })
  const ann = await console.visit(channel.id, { email: 'ann@shop.example' })
  const { conversationId } = await ann.say('Where is my parcel, please?')
  const { flagId } = await console.ask('flags.report', { conversationId, note: 'She asks a lot.' })
  const decision = { decision: 'impersonation', note: 'Called her.', draft: false } as const
  await console.ask('flags.decide', { flagIds: [flagId], ...decision })
  await console.ask('live.look', { conversationId })
  return { console, channelId: channel.id, conversationId, supervisorId: operator.id }
}

const audit = async (console: TestConsole): Promise<RequestOutput<'audit.list'>['rows']> =>
  (await console.ask('audit.list', { kind: null, cursor: null, limit: 200 })).rows

async function erase(console: TestConsole, value: string) {
  const { rows } = await console.ask('contacts.list', { query: '', cursor: null, limit: 50 })
  const contactId = rows.find((row) => row.value === value)?.id ?? 'cont_none'
  return console.ask('audit.erase', { contactId, reason: 'Asked for by letter' })
}

async function expectIntact(console: TestConsole) {
  await console.stop()
  const lines: string[] = []
  const outcome = checkJournalFile(console.databasePath, (line) => lines.push(line))
  expect(outcome, lines.join('\n')).toBe(0)
}

test.each([
  'operatorId',
  'agent',
  'super',
  'impersonation',
  'claimed',
  'email',
  'conv_',
  'observe',
  'Shop',
  'the id of the supervisor',
])('a visitor who is called “%s” takes no evidence with them', async (name) => {
  const { console, channelId, conversationId, supervisorId } = await desk()
  const value = name === 'the id of the supervisor' ? supervisorId : name
  const before = await audit(console)
  const visitor = await console.visit(channelId, { email: value })
  await visitor.say('Nothing of this matters')
  expect(await erase(console, value)).toMatchObject({ entries: 2, conversations: 1 })

  const after = await audit(console)
  for (const row of before) expect(after.find(({ seq }) => seq === row.seq)).toEqual(row)
  const { messages } = await console.ask('conversation.open', { conversationId })
  expect(messages.map(({ text }) => text)).toEqual(['Where is my parcel, please?'])
  const { rows } = await console.ask('operators.list', {})
  expect(rows).toMatchObject([{ name: 'Supervisor', role: 'supervisor' }])
  await expectIntact(console)
})

test('a visitor who is called like a word has that word taken out, and whoever said it keeps all others', async () => {
  const { console, channelId, conversationId } = await desk()
  const visitor = await console.visit(channelId, { email: 'parcel' })
  await visitor.say('Nothing of this matters')
  expect(await erase(console, 'parcel')).toMatchObject({ entries: 3, conversations: 1 })
  const { messages } = await console.ask('conversation.open', { conversationId })
  expect(messages[0]?.text).toMatch(/^Where is my erased-[0-9a-z]+, please\?$/)
  await expectIntact(console)
})

test('a stranger’s message ids, made of somebody’s name, do not keep that person from being erased', async () => {
  const { console, channelId } = await desk()
  const wilhelmina = await console.visit(channelId, { email: 'wilhelmina' })
  await wilhelmina.say('Good morning')
  const stranger = await console.visit(channelId, { email: 'mallory@shop.example' })
  for (const id of ['wilhelmina', 'Wilhelmina', 'WILHELMINA']) {
    stranger.send({ type: 'message', id, text: 'Hello' })
    await stranger.next('ack')
  }
  await erase(console, 'wilhelmina')
  await expectIntact(console)
})

test('a short name is erased where it stands alone, and its letters stay in other words', async () => {
  const { console, channelId, conversationId } = await desk()
  const visitor = await console.visit(channelId, { email: 'par' })
  await visitor.say('Nothing of this matters')
  await erase(console, 'par')
  const { messages } = await console.ask('conversation.open', { conversationId })
  expect(messages.map(({ text }) => text)).toEqual(['Where is my parcel, please?'])
  const named = (await audit(console)).filter(({ kind, erased }) => kind === 'visitor.identified' && erased)
  expect(named).toHaveLength(1)
  await expectIntact(console)
})
