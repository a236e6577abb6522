import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChangeEvent, RequestInput } from '#shared/contract/requests.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { ReplyEnvelope } from '#shared/domain/envelope.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import { accepted, channelId, identity, openConsole, operatorId } from '../conversations/testing/open-console.ts'
import { checkTemplate } from './check-template.ts'
import { acknowledgedWithin, createReplies } from './replies.ts'

const ann = 'ann@example.com'
const by: OperatorView = { id: operatorId, name: 'Ada', role: 'supervisor' }

type Transport = (envelope: ReplyEnvelope) => Promise<{ connections: number }>

const opened: Awaited<ReturnType<typeof openConsole>>[] = []
afterEach(async () => {
  for (const console of opened.splice(0)) await console.remove()
})

/** A conversation with one message of a visitor, and replies over a transport of the test's choice. */
async function begin(payload: string | null = identity(ann)) {
  const console = await openConsole()
  opened.push(console)
  await console.store.write('channels.add', {
    actor: 'system',
    at: console.at(),
    content: {
      channelId,
      name: 'Shop',
      scheme: 'fernand',
      policy: 'observe',
      origins: ['https://shop.example'],
      settings: {},
      freshnessMinutes: 30,
    },
  })
  const handed: ReplyEnvelope[] = []
  const wire: { reply: Transport } = { reply: async () => ({ connections: 1 }) }
  const changes: ChangeEvent[] = []
  const replies = createReplies({
    store: console.store,
    operators: { nameOf: () => 'Ada' },
    toVisitors: {
      reply: (envelope) => {
        handed.push(envelope)
        return wire.reply(envelope)
      },
    },
    clock: console.at,
    randomBytes,
    onChange: (event) => void changes.push(event),
  })
  await replies.prepare()
  const { sessionId } = await console.open(payload)
  const { conversationId } = accepted(await console.say(sessionId, payload, 'Hello'))
  let sent = 0
  const send = (change: Partial<RequestInput<'reply.send'>> = {}) =>
    replies.send(
      {
        conversationId,
        requestId: `request-${(sent += 1)}`,
        mode: 'reply',
        text: 'Thank you for your message.',
        templateIds: [],
        seenPosition: 99,
        askToSignIn: false,
        ...change,
      },
      by,
    )
  const titled = async (title: string) => {
    const { templates } = await replies.templates({ conversationId: null, archived: true }, by)
    const found = templates.find((template) => template.title === title)
    if (found === undefined) throw new Error(`no template ${title}`)
    return found
  }
  return { console, replies, conversationId, sessionId, send, handed, wire, changes, titled }
}

const deliveries = async ({ console }: Awaited<ReturnType<typeof begin>>, conversationId: ConversationId) =>
  (await console.inbox.open({ conversationId }, operatorId)).messages.flatMap(({ kind, delivery }) =>
    kind === 'reply' ? [delivery] : [],
  )

const unconfirmed = async ({ console, conversationId }: Awaited<ReturnType<typeof begin>>) =>
  (await console.inbox.open({ conversationId }, operatorId)).messages.flatMap(({ kind, mayBeSeen }) =>
    kind === 'reply' ? [mayBeSeen] : [],
  )

