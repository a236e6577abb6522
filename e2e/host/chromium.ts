import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { type DebuggingPipe, openDebuggingPipe } from './debugging-pipe.ts'

export interface Chromium {
  pipe: DebuggingPipe
  process: ChildProcess
  /** Resolves when the process has ended, however it ended. */
  ended: Promise<void>
}

export interface ChromiumRequest {
  path: string
  profileFolder: string
  headless: boolean
  /** Shown as an app window without tabs and address bar when there is a display. */
  startUrl: string
  size: { width: number; height: number }
  /** Listen on a free loopback port too. Tests only: whoever reaches the port controls the window. */
  listen: boolean
  /** Chromium refuses to run its sandbox as root. */
  asRoot: boolean
}

const portFileName = 'DevToolsActivePort'

/** Starts Chromium with a pipe to it, without any of its own services, and with no way out to a network. */
export function startChromium(request: ChromiumRequest): Chromium {
  mkdirSync(request.profileFolder, { recursive: true, mode: 0o700 })
  rmSync(join(request.profileFolder, portFileName), { force: true })
  const child = spawn(request.path, chromiumArguments(request), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // Chromium's own output names the machine's paths; nothing of it is the console's.
    env: { ...process.env, CHROME_LOG_FILE: undefined },
  })
  child.stderr?.resume()
  const pipe = openDebuggingPipe(child.stdio[3] as Writable, child.stdio[4] as Readable)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return { pipe, process: child, ended }
}

function chromiumArguments({ profileFolder, headless, startUrl, size, listen, asRoot }: ChromiumRequest): string[] {
  return [
    '--remote-debugging-pipe',
    ...(listen ? ['--remote-debugging-port=0'] : []),
    `--user-data-dir=${profileFolder}`,
    `--window-size=${size.width},${size.height}`,
    ...(headless ? ['--headless=new', '--disable-gpu'] : []),
    ...(asRoot ? ['--no-sandbox'] : []),
    '--no-first-run',
    '--no-default-browser-check',
    '--no-service-autorun',
    '--disable-quic',
    '--disable-sync',
    '--disable-extensions',
    '--disable-default-apps',
    '--disable-breakpad',
    '--disable-component-update',
    '--disable-background-networking',
    '--disable-client-side-phishing-detection',
    '--disable-domain-reliability',
    '--disable-search-engine-choice-screen',
    '--disable-session-crashed-bubble',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-dev-shm-usage',
    '--metrics-recording-only',
    '--password-store=basic',
    '--use-mock-keychain',
    '--no-proxy-server',
    '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,InterestFeedContentSuggestions,DialMediaRouteProvider,CertificateTransparencyComponentUpdater',
    // The window's files come through the pipe. Nothing it asks for may leave the machine.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    ...(headless ? ['about:blank'] : [`--app=${startUrl}`]),
  ]
}

/** Writes `port` and browser path, as Chromium notes them in its profile, to `file` as soon as they are known. */
export function copyDebuggingPort(profileFolder: string, file: string): Promise<void> {
  const source = join(profileFolder, portFileName)
  return new Promise((resolve) => {
    const copyIfComplete = () => {
      const text = existsSync(source) ? readFileSync(source, 'utf8') : ''
      if (!/^\d+\n\/devtools\/browser\/\S+/.test(text)) return
      watcher.close()
      writeFileSync(`${file}.part`, text, { mode: 0o600 })
      renameSync(`${file}.part`, file)
      resolve()
    }
    const watcher = watch(profileFolder, copyIfComplete)
    watcher.unref()
    copyIfComplete()
  })
}
