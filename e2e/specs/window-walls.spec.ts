import { expect, test } from '@playwright/test'
import { badSchemes } from '../../main/desktop/testing/bad-schemes.ts'
import { measured } from '../../main/testing/endurance.ts'
import { type LaunchedConsole, launchConsole } from '../support/launch-console.ts'
import { dropAFile, middleClick } from '../support/leave-page.ts'
import { signInBy } from '../support/operators.ts'

/** Every way out of the window that a page under somebody else's control could try. Runs on either runtime. */
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

test('the page’s policy stops every way to run or fetch what is not the app’s', async () => {
  const result = await started.page.evaluate(
    () =>
      new Promise<{ tried: string[]; ran: string[]; violated: string[] }>((resolve) => {
        const tried: string[] = []
        const ran: string[] = []
        const violated: string[] = []
        const scope = globalThis as unknown as { probe: (name: string) => void }
        scope.probe = (name) => ran.push(name)
        document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
        const attempt = (name: string, action: () => unknown) => {
          tried.push(name)
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
          attempt('fetch', () =>
            fetch('https://example.org/').then(
              () => ran.push('fetch'),
              () => violated.push('fetch failed'),
            ),
          )
          setTimeout(() => resolve({ tried, ran, violated }), 800)
        })
      }),
  )
  expect(result.ran).toEqual([])
  wasRefused('content policy', new Set(result.tried).size)
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
  // From the frame, by the link, by an address and blank.
  wasRefused('new windows', 4)
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
    () => {
      const link = document.createElement('a')
      link.href = 'https://example.org/'
      document.body.append(link)
      link.click()
    },
    () => {
      const form = document.createElement('form')
      form.action = '/package.json'
      document.body.append(form)
      form.submit()
    },
  ]
  for (const way of ways) {
    await page.evaluate(way).catch(() => undefined)
    // Long enough for a navigation that is not refused to have happened.
    await page.waitForTimeout(250)
    expect(page.url()).toBe(before)
    expect(page.context().pages()).toHaveLength(1)
  }
  const byHand = [middleClick, dropAFile]
  for (const way of byHand) {
    await way(page)
    await page.waitForTimeout(250)
    expect(page.url()).toBe(before)
    expect(page.context().pages()).toHaveLength(1)
  }
  wasRefused('navigations', ways.length + byHand.length)
  const answered = await page.evaluate(() =>
    (
      globalThis as unknown as { bonafide: { workspace: { get(i: object): Promise<{ ok: boolean }> } } }
    ).bonafide.workspace.get({}),
  )
  expect(answered.ok).toBe(true)
})

test('every permission but writing to the clipboard is denied', async () => {
  const { page } = started
  const asked = await page.evaluate(async () => {
    const later = new Promise<'no answer'>((done) => setTimeout(() => done('no answer'), 3_000))
    const scope = navigator as unknown as Record<string, Record<string, (given?: unknown) => Promise<unknown>>>
    const state = (name: string) =>
      navigator.permissions.query({ name: name as PermissionName }).then((one) => one.state)
    const ways: Record<string, () => Promise<unknown>> = {
      geolocation: () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      notifications: async () => Notification.requestPermission(),
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      midi: () => navigator.requestMIDIAccess(),
      'clipboard-read': () => navigator.clipboard.readText(),
      usb: async () => scope['usb']?.['requestDevice']?.({ filters: [] }),
      hid: async () => scope['hid']?.['requestDevice']?.({ filters: [] }),
      serial: async () => scope['serial']?.['requestPort']?.(),
      'window-management': () => state('window-management'),
      'local-fonts': () => state('local-fonts'),
      'idle-detection': () => state('idle-detection'),
      'storage-access': () => state('storage-access'),
    }
    const answers: Record<string, string> = {}
    for (const [name, way] of Object.entries(ways)) {
      answers[name] = await Promise.race([way(), later]).then(
        (value) => (value === undefined ? 'not there' : typeof value === 'string' ? value : 'given'),
        (error: { name?: string; message?: string }) => `refused: ${error.name ?? error.message ?? ''}`,
      )
    }
    return answers
  })
  expect(Object.keys(asked).length).toBeGreaterThanOrEqual(12)
  expect(Object.entries(asked).filter(([, answer]) => /^(given|granted)$/.test(answer))).toEqual([])
  wasRefused('permissions', Object.keys(asked).length)
})

test('no address of the page reaches a file that is not the page’s own', async () => {
  const addresses = [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/main/index.js',
    '/%2e%2e%2fmain/index.js',
    '/..%5cmain%5cindex.js',
    '/assets/../../main/index.js',
    '//package.json',
    '/index.html%00.js',
    '/preload/index.cjs',
    '/main/index.js',
    '/assets/',
    '/__proto__',
    '/etc/passwd',
    'file:///etc/passwd',
    'https://example.org/index.js',
  ]
  const answers = await started.page.evaluate(async (paths) => {
    const found: string[] = []
    for (const path of paths) {
      await import(/* @vite-ignore */ path).then(
        () => found.push(path),
        () => undefined,
      )
    }
    return found
  }, addresses)
  expect(answers).toEqual([])
  wasRefused('addresses of files', addresses.length)
})

test('an address of another kind than https opens nothing', async () => {
  const { page } = started
  const opened = await page.evaluate(
    (addresses) => addresses.filter((address) => window.open(address) !== null),
    badSchemes,
  )
  await page.waitForTimeout(250)
  expect(opened).toEqual([])
  expect(page.context().pages()).toHaveLength(1)
  wasRefused('schemes', badSchemes.length)
})

test('a webview and a frame from outside show nothing', async () => {
  const seen = await started.page.evaluate(async () => {
    const webview = document.createElement('webview')
    webview.setAttribute('src', 'https://example.org/')
    const frame = document.createElement('iframe')
    const violated = new Promise<string>((done) =>
      document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true }),
    )
    frame.src = 'https://example.org/'
    document.body.append(webview, frame)
    const directive = await violated
    const isWebview = ['loadURL', 'getWebContentsId', 'contentWindow'].some((name) => name in webview)
    webview.remove()
    frame.remove()
    return { directive, isWebview }
  })
  expect(seen).toEqual({ directive: 'frame-src', isWebview: false })
  wasRefused('frames and webviews', 2)
})

test('what was probed', () => {
  const kinds = [...refused].map(([kind, count]) => `${count} ${kind}`)
  const total = [...refused.values()].reduce((sum, count) => sum + count, 0)
  measured('the window’s walls', `${total} probes, ${total} refused: ${kinds.join(', ')}`)
  // The tests above run in one process, one after the other; where one failed, the rest starts anew.
  expect(total).toBeGreaterThanOrEqual(30)
})
