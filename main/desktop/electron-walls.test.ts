import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, Session, WebContents, WebPreferences } from 'electron'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { measured } from '../testing/endurance.ts'
import { lockNavigation } from './navigation.ts'
import { denyPermissions } from './permissions.ts'
import { registerAppScheme } from './protocol.ts'
import { badSchemes } from './testing/bad-schemes.ts'
import { openConsoleWindow } from './window.ts'

/** What this code tells Electron, which holds to it: outside of its own process only the telling can be seen. */
const told = vi.hoisted(() => ({
  windows: [] as { webPreferences?: WebPreferences }[],
  schemes: [] as unknown[],
  opened: [] as string[],
  exits: [] as number[],
  packaged: true,
}))
vi.mock('electron', () => ({
  app: {
    get isPackaged() {
      return told.packaged
    },
    enableSandbox() {},
    setPath() {},
    requestSingleInstanceLock: () => false,
    exit: (code: number) => told.exits.push(code),
  },
  BrowserWindow: class {
    constructor(options: { webPreferences?: WebPreferences }) {
      told.windows.push(options)
    }
    once() {}
    loadURL() {
      return Promise.resolve()
    }
  },
  protocol: {
    registerSchemesAsPrivileged: (schemes: unknown[]) => told.schemes.push(...schemes),
    handle() {},
  },
  shell: {
    openExternal(url: string) {
      told.opened.push(url)
      return Promise.resolve()
    },
  },
  ipcMain: { handle() {}, removeHandler() {} },
  Menu: { setApplicationMenu() {}, buildFromTemplate: () => null },
  safeStorage: {},
  session: {},
}))

const root = join(import.meta.dirname, '../..')
let refused = 0

it('a window gets exactly these preferences, and developer tools only before a release', () => {
  for (const packaged of [true, false]) {
    told.packaged = packaged
    openConsoleWindow('/preload.cjs')
    expect(told.windows.at(-1)?.webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !packaged,
      spellcheck: false,
    })
  }
  told.packaged = true
})

it('the own scheme has these three privileges and no other', () => {
  registerAppScheme()
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  expect(told.schemes).toEqual([{ scheme: 'app', privileges }])
})

it('every permission handler that Electron has is set, and answers once', () => {
  const set = new Map<string, (...args: unknown[]) => unknown>()
  const session = new Proxy({}, { get: (_, name: string) => (handler: never) => void set.set(name, handler) })
  denyPermissions(session as Session)
  expect([...set.keys()].toSorted()).toEqual([
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
    'setPermissionCheckHandler',
    'setPermissionRequestHandler',
  ])
  const own = { requestingUrl: 'app://console/index.html', isMainFrame: true }
  const permissions = ['geolocation', 'notifications', 'media', 'midi', 'midiSysex', 'pointerLock', 'fullscreen']
  const more = ['openExternal', 'serial', 'hid', 'usb', 'clipboard-read', 'idle-detection', 'storage-access']
  for (const permission of [...permissions, ...more]) {
    const answers: unknown[] = []
    set.get('setPermissionRequestHandler')?.(null, permission, (answer: unknown) => answers.push(answer), own)
    expect(answers).toEqual([false])
    expect(set.get('setPermissionCheckHandler')?.(null, permission, 'app://console', own)).toBe(false)
    refused += 2
  }
  expect(set.get('setDevicePermissionHandler')?.({ deviceType: 'usb' })).toBe(false)
  const streams: unknown[] = []
  set.get('setDisplayMediaRequestHandler')?.({}, (answer: unknown) => streams.push(answer))
  expect(streams).toEqual([{}])
  refused += 2
})

