import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContactId } from '#shared/domain/ids.ts'
import { createProofEnds } from './proof-ends.ts'
import { channelId, identity, openConsole } from './testing/open-console.ts'

let console: Awaited<ReturnType<typeof openConsole>>
beforeAll(async () => {
  console = await openConsole()
})
afterAll(() => console.remove())

async function open(connectionId: string | undefined, payload: string | null, via: 'widget' | 'server' = 'widget') {
  const rest = connectionId === undefined ? { via } : { connectionId, via }
  const receipt = await console.record.open({
    context: console.context(payload, rest),
    sessionToken: null,
    sessionName: via === 'server' ? 'ticket-1' : null,
    receivedAt: 0,
  })
  if (receipt.outcome !== 'opened') throw new Error(receipt.code)
  return receipt
}

/** Gives each of these a contact: nobody is let in as somebody who never wrote. */
async function known(email: string) {
  const { sessionId } = await console.open(identity(email))
  await console.say(sessionId, identity(email), 'Hello')
}

test('what is remembered of proofs is what is open, however many came and went', async () => {
  await known('many@shop.example')
  await known('stays@shop.example')
  const before = console.proofEnds.remembered
  await open('stays', identity('stays@shop.example'))
  for (let round = 0; round < 20; round += 1) {
    const ids = Array.from({ length: 10 }, (_, index) => `page-${round}-${index}`)
    await Promise.all(ids.map((id) => open(id, identity('many@shop.example'))))
    expect(console.proofEnds.remembered).toBe(before + 11)
    for (const id of ids) console.record.ended(id)
    expect(console.proofEnds.remembered).toBe(before + 1)
  }
  // And what is still there is still found.
  console.dropped.length = 0
  console.proofEnds.keyCompromised('key_one')
  const { audience } = await open('stays', identity('stays@shop.example'))
  expect(audience).not.toBeNull()
  expect(console.dropped).toContain(audience)
})

test('a connection that ended while its opening was under way leaves nothing behind', async () => {
  await known('gone@shop.example')
  const before = console.proofEnds.remembered
  const opening = open('gone', identity('gone@shop.example'))
  console.record.ended('gone')
  expect((await opening).audience).not.toBeNull()
  expect(console.proofEnds.remembered).toBe(before)
})

test('a page that logs out, or in as somebody else, is remembered by what proves it now', async () => {
  await known('one@shop.example')
  await known('two@shop.example')
  const before = console.proofEnds.remembered
  await open('page', identity('one@shop.example'))
  const { audience } = await open('page', identity('two@shop.example'))
  expect(console.proofEnds.remembered).toBe(before + 1)
  console.dropped.length = 0
  console.proofEnds.keyCompromised('key_one')
  expect(console.dropped).toContain(audience)
  await open('page', null)
  expect(console.proofEnds.remembered).toBe(before)
})

test('a server speaks over no connection that could be ended', async () => {
  await known('served@shop.example')
  const before = console.proofEnds.remembered
  expect((await open(undefined, identity('served@shop.example'), 'server')).audience).not.toBeNull()
  expect(console.proofEnds.remembered).toBe(before)
})

test('a page whose end nobody would tell of is kept', async () => {
  await known('unnamed@shop.example')
  const { audience } = await open(undefined, identity('unnamed@shop.example'))
  console.dropped.length = 0
  console.proofEnds.keyCompromised('key_one')
  expect(console.dropped).toContain(audience)
})

/** A small world, so that connections share contacts, proofs and keys in every way. */
const connections = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const step = fc.oneof(
  fc.record({
    kind: fc.constant('proves' as const),
    connection: connections,
    proof: fc.constantFrom('p', 'q', 'r'),
    key: fc.constantFrom('key_one', 'key_two'),
    contact: fc.constantFrom('cont_x', 'cont_y', 'cont_z'),
  }),
  fc.record({ kind: fc.constant('proves-nothing' as const), connection: connections }),
  fc.record({ kind: fc.constant('ends' as const), connection: connections }),
  fc.record({ kind: fc.constant('revoked' as const), proof: fc.constantFrom('p', 'q', 'r') }),
  fc.record({ kind: fc.constant('compromised' as const), key: fc.constantFrom('key_one', 'key_two') }),
)

test('whatever comes and goes: who is connected by a proof that ends is always told to end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const dropped = new Set<ContactId>()
      const ends = createProofEnds({
        store: console.store,
        keyEnds: () => [],
        toVisitors: { dropAudience: (contact) => void dropped.add(contact) },
        clock: () => 0,
        onChange: () => {},
      })
      const open = new Map<string, { proof: string; key: string; contact: string }>()
      for (const one of steps) {
        dropped.clear()
        switch (one.kind) {
          case 'proves': {
            open.set(one.connection, one)
            const { proof: fingerprint, key, contact } = one
            const proven = { channelId, keyId: key, fingerprint, contactId: contact as ContactId }
            ends.connected(one.connection, proven)
            break
          }
          case 'proves-nothing':
            open.delete(one.connection)
            ends.connected(one.connection, null)
            break
          case 'ends':
            open.delete(one.connection)
            ends.ended(one.connection)
            break
          case 'revoked': {
            ends.revoked(channelId, one.proof)
            const due = [...open.values()].filter(({ proof }) => proof === one.proof)
            expect([...dropped].toSorted()).toEqual([...new Set(due.map(({ contact }) => contact))].toSorted())
            break
          }
          case 'compromised': {
            ends.keyCompromised(one.key as `key_${string}`)
            const due = [...open.values()].filter(({ key }) => key === one.key)
            expect([...dropped].toSorted()).toEqual([...new Set(due.map(({ contact }) => contact))].toSorted())
            break
          }
        }
        expect(ends.remembered).toBe(open.size)
      }
      ends.close()
    }),
    { numRuns: 2_000 },
  )
})
