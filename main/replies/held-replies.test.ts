import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import type { ConversationId } from '#shared/domain/ids.ts'
import { projectedTables, projections } from '../database-parts.ts'
import { checkDatabase } from '../journal/check-database.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForReading } from '../storage/open.ts'
import { readStamp } from '../storage/stamp-file.ts'
import type { TestConsole } from '../testing/console.ts'
import { filledIn, signed, startDesk } from './testing/desk.ts'

vi.setConfig({ testTimeout: 120_000 })

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

const plain = 'Thank you for waiting.'
const card = 'The card was 4111 1111 1111 1111.'
const minute = 60_000

/** Ann left, and four replies wait for her: by a restricted and a personal template, with a card number, and plain. */
async function waiting() {
  const desk = await startDesk(started)
  const { console, ann, conversationId, send, templates, channelId } = desk
  ann.socket.close()
  await new Promise((resolve) => ann.socket.once('close', resolve))
  const bodyOf = (wanted: string) => filledIn(templates.find(({ sensitivity }) => sensitivity === wanted)?.body ?? null)
  const texts = { restricted: bodyOf('restricted'), personal: bodyOf('personal'), card, plain }
  const ids: string[] = []
  for (const text of Object.values(texts)) {
    const sent = await send(conversationId, text)
    if (sent.outcome !== 'sent') throw new Error(`not sent: ${JSON.stringify(sent)}`)
    ids.push(sent.message.id)
  }
  const named = (id: string) => Object.keys(texts)[ids.indexOf(id)]
  const token = ann.opened.sessionToken
  return {
    ...desk,
    texts,
    ids: ids as `msg_${string}`[],
    token,
    /** Ann's browser connects again; answers which of the replies her chat is given. */
    async back(identity: unknown = signed('ann@example.com')) {
      const visitor = await console.visit(channelId, identity, token)
      const given = visitor.opened.history.flatMap(({ id }) => named(id) ?? [])
      return { visitor, given }
    },
    /** Each of the replies as the agent sees it: its delivery, and why it is held. */
    async shown() {
      const { messages } = await console.ask('conversation.open', { conversationId })
      return Object.fromEntries(
        messages.flatMap(({ id, delivery, held }) => {
          const name = named(id)
          return name === undefined ? [] : [[name, held === null ? delivery : `${delivery}: ${held.code}`]]
        }),
      )
    },
    /** Those that a page of hers was given and never confirmed. */
    async mayBeSeen() {
      const { messages } = await console.ask('conversation.open', { conversationId })
      return messages.flatMap(({ id, mayBeSeen }) => (mayBeSeen ? [named(id)] : []))
    },
    async bySupervisor(act: () => Promise<unknown>) {
      await console.signIn('Supervisor')
      await act()
      await console.signIn('Mia')
    },
  }
}
type Waiting = Awaited<ReturnType<typeof waiting>>

async function judge(
  { console }: Pick<Waiting, 'console'>,
  conversationId: ConversationId,
  decision: 'impersonation' | 'genuine',
) {
  const { flagId } = await console.ask('flags.report', { conversationId, note: 'It is not her voice.' })
  await console.ask('flags.decide', { flagIds: [flagId], decision, note: 'She called us.', draft: false })
}

const everything = ['restricted', 'personal', 'card', 'plain']

test('where nothing changed, all that waits is given, once', async () => {
  const desk = await waiting()
  expect(await desk.mayBeSeen()).toEqual([])
  desk.console.changes.length = 0
  expect((await desk.back()).given).toEqual(everything)
  expect(await desk.shown()).toEqual({ restricted: 'sent', personal: 'sent', card: 'sent', plain: 'sent' })
  expect(await desk.mayBeSeen()).toEqual(everything)
  expect(desk.console.changes).toContainEqual({ topic: 'conversation', conversationId: desk.conversationId })
})

