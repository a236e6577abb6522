import { readFileSync } from 'node:fs'
import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as ElectronWindow,
  IpcMainInvokeEvent,
  WebContents,
  WebFrameMain,
} from 'electron'
import { toChromium } from './addresses.ts'
import { type AppPages, appPages } from './app-pages.ts'
import type { Chromium } from './chromium.ts'
import { emulated, emulatedEvents, notEmulated, preventable } from './emulated.ts'
import { type Page, preparePage } from './page.ts'

export type WindowClass = new (options: BrowserWindowConstructorOptions) => ElectronWindow

export interface WindowParts {
  schemes: ReadonlySet<string>
  chromium(): Chromium
  serve(request: Request): Promise<Response>
  invoke(channel: string, event: IpcMainInvokeEvent, args: unknown[]): Promise<unknown>
  /** Told what goes to the page unasked. */
  sent(channel: string, args: unknown[]): void
  grantsFor(origin: string): string[]
  contentsCreated(contents: WebContents): void
  allClosed(): void
}

export interface EmulatedWindow {
  BrowserWindow: WindowClass
  /** Chromium is gone: the window is closed, if it was not. */
  browserEnded(): void
  destroy(): void
}

/** What a window must state to be emulated. Anything looser would run here stricter than in Electron, unseen. */
const requiredPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
} as const

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** BrowserWindow over a page of Chromium: its first page for the first window, and one that the host makes for each other. */
export function emulateBrowserWindow(parts: WindowParts): EmulatedWindow {
  let made = 0
  const closeOpen = new Set<() => void>()
  let pages: AppPages | null = null

  function construct(options: BrowserWindowConstructorOptions): ElectronWindow {
    for (const [name, value] of Object.entries(requiredPreferences)) {
      const stated = options.webPreferences?.[name as keyof typeof requiredPreferences]
      if (stated !== value) throw notEmulated(`webPreferences.${name} other than ${value}`)
    }
    const id = ++made
    const chromium = parts.chromium()
    pages ??= appPages(chromium)
    const { next } = pages
    const windowEvents = emulatedEvents('BrowserWindow', ['closed', 'ready-to-show'])
    const contentsEvents = emulatedEvents('WebContents', [
      'will-navigate',
      'will-redirect',
      'will-frame-navigate',
      'will-attach-webview',
      'destroyed',
      'console-message',
      'render-process-gone',
    ])
    let destroyed = false
    let shown = false
    let page: Page | null = null
    let target: string | null = null
    let openHandler: OpenHandler | null = null

    function closed() {
      if (destroyed) return
      destroyed = true
      contentsEvents.emit('destroyed')
      closeOpen.delete(closed)
      windowEvents.emit('closed')
      if (closeOpen.size === 0) parts.allClosed()
    }
    closeOpen.add(closed)

    const contents: WebContents = emulated<WebContents>('WebContents', {
      id,
      get mainFrame(): WebFrameMain {
        return page?.frames.main() ?? emulated<WebFrameMain>('WebFrameMain', { frameTreeNodeId: 0, origin: 'null' })
      },
      isDestroyed: () => destroyed,
      send(channel: string, ...args: unknown[]) {
        parts.sent(channel, args)
        page?.send(channel, args)
      },
      setWindowOpenHandler(handler: OpenHandler) {
        openHandler = handler
      },
      on(event: string, listener: (...args: never[]) => void) {
        contentsEvents.on(event, listener)
        return contents
      },
      once(event: string, listener: (...args: never[]) => void) {
        contentsEvents.once(event, listener)
        return contents
      },
    })

    function mayNavigate(url: string, isMainFrame: boolean): boolean {
      const frameEvent = preventable({ url, isMainFrame })
      contentsEvents.emit('will-frame-navigate', frameEvent)
      if (!isMainFrame) return !frameEvent.defaultPrevented
      const event = preventable({ url, isMainFrame })
      contentsEvents.emit('will-navigate', event, url)
      return !frameEvent.defaultPrevented && !event.defaultPrevented
    }

    async function prepare(): Promise<Page> {
      const preload = options.webPreferences?.preload
      const source = preload === undefined ? '' : readFileSync(preload, 'utf8')
      const { sessionId, targetId } = await next(closed)
      target = targetId
      return preparePage(chromium.pipe, sessionId, source, {
        schemes: parts.schemes,
        serve: parts.serve,
        mayNavigate,
        openWindow(url) {
          const details = { url, frameName: '', features: '', disposition: 'foreground-tab', referrer: {} }
          const decision = openHandler?.(details as Parameters<OpenHandler>[0])
          if (decision?.action === 'allow') throw notEmulated('a window opened by the page')
        },
        async invoke(channel, args, frameId) {
          const senderFrame = page?.frames.view(frameId) ?? null
          const event = { sender: contents, senderFrame } as unknown as IpcMainInvokeEvent
          return parts.invoke(channel, event, args)
        },
        loaded() {
          if (shown) return
          shown = true
          windowEvents.emit('ready-to-show')
        },
        gone: () => void contentsEvents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 0 }),
        complained: (text) => void process.stderr.write(`page: ${text}\n`),
      }).then(async (prepared) => {
        const width = options.width ?? 800
        const height = options.height ?? 600
        const { send } = chromium.pipe
        // Size and permissions are in place before the page runs; neither needs the other's answer.
        const [{ windowId }] = await Promise.all([
          send<{ windowId: number }>('Browser.getWindowForTarget', { targetId }),
          send('Browser.setDownloadBehavior', { behavior: 'deny' }),
        ])
        await send('Browser.setContentsSize', { windowId, width, height }).catch(() => undefined)
        return prepared
      })
    }

    const ready = prepare().then((prepared) => {
      page = prepared
      return prepared
    })
    // Reported where it is waited for, in loadURL.
    ready.catch(() => undefined)

    const window: ElectronWindow = emulated<ElectronWindow>('BrowserWindow', {
      webContents: contents,
      async loadURL(url) {
        const prepared = await ready
        const address = toChromium(url, parts.schemes)
        if (address !== null) {
          const { origin } = new URL(address)
          const appOrigin = url.split('/').slice(0, 3).join('/')
          await chromium.pipe.send('Browser.grantPermissions', { origin, permissions: parts.grantsFor(appOrigin) })
        }
        await prepared.load(url)
      },
      isDestroyed: () => destroyed,
      destroy() {
        if (target !== null) chromium.pipe.send('Target.closeTarget', { targetId: target }).catch(() => undefined)
        closed()
      },
      isMinimized: () => false,
      // Chromium shows its window by itself, and the window manager knows where.
      show() {},
      focus() {},
      restore() {},
      once(event: string, listener: (...args: never[]) => void) {
        windowEvents.once(event, listener)
        return window
      },
      on(event: string, listener: (...args: never[]) => void) {
        windowEvents.on(event, listener)
        return window
      },
    })
    parts.contentsCreated(contents)
    return window
  }

  const closeAll = () => {
    for (const close of new Set(closeOpen)) close()
  }

  return {
    // A function that returns an object can be called with `new`, and then answers that object.
    BrowserWindow: function (options: BrowserWindowConstructorOptions) {
      return construct(options)
    } as unknown as WindowClass,
    browserEnded: closeAll,
    destroy: closeAll,
  }
}
