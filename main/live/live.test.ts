import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RequestName } from '#shared/contract/names.ts'
import type { RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { ConversationId, OperatorId } from '#shared/domain/ids.ts'
import { projectedTables, projections } from '../database-parts.ts'
import { checkDatabase } from '../journal/check-database.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForReading } from '../storage/open.ts'
import { passphraseOf, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 120_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const email = 'ann@example.com'
const signed = { email, hash: createHmac('sha256', secret).update(email).digest('hex') }

let console: TestConsole
let channelId: `chan_${string}`
let supervisorId: OperatorId
let miaId: OperatorId

/** What the agent's window asks: hers is window 2. */
const asMia = <Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> =>
  console.handlers[name](input, { windowId: 2 })

beforeAll(async () => {
  console = await startConsole()
  const channel = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: ['https://shop.example'],
    settings: {},
  })
  channelId = channel.id
  const key = { label: 'Main', acceptRepair: false, acceptDegradedKeystore: false }
  await console.ask('keys.add', { ...key, channelId, material: secret })
  supervisorId = (await console.ask('workspace.get', {})).operator.id
  miaId = (await console.addOperator('Mia', 'agent')).id
  await asMia('session.signIn', { operatorId: miaId, passphrase: passphraseOf('Mia'), newPassphrase: null })
})
afterAll(async () => {
  await console.stop()
  console.remove()
})

/** A visitor of Mia's who has written. */
async function chatWithMia(text = 'Where is my parcel?', identity: unknown = signed) {
  const visitor = await console.visit(channelId, identity)
  const { conversationId } = await visitor.say(text)
  await asMia('conversation.assign', { conversationId, operatorId: miaId })
  return { visitor, conversationId }
}

const journal = async (kind: string, conversationId: ConversationId) => {
  const { rows } = await console.ask('audit.list', { kind, cursor: null, limit: 200 })
  return rows.filter((row) => row.conversationId === conversationId)
}
const row = async (conversationId: ConversationId) =>
  (await console.ask('live.rows', { conversationIds: [conversationId] })).rows[0]
const whisper = (conversationId: ConversationId, text: string, requestId = `whisper-${text.length}-one`) =>
  console.ask('live.whisper', { conversationId, requestId, text })

