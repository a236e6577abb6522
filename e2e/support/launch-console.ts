import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { _electron, type Browser, chromium, type Page } from '@playwright/test'
import type { Bridge } from '#shared/contract/bridge.ts'
import type { SessionView } from '#shared/contract/requests.ts'
import type { Result } from '#shared/contract/result.ts'

export interface LaunchRequest {
  /** A profile to open again. Without it the console gets a new, empty one, which `close` takes away. */
  profileFolder?: string
  /** Port of the intake. Without it the system chooses a free one. */
  port?: number
  env?: Record<string, string>
  /** On by default. Off shows the window, where there is a display. */
  headless?: boolean
  /** Works passphrases into keys at the product's own cost, some tenths of a second each time. Always so in Electron. */
  costlyPassphrases?: boolean
}

export interface LaunchedConsole {
  page: Page
  /** Waits for one more window of this console, which `open` asks for, until its page is shown. */
  nextWindow(open: () => Promise<unknown>): Promise<Page>
  /**
   * Ends the process that draws the window's page as a fault of Chromium's would, and waits until the page is shown
   * again. Answers the page that came back; what held on to the old one has lost it. Not in Electron, which Playwright
   * does not come back to.
   */
  crashPage(): Promise<Page>
  runtime: 'electron' | 'chromium'
  profileFolder: string
  /** The main process. */
  processId: number
  /** Where the intake listens; 0 when it does not. */
  port: number
  /** Milliseconds from the start of the process to the first answered request of the page. */
  readyAfter: number
  /** Everything the console printed so far. */
  logs(): string
  /** Resolves when the process has ended, for whatever reason. */
  ended(): Promise<void>
  /** Ends it in order, as closing the window does. */
  close(): Promise<void>
  /** Ends it at once, as a crash would. Its profile stays, to be opened again. */
  kill(): Promise<void>
}

interface Started {
  page: Page
  process: ChildProcess
  disconnect(): Promise<void>
  /** Connects anew, and waits until the first page is shown. */
  reconnect(): Promise<Page>
}

const root = join(import.meta.dirname, '../..')
/** The project's own Node, whichever one the tests run on. */
const node = process.versions.node.startsWith('24.') ? process.execPath : join(root, 'node_modules/.bin/node')
const quickPassphrases = pathToFileURL(join(import.meta.dirname, 'quick-passphrases.mjs')).href
const longestStart = 30_000
const longestEnd = 10_000

/**
 * Starts the built console with its own profile, and returns once its page has had an answer from the main process.
 * Electron where its binary and a display are there, else the system's Chromium; the specs are the same for both.
 * @throws Error with the console's output when it did not start.
 */
export async function launchConsole(request: LaunchRequest = {}): Promise<LaunchedConsole> {
  if (!existsSync(join(root, 'out/main/index.js'))) throw new Error('the console is not built: npm run build')
  const ownProfile = request.profileFolder === undefined
  const profileFolder = request.profileFolder ?? mkdtempSync(join(tmpdir(), 'bonafide-e2e-'))
  const args = [`--profile=${profileFolder}`, `--port=${request.port ?? 0}`]
  const binary = electronBinary()
  const runtime = binary !== null && (process.env['DISPLAY'] || process.platform !== 'linux') ? 'electron' : 'chromium'
  let output = ''
  const collect = (child: ChildProcess) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
  }
  const startedAt = performance.now()
  let started: Started
  let session: Result<SessionView>
  try {
    started =
      runtime === 'electron'
        ? await startElectron(binary as string, args, request, collect)
        : await startHost(args, request, profileFolder, collect)
    session = await started.page.evaluate(() =>
      (globalThis as unknown as { bonafide: Bridge }).bonafide.session.get({}),
    )
  } catch (error) {
    throw new Error(`the console did not start: ${String(error)}\n${output}`, { cause: error })
  }
  const readyAfter = performance.now() - startedAt
  const url = session.ok ? session.value.intake.url : null

  async function end(signal: 'SIGTERM' | 'SIGKILL') {
    const ended = endOf(started.process)
    await started.disconnect().catch(() => undefined)
    if (isRunning(started.process)) started.process.kill(signal)
    const timer = setTimeout(() => started.process.kill('SIGKILL'), longestEnd)
    await ended
    clearTimeout(timer)
  }

  return {
    get page() {
      return started.page
    },
    async nextWindow(open) {
      const [page] = await Promise.all([started.page.context().waitForEvent('page'), open()])
      await (runtime === 'electron' ? page.waitForLoadState() : ownPageShown(page))
      return page
    },
    async crashPage() {
      const { page } = started
      const session = await page.context().newCDPSession(page)
      const crashed = page.waitForEvent('crash')
      // Nothing answers any more.
      session.send('Page.crash').catch(() => undefined)
      await crashed
      started.page = await started.reconnect()
      return started.page
    },
    runtime,
    profileFolder,
    processId: started.process.pid ?? 0,
    port: url === null ? 0 : Number(new URL(url).port),
    readyAfter,
    logs: () => output,
    ended: () => endOf(started.process),
    async close() {
      await end('SIGTERM')
      if (ownProfile) rmSync(profileFolder, { recursive: true, force: true, maxRetries: 5 })
    },
    kill: () => end('SIGKILL'),
  }
}