describe('the outbox', () => {
  it('waits while nobody is there, and says so', async () => {
    const test = await begin()
    test.wire.reply = async () => ({ connections: 0 })
    await test.send()
    await test.replies.settle()
    expect(await deliveries(test, test.conversationId)).toEqual(['queued'])
  })

  it('a transport that fails is recorded, shown and tried again as the same reply', async () => {
    const test = await begin()
    test.wire.reply = async () => Promise.reject(new Error('no wire'))
    const sent = await test.send()
    if (sent.outcome !== 'sent') throw new Error('not sent')
    await test.replies.settle()
    expect(await deliveries(test, test.conversationId)).toEqual(['failed'])
    const messageId = sent.message.id

    expect(await test.replies.retry({ messageId })).toEqual({ delivery: 'failed' })
    test.wire.reply = async () => ({ connections: 0 })
    expect(await test.replies.retry({ messageId })).toEqual({ delivery: 'queued' })
    test.wire.reply = async () => ({ connections: 1 })
    expect(await test.replies.retry({ messageId })).toEqual({ delivery: 'sent' })
    expect(new Set(test.handed.map(({ message }) => message.id))).toEqual(new Set([messageId]))
    expect(test.handed.every(({ audience }) => audience === test.handed[0]?.audience)).toBe(true)
    test.console.record.delivered(messageId)
    await expect.poll(() => deliveries(test, test.conversationId)).toEqual(['delivered'])
    expect(await test.replies.retry({ messageId })).toEqual({ delivery: 'delivered' })
  })

  it('what nobody acknowledged in time failed, until the widget says otherwise', async () => {
    const test = await begin()
    const sent = await test.send()
    if (sent.outcome !== 'sent') throw new Error('not sent')
    await test.replies.settle()
    await test.replies.noticeSilence()
    expect(await deliveries(test, test.conversationId)).toEqual(['sent'])
    test.console.advance(acknowledgedWithin + 1)
    await test.replies.noticeSilence()
    expect(await deliveries(test, test.conversationId)).toEqual(['failed'])
    expect(await unconfirmed(test)).toEqual([true])
    test.console.record.delivered(sent.message.id)
    await expect.poll(() => deliveries(test, test.conversationId)).toEqual(['delivered'])
    expect(await unconfirmed(test)).toEqual([false])
  })

  it('what no wire took was seen by nobody', async () => {
    const test = await begin()
    test.wire.reply = async () => Promise.reject(new Error('no wire'))
    await test.send()
    await test.replies.settle()
    expect(await deliveries(test, test.conversationId)).toEqual(['failed'])
    expect(await unconfirmed(test)).toEqual([false])
  })

  it('what waited and was given as the chat opened is on its way, and fails in silence like any other', async () => {
    const test = await begin()
    test.wire.reply = async () => ({ connections: 0 })
    await test.send()
    await test.replies.settle()
    test.console.advance(3 * acknowledgedWithin)
    expect(await unconfirmed(test)).toEqual([false])
    const given = await test.console.open(identity(ann))
    expect(given.history.filter(({ from }) => from === 'agent')).toHaveLength(1)
    expect(test.console.handedOver()).toBe(1)
    expect(await deliveries(test, test.conversationId)).toEqual(['sent'])
    // Its time begins when it was given, not when it was written.
    await test.replies.noticeSilence()
    expect(await deliveries(test, test.conversationId)).toEqual(['sent'])
    test.console.advance(acknowledgedWithin + 1)
    await test.replies.noticeSilence()
    expect(await deliveries(test, test.conversationId)).toEqual(['failed'])
    expect(await unconfirmed(test)).toEqual([true])
    test.wire.reply = async () => ({ connections: 0 })
    const [message] = (
      await test.console.inbox.open({ conversationId: test.conversationId }, operatorId)
    ).messages.filter(({ kind }) => kind === 'reply')
    expect(await test.replies.retry({ messageId: message?.id ?? 'msg_none' })).toEqual({ delivery: 'queued' })
    // It waits again, and may have been seen all the same.
    expect(await unconfirmed(test)).toEqual([true])
  })
})

describe('what the scan found', () => {
  const text = 'You paid with 4111 1111 1111 1111.'

  it('blocks for the unauthenticated, whatever the window says, and keeps no text', async () => {
    const test = await begin(identity(ann, null))
    const sent = await test.send({ text, sendAnyway: true })
    expect(sent).toMatchObject({ outcome: 'blocked', reasons: [{ code: 'secret-in-text' }] })
    const preview = await test.replies.preview({ conversationId: test.conversationId, templateIds: [], text }, by)
    expect(preview).toMatchObject({ outcome: 'block', findings: [{ kind: 'card-number', start: 14, end: 33 }] })
    const bytes = ['', '-wal'].map((end) => readFileSync(test.console.databasePath + end).toString('latin1')).join('')
    expect(bytes).not.toContain('4111 1111')
    expect(bytes).toContain('"kinds":["card-number"]')
  })

  it('warns for the authenticated, and goes out with one more act', async () => {
    const test = await begin()
    expect(await test.send({ text })).toMatchObject({ outcome: 'warned', warnings: [{ code: 'secret-in-text' }] })
    expect(test.handed).toEqual([])
    expect(await test.send({ text, sendAnyway: true })).toMatchObject({ outcome: 'sent' })
    const bytes = ['', '-wal'].map((end) => readFileSync(test.console.databasePath + end).toString('latin1')).join('')
    expect(bytes).toContain('"warned":["card-number"]')
  })

  it('lets the visitor’s own proven address through', async () => {
    const test = await begin()
    expect(await test.send({ text: `I wrote to ${ann}.` })).toMatchObject({ outcome: 'sent' })
    expect(await test.send({ text: 'I wrote to bob@example.com.' })).toMatchObject({ outcome: 'warned' })
  })
})