test('what a page was given and never confirmed may have been seen, also where it is held afterwards', async () => {
  const desk = await waiting()
  const { visitor } = await desk.back()
  const [restricted, personal] = desk.ids
  visitor.send({ type: 'received', messageId: personal as `msg_${string}` })
  await expect.poll(async () => (await desk.shown()).personal).toBe('delivered')
  visitor.socket.close()
  await new Promise((resolve) => visitor.socket.once('close', resolve))
  await desk.bySupervisor(() => judge(desk, desk.conversationId, 'impersonation'))
  expect((await desk.back()).given).toEqual(['personal', 'card', 'plain'])
  expect((await desk.shown()).restricted).toBe('failed: serious-flag-open')
  expect(await desk.mayBeSeen()).toEqual(['restricted', 'card', 'plain'])
  // A page that confirms nothing may come as often as it likes: it is written down once.
  await desk.bySupervisor(async () => {
    const { rows } = await desk.console.ask('audit.list', { kind: 'reply.handedOver', limit: 200 })
    expect(rows).toHaveLength(4)
  })
  await expect(desk.retry(restricted as `msg_${string}`)).rejects.toMatchObject({ code: 'not-allowed' })
  expect(await desk.mayBeSeen()).toContain('restricted')
  await desk.console.stop()
  const handle = openForReading(desk.console.databasePath)
  const stamp = readStamp(`${desk.console.databasePath}.head.json`)
  expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp }).findings).toEqual([])
  handle.sql.close()
})

test('an impersonation that was decided meanwhile holds what is restricted, and the agent reads why', async () => {
  const desk = await waiting()
  await desk.bySupervisor(() => judge(desk, desk.conversationId, 'impersonation'))
  const { visitor, given } = await desk.back()
  expect(given).toEqual(['personal', 'card', 'plain'])
  const held = { restricted: 'failed: serious-flag-open', personal: 'sent', card: 'sent', plain: 'sent' }
  expect(await desk.shown()).toEqual(held)
  expect(desk.console.changes).toContainEqual({ topic: 'conversation', conversationId: desk.conversationId })
  visitor.socket.close()
  expect(await desk.mayBeSeen()).toEqual(['personal', 'card', 'plain'])
  // Held once, it stays so: coming back neither gives it nor writes it down again.
  expect((await desk.back()).given).toEqual(['personal', 'card', 'plain'])
  expect(await desk.shown()).toEqual(held)
  const [restricted] = desk.ids
  await expect(desk.retry(restricted as `msg_${string}`)).rejects.toMatchObject({ code: 'not-allowed' })
  await desk.bySupervisor(async () => {
    const { rows } = await desk.console.ask('audit.list', { kind: 'reply.held', limit: 200 })
    expect(rows).toHaveLength(1)
  })
  await desk.console.stop()
  // The tables follow the journal: made anew from it, they say the same.
  const handle = openForReading(desk.console.databasePath)
  const stamp = readStamp(`${desk.console.databasePath}.head.json`)
  expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp }).findings).toEqual([])
  handle.sql.close()
})

test('a flag that is open holds it; decided to be genuine, it goes out when the agent tries again', async () => {
  const desk = await waiting()
  const { flagId } = await desk.console.ask('flags.report', { conversationId: desk.conversationId, note: 'Hm.' })
  const { visitor } = await desk.back()
  expect((await desk.shown()).restricted).toBe('failed: serious-flag-open')
  const genuine = { decision: 'genuine', note: 'She called us.', draft: false } as const
  await desk.bySupervisor(() => desk.console.ask('flags.decide', { flagIds: [flagId], ...genuine }))
  const [restricted] = desk.ids
  expect(await desk.retry(restricted as `msg_${string}`)).toEqual({ delivery: 'sent' })
  const { message } = await visitor.next('reply')
  expect(message).toMatchObject({ id: restricted, text: desk.texts.restricted })
  visitor.send({ type: 'received', messageId: message.id })
  await expect.poll(async () => (await desk.shown()).restricted).toBe('delivered')
  visitor.socket.close()
  expect((await desk.back()).given).toEqual(everything)
})

test('tried again with nobody there, it waits once more, and is asked about once more', async () => {
  const desk = await waiting()
  const { flagId } = await desk.console.ask('flags.report', { conversationId: desk.conversationId, note: 'Hm.' })
  const { visitor } = await desk.back()
  visitor.socket.close()
  await new Promise((resolve) => visitor.socket.once('close', resolve))
  const genuine = { decision: 'genuine', note: 'She called us.', draft: false } as const
  await desk.bySupervisor(() => desk.console.ask('flags.decide', { flagIds: [flagId], ...genuine }))
  const [restricted] = desk.ids
  await expect.poll(() => desk.retry(restricted as `msg_${string}`)).toEqual({ delivery: 'queued' })
  expect((await desk.shown()).restricted).toBe('queued')
  await desk.bySupervisor(() => judge(desk, desk.conversationId, 'impersonation'))
  expect((await desk.back()).given).not.toContain('restricted')
  expect((await desk.shown()).restricted).toBe('failed: serious-flag-open')
})

