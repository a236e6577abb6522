import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { lookalikePairs } from '../../shared/text/testing/lookalike-pairs.ts'
import type { Verify } from '../identity/check.ts'
import { measured, repeats } from '../testing/endurance.ts'
import { accepted, identity, openConsole, operatorId } from './testing/open-console.ts'
import { verdictOf } from './testing/verdict-of.ts'

vi.setConfig({ testTimeout: 600_000 })

test('one proof from two sources within a minute warns every time', async () => {
  const console = await openConsole()
  const tries = 100
  let warned = 0
  for (let index = 0; index < tries; index += 1) {
    const payload = identity(`customer-${index}@shop.example`)
    // By turns another session of the same place, and another place; and a copy that only opens and never writes.
    const rest = index % 2 === 0 ? {} : { client: 'Safari on iOS' }
    const first = await console.open(payload)
    const { conversationId } = accepted(await console.say(first.sessionId, payload, 'Hello'))
    const context = console.context(payload, rest)
    const copy = await console.record.open({ context, sessionToken: null, sessionName: null, receivedAt: 0 })
    if (copy.outcome !== 'opened') throw new Error(copy.code)
    const { row } = await console.inbox.open({ conversationId }, operatorId)
    let seen = row.standing.status === 'verified' && row.elsewhere !== null
    if (index % 3 !== 0) {
      console.advance(50_000)
      const envelope = {
        context,
        sessionId: copy.sessionId,
        clientMessageId: `copy-${index}`,
        text: 'Hi',
        receivedAt: 0,
      }
      const { conversationId: other } = accepted(await console.record.message(envelope))
      const { rows } = await console.review.flags({ state: 'open', limit: 500 })
      seen &&= (await console.inbox.open({ conversationId: other }, operatorId)).row.elsewhere !== null
      seen &&= rows.filter((flag) => flag.conversationId === other && flag.kind === 'proof-seen-elsewhere').length === 1
    }
    if (seen) warned += 1
    console.advance(3_600_000)
  }
  measured('one hash from two sources within 60 s', `${warned} of ${tries} warned`)
  expect(warned).toBe(tries)
  await console.remove()
})

/** A judge of tokens by their id: what a token's bytes are makes no difference to its fingerprint. */
const byTokenId: Verify = async ({ identity: payload, at }) => {
  const id = payload === null ? null : (JSON.parse(payload) as { id: string }).id
  if (id === null)
    return verdictOf({ status: 'anonymous', reason: 'no-identity', field: null, fields: {}, checkedAt: at })
  const proofFingerprint = createHash('sha256').update(id).digest('hex')
  return verdictOf({
    checkedAt: at,
    assurance: 'short-token',
    evidence: { ...verdictOf().evidence, proofFingerprint, proofKind: 'token-id' },
  })
}

test('a token id is good for one session, however it is spelt, also after a restart', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'bonafide-replay-')), 'bonafide.db')
  let console = await openConsole({ path, verify: byTokenId })
  const spellings = ['', ' ', '\n', '\t ']
  const payload = (id: string, way: number) => `{"id":${spellings[way % 4]}"${id}"${spellings[(way + 1) % 4]}}`
  const tokens = 10
  const owners: `sess_${string}`[] = []
  for (let index = 0; index < tokens; index += 1) {
    const { sessionId } = await console.open(payload(`jti-${index}`, 0))
    owners.push(sessionId)
    // Half of them have only been used to open a session.
    if (index % 2 === 0) accepted(await console.say(sessionId, payload(`jti-${index}`, 0), 'Hello'))
  }
  const tries = repeats(200, 1_000)
  let fresh = 0
  for (let index = 0; index < tries; index += 1) {
    if (index === Math.floor(tries / 2)) {
      await console.close()
      console = await openConsole({ path, verify: byTokenId })
    }
    const said = payload(`jti-${index % tokens}`, index)
    const thief = await console.open(said)
    const { status } = accepted(await console.say(thief.sessionId, said, 'Hello'))
    if (status === 'verified' || thief.status === 'verified' || thief.audience !== null) fresh += 1
  }
  let kept = 0
  for (const [index, sessionId] of owners.entries()) {
    if (accepted(await console.say(sessionId, payload(`jti-${index}`, 1), 'Still me')).status === 'verified') kept += 1
  }
  measured(
    'token ids replayed',
    `${tries} replays in 4 spellings over a restart, ${fresh} verified, ${kept} of ${tokens} owners kept`,
  )
  expect([fresh, kept]).toEqual([0, tokens])
  await console.close()
  rmSync(join(path, '..'), { recursive: true, force: true })
})

test('fifty lookalikes of verified customers raise one flag each', async () => {
  const known = new Map<string, string>()
  const byField: Verify = async ({ identity: payload, at }) => {
    const { field, value, proven } = JSON.parse(payload ?? '{}') as { field: string; value: string; proven: boolean }
    return verdictOf({
      status: proven ? 'verified' : 'failed',
      reason: proven ? 'proof-matches' : 'hash-mismatch',
      field,
      checkedAt: at,
      fields: { [field]: { value, provenance: proven ? 'proven' : 'claimed' } },
    })
  }
  const console = await openConsole({ verify: byField })
  const say = async (field: string, value: string, proven: boolean) => {
    const payload = JSON.stringify({ field, value, proven })
    const { sessionId } = await console.open(payload)
    return accepted(await console.say(sessionId, payload, 'Hello')).conversationId
  }
  let flagged = 0
  for (const [field, fake, real] of lookalikePairs) {
    if (!known.has(`${field} ${real}`)) await say(field, real, true)
    known.set(`${field} ${real}`, real)
    const conversationId = await say(field, fake, false)
    const { rows } = await console.review.flags({ state: 'open', limit: 500 })
    const own = rows.filter((row) => row.conversationId === conversationId)
    const claims = own.filter((row) => row.kind === 'claims-verified-contact')
    const forged = field === 'name' ? own.length === 2 : own.length === 1
    if (claims.length === 1 && claims[0]?.comparison !== null && forged) flagged += 1
  }
  measured('lookalike claims', `${flagged} of ${lookalikePairs.length} flagged, once each, with what differs`)
  expect(flagged).toBeGreaterThanOrEqual(48)
  await console.remove()
})
