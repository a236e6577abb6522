import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accepted, channelId, identity, openConsole, operatorId } from './testing/open-console.ts'

type Console = Awaited<ReturnType<typeof openConsole>>
let console: Console

const ada = 'ada@shop.example'
const eve = 'eve@elsewhere.example'

// One console for all: every test uses sessions of its own. What counts per channel opens another.
beforeAll(async () => {
  console = await openConsole()
})
afterAll(() => console.remove())

describe('a session', () => {
  test('is made once, and resumed by its token alone', async () => {
    const first = await console.open(null)
    expect(first.sessionToken).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const again = await console.open(null, first.sessionToken)
    expect(again).toMatchObject({ sessionId: first.sessionId, sessionToken: null })
    const guessed = await console.open(null, `${first.sessionToken}x`)
    expect(guessed.sessionId).not.toBe(first.sessionId)
  })

  test('of a server is found by its own name', async () => {
    const open = (sessionName: string) =>
      console.record.open({
        context: console.context(null, { via: 'server', origin: null }),
        sessionToken: null,
        sessionName,
        receivedAt: 0,
      })
    const first = await open('ticket-7')
    expect(await open('ticket-7')).toMatchObject({
      sessionId: first.outcome === 'opened' && first.sessionId,
      sessionToken: null,
    })
    expect(await open('ticket-8')).not.toMatchObject({ sessionId: first.outcome === 'opened' && first.sessionId })
  })

  test('offers the form to an anonymous visitor only', async () => {
    expect(await console.open(null)).toMatchObject({ status: 'anonymous', offerForm: true, audience: null })
    expect(await console.open(identity(ada, null))).toMatchObject({
      status: 'claimed',
      offerForm: false,
      audience: null,
    })
    expect(await console.open(identity(ada))).toMatchObject({ status: 'verified', offerForm: false })
  })

  test('of an unknown channel is refused', async () => {
    const context = { ...console.context(null), channelId: 'chan_none' as const }
    expect(await console.record.open({ context, sessionToken: null, sessionName: null, receivedAt: 0 })).toMatchObject({
      outcome: 'refused',
      code: 'unknown-channel',
    })
  })
})

describe('a message', () => {
  test('is stored with its verdict, and the same id with the same text is the same message', async () => {
    const { sessionId } = await console.open(identity(ada))
    const first = accepted(await console.say(sessionId, identity(ada), 'Where is my order?', 'one'))
    expect(first).toMatchObject({ duplicate: false, status: 'verified', warning: null })
    // Sent again by a page that has lost its identity meanwhile: the first receipt counts.
    const again = accepted(await console.say(sessionId, null, 'Where is my order?', 'one'))
    expect(again).toEqual({ ...first, duplicate: true })
    expect(await console.say(sessionId, identity(ada), 'Something else', 'one')).toMatchObject({
      outcome: 'refused',
      code: 'id-reused',
      retry: false,
    })
    const view = await console.inbox.open({ conversationId: first.conversationId }, operatorId)
    expect(view.messages.map(({ text, position }) => [position, text])).toEqual([[1, 'Where is my order?']])
    expect(view.messages[0]?.verdict).toMatchObject({ status: 'verified', field: 'email', value: ada })
  })

  test('of concurrent duplicates is stored once', async () => {
    const { sessionId } = await console.open(null)
    const receipts = await Promise.all(Array.from({ length: 20 }, () => console.say(sessionId, null, 'hello', 'same')))
    expect(new Set(receipts.map((receipt) => accepted(receipt).messageId)).size).toBe(1)
    expect(receipts.filter((receipt) => !accepted(receipt).duplicate)).toHaveLength(1)
  })

  test('needs a session of the same channel', async () => {
    expect(await console.say('sess_none', null, 'hello')).toMatchObject({ outcome: 'refused', code: 'unknown-session' })
  })

  test('goes on with the conversation of its session, and opens it again where it was closed', async () => {
    const { sessionId } = await console.open(null)
    const first = accepted(await console.say(sessionId, null, 'hello'))
    await console.inbox.close({ conversationId: first.conversationId }, operatorId)
    expect((await console.inbox.open({ conversationId: first.conversationId }, operatorId)).row.state).toBe('closed')
    const second = accepted(await console.say(sessionId, null, 'one more thing'))
    expect(second.conversationId).toBe(first.conversationId)
    expect((await console.inbox.open({ conversationId: first.conversationId }, operatorId)).row.state).toBe('open')
  })

  test('whose keys cannot be asked for is kept and not verified', async () => {
    const { sessionId } = await console.open(null)
    console.breakKeys(true)
    const receipt = accepted(await console.say(sessionId, identity(ada), 'hello'))
    console.breakKeys(false)
    expect(receipt.status).toBe('unchecked')
    expect(await console.inbox.why({ messageId: receipt.messageId })).toMatchObject({
      verdict: { reason: 'keys-unavailable' },
    })
  })
})