describe('a colleague’s reply', () => {
  it('stops one that was written without seeing it; one’s own does not', async () => {
    const test = await begin()
    await test.send({ seenPosition: 1 })
    expect(await test.send({ seenPosition: 1, text: 'And one more thing.' })).toMatchObject({ outcome: 'sent' })
    const other = await test.replies.send(
      {
        conversationId: test.conversationId,
        requestId: 'from-a-colleague',
        mode: 'reply',
        text: 'I think so too.',
        templateIds: [],
        seenPosition: 1,
        askToSignIn: false,
      },
      { id: 'oper_two', name: 'Bob', role: 'agent' },
    )
    expect(other).toMatchObject({ outcome: 'blocked', reasons: [{ code: 'unseen-message' }] })
  })
})

describe('a safe version', () => {
  const ask = (test: Awaited<ReturnType<typeof begin>>, text: string, templateIds: `tmpl_${string}`[] = []) =>
    test.replies.safeVersion({ conversationId: test.conversationId, templateIds, text }, by)

  it('is the public alternative of the template, or what is left without the finds', async () => {
    const test = await begin(identity(ann, null))
    const invoice = await test.titled('Invoice copy')
    const alternative = await test.titled('Ask to sign in')
    expect(await ask(test, 'Whatever it says now', [invoice.id])).toMatchObject({
      way: 'alternative',
      templateIds: [alternative.id],
      text: alternative.body,
    })
    expect(await ask(test, 'Hello. Your code is 482913. Bye!')).toEqual({
      way: 'removed',
      text: 'Hello. Your code is [removed]. Bye!',
      templateIds: [],
    })
    expect(await ask(test, 'Nothing in it')).toMatchObject({ way: 'none' })
    expect(await ask(test, '4111 1111 1111 1111')).toMatchObject({ way: 'none' })
  })

  it('of lifted wording without an alternative leaves its sentences out', async () => {
    const test = await begin(identity(ann, null))
    const invoice = await test.titled('Invoice copy')
    await test.replies.saveTemplate(
      { ...wordsOf(invoice), templateId: invoice.id, baseVersion: invoice.version, alternativeId: null },
      by,
    )
    const text = 'Good morning! I have sent a copy of your latest invoice to you. Have a nice day.'
    expect(await ask(test, text)).toEqual({ way: 'removed', text: 'Good morning! Have a nice day.', templateIds: [] })
  })
})

const wordsOf = ({
  title,
  body,
  sensitivity,
  tags,
}: Awaited<ReturnType<Awaited<ReturnType<typeof begin>>['titled']>>) => ({
  title,
  body: body ?? '',
  sensitivity,
  tags,
})

