import { randomBytes } from 'node:crypto'
import { fromChromium, toChromium } from './addresses.ts'
import type { DebuggingPipe, ProtocolEvent } from './debugging-pipe.ts'
import { type Frames, trackFrames } from './frames.ts'
import { isolatedWorldSource, pageWorldSource } from './worlds.ts'

/** What the page's owner decides; all of it is asked at the moment it happens. */
export interface PageOwner {
  schemes: ReadonlySet<string>
  /** Answers a request for one of the app's own schemes. */
  serve(request: Request): Promise<Response>
  /** False stops the navigation. */
  mayNavigate(url: string, isMainFrame: boolean): boolean
  /** The page asked for a window; it gets none. */
  openWindow(url: string): void
  /** A call of ipcRenderer.invoke, with the frame Chromium says it came from. */
  invoke(channel: string, args: unknown[], frameId: string): Promise<unknown>
  /** First load finished. */
  loaded(): void
  /** The process that drew the page has crashed. Loading it starts another. */
  gone(): void
  /** Errors and warnings of the page's console. */
  complained(text: string): void
}

export interface Page {
  frames: Frames
  load(url: string): Promise<void>
  send(channel: string, args: unknown[]): void
}

const binding = 'bonafideHostBinding'
const worldName = 'bonafide preload'

interface RequestPaused {
  requestId: string
  request: { url: string; method: string; headers: Record<string, string> }
  frameId: string
  resourceType: string
}

