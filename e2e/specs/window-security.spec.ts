import { expect, test } from '@playwright/test'
import { requestNames } from '#shared/contract/names.ts'
import { measured } from '../../main/testing/endurance.ts'
import { type LaunchedConsole, launchConsole } from '../support/launch-console.ts'
import { signInBy } from '../support/operators.ts'

/** What a page under somebody else's control could try; nothing of it may work. Runs on either runtime. */
test.describe.configure({ mode: 'default' })
let started: LaunchedConsole
test.beforeAll(async () => {
  started = await launchConsole()
  await signInBy(started.page)
})
test.afterAll(() => started.close())

/** Probes of each kind, all of which were refused: docs/electron-checklist.md names them by item. */
const refused = new Map<string, number>()
const wasRefused = (kind: string, count: number) => refused.set(kind, (refused.get(kind) ?? 0) + count)

/** The page's globals, without the types of this file's own world. */
type Loose = Record<string, never> & { [name: string]: unknown }

test('the page sees the named functions and nothing of Node, Electron or the host', async () => {
  const seen = await started.page.evaluate(() => {
    const scope = globalThis as unknown as { bonafide: Record<string, Record<string, unknown>> }
    const names = Object.entries(scope.bonafide).flatMap(([area, verbs]) =>
      typeof verbs === 'function' ? [area] : Object.keys(verbs).map((verb) => `${area}.${verb}`),
    )
    const isFrozen = Object.values(scope.bonafide).every((member) => Object.isFrozen(member))
    const own = Object.getOwnPropertyNames(globalThis).filter((name) =>
      /electron|ipc|bonafide.+|__|worldName/i.test(name),
    )
    const nodes = ['require', 'process', 'Buffer', 'global', 'module', 'exports', '__dirname', 'setImmediate']
    return {
      names,
      isFrozen: isFrozen && Object.isFrozen(scope.bonafide),
      own,
      nodes: nodes.filter((name) => name in globalThis),
      replaceable: Object.getOwnPropertyDescriptor(globalThis, 'bonafide')?.writable,
    }
  })
  expect(seen.names.toSorted()).toEqual([...requestNames, 'onChange'].toSorted())
  expect(seen).toMatchObject({ isFrozen: true, own: [], nodes: [], replaceable: false })
  wasRefused('globals', 8)
})

test('built-ins that the page replaced do not reach the preload', async () => {
  const stolen = await started.page.evaluate(async () => {
    const caught: string[] = []
    const scope = globalThis as unknown as Loose & { bonafide: { workspace: { get(input: object): Promise<unknown> } } }
    const originals = {
      parse: JSON.parse,
      dispatch: EventTarget.prototype.dispatchEvent,
      add: EventTarget.prototype.addEventListener,
    }
    JSON.parse = (...args) => {
      caught.push('parse')
      return originals.parse(...args)
    }
    EventTarget.prototype.dispatchEvent = function (event) {
      caught.push('dispatch')
      return originals.dispatch.call(this, event)
    }
    EventTarget.prototype.addEventListener = function (...args: Parameters<typeof originals.add>) {
      caught.push('listen')
      return originals.add.apply(this, args)
    }
    try {
      await scope.bonafide.workspace.get({})
    } finally {
      JSON.parse = originals.parse
      EventTarget.prototype.dispatchEvent = originals.dispatch
      EventTarget.prototype.addEventListener = originals.add
    }
    return caught
  })
  expect(stolen).toEqual([])
  wasRefused('replaced built-ins', 3)
})

test('a listener of the page gets the change alone, and nothing of who sent it', async () => {
  const heard = await started.page.evaluate(async () => {
    const { bonafide } = globalThis as unknown as {
      bonafide: {
        onChange(listener: (...args: unknown[]) => void): () => void
        workspace: { setPreferences(input: object): Promise<unknown>; get(input: object): Promise<unknown> }
      }
    }
    let stop = () => {}
    const first = new Promise<unknown[]>((done) => {
      stop = bonafide.onChange((...args) => done(args))
    })
    await bonafide.workspace.setPreferences({ theme: 'system' })
    const args = await first
    stop()
    return { count: args.length, members: Object.keys(args[0] as object).toSorted() }
  })
  expect(heard).toEqual({ count: 1, members: ['conversationId', 'topic'] })
  wasRefused('event of the sender', 1)
})

test('input is refused by schema, and by name', async () => {
  const codes = await started.page.evaluate(async () => {
    type Ask = (input: unknown) => Promise<{ ok: boolean; problem?: { code: string } }>
    const bonafide = (globalThis as unknown as { bonafide: Record<string, Record<string, Ask>> }).bonafide
    const ask = async (area: string, verb: string, input: unknown) => {
      const result = await bonafide[area]?.[verb]?.(input)
      return result?.ok ? 'ok' : result?.problem?.code
    }
    return [
      await ask('workspace', 'get', { extra: 1 }),
      await ask('inbox', 'list', { filter: 'all', cursor: null, limit: 100_000 }),
      await ask('inbox', 'list', undefined),
      await ask('conversation', 'open', { conversationId: "conv_1' OR 1=1" }),
      await ask('conversation', 'open', { conversationId: { toString: 'conv_1' } }),
    ]
  })
  expect(codes).toEqual(Array.from({ length: 5 }, () => 'input-invalid'))
  wasRefused('inputs', codes.length)
})

test('a call from a frame inside the page is refused', async () => {
  test.skip(started.runtime === 'electron', 'forging a sender needs the protocol that only the host speaks')
  const { page } = started
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.id = 'inner'
    document.body.append(frame)
  })
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const inner = frameTree.childFrames?.at(-1)?.frame.id as string
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: inner,
    worldName: 'bonafide preload',
  })
  const call = { kind: 'invoke', id: 1, channel: 'bonafide:request', args: ['workspace.get', {}] }
  const { result } = await session.send('Runtime.evaluate', {
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `new Promise((resolve) => { globalThis.__deliver = resolve; bonafideHostBinding(${JSON.stringify(
      JSON.stringify(call),
    )}) })`,
  })
  expect(JSON.parse(result.value as string)).toMatchObject({
    kind: 'answer',
    value: { ok: false, problem: { code: 'sender-refused' } },
  })
  wasRefused('other senders', 1)
})

test('what was probed', () => {
  const kinds = [...refused].map(([kind, count]) => `${count} ${kind}`)
  const total = [...refused.values()].reduce((sum, count) => sum + count, 0)
  measured('the window’s bridge', `${total} probes, ${total} refused: ${kinds.join(', ')}`)
  // The tests above run in one process, one after the other; where one failed, the rest starts anew.
  expect(total).toBeGreaterThanOrEqual(15)
})
