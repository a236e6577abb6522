import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlagId } from '#shared/domain/ids.ts'
import { decisions } from '#shared/domain/review.ts'
import { accepted, identity, openConsole, operatorId } from '../conversations/testing/open-console.ts'
import { measured } from '../testing/endurance.ts'

const flags = 200
let console: Awaited<ReturnType<typeof openConsole>>
beforeAll(async () => {
  console = await openConsole()
}, 60_000)
afterAll(() => console.remove(), 60_000)

test('a day of 200 flags is decided one by one and in bulk, and none is lost', { timeout: 300_000 }, async () => {
  const known = await console.open(identity('grace@shop.example'))
  accepted(await console.say(known.sessionId, identity('grace@shop.example'), 'Hello'))
  for (let index = 0; index < flags; index += 1) {
    const mine = identity(`visitor${index}@shop.example`, null)
    const { sessionId } = await console.open(null)
    const say = (payload: string) => console.say(sessionId, payload, `Message ${index}`)
    if (index % 4 === 0) await say(identity(`visitor${index}@shop.example`, 'ab'.repeat(32)))
    else if (index % 4 === 1) await say(identity('grace@shop.exаmple', null))
    else if (index % 4 === 2) {
      await say(mine)
      await say(identity(`another${index}@shop.example`, null))
    } else {
      const { conversationId } = accepted(await say(mine))
      const by = { id: operatorId, name: 'Ada', role: 'agent' } as const
      await console.review.report({ conversationId, note: `Odd ${index}` }, by)
    }
  }
  const list = async (state: 'open' | 'decided', cursor: string | null) =>
    console.review.flags({ state, limit: 50, cursor })
  const { counts } = await list('open', null)
  expect(counts.open).toBe(flags)

  const begun = performance.now()
  const done: FlagId[] = []
  let single = 0
  let bulk = 0
  for (let round = 0; ; round += 1) {
    const { rows } = await list('open', null)
    const [first] = rows
    if (first === undefined) break
    const decision = decisions[round % decisions.length] ?? 'genuine'
    // Three looked at one by one, then all others of the same kind on the page at once.
    const same = rows.filter(({ kind }) => kind === first.kind)
    const flagIds = round % 4 === 3 ? same.map(({ id }) => id) : [first.id]
    if (flagIds.length > 1) bulk += 1
    else {
      await console.review.read({ flagId: first.id })
      single += 1
    }
    const { decided } = await console.review.decide({ flagIds, decision, note: 'Looked at', draft: false }, operatorId)
    expect(decided).toEqual(flagIds)
    done.push(...decided)
  }
  const took = performance.now() - begun
  expect(new Set(done).size).toBe(flags)
  const kept: FlagId[] = []
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof list>> = await list('decided', cursor)
    kept.push(...page.rows.map(({ id }) => id))
    cursor = page.nextCursor
    if (cursor === null) break
  }
  expect(kept.toSorted()).toEqual(done.toSorted())
  measured(
    'review, a day of flags',
    `${flags} decided, ${single} one by one and the rest in ${bulk} bulks, 0 lost, ${Math.round(took)} ms of the console`,
  )
})
