import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ProblemError } from '#shared/contract/result.ts'
import { scanKinds } from '#shared/domain/reply.ts'
import { projections } from '../database-parts.ts'
import { attachProjections } from '../journal/projections.ts'
import type { Store, WriteHandle } from '../storage/port.ts'
import { type Breakage, breakagesOfCalls, breakagesOfPromises, textOfBrokenParts } from '../testing/breakages.ts'
import { measured } from '../testing/endurance.ts'
import { createReplies, type RepliesParts } from './replies.ts'
import { type ReplyReads, type ReplyWrites, replyReads, replyWrites } from './stored/operations.ts'
import { sendReply } from './stored/send.ts'
import { inputOf, minute, prepareBlockedReplies, start } from './testing/blocked-replies.ts'

/**
 * What the gate knows of a text is read by other parts: the scan, the comparison with the wording of templates, and the
 * rendering. Each of their functions is broken here, in every way in which a function can be.
 */

vi.setConfig({ testTimeout: 240_000 })

type Part = (...given: never[]) => unknown
const faults = vi.hoisted(() => {
  type Part = (...given: never[]) => unknown
  const state: { at: string; call: number; calls: number; broken: ((honest: Part) => Part) | null } = {
    at: '',
    call: 0,
    calls: 0,
    broken: null,
  }
  const through =
    (name: string, honest: Part): Part =>
    (...given) => {
      if (state.at !== name) return honest(...given)
      state.calls += 1
      return state.broken === null || state.calls !== state.call ? honest(...given) : state.broken(honest)(...given)
    }
  return { state, through }
})
vi.mock(import('./scan/plain-text.ts'), async (original) => wrapped(await original()))
vi.mock(import('./scan/scan-text.ts'), async (original) => {
  const real = await original()
  const rules = real.scanRules as Record<string, Part>
  for (const [kind, rule] of Object.entries(rules)) rules[kind] = faults.through(kind, rule)
  return wrapped(real)
})
vi.mock(import('./lifted-text.ts'), async (original) => {
  const real = await original()
  const indexWording: typeof real.indexWording = (...given) => {
    const index = real.indexWording(...given)
    return { ...index, liftedIn: faults.through('liftedIn', index.liftedIn as Part) as typeof index.liftedIn }
  }
  return wrapped({ ...real, indexWording })
})
vi.mock(import('./render.ts'), async (original) => wrapped(await original()))

function wrapped<Module extends object>(module: Module): Module {
  const members = Object.entries(module).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function' ? faults.through(name, member as Part) : member,
  ])
  return Object.fromEntries(members) as Module
}

/** What reads a text on its way to the gate. */
const readings = ['plainTextOf', 'scanText', ...scanKinds, 'indexWording', 'liftedIn', 'unresolvedIn'] as const

let desk: Awaited<ReturnType<typeof prepareBlockedReplies>>
beforeAll(async () => {
  desk = await prepareBlockedReplies()
})
afterAll(() => desk.close())
beforeEach(() => heal())

const heal = () => Object.assign(faults.state, { at: '', call: 0, calls: 0, broken: null })
function breakAt(at: string, call: number, breakage: Breakage | null): void {
  Object.assign(faults.state, { at, call, calls: 0, broken: breakage === null ? null : breakage.break })
}

