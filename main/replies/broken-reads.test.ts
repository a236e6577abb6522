import { createHmac, createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import { projections, writeOperations } from '../database-parts.ts'
import { requestOf } from '../identity/testing/signing.ts'
import { verify } from '../identity/verify.ts'
import { attachProjections, record } from '../journal/projections.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openInMemory } from '../storage/open.ts'
import type { WriteHandle } from '../storage/port.ts'
import { measured } from '../testing/endurance.ts'
import { decide, type GateQuestion } from './gate.ts'
import { starterTemplates } from './starter-templates.ts'
import { type SendInput, sendReply } from './stored/send.ts'

vi.setConfig({ testTimeout: 120_000 })

const start = Date.UTC(2026, 0, 5, 9)
const minute = 60_000
const channelId = 'chan_shop' as const
const secret = 'a-secret-of-the-test-shop'
const email = 'ann@example.com'
const signed = (who: string) => ({ email: who, hash: createHmac('sha256', secret).update(who).digest('hex') })

let real: WriteHandle
let verified: ConversationId
let claimed: ConversationId
let closed: ConversationId
let flagged: ConversationId
// One of each kind: every try compares the text with all of them anew.
const templatesHere = (['public', 'personal', 'restricted'] as const).flatMap((sensitivity) =>
  starterTemplates.filter((each) => each.sensitivity === sensitivity).slice(0, 1),
)
const templateIds = templatesHere.map((_, index): TemplateId => `tmpl_${index}`)
const restricted = 2

beforeAll(async () => {
  real = openInMemory(migrations)
  attachProjections(real, projections)
  const origins = ['https://shop.example']
  const content = {
    channelId,
    name: 'Shop',
    scheme: 'fernand' as const,
    policy: 'observe' as const,
    origins,
    settings: {},
    freshnessMinutes: 30,
  }
  writeOperations['channels.add'](real, { actor: 'system', at: start, content })
  const templates = templatesHere.map((each, index) => ({ ...each, templateId: templateIds[index] as TemplateId }))
  writeOperations['templates.prepare'](real, { templates, at: start })
  verified = await arrive('one', signed(email))
  claimed = await arrive('two', { email: 'bob@example.com' })
  closed = await arrive('three', signed('cyd@example.com'))
  flagged = await arrive('four', signed('dan@example.com'))
  writeOperations['conversation.close'](real, { conversationId: closed, operatorId: 'oper_one', at: start })
  const flag = {
    flagId: 'flag_one',
    kind: 'agent-report',
    severity: 'serious',
    sentence: 'Look.',
    messageId: null,
  } as const
  record(real, { type: 'flag.raised', actor: 'system', at: start, content: { ...flag, conversationId: flagged } })
})
afterAll(() => void real.sql.close())

async function arrive(name: string, identity: object): Promise<ConversationId> {
  const key = { id: 'key_one', kind: 'secret', state: 'active', retiresAt: null, fingerprint: 'ab'.repeat(32) } as const
  const keys = [{ ...key, material: createSecretKey(Buffer.from(secret)) }]
  const verdict = await verify(requestOf({ scheme: 'fernand', identity, keys, at: start }))
  const context = { origin: 'https://shop.example', pageUrl: null, client: null, via: 'widget' } as const
  const sessionId = `sess_${name}` as const
  writeOperations['session.open'](real, {
    channelId,
    tokenDigest: null,
    name: null,
    context,
    verdict,
    newSession: { id: sessionId, tokenDigest: name },
    exposed: [],
    flagIds: [],
    newContactId: `cont_${name}`,
    at: start,
  })
  const stored = writeOperations['message.receive'](real, {
    channelId,
    sessionId,
    clientMessageId: name,
    text: 'Hello',
    verdict,
    exposed: [],
    policy: 'observe',
    context,
    newIds: {
      message: `msg_${name}`,
      conversation: `conv_${name}`,
      contact: `cont_${name}`,
      flags: Array.from({ length: 8 }, (_, index): `flag_${string}` => `flag_${name}${index}`),
    },
    at: start,
  })
  if (stored.outcome !== 'accepted') throw new Error('not stored')
  return stored.conversationId
}

const thanks = 'Thank you for your message.'
const scenarios = (): Record<string, Partial<SendInput> & { conversationId: ConversationId }> => ({
  'a restricted template to somebody who only claims': {
    conversationId: claimed,
    templateIds: [templateIds[restricted] as TemplateId],
  },
  'the wording of a restricted template to somebody who only claims': {
    conversationId: claimed,
    text: templatesHere[restricted]?.body.replaceAll(/\{\{.*?\}\}/g, 'this') ?? '',
  },
  'a card number to somebody who only claims': { conversationId: claimed, text: 'It is 4111 1111 1111 1111.' },
  'a restricted template under a serious flag': {
    conversationId: flagged,
    templateIds: [templateIds[restricted] as TemplateId],
  },
  'a restricted template on an old proof': {
    conversationId: verified,
    templateIds: [templateIds[restricted] as TemplateId],
    at: start + 31 * minute,
  },
  'a reply past an unseen message': { conversationId: verified, seenPosition: 0 },
  'a reply into a closed conversation': { conversationId: closed },
  'a text with a gap': { conversationId: verified, text: 'Hello {{visitor.name}}' },
  'a template that is not there': { conversationId: verified, templateIds: ['tmpl_none'] },
})

function inputOf(change: Partial<SendInput> & { conversationId: ConversationId }): SendInput {
  return {
    operatorId: 'oper_one',
    requestId: 'request-1',
    mode: 'reply',
    text: thanks,
    templateIds: [],
    seenPosition: 99,
    askToSignIn: false,
    sendAnyway: true,
    newIds: { message: 'msg_reply', flag: 'flag_reply' },
    at: start + minute,
    ...change,
  }
}

type Way = 'throws' | 'answers nothing' | 'answers empty members'
const ways: readonly Way[] = ['throws', 'answers nothing', 'answers empty members']

/** Sends over a database of which the `at`th call fails in one way. Everything is undone afterwards. */
function sendOver(input: SendInput, at: number, way: Way | null): { outcome: string; calls: number } {
  let calls = 0
  const answer = (honest: () => unknown, nothing: unknown): unknown => {
    calls += 1
    if (calls !== at || way === null) return honest()
    if (way === 'throws') throw new Error('the disk is gone')
    if (way === 'answers nothing') return nothing
    const given = honest()
    const emptied = (row: unknown) => Object.fromEntries(Object.keys(row as object).map((name) => [name, null]))
    if (Array.isArray(given)) return given.map(emptied)
    return typeof given === 'object' && given !== null ? emptied(given) : given
  }
  const sql = new Proxy(real.sql, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'prepare') return typeof member === 'function' ? (member.bind(target) as unknown) : member
      return (text: string) => {
        const prepared = target.prepare(text)
        return {
          get: (...given: unknown[]) => answer(() => prepared.get(...given), undefined),
          all: (...given: unknown[]) => answer(() => prepared.all(...given), []),
          iterate: (...given: unknown[]) => (answer(() => prepared.all(...given), []) as unknown[])[Symbol.iterator](),
          run: (...given: unknown[]) => answer(() => prepared.run(...given), { changes: 0, lastInsertRowid: 0 }),
        }
      }
    },
  })
  const handle: WriteHandle = { power: 'write', sql }
  attachProjections(handle, projections)
  real.sql.exec('SAVEPOINT one_reply')
  try {
    return { outcome: sendReply(handle, input).outcome, calls }
  } catch {
    return { outcome: 'threw', calls }
  } finally {
    real.sql.exec('ROLLBACK TO one_reply; RELEASE one_reply')
  }
}

