import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProblemError, type Result } from '#shared/contract/result.ts'
import type { Handlers } from './handlers/index.ts'
import { burst } from './request-rate.ts'
import { openRouter, type Router } from './router.ts'

type Listener = (event: unknown, ...args: unknown[]) => Promise<Result<unknown>>
const registered = vi.hoisted(() => new Map<string, Listener>())
// Electron itself: outside its own process there is no ipcMain to ask.
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => registered.set(channel, listener),
    removeHandler: (channel: string) => registered.delete(channel),
  },
}))

const appOrigin = 'app://console'
const mainFrame = { frameTreeNodeId: 7, parent: null, origin: appOrigin }

function makeContents(id: number) {
  const gone: (() => void)[] = []
  const sent: unknown[][] = []
  const contents = {
    id,
    mainFrame,
    destroyed: false,
    isDestroyed: () => contents.destroyed,
    once: (_event: string, listener: () => void) => gone.push(listener),
    send: (...args: unknown[]) => sent.push(args),
    destroy() {
      contents.destroyed = true
      for (const listener of gone) listener()
    },
    sent,
  }
  return contents
}

let router: Router
let contents: ReturnType<typeof makeContents>
let now = 0
const reports: { where: string; error: unknown }[] = []
const handled: unknown[] = []

const handlers = {
  'workspace.get': async (_input: unknown, caller: unknown) => ({ caller }),
  'inbox.list': async (input: unknown) => {
    handled.push(input)
    return { rows: [], when: undefined }
  },
  'channels.list': async () => ({ channels: [new Date(0)] }),
  'keys.add': async () => {
    throw new ProblemError('key-refused', 'This is a private key.')
  },
  'contacts.list': async () => {
    throw Object.assign(new Error('The disk is full.'), { name: 'ProblemError', code: 'storage-full' })
  },
  'flags.list': async () => {
    throw new Error('profiles/somebody: secret s3cr3t')
  },
} as unknown as Handlers

function ask(name: unknown, input: unknown, event: object = { sender: contents, senderFrame: mainFrame }) {
  const listener = registered.get('bonafide:request')
  if (!listener) throw new Error('the router is not listening')
  return listener(event, name, input)
}

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.problem.code)

beforeEach(() => {
  now = 0
  reports.length = 0
  handled.length = 0
  contents = makeContents(1)
  router = openRouter({
    handlers: Promise.resolve(handlers),
    appOrigin,
    clock: () => now,
    report: (where, error) => reports.push({ where, error }),
  })
  router.admitWindow(contents as never)
})
afterEach(() => router.close())

describe('who may ask', () => {
  const admitted = () => contents
  const frames: [string, () => object][] = [
    ['a frame that is gone', () => ({ sender: admitted(), senderFrame: null })],
    ['a frame inside the page', () => ({ sender: admitted(), senderFrame: { ...mainFrame, parent: mainFrame } })],
    ['another main frame', () => ({ sender: admitted(), senderFrame: { ...mainFrame, frameTreeNodeId: 8 } })],
    ['a foreign origin', () => ({ sender: admitted(), senderFrame: { ...mainFrame, origin: 'https://example.org' } })],
    ['an opaque origin', () => ({ sender: admitted(), senderFrame: { ...mainFrame, origin: 'null' } })],
    ['a longer origin', () => ({ sender: admitted(), senderFrame: { ...mainFrame, origin: 'app://console.evil' } })],
    ['an unknown window', () => ({ sender: makeContents(2), senderFrame: mainFrame })],
    ['an unknown window with a known number', () => ({ sender: makeContents(1), senderFrame: mainFrame })],
  ]
  it.each(frames)('refuses %s', async (_name, event) => {
    expect(codeOf(await ask('inbox.list', {}, event()))).toBe('sender-refused')
    expect(handled).toEqual([])
    expect(reports).toHaveLength(1)
  })

  it('refuses a window that was destroyed', async () => {
    contents.destroy()
    expect(codeOf(await ask('workspace.get', {}))).toBe('sender-refused')
  })

  it('answers the main frame of its own window', async () => {
    expect(await ask('workspace.get', {})).toEqual({ ok: true, value: { caller: { windowId: 1 } } })
  })
})