describe('drafts', () => {
  const locked = 'I have sent a copy of your latest invoice to you.'

  it('of a locked template are kept, not given back, and come back with the proof', async () => {
    const test = await begin()
    const { conversationId, sessionId } = test
    const invoice = await test.titled('Invoice copy')
    const draft = { conversationId, mode: 'reply', text: locked, templateIds: [invoice.id] } as const
    await test.replies.saveDraft(draft as never, operatorId)
    const read = async () => (await test.replies.drafts({ conversationId }, operatorId)).reply
    expect(await read()).toMatchObject({ text: locked, templateIds: [invoice.id], held: null })

    await test.console.say(sessionId, identity(ann, null), 'And now without a proof')
    expect(await read()).toMatchObject({ text: '', templateIds: [], held: { code: 'not-verified' } })
    await test.replies.saveDraft({ conversationId, mode: 'reply', text: 'Please sign in.', held: 'beside' }, operatorId)
    expect(await read()).toMatchObject({ text: 'Please sign in.', held: { code: 'not-verified' } })
    await test.send({ text: 'Please sign in.' })

    await test.console.say(sessionId, identity(ann), 'Here I am again')
    expect(await read()).toMatchObject({ text: locked, templateIds: [invoice.id], held: null, taken: true })
    await test.replies.saveDraft(
      { ...draft, templateIds: [invoice.id], text: `${locked} Bye.`, held: 'taken' },
      operatorId,
    )
    await test.replies.discardDraft({ conversationId, mode: 'reply' }, operatorId)
    expect(await read()).toMatchObject({ text: '', held: null })
  })

  it('end with the reply, and their revision never goes back', async () => {
    const test = await begin()
    const { conversationId } = test
    const one = await test.replies.saveDraft({ conversationId, mode: 'reply', text: 'H' }, operatorId)
    const two = await test.replies.saveDraft({ conversationId, mode: 'reply', text: 'Hi' }, operatorId)
    await test.replies.saveDraft({ conversationId, mode: 'note', text: 'For us' }, operatorId)
    expect(two.revision).toBeGreaterThan(one.revision)
    await test.send({ text: 'Hi' })
    const { reply, note } = await test.replies.drafts({ conversationId }, operatorId)
    expect([reply.text, note.text]).toEqual(['', 'For us'])
    expect(reply.revision).toBeGreaterThan(two.revision)
  })

  describe('typed on while a text is on its way', () => {
    const place = { mode: 'reply' } as const
    async function typing() {
      const test = await begin()
      const { conversationId, replies } = test
      const read = async () => (await replies.drafts({ conversationId }, operatorId)).reply
      const { position } = await read()
      const save = (text: string, change: Partial<RequestInput<'draft.save'>> = {}) =>
        replies.saveDraft({ ...place, conversationId, text, position, ...change }, operatorId)
      return { ...test, position, read, save }
    }

    it('saved before it is sent, the rest stays, with all of its templates', async () => {
      const test = await typing()
      const goodbye = await test.titled('Goodbye')
      await test.save('Hello')
      await test.save('Hello\nThanks', { templateIds: [goodbye.id] })
      await test.send({ text: 'Hello' })
      expect(await test.read()).toMatchObject({ text: 'Thanks', templateIds: [goodbye.id] })
    })

    it('saved after it was sent by a window that has not heard of it, what went out is taken off and told', async () => {
      const test = await typing()
      await test.save('Hello')
      const sent = await test.send({ text: 'Hello' })
      if (sent.outcome !== 'sent') throw new Error('not sent')
      const saved = await test.save('Hello\nThanks')
      const { position } = sent.message
      expect(saved.sent).toEqual([{ position, text: 'Hello' }])
      expect(await test.read()).toMatchObject({ text: 'Thanks', revision: saved.revision, position })
      // Once it has heard of it, the same words are new ones.
      expect((await test.save('Hello again', { position })).sent).toEqual([])
      expect((await test.read()).text).toBe('Hello again')
    })

    it('several that went out are taken off one after the other', async () => {
      const test = await typing()
      await test.send({ text: 'One.' })
      await test.send({ text: 'Two.' })
      const saved = await test.save('One.\nTwo.\nThr')
      expect(saved.sent.map(({ text }) => text)).toEqual(['One.', 'Two.'])
      expect((await test.read()).text).toBe('Thr')
    })

    it('blocked, all of it stays', async () => {
      const test = await typing()
      await test.save('Hello {{name}}')
      await test.save('Hello {{name}}\nThanks')
      expect(await test.send({ text: 'Hello {{name}}' })).toMatchObject({ outcome: 'blocked' })
      expect((await test.save('Hello {{name}}\nThanks a lot')).sent).toEqual([])
      expect((await test.read()).text).toBe('Hello {{name}}\nThanks a lot')
    })

    it('sent twice as the same request, the rest is left alone', async () => {
      const test = await typing()
      await test.send({ text: 'Thanks', requestId: 'the-same-request' })
      await test.save('Thanks\nThanks again')
      await test.send({ text: 'Thanks', requestId: 'the-same-request' })
      expect((await test.read()).text).toBe('Thanks again')
    })

    it('what another window typed in its place stays; an earlier state of what was sent does not', async () => {
      const test = await typing()
      await test.save('Something else')
      await test.send({ text: 'Hello' })
      expect((await test.read()).text).toBe('Something else')
      await test.save('Good mor')
      await test.send({ text: 'Good morning' })
      expect((await test.read()).text).toBe('')
    })

    it('only what this operator sent in this mode is taken off', async () => {
      const test = await typing()
      const { conversationId, replies } = test
      const colleague: OperatorView = { id: 'oper_two', name: 'Bob', role: 'agent' }
      const same = { conversationId, text: 'Hello', templateIds: [], seenPosition: 99, askToSignIn: false }
      await replies.send({ ...same, mode: 'reply', requestId: 'of-a-colleague' }, colleague)
      await replies.send({ ...same, mode: 'note', requestId: 'a-note-of-mine' }, by)
      expect((await test.save('Hello, Ann')).sent).toEqual([])
      expect((await test.read()).text).toBe('Hello, Ann')
    })
  })

  it('held once and given back, sent as it is, it does not come back again', async () => {
    const test = await begin()
    const { conversationId, sessionId } = test
    const invoice = await test.titled('Invoice copy')
    const read = async () => (await test.replies.drafts({ conversationId }, operatorId)).reply
    const draft = { conversationId, mode: 'reply' } as const
    await test.replies.saveDraft({ ...draft, text: locked, templateIds: [invoice.id] }, operatorId)
    await test.console.say(sessionId, identity(ann, null), 'And now without a proof')
    await test.replies.saveDraft({ ...draft, text: 'Please sign in.', held: 'beside' }, operatorId)
    await test.send({ text: 'Please sign in.' })
    await test.console.say(sessionId, identity(ann), 'Here I am again')
    expect(await read()).toMatchObject({ text: locked, taken: true })
    expect(await test.send({ text: locked, templateIds: [invoice.id] })).toMatchObject({ outcome: 'sent' })
    expect(await read()).toMatchObject({ text: '', held: null, taken: false })
  })

  it('of two operators in one conversation are two: neither sees, sends or discards the other’s', async () => {
    const test = await begin()
    const { conversationId } = test
    await test.replies.saveDraft({ conversationId, mode: 'reply', text: 'Of Ada' }, operatorId)
    await test.replies.saveDraft({ conversationId, mode: 'reply', text: 'Of Mia' }, 'oper_mia')
    await test.send({ text: 'Of Ada' })
    expect((await test.replies.drafts({ conversationId }, operatorId)).reply.text).toBe('')
    await test.replies.discardDraft({ conversationId, mode: 'reply' }, operatorId)
    expect((await test.replies.drafts({ conversationId }, 'oper_mia')).reply.text).toBe('Of Mia')
  })
})