const sensitive = ['restricted', 'personal', 'card']

/** What happened while Ann was away; she comes back with her own proof, which still verifies where nothing else is said. */
const falls: [string, string, string[], (desk: Waiting) => Promise<unknown>][] = [
  [
    'the proof was rejected',
    'proof-rejected',
    sensitive,
    async ({ console, channelId, token }) =>
      (await console.visit(channelId, { ...signed('ann@example.com'), hash: 'ab'.repeat(32) }, token)).say('Me again'),
  ],
  [
    'nobody was named',
    'not-verified',
    sensitive,
    async ({ console, channelId, token }) => (await console.visit(channelId, null, token)).say('Me again'),
  ],
  [
    'the identity switched to one that is only claimed',
    'not-verified',
    sensitive,
    async ({ console, channelId, token }) =>
      (await console.visit(channelId, { email: 'bob@example.com' }, token)).say('Me again'),
  ],
  [
    'the identity switched to another that is proven',
    'not-verified',
    sensitive,
    async ({ console, channelId, token }) =>
      (await console.visit(channelId, signed('bob@example.com'), token)).say('Me again'),
  ],
  [
    'the identity was blocked, also where it is proven',
    'identity-blocked',
    ['restricted', 'personal'],
    (desk) =>
      desk.bySupervisor(async () => {
        const { flagId } = await desk.console.ask('flags.report', { conversationId: desk.conversationId, note: 'Hm.' })
        await desk.console.ask('flags.decide', {
          flagIds: [flagId],
          decision: 'genuine',
          note: 'Abuse all the same.',
          draft: false,
        })
        await desk.console.ask('identities.block', { flagId, scope: 'always', note: 'Abuse.' })
      }),
  ],
]

test.each(falls)('where %s, what needs the proof is held (%s)', async (_what, code, held, happen) => {
  const desk = await waiting()
  await happen(desk)
  expect((await desk.back()).given).toEqual(everything.filter((name) => !held.includes(name)))
  const shown = await desk.shown()
  for (const name of held) {
    expect(shown[name], name).toBe(`failed: ${name === 'card' ? 'secret-in-text' : code}`)
  }
})

test('a proof that a supervisor revoked opens nothing that waits, and what waits is not lost', async () => {
  const desk = await waiting()
  const { messages } = await desk.console.ask('conversation.open', { conversationId: desk.conversationId })
  const messageId = messages[0]?.id as `msg_${string}`
  await desk.bySupervisor(() => desk.console.ask('proofs.revoke', { messageId, note: 'It was shared.' }))
  expect((await desk.back()).given).toEqual([])
  expect(await desk.shown()).toEqual({ restricted: 'queued', personal: 'queued', card: 'queued', plain: 'queued' })
  const [restricted] = desk.ids
  await expect(desk.retry(restricted as `msg_${string}`)).rejects.toMatchObject({ code: 'not-allowed' })
  expect((await desk.shown()).restricted).toBe('failed: proof-rejected')
})

test('time alone holds nothing: whoever comes back and proves who they are is given all that waits', async () => {
  const desk = await waiting()
  desk.console.advance(26 * 60 * minute)
  expect((await desk.back()).given).toEqual(everything)
})

test('with another proof, what waits under the revoked one is held', async () => {
  const desk = await waiting()
  const { messages } = await desk.console.ask('conversation.open', { conversationId: desk.conversationId })
  const messageId = messages[0]?.id as `msg_${string}`
  const other = 'Zq8vR2mX5tYp1LhN7cGd4WkS9bJf3EaU'
  await desk.bySupervisor(async () => {
    await desk.console.ask('proofs.revoke', { messageId, note: 'It was shared.' })
    const key = { label: 'Next', acceptRepair: false, acceptDegradedKeystore: false }
    await desk.console.ask('keys.add', { ...key, channelId: desk.channelId, material: other })
  })
  expect((await desk.back(signed('ann@example.com', other))).given).toEqual(['plain'])
  expect(await desk.shown()).toEqual({
    restricted: 'failed: proof-rejected',
    personal: 'failed: proof-rejected',
    card: 'failed: secret-in-text',
    plain: 'sent',
  })
})

test('tried again where the proof has only run out, it waits on for whoever brings the next one', async () => {
  const desk = await waiting()
  desk.console.advance(45 * minute)
  const [restricted] = desk.ids
  await expect(desk.retry(restricted as `msg_${string}`)).rejects.toMatchObject({ code: 'not-allowed' })
  expect((await desk.shown()).restricted).toBe('queued')
  expect((await desk.back()).given).toEqual(everything)
})