describe('what may be asked', () => {
  it.each(['toString', '__proto__', 'constructor', 'inbox', 'inbox.list ', '', 7, null, ['inbox.list']])(
    'refuses the name %j',
    async (name) => expect(codeOf(await ask(name, {}))).toBe('unknown-request'),
  )

  it('refuses input that the schema refuses, and names the place without the value', async () => {
    const result = await ask('inbox.list', { filter: 'all', cursor: null, limit: 's3cr3t' })
    expect(codeOf(result)).toBe('input-invalid')
    expect(JSON.stringify(result)).toContain('limit')
    expect(JSON.stringify(result)).not.toContain('s3cr3t')
  })

  it('refuses members that the schema does not know', async () => {
    const input = { filter: 'all', cursor: null, limit: 1, role: 'supervisor' }
    expect(codeOf(await ask('inbox.list', input))).toBe('input-invalid')
  })

  it('refuses more than a name and an input', async () => {
    const listener = registered.get('bonafide:request') as Listener
    const event = { sender: contents, senderFrame: mainFrame }
    expect(codeOf(await listener(event, 'workspace.get', {}, {}))).toBe('input-invalid')
  })

  it('hands the handler what the schema read, and leaves out undefined members of the answer', async () => {
    const input = { filter: 'all', cursor: null, limit: 20 }
    expect(await ask('inbox.list', input)).toStrictEqual({ ok: true, value: { rows: [] } })
    expect(handled).toEqual([input])
  })
})

describe('what is answered when it goes wrong', () => {
  it('carries a problem with its code and sentence', async () => {
    const problem = { code: 'key-refused', message: 'This is a private key.' }
    const input = {
      channelId: 'chan_1',
      label: 'x',
      material: 'y',
      acceptRepair: false,
      acceptDegradedKeystore: false,
    }
    expect(await ask('keys.add', input)).toEqual({ ok: false, problem })
    expect(reports).toEqual([])
  })

  it('knows a problem that came from another thread as a copy', async () => {
    expect(codeOf(await ask('contacts.list', { query: '', cursor: null, limit: 1 }))).toBe('storage-full')
  })

  it('answers any other error with a fixed sentence, and keeps the details for the log', async () => {
    const result = await ask('flags.list', { state: 'open', limit: 1 })
    expect(codeOf(result)).toBe('internal')
    expect(JSON.stringify(result)).not.toMatch(/s3cr3t|somebody/)
    expect(reports.map(({ where }) => where)).toEqual(['flags.list'])
  })

  it('does not answer with what is not plain JSON', async () => {
    expect(codeOf(await ask('channels.list', {}))).toBe('internal')
    expect(reports.map(({ where }) => where)).toEqual(['channels.list'])
  })

  it('answers when the console’s parts could not start', async () => {
    router.close()
    const failed = Promise.reject(new Error('no'))
    failed.catch(() => undefined)
    router = openRouter({ handlers: failed, appOrigin, clock: () => now, report: () => undefined })
    router.admitWindow(contents as never)
    expect(codeOf(await ask('workspace.get', {}))).toBe('internal')
  })
})

describe('how often', () => {
  it('refuses a flood, and serves again after a moment', async () => {
    const codes = await Promise.all(Array.from({ length: burst + 1 }, () => ask('workspace.get', {}).then(codeOf)))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(burst)
    expect(codes.at(-1)).toBe('too-fast')
    now += 1_000
    expect(codeOf(await ask('workspace.get', {}))).toBe('ok')
  })

  it('does not lock a window out when the clock is set back', async () => {
    now = 1_000_000
    expect(codeOf(await ask('workspace.get', {}))).toBe('ok')
    now = 0
    expect(codeOf(await ask('workspace.get', {}))).toBe('ok')
  })
})

describe('changes', () => {
  it('reach admitted windows until they are gone', () => {
    const change = { topic: 'inbox', conversationId: null } as const
    router.pushChange(change)
    contents.destroy()
    router.pushChange(change)
    expect(contents.sent).toEqual([['bonafide:change', change]])
  })
})