/** Makes a fresh Chromium page into a sandboxed Electron page with a preload. Resolves when it may load. */
export async function preparePage(
  pipe: DebuggingPipe,
  sessionId: string,
  preload: string,
  owner: PageOwner,
): Promise<Page> {
  const { schemes } = owner
  const frames = trackFrames(schemes)
  const handshake = `handshake-${randomBytes(12).toString('hex')}`
  const send = (method: string, params: Record<string, unknown> = {}) => pipe.send(method, params, sessionId)
  /** Execution contexts of the preload's world, by id. */
  const worlds = new Map<number, string>()
  let expectedLoad: string | null = null
  let currentUrl: string | null = null

  function deliver(contextId: number, message: object) {
    const text = JSON.stringify(message)
    send('Runtime.callFunctionOn', {
      functionDeclaration: 'function (text) { __deliver(text) }',
      arguments: [{ value: text }],
      executionContextId: contextId,
      silent: true,
    }).catch(() => undefined)
  }

  async function answerCall(contextId: number, frameId: string, payload: string) {
    const message = JSON.parse(payload) as
      | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
      | { kind: 'open-window'; url: string }
    if (message.kind === 'open-window') {
      owner.openWindow(fromChromium(message.url, schemes) ?? message.url)
      return
    }
    const { id, channel, args } = message
    try {
      deliver(contextId, { kind: 'answer', id, value: await owner.invoke(channel, args, frameId) })
    } catch (error) {
      const text = `Error invoking remote method '${channel}': ${String(error)}`
      deliver(contextId, { kind: 'failure', id, message: text })
    }
  }

  async function answerRequest({ requestId, request, frameId, resourceType }: RequestPaused) {
    const refuse = (errorReason: string) => send('Fetch.failRequest', { requestId, errorReason })
    const url = fromChromium(request.url, schemes)
    if (resourceType === 'Document') {
      const isMainFrame = frames.isMain(frameId)
      // "Aborted" leaves the page as it is; other reasons would show Chromium's error page.
      const isOurs = isMainFrame && expectedLoad === request.url
      if (!isOurs && !owner.mayNavigate(url ?? request.url, isMainFrame)) return refuse('Aborted')
    }
    if (url === null) return refuse('BlockedByClient')
    // Chromium looks for an icon of its own accord; Electron does not.
    if (new URL(url).pathname === '/favicon.ico') {
      return send('Fetch.fulfillRequest', { requestId, responseCode: 204 })
    }
    const { method, headers } = request
    const response = await owner.serve(new Request(url, { method, headers }))
    return send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  function receive({ method, params }: ProtocolEvent) {
    switch (method) {
      case 'Fetch.requestPaused':
        answerRequest(params as unknown as RequestPaused).catch((error: unknown) => {
          // A request that the page gave up meanwhile needs no answer.
          if (/Invalid InterceptionId|the browser is gone/.test(String(error))) return
          owner.complained(`request failed: ${String(error)}`)
          send('Fetch.failRequest', { requestId: params['requestId'], errorReason: 'Failed' }).catch(() => undefined)
        })
        return
      case 'Runtime.executionContextCreated': {
        const context = params['context'] as { id: number; name: string; auxData?: { frameId?: string } }
        if (context.name === worldName && context.auxData?.frameId) worlds.set(context.id, context.auxData.frameId)
        return
      }
      case 'Runtime.executionContextDestroyed':
        worlds.delete(params['executionContextId'] as number)
        return
      case 'Runtime.executionContextsCleared':
        worlds.clear()
        return
      case 'Runtime.bindingCalled': {
        const contextId = params['executionContextId'] as number
        const frameId = worlds.get(contextId)
        // A call from a world that Chromium did not name as the preload's is not the preload's.
        if (params['name'] === binding && frameId) void answerCall(contextId, frameId, params['payload'] as string)
        return
      }
      case 'Page.frameAttached':
        frames.attached(params['frameId'] as string, params['parentFrameId'] as string)
        return
      case 'Page.frameDetached':
        if (params['reason'] !== 'swap') frames.detached(params['frameId'] as string)
        return
      case 'Page.frameNavigated': {
        const frame = params['frame'] as Parameters<Frames['navigated']>[0]
        frames.navigated(frame)
        if (frame.parentId === undefined) keepOwnPage(frame.url)
        return
      }
      case 'Page.loadEventFired':
        if (currentUrl !== null) owner.loaded()
        return
      case 'Inspector.targetCrashed':
        worlds.clear()
        owner.gone()
        return
      case 'Page.windowOpen':
        owner.openWindow(fromChromium(params['url'] as string, schemes) ?? (params['url'] as string))
        return
      case 'Page.javascriptDialogOpening':
        // Leaving is never held up by a page; other dialogs are not part of the console.
        void send('Page.handleJavaScriptDialog', { accept: params['type'] === 'beforeunload' })
        return
      case 'Runtime.consoleAPICalled':
        if (params['type'] === 'error' || params['type'] === 'warning') owner.complained(consoleText(params))
        return
      case 'Runtime.exceptionThrown':
        owner.complained(exceptionText(params))
        return
      case 'Log.entryAdded':
        owner.complained((params['entry'] as { text: string }).text)
        return
    }
  }

  /** A navigation that never was a request (blob:, data:) is undone: the window shows the app or nothing. */
  function keepOwnPage(url: string) {
    if (fromChromium(url, schemes) !== null || url === 'about:blank' || currentUrl === null) return
    load(currentUrl).catch(() => undefined)
  }

  async function load(url: string) {
    const address = toChromium(url, schemes)
    if (address === null) throw new Error(`not emulated: loading ${url.split(':')[0]}: addresses`)
    currentUrl = url
    expectedLoad = address
    // Expected until it has happened: the window may just be asking for the same page by itself.
    const { errorText } = (await send('Page.navigate', { url: address }).finally(() => {
      expectedLoad = null
    })) as { errorText?: string }
    if (errorText) throw new Error(`the page did not load: ${errorText}`)
  }

  pipe.onEvent((event) => {
    if (event.sessionId === sessionId) receive(event)
  })
  // Sent without waiting in between; the pipe keeps their order.
  const [, tree] = await Promise.all([
    send('Page.enable'),
    send('Page.getFrameTree') as Promise<{ frameTree: { frame: Parameters<Frames['navigated']>[0] } }>,
    send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    send('Runtime.addBinding', { name: binding, executionContextName: worldName }),
    send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldSource(binding, handshake, preload),
      worldName,
    }),
    send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldSource(handshake) }),
    send('Runtime.enable'),
    send('Log.enable'),
    send('Inspector.enable'),
    send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    send('Runtime.runIfWaitingForDebugger').catch(() => undefined),
  ])
  frames.navigated(tree.frameTree.frame)

  return {
    frames,
    load,
    send(channel, args) {
      for (const [contextId, frameId] of worlds) {
        if (frames.isMain(frameId)) deliver(contextId, { kind: 'event', channel, args })
      }
    },
  }
}

function consoleText(params: Record<string, unknown>): string {
  const args = params['args'] as { value?: unknown; description?: string }[]
  return args.map(({ value, description }) => (typeof value === 'string' ? value : (description ?? ''))).join(' ')
}

function exceptionText(params: Record<string, unknown>): string {
  const details = params['exceptionDetails'] as { text: string; exception?: { description?: string } }
  return details.exception?.description ?? details.text
}
