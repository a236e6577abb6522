import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { MessageReceipt, OpenReceipt } from '#shared/domain/envelope.ts'
import type { SessionId } from '#shared/domain/ids.ts'
import { item, newPair, publicKey, secretKey, tokenOf } from '../identity/testing/signing.ts'
import { verify } from '../identity/verify.ts'
import { createSecretSearch } from '../keyring/secret-search.ts'
import { breakagesOfCalls, breakagesOfPromises, textOfBrokenParts } from '../testing/breakages.ts'
import { measured } from '../testing/endurance.ts'
import { createClockSkew } from './clock-skew.ts'
import { createRecord, type RecordParts } from './record.ts'
import { accepted, identity, openConsole, operatorId, secret, sign } from './testing/open-console.ts'

// Hundreds of messages, each of them on the disk before the next one.
vi.setConfig({ testTimeout: 240_000 })

type Part = (...given: never[]) => unknown
let console: Awaited<ReturnType<typeof openConsole>>
beforeAll(async () => {
  console = await openConsole()
})
afterAll(() => console.remove())

const ann = 'ann@example.com'
let sent = 0

function honestParts(): RecordParts {
  const { store, proofEnds, clockSkew, at } = console
  return {
    store,
    proofEnds,
    clockSkew,
    keyring: { keysFor: async () => ({ keys: [secretKey(secret)], available: true }), keysOfOthers: () => [] },
    verify,
    exposure: { search: () => createSecretSearch([]), compromise: async () => {} },
    channels: { get: () => console.channel, doors: () => [] },
    operators: { nameOf: () => 'Ada' },
    onHandedOver: () => {},
    clock: at,
    randomBytes,
    onChange: () => {},
  }
}

/** Where the record calls something that can fail: the group and name of the part, and whether it is awaited. */
const points: readonly { at: readonly [keyof RecordParts, string?]; awaited: boolean; decides: boolean }[] = [
  { at: ['keyring', 'keysFor'], awaited: true, decides: true },
  { at: ['keyring', 'keysOfOthers'], awaited: false, decides: false },
  { at: ['verify'], awaited: true, decides: true },
  { at: ['store', 'write'], awaited: true, decides: true },
  { at: ['store', 'read'], awaited: true, decides: false },
  { at: ['channels', 'get'], awaited: false, decides: true },
  { at: ['clock'], awaited: false, decides: true },
  { at: ['randomBytes'], awaited: false, decides: false },
  { at: ['exposure', 'search'], awaited: false, decides: true },
  { at: ['exposure', 'compromise'], awaited: true, decides: false },
  { at: ['proofEnds', 'stands'], awaited: false, decides: false },
  { at: ['proofEnds', 'connected'], awaited: false, decides: false },
  { at: ['clockSkew', 'read'], awaited: false, decides: false },
  { at: ['clockSkew', 'note'], awaited: false, decides: false },
  { at: ['clockSkew', 'noteLateProof'], awaited: false, decides: false },
  { at: ['onChange'], awaited: false, decides: false },
]

it('every part of the record that can be called is broken once', () => {
  // The store and `proofEnds` have more than the record is given. Three are asked for no message: the doors by the
  // transport, names for the replies in a history, and the word that there were some.
  const { store: _store, proofEnds: _proofEnds, ...parts } = honestParts()
  const called = Object.entries(parts).flatMap(([group, part]) =>
    typeof part === 'function'
      ? [group]
      : Object.entries(part as object).flatMap(([name, member]) =>
          typeof member === 'function' ? [`${group}.${name}`] : [],
        ),
  )
  const broken = [...points.map(({ at }) => at.join('.')), 'channels.doors', 'operators.nameOf', 'onHandedOver']
  expect(called.filter((name) => !broken.includes(name))).toEqual([])
})

function withBroken(
  parts: RecordParts,
  [group, name]: readonly [keyof RecordParts, string?],
  how: (honest: Part) => Part,
): RecordParts {
  if (name === undefined) return { ...parts, [group]: how(parts[group] as unknown as Part) }
  const members = parts[group] as unknown as Record<string, Part>
  const broken = how((...given) => (members[name] as Part)(...given))
  return { ...parts, [group]: { ...members, [name]: broken } }
}

const pair = newPair()
const mapped = { identityLabels: { Email: 'email' } }
const signed = (...more: ReturnType<typeof item>[]) =>
  JSON.stringify({ signedInteractionData: tokenOf(pair, [item('Email', ann), ...more]) })
const leaked = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'

function withSignedData(parts: RecordParts): RecordParts {
  const channel = { ...console.channel, scheme: 'talkative' as const, settings: mapped }
  return {
    ...parts,
    channels: { ...parts.channels, get: () => channel },
    keyring: { ...parts.keyring, keysFor: async () => ({ keys: [publicKey(pair.pem)], available: true }) },
  }
}

