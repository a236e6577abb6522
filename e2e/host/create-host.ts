import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  App,
  CustomScheme,
  Dialog,
  IpcMain,
  IpcMainInvokeEvent,
  Menu,
  Protocol,
  SafeStorage,
  Session,
  Shell,
} from 'electron'
import { type Chromium, copyDebuggingPort, startChromium } from './chromium.ts'
import { emulateDialog } from './dialog.ts'
import { emulated, emulatedEvents, notEmulated, preventable } from './emulated.ts'
import type { HostOptions } from './host-options.ts'
import { emulateSafeStorage } from './safe-storage.ts'
import { emulateSession } from './session.ts'
import { type InstanceLock, lockProfile } from './single-instance.ts'
import { openTranscript } from './transcript.ts'
import { emulateBrowserWindow, type WindowClass } from './window.ts'

/** The part of `electron` that the console's main process uses. */
export interface Host {
  /** Starts the browser while the app is still being read. The app asks for its profile itself, later. */
  startEarly(): void
  app: App
  BrowserWindow: WindowClass
  dialog: Dialog
  ipcMain: IpcMain
  Menu: typeof Menu
  protocol: Protocol
  safeStorage: SafeStorage
  session: { defaultSession: Session }
  shell: Shell
}

type InvokeHandler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown
type ProtocolHandler = (request: Request) => Response | Promise<Response>

/**
 * Builds Electron's API over a Chromium that is started when the app takes its profile's lock. Nothing runs before.
 * @param options null makes an API that can be imported, and starts nothing: for unit tests.
 */