function electronBinary(): string | null {
  const note = join(root, 'node_modules/electron/path.txt')
  if (!existsSync(note)) return null
  const binary = join(root, 'node_modules/electron/dist', readFileSync(note, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

async function startElectron(
  executablePath: string,
  args: string[],
  { env }: LaunchRequest,
  collect: (child: ChildProcess) => void,
): Promise<Started> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const application = await _electron.launch({
    executablePath,
    args: [...asRoot, root, ...args],
    env: { ...(process.env as Record<string, string>), ...env },
    timeout: longestStart,
  })
  collect(application.process())
  const page = await application.firstWindow()
  await page.waitForLoadState()
  const reconnect = () => Promise.reject(new Error('Playwright holds on to the page of Electron that crashed'))
  return { page, process: application.process(), disconnect: async () => undefined, reconnect }
}

async function startHost(
  args: string[],
  { env, headless = true, costlyPassphrases = false }: LaunchRequest,
  profileFolder: string,
  collect: (child: ChildProcess) => void,
): Promise<Started> {
  const portFile = join(profileFolder, 'debugging-port')
  rmSync(portFile, { force: true })
  const own = [`--debugging-port-file=${portFile}`, ...(headless ? ['--headless'] : [])]
  const ownOfNode = ['--no-memory-protection-keys', ...(costlyPassphrases ? [] : [`--import=${quickPassphrases}`])]
  const child = spawn(node, [...ownOfNode, join(root, 'e2e/host/run.ts'), ...own, ...args], {
    env: { ...process.env, BONAFIDE_DOWNLOADS: join(profileFolder, 'downloads'), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  collect(child)
  try {
    const port = await readWhenWritten(portFile, child)
    let browser: Browser
    const reconnect = async () => {
      const deadline = performance.now() + longestStart
      for (;;) {
        browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: longestStart })
        const [context] = browser.contexts()
        const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: 2_000 }).catch(() => null))
        if (page) {
          await ownPageShown(page)
          return page
        }
        // Playwright never tells of a page whose process was just gone when it connected: it finds it when it connects anew.
        await browser.close()
        if (performance.now() > deadline) throw new Error('it has no window')
      }
    }
    return { page: await reconnect(), process: child, disconnect: () => browser.close(), reconnect }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

/** A window with a display first tries to load its address by itself, and fails; the host's own load follows. */
async function ownPageShown(page: Page): Promise<void> {
  const deadline = performance.now() + longestStart
  for (;;) {
    try {
      await page.waitForURL(/^https:\/\/console\.app\.localhost\//, { timeout: longestStart })
      await page.waitForSelector('body')
      if (await page.evaluate(() => 'bonafide' in globalThis)) return
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
    if (performance.now() > deadline) throw new Error('its window shows no page of its own')
    await page.waitForLoadState().catch(() => undefined)
  }
}

/** The debugging port, as soon as the host has written it down. */
function readWhenWritten(file: string, child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      watcher.close()
      clearTimeout(timer)
      child.off('exit', ended)
    }
    const look = () => {
      if (!existsSync(file)) return
      stop()
      resolve(Number(readFileSync(file, 'utf8').split('\n')[0]))
    }
    const ended = () => {
      stop()
      reject(new Error('it ended before it had a window'))
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`it had no window after ${longestStart / 1_000} s`))
    }, longestStart)
    const watcher = watch(dirname(file), (_change, name) => {
      if (name === basename(file)) look()
    })
    child.once('exit', ended)
    look()
  })
}

function endOf(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}
