import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectedTables, projections } from '../database-parts.ts'
import { checkDatabase } from '../journal/check-database.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForReading } from '../storage/open.ts'
import type { ProofFacts } from './proof-ledger.ts'
import { inUseFor, judgeProof } from './proof-ledger.ts'
import { createProofs } from './proofs.ts'
import { accepted, identity, openConsole, operatorId } from './testing/open-console.ts'
import { verdictOf } from './testing/verdict-of.ts'

const proof = (kind: 'hash' | 'claims' | 'token-id') =>
  verdictOf({
    assurance: 'static-hash',
    evidence: { ...verdictOf().evidence, proofFingerprint: 'ff', proofKind: kind },
  })
const facts: ProofFacts = {
  revoked: false,
  keyCompromised: false,
  first: { at: 5, sessionId: 'sess_one' },
  sessions: 1,
  otherSessionAt: null,
  otherSessionConnected: false,
  placeIsNew: false,
  usedInOtherChannel: false,
}
const at = 10_000_000
const user = { sessionId: 'sess_one', via: 'widget', at } as const
const other = { ...user, sessionId: 'sess_two' } as const

const usedInOther = { ...facts, usedInOtherChannel: true }

describe('what the ledger makes of a verified proof', () => {
  test.each([
    ['the first use', 'hash', { ...facts, first: null }, user, 'verified', null],
    ['the same session', 'hash', facts, user, 'verified', null],
    ['another session, long after', 'hash', { ...facts, otherSessionAt: at - inUseFor }, other, 'verified', null],
    ['another session meanwhile', 'hash', { ...facts, otherSessionAt: at - 1 }, other, 'verified', 'other-session'],
    [
      'another session, silent and connected',
      'hash',
      { ...facts, otherSessionConnected: true },
      other,
      'verified',
      'other-session',
    ],
    [
      'a server meanwhile',
      'hash',
      { ...facts, otherSessionConnected: true },
      { ...other, via: 'server' },
      'verified',
      null,
    ],
    ['a token id, the other connected', 'token-id', { ...facts, otherSessionConnected: true }, user, 'verified', null],
    ['claims in another session', 'claims', { ...facts, otherSessionAt: at - 1 }, other, 'verified', 'other-session'],
    ['a new place', 'hash', { ...facts, placeIsNew: true }, user, 'verified', 'other-place'],
    [
      'a new place meanwhile',
      'hash',
      { ...facts, placeIsNew: true, otherSessionAt: at },
      other,
      'verified',
      'other-place',
    ],
    ['a server', 'hash', { ...facts, otherSessionAt: at }, { ...other, via: 'server' }, 'verified', null],
    ['a token id again', 'token-id', facts, user, 'verified', null],
    ['a token id in a new place', 'token-id', { ...facts, placeIsNew: true }, user, 'verified', null],
    ['a token id in another session', 'token-id', facts, other, 'proof-replayed', null],
    ['a token id by a server', 'token-id', facts, { ...other, via: 'server' }, 'proof-replayed', null],
    ['a token id that came to another channel', 'token-id', usedInOther, user, 'verified', 'other-channel'],
    ['one by a server', 'token-id', usedInOther, { ...user, via: 'server' }, 'verified', 'other-channel'],
    ['one that was first used there', 'token-id', { ...usedInOther, first: null }, user, 'verified', 'other-channel'],
    ['one in another session of this channel', 'token-id', usedInOther, other, 'proof-replayed', null],
    ['a hash, which lasts', 'hash', usedInOther, user, 'verified', null],
    ['a revoked proof', 'hash', { ...facts, revoked: true }, user, 'proof-revoked', null],
    ['a key that was seen outside', 'hash', { ...facts, keyCompromised: true }, user, 'key-compromised', null],
    ['both', 'hash', { ...facts, keyCompromised: true, revoked: true }, user, 'key-compromised', null],
  ] as const)('%s', (_, kind, known, by, expected, elsewhere) => {
    const found = judgeProof(proof(kind), known, by)
    expect(found.status === 'verified' ? found.status : found.reason).toBe(expected)
    expect(found.evidence.sightings?.elsewhere ?? null).toBe(elsewhere)
    const proven = Object.values(found.fields).some(({ provenance }) => provenance === 'proven')
    expect(proven).toBe(expected === 'verified')
  })

  test.each(['claimed', 'failed', 'expired', 'unchecked', 'anonymous'] as const)('never touches %s', (status) => {
    const verdict = { ...proof('hash'), status }
    expect(judgeProof(verdict, { ...facts, revoked: true, keyCompromised: true }, user)).toBe(verdict)
  })
})