/** By the clocks of its peers this console is ten minutes ahead. */
function withPeers(parts: RecordParts): RecordParts {
  const clockSkew = createClockSkew()
  for (const peer of ['one', 'two', 'three']) clockSkew.note(peer, console.at() - 10 * 60_000, console.at())
  return { ...withSignedData(parts), clockSkew }
}

function withLeakedKey(parts: RecordParts): RecordParts {
  const leak = { keyId: 'key_one', channelId: console.channel.id, label: 'Main', bytes: Buffer.from(leaked) } as const
  return { ...parts, exposure: { ...parts.exposure, search: () => createSecretSearch([leak]) } }
}

interface Arrival {
  payload(): string
  /** What is other than usual where it arrives. */
  where?: (parts: RecordParts) => RecordParts
  isGood: boolean
}

/** Together they reach every point: which one does is seen below. */
const arrivals: Record<string, Arrival> = {
  honest: { payload: () => identity(ann), isGood: true },
  forged: { payload: () => identity(ann, sign(ann, 'a key that is not the channel’s')), isGood: false },
  'bound to another conversation': {
    payload: () => signed(item('conversation_id', 'conv_other')),
    where: withSignedData,
    isGood: false,
  },
  'over by this clock alone': {
    payload: () => signed(item('expires_at', String(Math.floor(console.at() / 1_000) - 300))),
    where: withPeers,
    isGood: false,
  },
  'with a secret': {
    payload: () => JSON.stringify({ email: ann, hash: sign(ann), company: leaked }),
    where: withLeakedKey,
    isGood: true,
  },
}

it('a message is never verified over a part that broke, and is kept or refused with a sentence', async () => {
  const { sessionId } = await console.open(identity(ann))
  const before = accepted(await console.say(sessionId, identity(ann), 'As it should be'))
  expect(before.status).toBe('verified')
  const wrong: string[] = []
  const rejected: string[] = []
  const reached = new Set<string>()
  let tried = 0
  for (const { at, awaited, decides } of points) {
    for (const breakage of awaited ? breakagesOfPromises : breakagesOfCalls) {
      for (const [kind, { payload, where = (parts: RecordParts) => parts, isGood }] of Object.entries(arrivals)) {
        const name = `${at.join('.')} ${breakage.name}, ${kind}`
        let isReached = false
        const how = (honest: Part): Part => {
          const broken = breakage.break(honest)
          return (...given) => {
            isReached = true
            return broken(...given)
          }
        }
        let receipts: (OpenReceipt | MessageReceipt)[]
        try {
          receipts = await arrive(withBroken(where(honestParts()), at, how), kind, payload(), sessionId)
        } catch (error) {
          rejected.push(`${name}: ${String(error)}`)
          continue
        }
        // What was not broken says nothing, and is not counted.
        if (!isReached) continue
        reached.add(at.join('.'))
        tried += 1
        if (JSON.stringify(receipts).includes(textOfBrokenParts)) wrong.push(`${name}: tells of the inside`)
        const keyStays = at[1] === 'compromise' && /throws|rejects/.test(breakage.name)
        for (const receipt of receipts) {
          if (receipt.outcome === 'refused') {
            if (!/^[A-Z].*\.$/.test(receipt.sentence)) wrong.push(`${name}: refused without a sentence`)
          } else if (keyStays) wrong.push(`${name}: taken in, though its key could not be ended`)
          else if (receipt.status === 'verified' && (decides || !isGood)) wrong.push(`${name}: verified`)
        }
      }
    }
  }
  measured(
    'faults on the way in',
    `${tried} broken parts of the record, ${wrong.length} verified, ${rejected.length} crashes`,
  )
  expect(rejected).toEqual([])
  expect(wrong).toEqual([])
  expect(tried).toBeGreaterThan(300)
  expect(points.map(({ at }) => at.join('.')).filter((name) => !reached.has(name))).toEqual([])

  // And nothing of it stands in the database under a verdict that it was not given.
  const view = await console.inbox.open({ conversationId: before.conversationId }, operatorId)
  const kinds = Object.entries(arrivals)
  for (const { text, verdict } of view.messages) {
    const isBad = kinds.some(([kind, { isGood }]) => !isGood && text.startsWith(kind))
    if (isBad) expect([text, verdict?.status === 'verified']).toEqual([text, false])
  }
})

async function arrive(parts: RecordParts, kind: string, payload: string, sessionId: SessionId) {
  const record = createRecord(parts)
  const context = console.context(payload)
  sent += 1
  const at = console.at()
  const opening = { context, sessionToken: null, sessionName: null, receivedAt: at, peerTime: at }
  const message = { context, sessionId, clientMessageId: `m-${sent}`, text: `${kind} ${sent}`, receivedAt: at }
  return [await record.open(opening), await record.message(message)]
}