export function createHost(options: HostOptions | null): Host {
  const appEvents = emulatedEvents('app', [
    'before-quit',
    'will-quit',
    'quit',
    'window-all-closed',
    'second-instance',
    'web-contents-created',
    'activate',
  ])
  const schemes = new Set<string>()
  const protocolHandlers = new Map<string, ProtocolHandler>()
  const invokeHandlers = new Map<string, InvokeHandler>()
  const permissions = emulateSession()
  const transcript = openTranscript(options?.transcriptFile ?? null)
  const browserWindow = emulateBrowserWindow({
    schemes,
    chromium: () => theChromium(),
    serve: async (request) => {
      const handler = protocolHandlers.get(new URL(request.url).protocol.slice(0, -1))
      return handler ? handler(request) : new Response(null, { status: 404 })
    },
    invoke: async (channel, event, args) => {
      const handler = invokeHandlers.get(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      transcript.asked(channel, args)
      const answer = await handler(event, ...args)
      transcript.answered(channel, answer)
      return answer
    },
    sent: transcript.pushed,
    grantsFor: permissions.grantsFor,
    contentsCreated: (contents) => appEvents.emit('web-contents-created', {}, contents),
    allClosed: () => appEvents.emit('window-all-closed'),
  })
  let userData = options?.profileFolder ?? ''
  let lock: InstanceLock | null = null
  let chromium: Chromium | null = null
  let quitting = false

  function theChromium(): Chromium {
    if (options === null) throw notEmulated('a window without a host')
    if (chromium) return chromium
    chromium = startChromium({
      path: options.chromiumPath,
      profileFolder: join(userData, 'window'),
      headless: options.headless,
      startUrl: options.startUrl,
      size: { width: 1280, height: 800 },
      listen: options.debuggingPortFile !== null,
      asRoot: process.getuid?.() === 0,
    })
    void chromium.ended.then(() => browserWindow.browserEnded())
    if (options.debuggingPortFile !== null) void copyDebuggingPort(join(userData, 'window'), options.debuggingPortFile)
    return chromium
  }

  /** Locks the profile, and starts Chromium in it right away. True when it is ours, now or already. */
  function takeProfile(): boolean {
    if (lock?.folder !== userData) {
      lock?.release()
      lock = lockProfile(userData, () => appEvents.emit('second-instance', {}, [], '', undefined))
    }
    if (lock && options !== null) theChromium()
    return lock !== null
  }

  async function endChromium(): Promise<void> {
    if (!chromium) return
    chromium.pipe.send('Browser.close').catch(() => undefined)
    const { process: child, ended } = chromium
    const timer = setTimeout(() => child.kill('SIGKILL'), 3_000)
    await ended
    clearTimeout(timer)
  }

  async function exit(code: number): Promise<void> {
    browserWindow.destroy()
    await endChromium()
    lock?.release()
    appEvents.emit('quit', {}, code)
    process.exit(code)
  }

  function quit(): void {
    if (quitting) return
    const before = preventable({})
    appEvents.emit('before-quit', before)
    if (before.defaultPrevented) return
    const will = preventable({})
    appEvents.emit('will-quit', will)
    if (will.defaultPrevented) return
    quitting = true
    void exit(0)
  }

  if (options !== null) {
    // As Electron does: asked to end from outside, the app quits in order.
    process.on('SIGINT', quit)
    process.on('SIGTERM', quit)
  }

  const app: App = emulated<App>('app', {
    get isPackaged() {
      return false
    },
    enableSandbox() {
      // Chromium's renderers are sandboxed unless the host runs as root, which it says when it starts.
    },
    getVersion: () => readVersion(options?.appFolder ?? '.'),
    getPath(name) {
      if (name !== 'userData') throw notEmulated(`app.getPath('${name}')`)
      return userData
    },
    setPath(name, path) {
      if (name !== 'userData') throw notEmulated(`app.setPath('${name}')`)
      userData = path
    },
    requestSingleInstanceLock() {
      return takeProfile()
    },
    whenReady: () => Promise.resolve(),
    on(event: string, listener: (...args: never[]) => void) {
      appEvents.on(event, listener)
      return app
    },
    once(event: string, listener: (...args: never[]) => void) {
      appEvents.once(event, listener)
      return app
    },
    quit,
    exit(code?: number) {
      void exit(code ?? 0)
    },
  })

  const ipcMain = emulated<IpcMain>('ipcMain', {
    handle(channel, listener) {
      if (invokeHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      invokeHandlers.set(channel, listener as InvokeHandler)
    },
    removeHandler(channel) {
      invokeHandlers.delete(channel)
    },
  } satisfies Pick<IpcMain, 'handle' | 'removeHandler'>)

  const protocol = emulated<Protocol>('protocol', {
    registerSchemesAsPrivileged(customSchemes: CustomScheme[]) {
      for (const { scheme, privileges } of customSchemes) {
        // What https has by itself is what may be asked for; more than that would differ from Electron.
        if (!privileges?.standard || !privileges.secure) throw notEmulated(`the privileges of ${scheme}:`)
        if (privileges.bypassCSP || privileges.allowExtensions) throw notEmulated(`the privileges of ${scheme}:`)
        schemes.add(scheme)
      }
    },
    handle(scheme, handler) {
      if (!schemes.has(scheme)) throw notEmulated(`protocol.handle('${scheme}')`)
      protocolHandlers.set(scheme, handler)
    },
  } satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>)

  const shell = emulated<Shell>('shell', {
    async openExternal(url) {
      if (options === null || options.headless) throw notEmulated('shell.openExternal without a display')
      const command = process.platform === 'darwin' ? 'open' : 'xdg-open'
      if (process.platform === 'win32') throw notEmulated('shell.openExternal on Windows')
      spawn(command, [url], { detached: true, stdio: 'ignore' })
        .once('error', () => undefined)
        .unref()
    },
  } satisfies Pick<Shell, 'openExternal'>)

  const menu = emulated<typeof Menu>('Menu', {
    // Chromium's app window has no menu bar of ours; its own editing keys and zoom do what the menu would.
    buildFromTemplate: () => emulated<Menu>('menu', {}),
    setApplicationMenu() {},
  } satisfies Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>)

  return {
    startEarly: () => void takeProfile(),
    app,
    BrowserWindow: browserWindow.BrowserWindow,
    dialog: emulateDialog(() => options?.downloadsFolder ?? join(userData, 'downloads')),
    ipcMain,
    Menu: menu,
    protocol,
    safeStorage: emulateSafeStorage(() => userData),
    session: emulated<{ defaultSession: Session }>('session', { defaultSession: permissions.session }),
    shell,
  }
}

function readVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return version
}
