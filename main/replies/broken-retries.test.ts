import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ProblemError } from '#shared/contract/result.ts'
import type { ContactId, ConversationId, MessageId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { projections, writeOperations } from '../database-parts.ts'
import { attachProjections, record } from '../journal/projections.ts'
import type { Store, WriteHandle } from '../storage/port.ts'
import { breakagesOfPromises, textOfBrokenParts } from '../testing/breakages.ts'
import { measured } from '../testing/endurance.ts'
import { createReplies } from './replies.ts'
import { giveOrHold, retryReply } from './stored/asked-again.ts'
import { type ReplyReads, type ReplyWrites, replyReads, replyWrites } from './stored/operations.ts'
import { sendReply } from './stored/send.ts'
import { inputOf, minute, prepareBlockedReplies, start } from './testing/blocked-replies.ts'
import { overFailingReads, ways } from './testing/failing-reads.ts'

/** What was sent, waits, and may not be given any more stays where it is, whatever breaks when it is tried again. */

vi.setConfig({ testTimeout: 240_000 })

let desk: Awaited<ReturnType<typeof prepareBlockedReplies>>
const restricted: MessageId = 'msg_restricted'
const card: MessageId = 'msg_card'
const plain: MessageId = 'msg_plain'
const now = start + 2 * minute

beforeAll(async () => {
  desk = await prepareBlockedReplies()
  const { real, verified } = desk
  const send = (message: MessageId, text: string, templateIds: typeof desk.restricted = []) => {
    const newIds = { message, flag: `flag_${message}` } as const
    const sent = sendReply(real, {
      ...inputOf({ conversationId: verified, text, templateIds }),
      requestId: message,
      newIds,
    })
    if (sent.outcome !== 'sent') throw new Error(`${message} was not sent`)
  }
  send(restricted, 'The link is on its way.', desk.restricted)
  send(card, 'It is 4111 1111 1111 1111.')
  send(plain, 'Thank you for waiting.')
  const flag = {
    flagId: 'flag_late',
    kind: 'agent-report',
    severity: 'serious',
    sentence: 'Look.',
    messageId: null,
  } as const
  record(real, { type: 'flag.raised', actor: 'system', at: start, content: { ...flag, conversationId: verified } })
  refuseProof(real, verified)
})
afterAll(() => desk.close())

/** The newest message came with a proof that was rejected. */
function refuseProof(real: WriteHandle, conversationId: ConversationId): void {
  const { verdict } = real.sql
    .prepare('SELECT verdict FROM messages WHERE conversation_id = ? AND kind = ?')
    .get(conversationId, 'visitor') as { verdict: string }
  const honest = JSON.parse(verdict) as Verdict
  writeOperations['message.receive'](real, {
    channelId: 'chan_shop',
    sessionId: 'sess_one',
    clientMessageId: 'again',
    text: 'Me again',
    verdict: { ...honest, status: 'failed', reason: 'hash-mismatch', assurance: null, fields: {} },
    connected: [],
    exposed: [],
    policy: 'observe',
    context: { origin: null, pageUrl: null, client: null, via: 'widget' },
    newIds: {
      message: 'msg_again',
      conversation: 'conv_again',
      contact: 'cont_again',
      flags: ['flag_a', 'flag_b', 'flag_c'],
    },
    at: start + minute,
  })
}

/** One that nothing is kept for yet: what is remembered of an earlier one was undone. */
function freshHandle(): WriteHandle {
  const sql = new Proxy(desk.real.sql, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
  const handle: WriteHandle = { power: 'write', sql }
  attachProjections(handle, projections)
  return handle
}

const blocked = [restricted, card] as const
const stateOf = (handle: WriteHandle, messageId: MessageId) =>
  handle.sql.prepare('SELECT delivery, held FROM messages WHERE id = ?').get(messageId)

it('whichever read of the database fails, and in whatever way, nothing that is blocked is given', () => {
  const { real } = desk
  const verdict = JSON.parse(
    (real.sql.prepare(`SELECT verdict FROM messages WHERE id = 'msg_one'`).get() as { verdict: string }).verdict,
  ) as Verdict
  const opening = { verdict, audience: 'cont_one' as ContactId }
  const tries = {
    'tried again': (handle: WriteHandle, messageId: MessageId) => retryReply(handle, { messageId, at: now }).outcome,
    'asked for by an opening': (handle: WriteHandle, messageId: MessageId) =>
      giveOrHold(handle, { messageId, at: now, opening }) === null ? 'allow' : 'block',
  }
  const given: string[] = []
  let points = 0
  for (const [name, attempt] of Object.entries(tries)) {
    expect([name, overFailingReads(real, 0, null, (handle) => attempt(handle, plain)).answer]).toEqual([name, 'allow'])
    for (const messageId of blocked) {
      const { answer, calls } = overFailingReads(real, 0, null, (handle) => attempt(handle, messageId))
      expect([name, messageId, answer]).toEqual([name, messageId, 'block'])
      for (let at = 1; at <= calls; at += 1) {
        for (const way of ways) {
          points += 1
          const over = overFailingReads(real, at, way, (handle) => attempt(handle, messageId))
          if (over.answer === 'allow') given.push(`${name}: ${messageId}: call ${at} ${way}`)
        }
      }
    }
  }
  measured('faults where a reply is asked about again', `${points} failed reads, ${given.length} given`)
  expect(given).toEqual([])
  expect(points).toBeGreaterThan(100)
})

it('whatever the store answers to a reply that is tried again, what is blocked is not handed over, and stays as it was', async () => {
  const { real } = desk
  const names = ['replies.retry', 'replies.outboxEntry'] as const
  const operations = { ...replyReads, ...replyWrites } as Record<string, (handle: WriteHandle, input: never) => unknown>
  const held = { delivery: 'failed', held: expect.any(String) as string }
  let handedOver = 0
  let points = 0
  const over = async (messageId: MessageId, broken: string, breakage: (typeof breakagesOfPromises)[number] | null) => {
    const handle = freshHandle()
    const written: string[] = []
    const call = async (name: string, input: unknown) => {
      if (name.startsWith('replies.mark')) written.push(name)
      const honest = () => operations[name]?.(handle, input as never)
      return name === broken && breakage !== null ? breakage.break(honest)() : honest()
    }
    const store = { read: call, write: call, close: async () => {} } as unknown as Store<ReplyWrites, ReplyReads>
    const replies = createReplies({
      store,
      operators: { nameOf: () => 'Mia' } as never,
      toVisitors: {
        reply: async () => {
          handedOver += 1
          return { connections: 0 }
        },
      },
      clock: () => now,
      randomBytes,
      onChange: () => {},
    })
    real.sql.exec('SAVEPOINT one_retry')
    const before = stateOf(real, messageId)
    try {
      const told = await replies.retry({ messageId }).catch((error: unknown) => {
        return error instanceof ProblemError ? { problem: error.code, message: error.message } : { threw: true }
      })
      return { told, written, before, after: stateOf(real, messageId) }
    } finally {
      real.sql.exec('ROLLBACK TO one_retry; RELEASE one_retry')
    }
  }
  // The fault has something to open: an honest store lets the plain one go, and refuses the others.
  await over(plain, '', null)
  expect(handedOver).toBe(1)
  handedOver = 0
  for (const messageId of blocked) {
    expect((await over(messageId, '', null)).told).toMatchObject({ problem: 'not-allowed' })
    for (const broken of names) {
      for (const breakage of breakagesOfPromises) {
        points += 1
        const { told, written, before, after } = await over(messageId, broken, breakage)
        const where = [messageId, broken, breakage.name]
        expect([...where, written]).toEqual([...where, []])
        // As it was, or held by an honest store that was not heard: never on its way.
        expect([...where, after]).toEqual([...where, (after as { held: string | null }).held === null ? before : held])
        expect([...where, told]).not.toEqual([...where, { delivery: 'queued' }])
        expect(JSON.stringify(told)).not.toContain(textOfBrokenParts)
      }
    }
  }
  measured('faults where a reply is tried again', `${points} broken answers of the store, ${handedOver} handed over`)
  expect(handedOver).toBe(0)
})
