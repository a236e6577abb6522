import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConversationId, FlagId } from '#shared/domain/ids.ts'
import { accepted, identity, openConsole, operatorId } from '../conversations/testing/open-console.ts'

type Console = Awaited<ReturnType<typeof openConsole>>
let console: Console
beforeAll(async () => {
  console = await openConsole()
})
afterAll(() => console.remove())

const problem = (code: string) => expect.objectContaining({ code })
const wrong = 'ab'.repeat(32)
const note = 'Called the customer'

let visitors = 0
async function flagged(email = `visitor${++visitors}@shop.example`) {
  const { sessionId } = await console.open(null)
  const { conversationId } = accepted(await console.say(sessionId, identity(email, wrong), 'It is me'))
  const [flag] = await flagsOf(conversationId)
  return { sessionId, conversationId, email, flagId: flag?.id ?? ('flag_none' as FlagId) }
}
async function flagsOf(conversationId: ConversationId) {
  return (await console.review.ofConversation({ conversationId })).rows
}
const openFlags = async (conversationId: ConversationId) =>
  (await console.inbox.open({ conversationId }, operatorId)).row.openFlags

describe('a flag', () => {
  test('goes from open over draft to decided, disputed and settled', async () => {
    const { conversationId, flagId } = await flagged()
    const decide = (draft: boolean) =>
      console.review.decide({ flagIds: [flagId], decision: 'impersonation', note, draft }, operatorId)
    expect(await decide(true)).toEqual({ decided: [flagId] })
    expect(await openFlags(conversationId)).toBe(1)
    // What an agent sees of a draft is an open flag.
    expect(await flagsOf(conversationId)).toMatchObject([{ state: 'open', decision: null, last: null }])
    expect(await decide(false)).toEqual({ decided: [flagId] })
    expect(await openFlags(conversationId)).toBe(0)
    expect(await decide(false)).toEqual({ decided: [] })

    await console.review.dispute({ flagId, note: 'I know her voice' }, operatorId)
    expect(await flagsOf(conversationId)).toMatchObject([
      { state: 'disputed', decision: 'impersonation', last: { what: 'disputed', note: 'I know her voice' } },
    ])
    await expect(console.review.dispute({ flagId, note }, operatorId)).rejects.toEqual(problem('conflict'))
    const disputed = await console.review.flags({ state: 'disputed', limit: 50 })
    expect(disputed.rows.map(({ id }) => id)).toEqual([flagId])
    expect(disputed.counts.disputed).toBe(1)

    const settled = await console.review.settle({ flagIds: [flagId], decision: 'genuine', note }, operatorId)
    expect(settled).toEqual({ settled: [flagId] })
    const { flag } = await console.review.read({ flagId })
    expect(flag).toMatchObject({ state: 'settled', decision: 'genuine' })
    expect(flag.steps.map(({ what }) => what)).toEqual(['drafted', 'decided', 'disputed', 'settled'])
    await expect(console.review.dispute({ flagId, note }, operatorId)).rejects.toEqual(problem('conflict'))
    expect(await openFlags(conversationId)).toBe(0)
  })

  test('that is not decided cannot be disputed, nor one that is not disputed settled', async () => {
    const { flagId } = await flagged()
    await expect(console.review.dispute({ flagId, note }, operatorId)).rejects.toEqual(problem('conflict'))
    expect(await console.review.settle({ flagIds: [flagId], decision: 'genuine', note }, operatorId)).toEqual({
      settled: [],
    })
  })

  test('decided as an impersonation goes on to count at the gate, until it is settled otherwise', async () => {
    const { conversationId, flagId } = await flagged()
    const serious = () => console.store.read('replies.standing', { conversationId, at: console.at() })
    const before = (await serious()).seriousFlags
    await console.review.decide({ flagIds: [flagId], decision: 'impersonation', note, draft: false }, operatorId)
    expect((await serious()).seriousFlags).toBe(before + 1)
    await console.review.dispute({ flagId, note }, operatorId)
    expect((await serious()).seriousFlags).toBe(before + 1)
    await console.review.settle({ flagIds: [flagId], decision: 'genuine', note }, operatorId)
    expect((await serious()).seriousFlags).toBe(0)
  })

  test('shows its evidence, and who is known beside who claims', async () => {
    const known = await console.open(identity('grace@shop.example'))
    accepted(await console.say(known.sessionId, identity('grace@shop.example'), 'Hello'))
    const { flagId, email } = await flagged('grace@shop.exаmple')
    await console.review.tellAgent({ flagId, text: 'Careful with this one' }, operatorId)
    const found = await console.review.read({ flagId })
    expect(found.claims).toMatchObject([{ name: 'email', value: email, provenance: 'claimed' }])
    expect(found.known?.fields).toContainEqual({ name: 'email', value: 'grace@shop.example' })
    expect(found.flag.comparison?.differences).toHaveLength(1)
    expect(found.evidence.map(({ kind }) => kind)).toEqual(['message', 'flag', 'note'])
    expect(found.evidence[0]).toMatchObject({ text: 'It is me', verdict: { status: 'failed' } })
  })
})