test.each(['nothing', 'an impersonation', 'another identity'])(
  'what a grant let out is held after %s, and else given',
  async (happened) => {
    const { console, mallory, toMallory, templates, channelId, send } = await startDesk(started)
    mallory.socket.close()
    await new Promise((resolve) => mallory.socket.once('close', resolve))
    const personal = templates.find(({ sensitivity }) => sensitivity === 'personal')
    const text = filledIn(personal?.body ?? null)
    const templateIds = personal === undefined ? [] : [personal.id]
    const asked = { conversationId: toMallory, text, templateIds, note: 'He knows the order number.' }
    const { requestId } = await console.ask('grants.request', asked)
    await console.signIn('Supervisor')
    await console.ask('grants.approve', { requestId, text, reason: 'Called back.' })
    await console.signIn('Mia')
    expect((await send(toMallory, text, templateIds)).outcome).toBe('sent')
    const token = mallory.opened.sessionToken
    if (happened === 'an impersonation') {
      await console.signIn('Supervisor')
      await judge({ console }, toMallory, 'impersonation')
      await console.signIn('Mia')
    }
    if (happened === 'another identity') {
      // Already the page that only names somebody else is not given it.
      const bob = await console.visit(channelId, { email: 'bob@example.com' }, token)
      expect(bob.opened.history.some((message) => message.text === text)).toBe(false)
    }
    const back = await console.visit(channelId, { email: 'mallory@example.com' }, token)
    const given = back.opened.history.some((message) => message.text === text)
    expect(given).toBe(happened === 'nothing')
  },
)

test('of long replies fewer are asked about at once, and at least one', async () => {
  const desk = await startDesk(started)
  desk.ann.socket.close()
  await new Promise((resolve) => desk.ann.socket.once('close', resolve))
  const sentence = 'Thank you for waiting, we have found that the parcel is on its way. '
  const texts = Array.from({ length: 9 }, (_, index) => `${index} ${sentence.repeat(115).trim()}`)
  for (const text of texts) await desk.send(desk.conversationId, text)
  const open = () => desk.console.visit(desk.channelId, signed('ann@example.com'), desk.ann.opened.sessionToken)
  const given = async () => {
    const visitor = await open()
    const replies = visitor.opened.history.filter(({ from }) => from === 'agent')
    for (const { id } of replies) visitor.send({ type: 'received', messageId: id })
    return replies.map(({ text }) => Number(text.slice(0, 1)))
  }
  expect(await given()).toEqual([0, 1, 2, 3, 4, 5])
  await expect.poll(given, { timeout: 20_000 }).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('a chat that is opened is given the fifty oldest that wait, and the others once those have arrived', async () => {
  const desk = await startDesk(started)
  desk.ann.socket.close()
  await new Promise((resolve) => desk.ann.socket.once('close', resolve))
  const texts = Array.from({ length: 53 }, (_, index) => `Thank you for waiting, for the ${index}th time.`)
  for (const text of texts) await desk.send(desk.conversationId, text)
  const open = () => desk.console.visit(desk.channelId, signed('ann@example.com'), desk.ann.opened.sessionToken)
  const repliesOf = ({ opened }: Awaited<ReturnType<typeof open>>) =>
    opened.history.filter(({ from }) => from === 'agent')
  const first = await open()
  expect(repliesOf(first).map(({ text }) => text)).toEqual(texts.slice(0, 50))
  for (const { id } of repliesOf(first)) {
    first.send({ type: 'received', messageId: id })
  }
  const delivered = async () =>
    (await desk.console.ask('conversation.open', { conversationId: desk.conversationId })).messages.filter(
      ({ delivery }) => delivery === 'delivered',
    ).length
  await expect.poll(delivered, { timeout: 20_000 }).toBe(50)
  expect(repliesOf(await open()).map(({ text }) => text)).toEqual(texts)
})

test('what is held is journalled with its reason and without its text', async () => {
  const desk = await waiting()
  await desk.bySupervisor(() => judge(desk, desk.conversationId, 'impersonation'))
  await desk.back()
  const bytes = readFileSync(`${desk.console.databasePath}-wal`).toString('latin1')
  const held = bytes.match(/\{"messageId":"msg_[^"]*","reason":\{[^}]*\}\}/)?.[0] ?? ''
  expect(held).toContain('"code":"serious-flag-open"')
  expect(held).not.toContain(desk.texts.restricted.slice(0, 20))
})
