import { expect, test } from '@playwright/test'
import { requestNames } from '#shared/contract/names.ts'
import { type LaunchedConsole, launchConsole } from '../support/launch-console.ts'
import { signInBy } from '../support/operators.ts'

/** What a page under somebody else's control could try; nothing of it may work. Runs on either runtime. */
let started: LaunchedConsole
test.beforeAll(async () => {
  started = await launchConsole()
  await signInBy(started.page)
})
test.afterAll(() => started.close())

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
})

test('the page’s policy stops every way to run or fetch what is not the app’s', async () => {
  const result = await started.page.evaluate(
    () =>
      new Promise<{ ran: string[]; violated: string[] }>((resolve) => {
        const ran: string[] = []
        const violated: string[] = []
        const scope = globalThis as unknown as { probe: (name: string) => void }
        scope.probe = (name) => ran.push(name)
        document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
        const attempt = (name: string, action: () => unknown) => {
          try {
            action()
          } catch {
            violated.push(`${name} threw`)
          }
        }
        // A timer's callback is the page's own code again; evaluate() itself stands outside the policy.
        setTimeout(() => {
          attempt('eval', () => (0, eval)('probe("eval")'))
          attempt('Function', () => new Function('probe("Function")')())
          attempt('string timer', () => setTimeout('probe("string timer")' as never, 0))
          attempt('inline script', () => {
            const script = document.createElement('script')
            script.append('probe("inline script")')
            document.body.append(script)
          })
          attempt('data script', () => {
            const script = document.createElement('script')
            script.setAttribute('src', 'data:text/javascript,probe("data script")')
            document.body.append(script)
          })
          attempt('handler', () => {
            const image = document.createElement('img')
            image.setAttribute('onerror', 'probe("handler")')
            image.src = 'data:,'
            document.body.append(image)
          })
          attempt('markup', () => {
            document.createElement('div').innerHTML = '<img src=x onerror=probe("markup")>'
          })
          attempt('javascript link', () => {
            const link = document.createElement('a')
            link.href = 'javascript:probe("javascript link")'
            document.body.append(link)
            link.click()
          })
          attempt('remote image', () => {
            const image = new Image()
            image.onload = () => ran.push('remote image')
            image.src = 'https://example.org/pixel.png'
          })
          attempt('socket', () => {
            const socket = new WebSocket('ws://127.0.0.1:4610/')
            socket.onopen = () => ran.push('socket')
          })
          attempt('worker', () => new Worker(URL.createObjectURL(new Blob(['0']))))
          attempt('form', () => {
            const form = document.createElement('form')
            form.action = 'https://example.org/'
            document.body.append(form)
            form.submit()
          })
          attempt('style', () => {
            const style = document.createElement('style')
            style.textContent = 'body { --probe: 1 }'
            document.head.append(style)
            if (getComputedStyle(document.body).getPropertyValue('--probe')) ran.push('style')
          })
          fetch('https://example.org/').then(
            () => ran.push('fetch'),
            () => violated.push('fetch failed'),
          )
          setTimeout(() => resolve({ ran, violated }), 800)
        })
      }),
  )
  expect(result.ran).toEqual([])
  for (const directive of ['script-src-elem', 'img-src', 'connect-src', 'form-action', 'style-src-elem']) {
    expect(result.violated, directive).toContain(directive)
  }
  expect(result.violated).toEqual(
    expect.arrayContaining(['eval threw', 'Function threw', 'handler threw', 'markup threw', 'fetch failed']),
  )
})

test('the page stays where it is, and opens no window', async () => {
  const { page } = started
  const before = page.url()
  const opened = await page.evaluate(() => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inner = frame.contentWindow as unknown as Loose & Window
    const fromFrame = inner.open('https://example.org/')
    const seenInFrame = 'bonafide' in inner
    frame.remove()
    const link = document.createElement('a')
    link.href = 'https://example.org/'
    link.target = '_blank'
    document.body.append(link)
    link.click()
    return { own: window.open('https://example.org/'), blank: window.open(''), fromFrame, seenInFrame }
  })
  expect(opened).toEqual({ own: null, blank: null, fromFrame: null, seenInFrame: false })
  const ways: (() => void)[] = [
    () => location.assign('https://example.org/'),
    () => location.assign('/package.json'),
    () => location.assign('/../../package.json'),
    () => location.assign('data:text/html,hello'),
    () => location.assign(URL.createObjectURL(new Blob(['<p>hello'], { type: 'text/html' }))),
    () => {
      const meta = document.createElement('meta')
      meta.httpEquiv = 'refresh'
      meta.content = '0; url=https://example.org/'
      document.head.append(meta)
    },
  ]
  for (const way of ways) {
    await page.evaluate(way).catch(() => undefined)
    // Long enough for a navigation that is not refused to have happened.
    await page.waitForTimeout(250)
    expect(page.url()).toBe(before)
    expect(page.context().pages()).toHaveLength(1)
  }
  const answered = await page.evaluate(() =>
    (
      globalThis as unknown as { bonafide: { workspace: { get(i: object): Promise<{ ok: boolean }> } } }
    ).bonafide.workspace.get({}),
  )
  expect(answered.ok).toBe(true)
})

test('every permission but writing to the clipboard is denied', async () => {
  const states = await started.page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'storage-access',
      'window-management',
      'local-fonts',
      'idle-detection',
    ]
    const found: Record<string, string> = {}
    for (const name of names) {
      found[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'denied',
      )
    }
    return found
  })
  expect(Object.entries(states).filter(([, state]) => state === 'granted')).toEqual([])
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
})