it('what the gate blocks stays blocked, whichever read of the database fails, and in whatever way', () => {
  const sent: string[] = []
  let points = 0
  for (const [name, change] of Object.entries(scenarios())) {
    const { outcome, calls } = sendOver(inputOf(change), 0, null)
    expect([name, outcome]).toEqual([name, 'blocked'])
    for (let at = 1; at <= calls; at += 1) {
      for (const way of ways) {
        points += 1
        if (sendOver(inputOf(change), at, way).outcome === 'sent') sent.push(`${name}: call ${at} ${way}`)
      }
    }
  }
  measured('faults at the gate', `${points} failed reads of the database, ${sent.length} replies allowed`)
  expect(sent).toEqual([])
  expect(points).toBeGreaterThan(200)
})

it('what the gate allows is not sent either where anything on the way throws', () => {
  const input = inputOf({ conversationId: verified, templateIds: [templateIds[restricted] as TemplateId] })
  const { outcome, calls } = sendOver(input, 0, null)
  expect(outcome).toBe('sent')
  for (let at = 1; at <= calls; at += 1) expect([at, sendOver(input, at, 'throws').outcome]).toEqual([at, 'threw'])
})

it.each([Number.NaN, undefined, Number.POSITIVE_INFINITY, -1, '1'])('a clock that says %s opens nothing', (at) => {
  const change = { conversationId: verified, templateIds: [templateIds[restricted] as TemplateId], at: at as number }
  expect(sendOver(inputOf(change), 0, null).outcome).not.toBe('sent')
})

it('a question of which one member cannot be read, or is something else, allows nothing that was blocked', () => {
  const now = start
  const allowed: GateQuestion = {
    mode: 'reply',
    standing: {
      status: 'verified',
      reason: null,
      field: 'email',
      value: email,
      since: now,
      provenAt: now,
      validUntil: now + minute,
    },
    sensitivities: ['restricted'],
    seriousFlags: 0,
    identityBlocked: false,
    freshnessMinutes: 30,
    now,
    unseenMessages: 0,
    unresolved: [],
    conversationState: 'open',
    findings: [],
    warningsRead: false,
    grant: 'none',
  }
  expect(decide(allowed)).toEqual({ outcome: 'allow' })
  const bad = [undefined, null, Number.NaN, 'x', {}, Promise.resolve(0), Symbol('x')]
  let points = 0
  // A missing tick beside a warning blocks nothing by itself.
  for (const name of (Object.keys(allowed) as (keyof GateQuestion)[]).filter((each) => each !== 'warningsRead')) {
    const throwing = Object.defineProperty({ ...allowed }, name, {
      get() {
        throw new Error('no')
      },
    })
    const questions = [throwing, ...bad.map((value) => ({ ...allowed, [name]: value }) as GateQuestion)]
    for (const question of questions) {
      points += 1
      expect([name, points, decide(question).outcome]).toEqual([name, points, 'block'])
    }
  }
  measured('faults in a question to the gate', `${points} broken members, 0 allowed`)
})