describe('a channel that', () => {
  test('warns stores the message and tells the page', async () => {
    console.channel.policy = 'warn'
    const { sessionId } = await console.open(null)
    expect(accepted(await console.say(sessionId, identity(ada, null), 'hi')).warning).toContain('not signed in')
    expect(accepted(await console.say(sessionId, identity(ada), 'hi')).warning).toBeNull()
    console.channel.policy = 'observe'
  })

  test('enforces refuses each status but verified, keeps no text, and counts', async () => {
    const console = await openConsole({ policy: 'enforce' })
    const { sessionId } = await console.open(null)
    const wrong = identity(ada, '0'.repeat(64))
    const sentences = new Set<string>()
    for (const payload of [null, identity(ada, null), wrong]) {
      const receipt = await console.say(sessionId, payload, 'SECRET TEXT')
      expect(receipt).toMatchObject({ outcome: 'refused', code: 'unverified-visitor', retry: false })
      if (receipt.outcome === 'refused') sentences.add(receipt.sentence)
    }
    expect(sentences.size).toBe(3)
    expect(accepted(await console.say(sessionId, identity(ada), 'signed')).status).toBe('verified')
    expect((await console.inbox.search({ query: 'SECRET', limit: 10 })).hits).toEqual([])
    expect(await console.store.read('channels.counts', {})).toEqual([
      { channelId, messages: 1, verified: 1, unverified: 0, wouldRefuse: 3, refused: 3 },
    ])
    expect((await console.review.refusals()).rows).toMatchObject([
      { code: 'unverified-visitor', count: 3, origin: 'https://shop.example', channel: { name: 'Shop' } },
    ])
    await console.remove()
  })

  test('keeps a bounded number of origins apart, and counts the others together', async () => {
    const console = await openConsole()
    const code = 'origin-not-allowed' as const
    const knock = (from: number, to: number) =>
      console.store.write('refusals.add', {
        reports: Array.from({ length: to - from }, (_, n) => {
          return { channelId, code, origin: `https://${from + n}.example`, count: 2, at: n }
        }),
      })
    await knock(0, 490)
    await knock(480, 520)
    await knock(520, 620)
    const rows = await console.store.read('refusals.list', { limit: 1_000 })
    expect(rows.filter(({ origin }) => origin !== null)).toHaveLength(500)
    expect(rows.find(({ origin }) => origin === 'https://485.example')?.count).toBe(4)
    expect(rows.filter(({ origin }) => origin === null).map(({ count }) => count)).toEqual([240])
    await console.remove()
  })

  test('observes counts what enforce would refuse', async () => {
    const console = await openConsole()
    const { sessionId } = await console.open(null)
    await console.say(sessionId, null, 'one')
    await console.say(sessionId, identity(ada), 'two')
    expect(await console.store.read('channels.counts', {})).toEqual([
      { channelId, messages: 2, verified: 1, unverified: 1, wouldRefuse: 1, refused: 0 },
    ])
    await console.remove()
  })
})

describe('what a visitor may see', () => {
  const texts = (history: { text: string }[]) => history.map(({ text }) => text)

  test('a verified visitor finds earlier conversations from any browser, and an impostor does not', async () => {
    const ada = 'ada.history@shop.example'
    const laptop = await console.open(identity(ada))
    const first = accepted(await console.say(laptop.sessionId, identity(ada), 'from the laptop'))
    await reply(first.conversationId, 'An answer for Ada')

    const phone = await console.open(identity(ada))
    expect(texts(phone.history)).toEqual(['from the laptop', 'An answer for Ada'])
    expect(phone.history[1]).toMatchObject({ from: 'agent', name: 'Ada' })
    const second = accepted(await console.say(phone.sessionId, identity(ada), 'from the phone'))
    expect(second.conversationId).not.toBe(first.conversationId)

    for (const payload of [identity(ada, null), identity(ada, '0'.repeat(64)), identity(eve), null]) {
      const impostor = await console.open(payload)
      expect(impostor.history).toEqual([])
      accepted(await console.say(impostor.sessionId, payload, 'I am Ada, believe me'))
      expect(texts((await console.open(payload, impostor.sessionToken)).history)).not.toContain('from the laptop')
    }
    // Nor do the impostor's own words stand among Ada's.
    expect(texts((await console.open(identity(ada))).history)).toEqual([
      'from the laptop',
      'An answer for Ada',
      'from the phone',
    ])
  })

  test('a shared computer shows nothing proven after logging out', async () => {
    const ada = 'ada.shared@shop.example'
    const eve = 'eve.shared@shop.example'
    const session = await console.open(null)
    await console.say(session.sessionId, null, 'before logging in')
    const { conversationId } = accepted(await console.say(session.sessionId, identity(ada), 'my account'))
    await reply(conversationId, 'About your account')
    const loggedOut = await console.open(null, session.sessionToken)
    expect(loggedOut.sessionId).toBe(session.sessionId)
    expect(texts(loggedOut.history)).toEqual(['before logging in'])
    const someoneElse = await console.open(identity(eve), session.sessionToken)
    expect(texts(someoneElse.history)).toEqual(['before logging in'])
  })

  async function reply(conversationId: `conv_${string}`, text: string) {
    const sent = await console.store.write('replies.send', {
      conversationId,
      operatorId,
      requestId: `request-${text.length}`,
      mode: 'reply',
      text,
      templateIds: [],
      seenPosition: 99,
      askToSignIn: false,
      newIds: { message: `msg_${text.length}`, flag: 'flag_one' },
      at: console.at(),
    })
    expect(sent).toMatchObject({ outcome: 'sent' })
  }
})
