import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accepted, identity, openConsole, operatorId } from './testing/open-console.ts'

type Console = Awaited<ReturnType<typeof openConsole>>
let console: Console
beforeAll(async () => {
  console = await openConsole()
})
afterAll(() => console.remove())

const wrong = '0'.repeat(64)

async function visitor(payload: string | null, ...texts: string[]) {
  const { sessionId } = await console.open(payload)
  let conversationId: `conv_${string}` | null = null
  for (const text of texts) conversationId = accepted(await console.say(sessionId, payload, text)).conversationId
  if (!conversationId) throw new Error('nothing was said')
  return { sessionId, conversationId }
}
const list = (filter: 'mine' | 'unassigned' | 'all' | 'flagged' | 'closed', cursor: string | null = null, limit = 50) =>
  console.inbox.list({ filter, cursor, limit }, operatorId)

describe('the inbox', () => {
  test('counts what its filters list, through every change', async () => {
    const { conversationId } = await visitor(null, 'one')
    await visitor(identity('x@shop.example', wrong), 'two')
    await console.inbox.assign({ conversationId, operatorId }, operatorId)
    const check = async () => {
      const { counts } = await list('all')
      for (const filter of ['mine', 'unassigned', 'all', 'flagged', 'closed'] as const) {
        expect([filter, (await list(filter, null, 200)).rows.length]).toEqual([filter, counts[filter]])
      }
      return counts
    }
    expect(await check()).toMatchObject({ mine: 1, closed: 0 })
    await console.inbox.close({ conversationId }, operatorId)
    expect(await check()).toMatchObject({ mine: 0, closed: 1 })
    await console.inbox.reopen({ conversationId }, operatorId)
    expect(await check()).toMatchObject({ mine: 1, closed: 0 })
    await console.inbox.assign({ conversationId, operatorId: null }, operatorId)
    expect(await check()).toMatchObject({ mine: 0 })
  })

  test('pages by what is newest, each row once', async () => {
    for (let index = 0; index < 7; index += 1) await visitor(null, `page ${index}`)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list('all', cursor, 3)
      expect(page.rows.length).toBeLessThanOrEqual(3)
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe((await list('all')).counts.all)
    expect((await list('all')).rows[0]?.lastMessage?.text).toBe('page 6')
  })

  test('says who waits and what is unread, until it is read', async () => {
    const { conversationId } = await visitor(null, 'one', 'two', 'three')
    const before = (await console.inbox.open({ conversationId }, operatorId)).row
    expect(before).toMatchObject({ unread: 3, title: 'Anonymous visitor', titleProvenance: 'none' })
    expect(before.waitingSince).not.toBeNull()
    expect(await console.inbox.markRead({ conversationId, position: 2 }, operatorId)).toMatchObject({ unread: 1 })
    expect(await console.inbox.markRead({ conversationId, position: 99 }, operatorId)).toMatchObject({ unread: 0 })
    expect(await console.inbox.markRead({ conversationId, position: 1 }, operatorId)).toMatchObject({ unread: 0 })
  })

  test('answers not-found for what is not there', async () => {
    await expect(console.inbox.open({ conversationId: 'conv_none' }, operatorId)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(console.inbox.why({ messageId: 'msg_none' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(console.inbox.close({ conversationId: 'conv_none' }, operatorId)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('a thread', () => {
  test('is given from its newest end, and older ones on request', async () => {
    const { conversationId } = await visitor(null, ...Array.from({ length: 130 }, (_, index) => `line ${index + 1}`))
    const view = await console.inbox.open({ conversationId }, operatorId)
    expect(view.messages.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, index) => index + 31))
    expect(view.hasOlder).toBe(true)
    const older = await console.inbox.older({ conversationId, before: 31 })
    expect(older.messages.map(({ position }) => position)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    expect(older.hasOlder).toBe(false)
  })

  test('marks where the standing changes and where the identity switches', async () => {
    const { sessionId } = await console.open(null)
    const say = (payload: string | null) => console.say(sessionId, payload, 'hello')
    const { conversationId } = accepted(await say(identity('switch@shop.example')))
    await say(identity('switch@shop.example'))
    await say(null)
    await say(identity('switch@shop.example', null))
    await say(identity('other@shop.example'))
    const view = await console.inbox.open({ conversationId }, operatorId)
    expect(
      view.messages.map(({ verdict, standingChanged, identitySwitched }) => [
        verdict?.status,
        standingChanged,
        identitySwitched,
      ]),
    ).toEqual([
      ['verified', false, false],
      ['verified', false, false],
      ['anonymous', true, false],
      ['claimed', true, false],
      ['verified', true, true],
    ])
    expect(view.row.standing).toMatchObject({ status: 'verified', value: 'other@shop.example' })
    const flags = (await console.review.flags({ state: 'open', limit: 50 })).rows
    expect(flags.filter((flag) => flag.conversationId === conversationId).map(({ kind }) => kind)).toEqual([
      'identity-switched',
      'claims-verified-contact',
    ])
  })
})

describe('the identity panel', () => {
  test('shows earlier conversations of a verified visitor only, and where a proof was used', async () => {
    const email = 'panel@shop.example'
    const first = await visitor(identity(email), 'first')
    const second = await visitor(identity(email), 'second')
    const panel = (await console.inbox.open({ conversationId: second.conversationId }, operatorId)).identity
    expect(panel).toMatchObject({ universe: 'signup', earlierHidden: false, origin: 'https://shop.example' })
    expect(panel.earlier.map(({ id }) => id)).toEqual([first.conversationId])
    expect(panel.fields).toEqual([{ name: 'email', value: email, provenance: 'proven' }])
    expect(panel.proofSeen).toMatchObject([{ client: 'Chrome on Linux', messages: 2 }])

    const impostor = await visitor(identity(email, wrong), 'let me in')
    const theirs = (await console.inbox.open({ conversationId: impostor.conversationId }, operatorId)).identity
    expect(theirs).toMatchObject({ universe: 'signup', earlier: [], earlierHidden: true })
    expect(theirs.fields.map(({ provenance }) => provenance)).not.toContain('proven')
    const contact = (await console.inbox.contacts({ query: email, cursor: null, limit: 10 })).rows
    expect(contact).toMatchObject([{ universe: 'signup', conversations: 2, value: email }])
  })

  test('a contact that was only claimed is a lead, and one proof promotes it without touching what was before', async () => {
    const email = 'lead@shop.example'
    const before = await visitor(identity(email, null), 'claimed')
    const rows = async () => (await console.inbox.contacts({ query: 'lead@', cursor: null, limit: 10 })).rows
    expect(await rows()).toMatchObject([{ universe: 'lead', lastVerifiedAt: null, conversations: 1 }])
    await visitor(identity(email), 'proven')
    expect(await rows()).toMatchObject([{ universe: 'signup', conversations: 1 }])
    await visitor(identity(email, null), 'claimed again')
    expect(await rows()).toMatchObject([{ universe: 'signup', conversations: 1 }])
    const view = await console.inbox.open({ conversationId: before.conversationId }, operatorId)
    expect(view.messages[0]?.verdict?.status).toBe('claimed')
    expect(view.row.titleProvenance).toBe('claimed')
  })
})

describe('search', () => {
  test('finds words and their beginnings, newest first, before and after indexing', async () => {
    const { conversationId } = await visitor(
      null,
      'Die Lieferung ist verspätet',
      'Lieferschein "A-17" fehlt',
      'something else',
    )
    const find = async (query: string) =>
      (await console.inbox.search({ query, limit: 10 })).hits.map(({ snippet }) => snippet)
    const expected = ['Lieferschein "A-17" fehlt', 'Die Lieferung ist verspätet']
    expect(await find('liefer')).toEqual(expected)
    await expect
      .poll(async () => (await console.store.read('search.progress', {})).waiting, { timeout: 10_000 })
      .toBe(0)
    expect(await find('liefer')).toEqual(expected)
    expect(await find('LIEFERUNG verspatet')).toEqual(['Die Lieferung ist verspätet'])
    expect((await console.inbox.search({ query: 'lieferschein', limit: 1 })).hits).toMatchObject([{ conversationId }])
  })

  test('finds a conversation by its name, with the standing it has now, before what was said', async () => {
    const { conversationId } = await visitor(identity('bea_holm@shop.example'), 'Is my bicycle done?', 'Hello?')
    await visitor(identity('beaXholm@shop.example', wrong), 'Where is mine?')
    const talk = await visitor(null, 'Ask bea_holm@shop.example about it')
    const find = async (query: string) => (await console.inbox.search({ query, limit: 10 })).hits
    const [named, said, ...others] = await find('BEA_holm@')
    expect(named).toMatchObject({
      conversationId,
      title: 'bea_holm@shop.example',
      snippet: 'Hello?',
      status: 'verified',
    })
    expect(said).toMatchObject({ conversationId: talk.conversationId, status: 'anonymous' })
    expect(others).toEqual([])
    expect(await find('beaxholm')).toMatchObject([{ title: 'beaXholm@shop.example', status: 'failed' }])
    await console.inbox.close({ conversationId }, operatorId)
    expect((await find('bea_holm@shop.example'))[0]).toMatchObject({ conversationId })
    expect(await find('bea_holm nobody')).toEqual([])
  })

  test('finds a conversation by everybody it ever named, also under the name it has now', async () => {
    const { sessionId, conversationId } = await visitor(identity('first.name@shop.example'), 'It is me')
    accepted(await console.say(sessionId, identity('second.name@shop.example', null), 'No, me'))
    for (const query of ['first.name@shop', 'second.name@shop']) {
      expect((await console.inbox.search({ query, limit: 10 })).hits).toMatchObject([
        { conversationId, title: 'second.name@shop.example', snippet: 'No, me', status: 'claimed' },
      ])
    }
  })

  test.each(['"', '*', 'a" OR "b', 'NEAR(', 'text:', '-', '', '   ', "'; DROP TABLE messages; --", '\u0000', '(', '^'])(
    'takes %j as words, never as a query language',
    async (query) => {
      expect((await console.inbox.search({ query, limit: 10 })).hits).toEqual([])
    },
  )
})

describe('review', () => {
  test('a decided flag leaves the open ones and the inbox filter', async () => {
    const { conversationId } = await visitor(identity('flagged@shop.example', wrong), 'one', 'two')
    const open = (await console.review.flags({ state: 'open', limit: 100 })).rows
    const ours = open.filter((flag) => flag.conversationId === conversationId)
    // The second message says nothing new.
    expect(ours).toMatchObject([{ kind: 'proof-rejected', severity: 'notice', messageText: 'one' }])
    expect((await list('flagged')).rows.map(({ id }) => id)).toContain(conversationId)
    const ids = ours.map(({ id }) => id)
    const decision = { flagIds: ids, decision: 'genuine', note: 'A shared computer', draft: false } as const
    expect(await console.review.decide(decision, operatorId)).toEqual({ decided: ids })
    expect(await console.review.decide(decision, operatorId)).toEqual({ decided: [] })
    expect((await list('flagged')).rows.map(({ id }) => id)).not.toContain(conversationId)
    const done = (await console.review.flags({ state: 'decided', limit: 100 })).rows
    expect(done.filter(({ id }) => ids.includes(id))).toMatchObject([
      { state: 'decided', decision: 'genuine', steps: [{ what: 'decided', by: 'Ada' }] },
    ])
  })

  test('refusals at the door are gathered before they are stored', async () => {
    const report = {
      channelId: null,
      code: 'origin-not-allowed',
      origin: 'https://evil.example',
      at: 1,
      count: 1,
    } as const
    for (let index = 0; index < 500; index += 1) {
      console.record.refused([{ ...report }, { ...report, origin: `https://${index}.example` }])
    }
    await console.record.flush()
    const { rows } = await console.review.refusals()
    expect(rows.find(({ origin }) => origin === report.origin)).toMatchObject({ count: 500, channel: null })
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
    expect(rows.length).toBeLessThanOrEqual(21)
  })
})