describe('the ledger', () => {
  type Console = Awaited<ReturnType<typeof openConsole>>
  let console: Console
  beforeAll(async () => {
    console = await openConsole()
  })
  afterAll(() => console.remove())
  const place = { client: 'Firefox on Windows' }
  const open = async (email: string, rest = {}) => {
    const receipt = await console.record.open({
      context: console.context(identity(email), rest),
      sessionToken: null,
      sessionName: null,
      receivedAt: 0,
    })
    if (receipt.outcome !== 'opened') throw new Error(receipt.code)
    return receipt
  }
  const say = async (sessionId: `sess_${string}`, email: string, rest = {}) => {
    console.advance(1_000)
    const envelope = { sessionId, clientMessageId: `m${console.at()}`, text: 'Hello', receivedAt: 0 }
    return accepted(await console.record.message({ ...envelope, context: console.context(identity(email), rest) }))
  }
  const view = (conversationId: `conv_${string}`) => console.inbox.open({ conversationId }, operatorId)
  const flags = async (conversationId: `conv_${string}`) =>
    (await console.review.flags({ state: 'open', limit: 500 })).rows.filter(
      (row) => row.conversationId === conversationId && row.kind === 'proof-seen-elsewhere',
    )

  test('warns in both conversations at once where one proof is in two sessions', async () => {
    const first = await open('two@shop.example')
    const { conversationId } = await say(first.sessionId, 'two@shop.example')
    expect((await view(conversationId)).row).toMatchObject({ elsewhere: null, assurance: 'static-hash' })
    const second = await open('two@shop.example')
    expect((await view(conversationId)).row.elsewhere).toBe('other-session')
    const copy = await say(second.sessionId, 'two@shop.example')
    expect((await view(copy.conversationId)).messages[0]?.verdict).toMatchObject({
      status: 'verified',
      elsewhere: 'other-session',
    })
    await say(second.sessionId, 'two@shop.example')
    expect(await flags(copy.conversationId)).toHaveLength(1)
    // While that flag is open, it counts in the other conversation as well.
    const standing = await console.store.read('conversation.view', { conversationId, now: console.at() })
    expect(standing.row.elsewhere).toBe('other-session')
  })

  test('takes a resumed session and a second tab of it for the same', async () => {
    const first = await open('tab@shop.example')
    const { conversationId } = await say(first.sessionId, 'tab@shop.example')
    await console.open(identity('tab@shop.example'), first.sessionToken)
    await say(first.sessionId, 'tab@shop.example')
    expect((await view(conversationId)).row.elsewhere).toBeNull()
    expect((await view(conversationId)).identity.verdict?.evidence.sightings).toMatchObject({ sessions: 1 })
  })

  test('knows a place once a supervisor has looked at it', async () => {
    const email = 'place@shop.example'
    const first = await open(email)
    await say(first.sessionId, email)
    console.advance(inUseFor)
    const phone = await open(email, place)
    const { conversationId } = await say(phone.sessionId, email, place)
    await say(phone.sessionId, email, place)
    expect((await view(conversationId)).row.elsewhere).toBe('other-place')
    const [flag, ...more] = await flags(conversationId)
    expect(more).toEqual([])
    const flagIds = [flag?.id ?? 'flag_none'] as const
    await console.review.decide(
      { flagIds: [...flagIds], decision: 'genuine', note: 'Two devices', draft: false },
      operatorId,
    )
    expect((await view(conversationId)).row.elsewhere).toBeNull()
    await say(phone.sessionId, email, place)
    expect((await view(conversationId)).row.elsewhere).toBeNull()
  })

  test('ends a proof that is revoked, and lets it count again', async () => {
    const email = 'gone@shop.example'
    const first = await open(email)
    const { conversationId, messageId } = await say(first.sessionId, email)
    const { store, proofEnds, changes } = console
    const proofs = createProofs({ store, proofEnds, clock: console.at, onChange: (event) => void changes.push(event) })
    console.dropped.length = 0
    const note = 'Seen on a forum'
    expect(await proofs.revoke({ messageId, note }, operatorId)).toMatchObject({ conversations: 1 })
    expect(console.dropped).toEqual([first.audience])
    expect((await view(conversationId)).row).toMatchObject({
      standing: { status: 'failed', reason: 'proof-revoked' },
      elsewhere: null,
      assurance: null,
    })
    const again = await open(email)
    expect(again).toMatchObject({ status: 'failed', audience: null, history: [] })
    expect(await say(again.sessionId, email)).toMatchObject({ status: 'failed' })
    expect((await view(conversationId)).identity.proofRevokedAt).not.toBeNull()
    await proofs.restore({ messageId, note: 'It was a test' }, operatorId)
    expect((await view(conversationId)).row.standing.status).toBe('verified')
    expect((await open(email)).status).toBe('verified')
    await expect(proofs.revoke({ messageId: 'msg_none', note }, operatorId)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('is what the journal gives', () => {
    const handle = openForReading(console.databasePath)
    expect(checkDatabase(handle, { migrations, projections, projectedTables, stamp: null }).findings).toEqual([])
    handle.sql.close()
  })
})