describe('the queue', () => {
  test('pages without a gap or a double, serious ones first, and filters', async () => {
    for (let index = 0; index < 30; index += 1) await flagged(index % 3 ? undefined : 'grace@shop.example')
    const all = (await console.review.flags({ state: 'open', limit: 500 })).rows
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<Console['review']['flags']>> = await console.review.flags({
        state: 'open',
        limit: 7,
        cursor,
      })
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(all.map(({ id }) => id))
    const ranks = all.map(({ severity }) => severity)
    expect(ranks.lastIndexOf('serious')).toBeLessThan(ranks.indexOf('notice'))
    const only = (await console.review.flags({ state: 'open', severity: 'serious', limit: 500 })).rows
    expect(only).toEqual(all.filter(({ severity }) => severity === 'serious'))
    expect((await console.review.flags({ state: 'open', channelId: 'chan_none', limit: 5 })).rows).toEqual([])
  })
})

describe('a block', () => {
  test('marks the messages of whoever claims the identity, and of its lookalikes, and can be lifted', async () => {
    const { flagId } = await flagged('mallory@shop.example')
    const block = await console.review.block({ flagId, scope: 'unproven', note }, operatorId)
    expect(block).toMatchObject({ field: 'email', value: 'mallory@shop.example', hits: 0 })
    await expect(console.review.block({ flagId, scope: 'always', note }, operatorId)).rejects.toEqual(
      problem('conflict'),
    )
    const kinds = async (email: string, proof: string | null) => {
      const { sessionId } = await console.open(null)
      const payload = proof === 'right' ? identity(email) : identity(email, proof)
      const { conversationId } = accepted(await console.say(sessionId, payload, 'Hi'))
      return (await flagsOf(conversationId)).map(({ kind }) => kind)
    }
    expect(await kinds('mallory@shop.example', null)).toContain('blocked-identity')
    expect(await kinds('Mallory@shop.example', null)).toContain('blocked-identity')
    expect(await kinds('mallory@shop.example', 'right')).not.toContain('blocked-identity')
    expect(await kinds('other@shop.example', null)).not.toContain('blocked-identity')
    expect((await console.review.blocks()).rows).toMatchObject([{ hits: 2 }])

    await console.review.unblock({ blockId: block.id, note }, operatorId)
    expect(await kinds('mallory@shop.example', null)).not.toContain('blocked-identity')
    await expect(console.review.unblock({ blockId: block.id, note }, operatorId)).rejects.toEqual(problem('not-found'))
  })

  test('of scope always meets a proof too, and refuses where the channel enforces', async () => {
    const { flagId } = await flagged('abuse@shop.example')
    await console.review.block({ flagId, scope: 'always', note }, operatorId)
    const { sessionId } = await console.open(identity('abuse@shop.example'))
    const marked = accepted(await console.say(sessionId, identity('abuse@shop.example'), 'one'))
    expect((await flagsOf(marked.conversationId)).map(({ kind }) => kind)).toContain('blocked-identity')
    console.channel.policy = 'enforce'
    expect(await console.say(sessionId, identity('abuse@shop.example'), 'two')).toMatchObject({
      outcome: 'refused',
      code: 'blocked-visitor',
    })
    expect(await console.say(sessionId, identity('kind@shop.example'), 'three')).toMatchObject({ outcome: 'accepted' })
    console.channel.policy = 'observe'
  })
})
