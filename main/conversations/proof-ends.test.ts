import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ConversationId } from '#shared/domain/ids.ts'
import { closeCodes } from '#shared/domain/visitor-frames.ts'
import { item, newPair, tokenOf } from '../identity/testing/signing.ts'
import { createTestSealer, origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const otherSecret = 'Zx7pLq2nVb5tRw8yKc1mHs4dGf6jNa3e'
const keyInput = { label: 'Main', acceptRepair: false, acceptDegradedKeystore: false }
const identityOf = (email: string, key = secret) => ({
  email,
  hash: createHmac('sha256', key).update(email).digest('hex'),
})

const started: TestConsole[] = []
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

async function withChannel(scheme: 'fernand' | 'talkative', material: string, sealer = createTestSealer()) {
  const console = await startConsole({ sealer })
  started.push(console)
  const channel = { name: 'Shop', scheme, policy: 'observe' as const, origins: [origin], settings: {} }
  const { id: channelId } = await console.ask('channels.add', channel)
  const key = await console.ask('keys.add', { ...keyInput, channelId, material })
  return { console, channelId, keyId: key.id }
}

const reply = (console: TestConsole, conversationId: ConversationId, change: object = {}) =>
  console.ask('reply.send', {
    conversationId,
    requestId: randomUUID(),
    mode: 'reply',
    text: 'Thank you for your message.',
    templateIds: [],
    seenPosition: 99,
    askToSignIn: false,
    ...change,
  })

describe('a key that is retired', () => {
  test('takes the doors with it that its proofs had opened', async () => {
    const { console, channelId, keyId } = await withChannel('fernand', secret)
    const email = 'ann@example.com'
    const earlier = await console.visit(channelId, identityOf(email))
    await earlier.say('An earlier conversation')
    const left = once(earlier.socket, 'close')
    earlier.socket.close()
    await left
    // Long after, and with its page gone: in use in two live sessions, the proof would be marked.
    console.advance(3_600_000)
    const visitor = await console.visit(channelId, identityOf(email))
    const { conversationId } = await visitor.say('Hello')
    const reset = async () =>
      (await console.ask('template.list', { conversationId })).templates.find(
        ({ title }) => title === 'Password reset link',
      )
    const open = await reset()
    expect(open?.lock).toBeNull()
    expect((await console.ask('conversation.open', { conversationId })).identity.earlier).toHaveLength(1)

    console.changes.length = 0
    const closed = once(visitor.socket, 'close')
    await console.ask('keys.retire', { channelId, keyId, at: null })
    expect((await closed)[0]).toBe(closeCodes.proofEnded)
    expect(new Set(console.changes.map(({ topic }) => topic))).toEqual(
      new Set(['conversation', 'inbox', 'channels', 'workspace']),
    )

    const view = await console.ask('conversation.open', { conversationId })
    expect(view.row).toMatchObject({
      standing: { status: 'unchecked', reason: 'key-retired' },
      titleProvenance: 'claimed',
    })
    expect(view.identity).toMatchObject({ earlier: [], earlierHidden: true })
    expect(view.identity.fields.some(({ provenance }) => provenance === 'proven')).toBe(false)
    // What was found on arrival stays what it was.
    expect(view.messages[0]?.verdict?.status).toBe('verified')
    expect(await reset()).toMatchObject({ body: null, lock: { code: 'not-verified' } })
    expect(await reply(console, conversationId, { templateIds: [open?.id] })).toMatchObject({
      outcome: 'blocked',
      reasons: [{ code: 'not-verified' }],
    })
    await reply(console, conversationId, { text: 'Please sign in again.' })
    const back = await console.visit(channelId, identityOf(email))
    expect(back.opened).toMatchObject({ status: 'unchecked', history: [] })
  })

  test('leaves the proofs of other keys alone', async () => {
    const { console, channelId, keyId } = await withChannel('fernand', secret)
    await console.ask('keys.add', { ...keyInput, channelId, material: otherSecret })
    const visitor = await console.visit(channelId, identityOf('bob@example.com', otherSecret))
    const { conversationId } = await visitor.say('Hello')
    await console.ask('keys.retire', { channelId, keyId, at: null })
    expect((await console.ask('conversation.open', { conversationId })).row.standing.status).toBe('verified')
    await reply(console, conversationId)
    expect((await visitor.next('reply')).message.text).toBe('Thank you for your message.')
  })

  test('at a later time ends its connections then, and tells the window', async () => {
    const { console, channelId, keyId } = await withChannel('fernand', secret)
    const visitor = await console.visit(channelId, identityOf('ann@example.com'))
    const { conversationId } = await visitor.say('Hello')
    const closed = once(visitor.socket, 'close')
    await console.ask('keys.retire', { channelId, keyId, at: Date.now() + 3_000 })
    expect((await console.ask('conversation.open', { conversationId })).row.standing.status).toBe('verified')
    console.changes.length = 0
    expect((await closed)[0]).toBe(closeCodes.proofEnded)
    expect(console.changes.map(({ topic }) => topic)).toEqual(['conversation', 'inbox', 'channels'])
    expect((await console.ask('conversation.open', { conversationId })).row.standing.reason).toBe('key-retired')
  })

  test('stays so, while an end that is still to come may be moved', async () => {
    const { console, channelId, keyId } = await withChannel('fernand', secret)
    const retire = (at: number | null) => console.ask('keys.retire', { channelId, keyId, at })
    const conflict = expect.objectContaining({ name: 'ProblemError', code: 'conflict' })
    const later = Date.now() + 60_000
    expect(await retire(later)).toMatchObject({ state: 'retiring', retiresAt: later })
    expect(await retire(later + 60_000)).toMatchObject({ state: 'retiring', retiresAt: later + 60_000 })
    expect((await retire(null)).state).toBe('retired')
    await expect(retire(later)).rejects.toEqual(conflict)
    await expect(retire(null)).rejects.toEqual(conflict)
    expect((await console.ask('channels.list', {})).channels[0]?.keys[0]?.state).toBe('retired')
  })
})

describe('changes of keys at the same time', () => {
  test('store one key once', async () => {
    const { console, channelId } = await withChannel('fernand', secret)
    const add = () => console.ask('keys.add', { ...keyInput, channelId, material: otherSecret })
    const results = await Promise.allSettled([add(), add(), add()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' })
    expect((await console.ask('channels.list', {})).channels[0]?.keys).toHaveLength(2)
  })

  test('are all seen afterwards, also where the keystore answers out of order', async () => {
    const sealer = createTestSealer()
    const held: (() => void)[] = []
    let slow = false
    const { console, channelId, keyId } = await withChannel('fernand', secret, {
      ...sealer,
      async open(sealed) {
        if (slow) {
          slow = false
          await new Promise<void>((resolve) => held.push(resolve))
        }
        return sealer.open(sealed)
      },
    })
    slow = true
    const retiring = console.ask('keys.retire', { channelId, keyId, at: Date.now() + 60_000 })
    await expect.poll(() => held.length).toBe(1)
    const adding = console.ask('keys.add', { ...keyInput, label: 'New', channelId, material: otherSecret })
    // Long enough for the later reading to be done first, if it did not wait for its turn.
    await Promise.race([adding, new Promise((resolve) => setTimeout(resolve, 500))])
    held[0]?.()
    await Promise.all([retiring, adding])
    expect((await console.ask('channels.list', {})).channels[0]?.keys.map(({ state }) => state)).toEqual([
      'retiring',
      'active',
    ])
    expect((await console.visit(channelId, identityOf('bob@example.com', otherSecret))).opened.status).toBe('verified')
  })
})

describe('a proof of Talkative', () => {
  const pair = newPair()
  const signed = (...more: ReturnType<typeof item>[]) => ({
    signedInteractionData: tokenOf(pair, [item('Email', 'ann@example.com'), ...more]),
  })

  test('tells the window when its time is over', async () => {
    const { console, channelId } = await withChannel('talkative', pair.pem)
    const expires = new Date(Date.now() - 60_000 + 5_000).toISOString()
    const visitor = await console.visit(channelId, signed(item('expires_at', expires)))
    const { conversationId, status } = await visitor.say('Hello')
    expect(status).toBe('verified')
    console.changes.length = 0
    await expect
      .poll(() => console.changes, { timeout: 20_000 })
      .toEqual([
        { topic: 'conversation', conversationId },
        { topic: 'inbox', conversationId: null },
      ])
    expect((await console.ask('conversation.open', { conversationId })).row.standing.status).toBe('expired')
  })

  test('that is bound to a conversation holds in that one alone', async () => {
    const { console, channelId } = await withChannel('talkative', pair.pem)
    const visitor = await console.visit(channelId, signed())
    const { conversationId } = await visitor.say('Hello')
    const bound = signed(item('conversation_id', conversationId))
    expect((await visitor.identify(bound)).status).toBe('verified')
    expect((await visitor.say('Still me')).status).toBe('verified')

    const other = await console.visit(channelId, bound)
    expect(other.opened).toMatchObject({ status: 'failed', history: [] })
    const first = await other.say('Me too')
    const second = await other.say('Really')
    expect([first.status, second.status]).toEqual(['failed', 'failed'])
    const { messageId } = second
    expect((await console.ask('message.why', { messageId })).verdict.reason).toBe('bound-elsewhere')
  })
})