/** Works on a handle that nothing is kept for yet, and undoes everything afterwards. */
function undone<Result>(work: (handle: WriteHandle) => Result): Result {
  const sql = new Proxy(desk.real.sql, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
  const handle: WriteHandle = { power: 'write', sql }
  attachProjections(handle, projections)
  desk.real.sql.exec('SAVEPOINT one_reply')
  try {
    return work(handle)
  } finally {
    desk.real.sql.exec('ROLLBACK TO one_reply; RELEASE one_reply')
  }
}

it('what the gate blocks stays blocked, whatever it is told by a reading of the text that broke', () => {
  const allowed: string[] = []
  const reached = new Set<string>()
  let points = 0
  for (const [name, change] of Object.entries(desk.blocked)) {
    for (const at of readings) {
      breakAt(at, 0, null)
      expect([name, undone((handle) => sendReply(handle, inputOf(change))).outcome]).toEqual([name, 'blocked'])
      const { calls } = faults.state
      for (let call = 1; call <= calls; call += 1) {
        for (const breakage of breakagesOfCalls) {
          breakAt(at, call, breakage)
          points += 1
          reached.add(at)
          const outcome = outcomeOf(() => undone((handle) => sendReply(handle, inputOf(change))).outcome)
          if (outcome !== 'blocked' && outcome !== 'threw') allowed.push(`${name}: ${at} ${call} ${breakage.name}`)
        }
      }
    }
  }
  measured('faults in the scan, the wording and the gaps', `${points} broken readings, ${allowed.length} allowed`)
  expect(allowed).toEqual([])
  expect([...reached].toSorted()).toEqual([...readings].toSorted())
  expect(points).toBeGreaterThan(500)
})

it('a reading that lies is believed, so that a fault which opened the gate would be seen above', () => {
  const card = desk.blocked['a card number to somebody who only claims']
  const wording = desk.blocked['the wording of a restricted template to somebody who only claims']
  for (const [at, change] of [['scanText', card] as const, ['liftedIn', wording] as const]) {
    if (change === undefined) throw new Error('a blocked reply is not there')
    breakAt(at, 1, { name: 'lies', break: () => () => [] })
    expect([at, undone((handle) => sendReply(handle, inputOf(change))).outcome]).toEqual([at, 'sent'])
  }
})

it('what the gate allows is not sent over a reading that throws', () => {
  const good = inputOf({ conversationId: desk.verified, templateIds: desk.restricted })
  const throwing = breakagesOfCalls.filter((each) => each.name.startsWith('throws'))
  for (const at of readings) {
    breakAt(at, 0, null)
    expect([at, undone((handle) => sendReply(handle, good)).outcome]).toEqual([at, 'sent'])
    const { calls } = faults.state
    expect([at, calls]).not.toEqual([at, 0])
    for (let call = 1; call <= calls; call += 1) {
      for (const breakage of throwing) {
        breakAt(at, call, breakage)
        const outcome = outcomeOf(() => undone((handle) => sendReply(handle, good)).outcome)
        expect([at, call, outcome]).toEqual([at, call, 'threw'])
      }
    }
  }
})

function outcomeOf(work: () => string): string {
  try {
    return work()
  } catch {
    return 'threw'
  }
}

/** Where the rendering of a template, and what may be said instead of a text, call something or wait for it. */
const onTheWay: readonly { at: string; breakages: readonly Breakage[] }[] = [
  { at: 'templates.list', breakages: breakagesOfPromises },
  { at: 'replies.standing', breakages: breakagesOfPromises },
  { at: 'replies.safeVersion', breakages: breakagesOfPromises },
  { at: 'replies.preview', breakages: breakagesOfPromises },
  { at: 'replies.send', breakages: breakagesOfPromises },
  { at: 'clock', breakages: breakagesOfCalls },
  { at: 'renderTemplate', breakages: breakagesOfCalls },
  ...readings.map((at) => ({ at, breakages: breakagesOfCalls })),
]

it('the text of a locked template is not rendered, nor what is locked sent or called safe, over a part that broke', async () => {
  const by = { id: 'oper_one', name: 'Mia', role: 'agent' } as const
  const body = desk.real.sql
    .prepare('SELECT body FROM templates WHERE id = ?')
    .pluck()
    .get(desk.restricted[0]) as string
  const locked = body.replaceAll(/\{\{.*?\}\}/g, 'this')
  const card = '4111 1111 1111 1111'
  const conversationId = desk.claimed
  const asked: Record<string, (replies: ReturnType<typeof createReplies>) => Promise<unknown>> = {
    render: (replies) => replies.render({ conversationId, templateId: desk.restricted[0] ?? 'tmpl_none' }, by as never),
    'render of a public one': (replies) => replies.render({ conversationId, templateId: 'tmpl_0' }, by as never),
    list: (replies) => replies.templates({ conversationId }, by as never),
    'safe version of its wording': (replies) =>
      replies.safeVersion({ conversationId, templateIds: [], text: locked }, by as never),
    'safe version of a card number': (replies) =>
      replies.safeVersion({ conversationId, templateIds: [], text: `It is ${card}.` }, by as never),
    preview: (replies) => replies.preview({ conversationId, templateIds: [], text: locked }, by as never),
    send: (replies) => replies.send(inputOf({ conversationId, text: locked }), by as never),
  }
  const gaveAway = (answer: unknown): boolean => {
    const told = JSON.stringify(answer) ?? ''
    const { outcome } = (answer ?? {}) as { outcome?: string }
    const sentence = locked.split(/[.!?]\s/).toSorted((one, other) => other.length - one.length)[0] ?? locked
    return outcome === 'allow' || outcome === 'sent' || [sentence, body, card].some((text) => told.includes(text))
  }
  const given: string[] = []
  const reached = new Set<string>()
  let handedOver = 0
  let points = 0
  const answerOf = async (ask: (replies: ReturnType<typeof createReplies>) => Promise<unknown>) => {
    const parts = partsOver(() => (handedOver += 1))
    try {
      return await ask(createReplies(parts))
    } catch (error) {
      return error instanceof ProblemError ? { problem: error.message } : { threw: true }
    }
  }
  for (const [name, ask] of Object.entries(asked)) {
    for (const { at, breakages } of onTheWay) {
      breakAt(at, 0, null)
      expect([name, gaveAway(await answerOf(ask))]).toEqual([name, false])
      const { calls } = faults.state
      for (let call = 1; call <= calls; call += 1) {
        for (const breakage of breakages) {
          breakAt(at, call, breakage)
          points += 1
          reached.add(at)
          const answer = await answerOf(ask)
          if (gaveAway(answer)) given.push(`${name}: ${at} ${call} ${breakage.name}: ${JSON.stringify(answer)}`)
          if (JSON.stringify(answer)?.includes(textOfBrokenParts)) given.push(`${name}: ${at} tells of the inside`)
        }
      }
    }
  }
  measured('faults in the rendering', `${points} broken parts, ${given.length + handedOver} allowed`)
  expect(given).toEqual([])
  expect(handedOver).toBe(0)
  expect(onTheWay.map(({ at }) => at).filter((at) => !reached.has(at))).toEqual([])
})

function partsOver(onReply: () => void): RepliesParts {
  const call = (name: string, input: unknown) =>
    faults.through(name, () =>
      undone((handle) => ({ ...replyReads, ...replyWrites })[name as 'replies.send'](handle, input as never)),
    )()
  const store = {
    read: async (name: string, input: unknown) => call(name, input),
    write: async (name: string, input: unknown) => call(name, input),
    close: async () => {},
  } as unknown as Store<ReplyWrites, ReplyReads>
  return {
    store,
    operators: { nameOf: () => 'Mia' } as RepliesParts['operators'],
    toVisitors: {
      reply: async () => {
        onReply()
        return { connections: 1 }
      },
    },
    clock: faults.through('clock', () => start + minute) as () => number,
    randomBytes,
    onChange: () => {},
  }
}