describe('templates', () => {
  const words = { title: 'Opening hours', body: 'From 9 to 18.', sensitivity: 'public' as const, tags: ['hours'] }

  it('get versions, an end and a way back', async () => {
    const test = await begin()
    const added = await test.replies.saveTemplate(
      { ...words, templateId: null, baseVersion: null, alternativeId: null },
      by,
    )
    const change = { ...words, templateId: added.id, alternativeId: null }
    await test.replies.saveTemplate({ ...change, baseVersion: 1, body: 'From 8 to 18.' }, by)
    await expect(
      test.replies.saveTemplate({ ...change, baseVersion: 1, body: 'From 7 to 18.' }, by),
    ).rejects.toMatchObject({ code: 'conflict' })
    const same = await test.replies.saveTemplate({ ...change, baseVersion: 2, body: 'From 8 to 18.' }, by)
    expect(same.version).toBe(2)
    const { versions } = await test.replies.template({ templateId: added.id })
    expect(versions.map(({ version, body }) => [version, body])).toEqual([
      [2, 'From 8 to 18.'],
      [1, 'From 9 to 18.'],
    ])
    await test.replies.archiveTemplate({ templateId: added.id, archived: true }, by)
    const { templates } = await test.replies.templates({ conversationId: null }, by)
    expect(templates.some(({ id }) => id === added.id)).toBe(false)
    await expect(
      test.replies.render({ conversationId: test.conversationId, templateId: added.id }, by),
    ).rejects.toMatchObject({ code: 'not-found' })
    expect((await test.replies.archiveTemplate({ templateId: added.id, archived: false }, by)).archived).toBe(false)
  })

  it.each([
    ['a variable that is none', { body: 'Dear {{secret}}' }],
    ['an inherited name', { body: '{{constructor}}' }],
    ['braces that hold nothing', { body: 'Dear {{ }}' }],
    ['an empty fallback', { body: 'Dear {{name|}}' }],
    ['braces that are not closed', { body: 'Dear {{name' }],
    ['a title that turns round', { title: 'a\u202eb' }],
    ['a tag twice', { tags: ['a', 'A'] }],
  ])('are refused with %s', (_, change) => {
    expect(checkTemplate({ ...words, ...change })).not.toBeNull()
    expect(checkTemplate(words)).toBeNull()
  })

  it('have a public alternative, which stays public and in use', async () => {
    const test = await begin()
    const askToSignIn = await test.titled('Ask to sign in')
    const invoice = await test.titled('Invoice copy')
    const archived = test.replies.archiveTemplate({ templateId: askToSignIn.id, archived: true }, by)
    await expect(archived).rejects.toMatchObject({ code: 'conflict' })
    const change = { ...wordsOf(askToSignIn), templateId: askToSignIn.id, baseVersion: null, alternativeId: null }
    const restricted = test.replies.saveTemplate({ ...change, sensitivity: 'restricted' }, by)
    await expect(restricted).rejects.toMatchObject({ code: 'conflict' })
    const circle = { ...wordsOf(invoice), templateId: invoice.id, baseVersion: null, alternativeId: invoice.id }
    await expect(test.replies.saveTemplate(circle, by)).rejects.toMatchObject({ code: 'input-invalid' })
  })

  it.each(['json', 'csv'] as const)('go out as %s and come back the same', async (format) => {
    const test = await begin()
    const odd = {
      title: '=HYPERLINK("http://evil")',
      body: '+1, "quoted",\nand {{name|there}}\r\nend',
      sensitivity: 'personal' as const,
      tags: ['@home', '-x'],
    }
    const alternativeId = (await test.titled('Ask to sign in')).id
    await test.replies.saveTemplate({ ...odd, templateId: null, baseVersion: null, alternativeId }, by)
    const { text } = await test.replies.exportTemplates({ format })
    if (format === 'csv') expect(text).not.toMatch(/(?:^|,|\n)"?[=+@-]/)
    const count = (await test.replies.templates({ conversationId: null }, by)).templates.length
    expect(await test.replies.importTemplates({ format, text, apply: true }, by)).toEqual({
      added: 0,
      changed: 0,
      same: count,
      problems: [],
      applied: true,
    })

    const elsewhere = await begin()
    const changed = text.replaceAll('latest invoice', 'newest invoice')
    const report = await elsewhere.replies.importTemplates({ format, text: changed, apply: false }, by)
    expect(report).toMatchObject({ added: 1, changed: 1, problems: [], applied: false })
    await elsewhere.replies.importTemplates({ format, text: changed, apply: true }, by)
    expect((await elsewhere.titled('Invoice copy')).version).toBe(2)
    expect(await elsewhere.titled(odd.title)).toMatchObject({ ...odd, alternative: { title: 'Ask to sign in' } })
  })

  it('are imported all or none', async () => {
    const test = await begin()
    const file = (templates: unknown[]) => JSON.stringify({ format: 'bonafide-templates', version: 1, templates })
    const good = { title: 'New', sensitivity: 'public', tags: [], body: 'Hi', alternative: null }
    for (const [text, message] of [
      ['{', 'This is no JSON. Choose a file that was exported as JSON, or say above that it is CSV.'],
      ['[]', 'This JSON holds no templates as they are exported here.'],
      [file([]), 'There is no template in this file.'],
      [file([good, { ...good, title: 'Bad', body: '{{nobody}}' }]), '{{nobody}} is no variable'],
      [file([good, good]), 'in this file twice'],
      [file([good, { ...good, title: 'Odd', sensitivity: 'secret' }]), 'Cannot be used: sensitivity'],
      [file([{ ...good, sensitivity: 'personal', alternative: 'Invoice copy' }]), 'cannot be the public alternative'],
    ] as const) {
      const report = await test.replies.importTemplates({ format: 'json', text, apply: true }, by)
      expect(report.problems.map((problem) => problem.message).join()).toContain(message)
      expect(report.applied).toBe(false)
    }
    await expect(test.titled('New')).rejects.toThrow()
  })
})