it('no page goes elsewhere, no webview is attached, no window is opened, and only https leaves', () => {
  const events = new Map<string, (event: { preventDefault(): void }) => void>()
  let open: ((details: { url: string }) => { action: string }) | null = null
  const contents = {
    on: (name: string, listener: never) => void events.set(name, listener),
    setWindowOpenHandler(handler: never) {
      open = handler
    },
  }
  const app = {
    on: (_: string, listener: (event: object, one: WebContents) => void) => listener({}, contents as never),
  }
  lockNavigation(app as unknown as App, () => undefined)
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
    let prevented = 0
    events.get(name)?.({ preventDefault: () => void (prevented += 1) })
    expect(prevented, name).toBe(1)
    refused += 1
  }
  const handler = open as unknown as (details: { url: string }) => { action: string }
  for (const url of badSchemes) {
    expect(handler({ url })).toEqual({ action: 'deny' })
    refused += 1
  }
  expect(told.opened).toEqual([])
  expect(handler({ url: 'https://shop.example/a b' })).toEqual({ action: 'deny' })
  expect(told.opened).toEqual(['https://shop.example/a%20b'])
})

it('one file alone hears the window, on one channel', () => {
  const files = (readdirSync(join(root, 'main'), { recursive: true }) as string[]).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing'),
  )
  const hearing = files.filter((name) => /\bipcMain\b/.test(readFileSync(join(root, 'main', name), 'utf8')))
  expect(hearing).toEqual([join('ipc', 'router.ts')])
  const router = readFileSync(join(root, 'main/ipc/router.ts'), 'utf8')
  expect(router.match(/ipcMain\.(handle|on|once|handleOnce)\(/g)).toEqual(['ipcMain.handle('])
})

it('Electron is one exact version, and the same that its types are of', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>
  const stated = (read('package.json')['devDependencies'] as Record<string, string>)['electron']
  expect(stated).toMatch(/^\d+\.\d+\.\d+$/)
  expect(read('node_modules/electron/package.json')['version']).toBe(stated)
})

describe('a release does not start', () => {
  const { argv, env } = process
  afterEach(() => {
    process.argv = argv
    process.env = env
    vi.resetModules()
  })

  it.each([
    ['--inspect', ['--inspect=0'], {}],
    ['--inspect-brk', ['--inspect-brk'], {}],
    ['--remote-debugging-port', ['--remote-debugging-port=9222'], {}],
    ['--remote-debugging-pipe', ['--remote-debugging-pipe'], {}],
    ['--js-flags', ['--js-flags=--expose-gc'], {}],
    ['NODE_OPTIONS', [], { NODE_OPTIONS: '--require=./x.cjs' }],
    ['ELECTRON_RUN_AS_NODE', [], { ELECTRON_RUN_AS_NODE: '1' }],
  ])('with %s', async (name, args, variables) => {
    told.exits.length = 0
    const said: string[] = []
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    process.argv = ['/bin/bonafide', '.', ...args]
    process.env = { ...variables }
    await import('../index.ts')
    write.mockRestore()
    expect(told.exits).toEqual([1])
    expect(said).toEqual([`Bonafide does not start with ${name}.\n`])
    refused += 1
  })
})

describe('docs/electron-checklist.md', () => {
  const page = readFileSync(join(root, 'docs/electron-checklist.md'), 'utf8')
  const rows = page.split('\n').flatMap((line) => {
    const cells = /^\|\s*(\d+)\s*\|(.+)\|$/.exec(line)
    return cells === null ? [] : [{ item: Number(cells[1]), rest: cells[2] ?? '' }]
  })

  it('names a probe that there is for each of the twenty items', () => {
    expect(rows.map(({ item }) => item)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    let probes = 0
    for (const { item, rest } of rows) {
      const named = [...rest.matchAll(/`([\w/.-]+\.(?:test|spec)\.ts)`: “([^”]+)”/g)]
      expect(named.length, `item ${item}`).toBeGreaterThan(0)
      for (const [, file = '', title = ''] of named) {
        expect(readFileSync(join(root, file), 'utf8'), `item ${item}: ${title}`).toContain(title)
        probes += 1
      }
    }
    measured(
      'Electron’s checklist',
      `${rows.length} of 20 items, ${probes} probes named and there; ${refused} refused in what the main process tells Electron`,
    )
  })
})
