import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { MessageReceipt, OpenReceipt } from '#shared/domain/envelope.ts'
import type { SessionId } from '#shared/domain/ids.ts'
import { secretKey } from '../identity/testing/signing.ts'
import { verify } from '../identity/verify.ts'
import { createSecretSearch } from '../keyring/secret-search.ts'
import { breakagesOfCalls, breakagesOfPromises, textOfBrokenParts } from '../testing/breakages.ts'
import { measured } from '../testing/endurance.ts'
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
    keyring: { keysFor: async () => ({ keys: [secretKey(secret)], available: true }) },
    verify,
    exposure: { search: () => createSecretSearch([]), compromise: async () => {} },
    channels: { get: () => console.channel, doors: () => [] },
    operators: { nameOf: () => 'Ada' },
    clock: at,
    randomBytes,
    onChange: () => {},
  }
}

/** Where the record calls something that can fail: the group and name of the part, and whether it is awaited. */
const points: readonly { at: readonly [keyof RecordParts, string?]; awaited: boolean; decides: boolean }[] = [
  { at: ['keyring', 'keysFor'], awaited: true, decides: true },
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
  { at: ['operators', 'nameOf'], awaited: false, decides: false },
  { at: ['onChange'], awaited: false, decides: false },
]

function withBroken([group, name]: readonly [keyof RecordParts, string?], how: (honest: Part) => Part): RecordParts {
  const parts = honestParts()
  if (name === undefined) return { ...parts, [group]: how(parts[group] as unknown as Part) }
  const members = parts[group] as unknown as Record<string, Part>
  const broken = how((...given) => (members[name] as Part)(...given))
  return { ...parts, [group]: { ...members, [name]: broken } }
}

const payloads = {
  honest: identity(ann),
  forged: identity(ann, sign(ann, 'a key that is not the channel’s')),
} as const

it('a message is never verified over a part that broke, and is kept or refused with a sentence', async () => {
  const { sessionId } = await console.open(payloads.honest)
  const before = accepted(await console.say(sessionId, payloads.honest, 'As it should be'))
  expect(before.status).toBe('verified')
  const wrong: string[] = []
  const rejected: string[] = []
  let tried = 0
  for (const { at, awaited, decides } of points) {
    for (const breakage of awaited ? breakagesOfPromises : breakagesOfCalls) {
      for (const [kind, payload] of Object.entries(payloads)) {
        const name = `${at.join('.')} ${breakage.name}, ${kind}`
        tried += 1
        let receipts: (OpenReceipt | MessageReceipt)[]
        try {
          receipts = await arrive(withBroken(at, breakage.break), payload, sessionId)
        } catch (error) {
          rejected.push(`${name}: ${String(error)}`)
          continue
        }
        if (JSON.stringify(receipts).includes(textOfBrokenParts)) wrong.push(`${name}: tells of the inside`)
        for (const receipt of receipts) {
          if (receipt.outcome === 'refused') {
            if (!/^[A-Z].*\.$/.test(receipt.sentence)) wrong.push(`${name}: refused without a sentence`)
          } else if (receipt.status === 'verified' && (decides || kind === 'forged')) wrong.push(`${name}: verified`)
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
  expect(tried).toBeGreaterThan(200)

  // And nothing of it stands in the database under a verdict that it was not given.
  const view = await console.inbox.open({ conversationId: before.conversationId }, operatorId)
  for (const { text, verdict } of view.messages) {
    if (text.startsWith('forged')) expect(verdict?.status).not.toBe('verified')
  }
})

async function arrive(parts: RecordParts, payload: string, sessionId: SessionId) {
  const record = createRecord(parts)
  const context = console.context(payload)
  sent += 1
  const at = console.at()
  const opening = { context, sessionToken: null, sessionName: null, receivedAt: at, peerTime: at }
  const message = {
    context,
    sessionId,
    clientMessageId: `m-${sent}`,
    text: payload === payloads.forged ? `forged ${sent}` : `honest ${sent}`,
    receivedAt: at,
  }
  return [await record.open(opening), await record.message(message)]
}
