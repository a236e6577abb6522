import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { type DebuggingPipe, openDebuggingPipe } from './debugging-pipe.ts'
import { writeWindowPreferences } from './window-preferences.ts'

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
  endLeftover(request.profileFolder)
  writeWindowPreferences(request.profileFolder)
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
    // The host says it; --test-type keeps Chromium from saying it again across the window.
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
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
    '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,InterestFeedContentSuggestions,DialMediaRouteProvider,CertificateTransparencyComponentUpdater,OptimizationGuideModelDownloading,OnDeviceModelService,PreloadTopChromeWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,LensOverlay,GlobalMediaControls,HttpsUpgrades',
    // The window's files come through the pipe. Whatever else Chromium asks for goes to a proxy that is not there;
    // the switch made for this, --host-resolver-rules, shows a warning across the window.
    '--proxy-server=socks5://0.0.0.0:1',
    '--proxy-bypass-list=<-loopback>',
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

/**
 * A Chromium whose host was killed ends when it finds its pipe broken, which takes it a moment; meanwhile it would
 * answer for the new one. Whoever holds the profile's lock may end it at once. Where the system does not tell what
 * a process is, nothing is ended.
 */
function endLeftover(profileFolder: string): void {
  try {
    const pid = Number(readlinkSync(join(profileFolder, 'SingletonLock')).split('-').at(-1))
    const isIts = () =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`--user-data-dir=${profileFolder}`)
    if (!Number.isInteger(pid) || pid <= 1 || !isIts()) return
    process.kill(pid, 'SIGKILL')
    const pause = new Int32Array(new SharedArrayBuffer(4))
    for (let waited = 0; waited < 2_000 && isIts(); waited += 20) Atomics.wait(pause, 0, 0, 20)
  } catch {
    // No lock, no such process, or no way to know: there is nothing to end.
  }
}