describe('a look', () => {
  it('ends when its supervisor leaves the desk: looking on is another one, and in the journal', async () => {
    const { conversationId } = await chatWithMia()
    const { lookId } = await console.ask('live.look', { conversationId })
    await console.ask('session.lock', {})
    await console.signIn('Supervisor')
    const looking = { lookId, conversationId }
    await expect(console.ask('live.view', looking)).rejects.toMatchObject({ code: 'not-found' })
    await expect(console.ask('live.older', { ...looking, before: 1 })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is one event, and changes nothing that anybody else could see', async () => {
    const { visitor, conversationId } = await chatWithMia()
    const before = await asMia('conversation.open', { conversationId })
    console.changes.length = 0
    visitor.arrived.length = 0
    const { lookId } = await console.ask('live.look', { conversationId })
    const view = await console.ask('live.view', { lookId, conversationId })
    await console.ask('live.view', { lookId, conversationId })
    await console.ask('live.older', { lookId, conversationId, before: 1 })
    expect(view.messages.map(({ text }) => text)).toEqual(['Where is my parcel?'])
    expect(view).not.toHaveProperty('draft')

    expect(console.changes).toEqual([])
    expect(visitor.arrived).toEqual([])
    const after = await asMia('conversation.open', { conversationId })
    expect(after).toEqual(before)
    expect(after.row).toMatchObject({ unread: 1, assignee: { name: 'Mia' } })
    expect(await journal('live.looked', conversationId)).toMatchObject([
      { by: 'Supervisor', sentence: 'Supervisor looked at a live conversation.' },
    ])
    expect(await journal('conversation.read', conversationId)).toEqual([])

    await console.ask('live.look', { conversationId })
    expect(await journal('live.looked', conversationId)).toHaveLength(2)
  })

  it('reads only what it was begun for, by whoever began it', async () => {
    const one = await chatWithMia()
    const other = await chatWithMia()
    const { lookId } = await console.ask('live.look', { conversationId: one.conversationId })
    const notFound = { code: 'not-found' }
    const { conversationId } = other
    await expect(console.ask('live.view', { lookId, conversationId })).rejects.toMatchObject(notFound)
    await expect(console.ask('live.older', { lookId, conversationId, before: 9 })).rejects.toMatchObject(notFound)
    await expect(
      console.ask('live.view', { lookId: 'look_1', conversationId: one.conversationId }),
    ).rejects.toMatchObject(notFound)
    await expect(console.ask('live.look', { conversationId: 'conv_none' })).rejects.toMatchObject(notFound)
  })
})

describe('a whisper', () => {
  it('reaches the agent’s thread and never the visitor', async () => {
    const { visitor, conversationId } = await chatWithMia()
    const waitingSince = (await row(conversationId))?.waitingSince
    const left: string[] = []
    visitor.socket.on('message', (data) => void left.push((data as Buffer).toString()))
    console.changes.length = 0
    const text = 'Ask for the order number first.'
    const said = await whisper(conversationId, text)
    expect(said).toMatchObject({ kind: 'whisper', text, operator: { name: 'Supervisor' }, to: { name: 'Mia' } })
    expect(console.changes).toContainEqual({ topic: 'conversation', conversationId })
    expect((await asMia('conversation.open', { conversationId })).messages.at(-1)).toEqual(said)
    expect(await row(conversationId)).toMatchObject({ waitingSince, unread: 1, lastMessage: { kind: 'whisper' } })
    expect(waitingSince).toBeGreaterThan(0)

    // The next frame to leave is the reply; whatever left before it would have come first.
    await asMia('reply.send', {
      conversationId,
      requestId: 'reply-after-whisper',
      mode: 'reply',
      text: 'What is your order number?',
      templateIds: [],
      seenPosition: 2,
      askToSignIn: false,
    })
    await visitor.next('reply')
    // Nor is it in what a visitor is given who comes back.
    const back = await console.visit(channelId, signed, visitor.opened.sessionToken)
    left.push(JSON.stringify(back.opened))
    expect(left).toHaveLength(2)
    for (const frame of left) {
      expect(frame).toContain('What is your order number?')
      for (const hidden of [text, said.id, supervisorId, 'whisper', 'Supervisor']) expect(frame).not.toContain(hidden)
    }
    expect((await row(conversationId))?.waitingSince).toBeNull()

    expect(await journal('live.whispered', conversationId)).toMatchObject([
      { by: 'Supervisor', sentence: 'Supervisor whispered to Mia.' },
    ])
  })

  it('is one, however often it is asked for, and needs somebody else to hear it', async () => {
    const { conversationId } = await chatWithMia()
    const first = await whisper(conversationId, 'Slowly.', 'the-same-request')
    expect((await whisper(conversationId, 'Slowly.', 'the-same-request')).id).toBe(first.id)
    await expect(whisper(conversationId, 'Fast.', 'the-same-request')).rejects.toMatchObject({ code: 'conflict' })
    expect(await journal('live.whispered', conversationId)).toHaveLength(1)
    for (const operatorId of [null, supervisorId]) {
      await console.ask('conversation.assign', { conversationId, operatorId })
      await expect(whisper(conversationId, 'Is anybody there?', 'another-one')).rejects.toMatchObject({
        code: 'conflict',
      })
    }
    await console.ask('conversation.assign', { conversationId, operatorId: miaId })
    await console.ask('conversation.close', { conversationId })
    await expect(whisper(conversationId, 'Too late', 'another-two')).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a take-over', () => {
  it('moves the conversation, says so in the thread, and keeps the agent’s draft theirs', async () => {
    const { visitor, conversationId } = await chatWithMia()
    const draft = { conversationId, mode: 'reply' as const, text: 'Half a sen', templateIds: [] }
    await asMia('draft.save', draft)
    visitor.arrived.length = 0
    console.changes.length = 0
    expect(await console.ask('live.takeOver', { conversationId })).toMatchObject({ assignee: { id: supervisorId } })
    for (const topic of ['conversation', 'inbox', 'drafts'] as const) {
      expect(console.changes).toContainEqual({ topic, conversationId })
    }
    expect(visitor.arrived).toEqual([])
    const hers = await asMia('conversation.open', { conversationId })
    expect(hers.messages.at(-1)).toMatchObject({
      kind: 'event',
      text: 'Supervisor took this conversation over from Mia',
    })
    expect(hers.row).toMatchObject({ assignee: { name: 'Supervisor' }, unread: 1 })
    expect(hers.draft.reply).toMatchObject({ text: 'Half a sen' })
    const mine = await console.ask('conversation.open', { conversationId })
    expect(mine.draft.reply).toMatchObject({ text: '' })

    // Each has a box of their own.
    await console.ask('draft.save', { ...draft, text: 'Mine' })
    await asMia('draft.save', { ...draft, text: 'Half a sentence' })
    expect((await asMia('draft.read', { conversationId })).reply.text).toBe('Half a sentence')
    expect((await console.ask('draft.read', { conversationId })).reply.text).toBe('Mine')
    await asMia('draft.discard', { conversationId, mode: 'reply' })
    expect((await console.ask('draft.read', { conversationId })).reply.text).toBe('Mine')

    expect(await journal('live.takenOver', conversationId)).toMatchObject([
      { by: 'Supervisor', sentence: 'Supervisor took the conversation over from Mia.' },
    ])
    await expect(console.ask('live.takeOver', { conversationId })).rejects.toMatchObject({ code: 'conflict' })
    await console.ask('conversation.close', { conversationId })
    await expect(console.ask('live.takeOver', { conversationId })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('keeps to the agent what their window saves only afterwards', async () => {
    const { conversationId } = await chatWithMia()
    await console.ask('live.takeOver', { conversationId })
    await asMia('draft.save', { conversationId, mode: 'note', text: 'Typed at that moment', templateIds: [] })
    expect((await console.ask('draft.read', { conversationId })).note).toMatchObject({ text: '' })
    expect((await asMia('draft.read', { conversationId })).note).toMatchObject({ text: 'Typed at that moment' })
  })

  it('works where nobody had it', async () => {
    const visitor = await console.visit(channelId, null)
    const { conversationId } = await visitor.say('Hello?')
    await console.ask('live.takeOver', { conversationId })
    const { messages, row: now } = await console.ask('conversation.open', { conversationId })
    expect(messages.at(-1)?.text).toBe('Supervisor took this conversation over; nobody had it')
    expect(now.waitingSince).not.toBeNull()
  })
})

describe('an agent', () => {
  it('is refused each request, and nothing of it is journalled', async () => {
    const { conversationId } = await chatWithMia()
    const { lookId } = await console.ask('live.look', { conversationId })
    const filters = { sort: 'waiting', standing: null, agent: null, channelId: null, waiting: null } as const
    const refused = [
      asMia('live.list', { ...filters, cursor: null, limit: 10 }),
      asMia('live.rows', { conversationIds: [conversationId] }),
      asMia('live.look', { conversationId }),
      asMia('live.view', { lookId, conversationId }),
      asMia('live.older', { lookId, conversationId, before: 5 }),
      asMia('live.whisper', { conversationId, requestId: 'from-an-agent', text: 'Psst' }),
      asMia('live.takeOver', { conversationId }),
    ]
    for (const request of refused) await expect(request).rejects.toMatchObject({ code: 'not-allowed' })
    expect(await journal('live.looked', conversationId)).toHaveLength(1)
    expect(await row(conversationId)).toMatchObject({ assignee: { name: 'Mia' } })
  })
})

describe('the record', () => {
  it('is what the journal gives, and an erased person is in no whisper any more', async () => {
    const { visitor, conversationId } = await chatWithMia('I am Wilhelmina', {
      email: 'wilhelmina@example.com',
      hash: createHmac('sha256', secret).update('wilhelmina@example.com').digest('hex'),
    })
    await whisper(conversationId, 'Careful, it is Zephyrine’s aunt wilhelmina@example.com', 'about-a-person')
    await console.ask('live.takeOver', { conversationId })
    await visitor.say('Still here')
    const { rows } = await console.ask('contacts.list', { query: 'wilhelmina', cursor: null, limit: 5 })
    await console.ask('audit.erase', { contactId: rows[0]?.id ?? 'cont_none', reason: 'Asked by letter' })
    const { messages } = await console.ask('conversation.open', { conversationId })
    expect(messages.map(({ kind }) => kind)).toEqual(['visitor', 'whisper', 'event', 'visitor'])
    expect(JSON.stringify(messages)).not.toMatch(/wilhelmina|zephyrine/i)
    expect(await journal('live.takenOver', conversationId)).toHaveLength(1)

    const handle = openForReading(console.databasePath)
    const found = checkDatabase(handle, { migrations, projections, projectedTables, stamp: null })
    handle.sql.close()
    expect(found.findings).toEqual([])
  })
})
