import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, safeStorage, session } from 'electron'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import type { OpenDemo } from '#shared/domain/demo.ts'
import type { ConsoleParts, RunningConsole } from './compose.ts'
import { closeWithin, mayGoOnAfter } from './desktop/last-resort.ts'
import { debuggingSwitch, readLaunchOptions, startsWithoutSandbox } from './desktop/launch-options.ts'
import { openLog } from './desktop/log.ts'
import { setMenu } from './desktop/menu.ts'
import { lockNavigation } from './desktop/navigation.ts'
import { appOrigin } from './desktop/origin.ts'
import { denyPermissions } from './desktop/permissions.ts'
import { registerAppScheme, serveAppFiles } from './desktop/protocol.ts'
import { openWindows } from './desktop/windows.ts'
import { openRouter } from './ipc/router.ts'
import { createSealer } from './keyring/seal.ts'

type Report = (where: string, error: unknown) => void

/** How long the console may take to close (ms): what is acknowledged is on the disk already. */
const closingLimit = 10_000
const out = join(import.meta.dirname, '..')
const runtime = process.versions['electron'] === undefined ? 'chromium' : 'electron'
const options = readLaunchOptions(process.argv.slice(1), process.env, process.cwd())

// As root Chromium's sandbox cannot start, so scripts/start.mjs asks for none and says so; asking for both contradicts.
// A release never goes without.
if (!startsWithoutSandbox(process.argv, app.isPackaged)) app.enableSandbox()
registerAppScheme()
if (options.profileFolder !== null) {
  mkdirSync(options.profileFolder, { recursive: true, mode: 0o700 })
  app.setPath('userData', options.profileFolder)
}

const refused = app.isPackaged ? debuggingSwitch([...process.execArgv, ...process.argv.slice(1)], process.env) : null
if (refused !== null) {
  process.stderr.write(`Bonafide does not start with ${refused.split('=')[0]}.\n`)
  app.exit(1)
} else if (app.requestSingleInstanceLock()) {
  // Not awaited here: Electron becomes ready only after this file has been evaluated.
  start().catch((error: unknown) => {
    process.stderr.write(`Bonafide could not start: ${error instanceof Error ? error.name : 'unknown error'}.\n`)
    app.exit(1)
  })
} else {
  process.stderr.write(
    'Bonafide already runs with this profile. Its window comes to the front; one that was started without a window has to be ended first.\n',
  )
  app.exit(0)
}

async function start(): Promise<void> {
  const profileFolder = app.getPath('userData')
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 })
  const log = openLog(profileFolder)
  const report: Report = (where, error) => log.error({ where, err: error }, 'not as it should be')
  process.on('uncaughtException', (error) => {
    report('main process', error)
    if (!mayGoOnAfter(error)) app.quit()
  })
  // Whoever waits for that answer has got none, which every gate reads as "no"; nothing else is affected.
  process.on('unhandledRejection', (error) => report('main process', error))

  lockNavigation(app, (error) => report('external link', error))
  await app.whenReady()
  denyPermissions(session.defaultSession)
  serveAppFiles(join(out, 'renderer'))

  // The window comes first: its browser process starts while this one reads its own code and opens the database.
  // The router lets early requests wait.
  const parts = composeParts(profileFolder, report, (event) => router.pushChange(event), {
    openWindow: () => windows.open(),
    saveFile: (windowId, file) => windows.saveFile(windowId, file),
  })
  const router = openRouter({
    handlers: parts.then(({ handlers }) => handlers),
    appOrigin,
    clock: Date.now,
    report,
    onGone: (windowId) => void parts.then((running) => running.windowGone(windowId)).catch(() => undefined),
  })
  const windows = openWindows({
    preloadFile: join(out, 'preload/index.cjs'),
    admit: (contents) => router.admitWindow(contents),
    clock: Date.now,
    report,
  })
  windows.open()
  setMenu(process.platform, () => windows.open())
  app.on('second-instance', () => windows.showAgain())
  app.on('window-all-closed', () => app.quit())
  closeBeforeQuit(async () => {
    await (await parts).close()
    router.close()
  }, report)

  parts.then(sayWhereItListens, (error: unknown) => report('start', error))
}

async function composeParts(
  profileFolder: string,
  report: Report,
  pushChange: (event: ChangeEvent) => void,
  atWindows: Pick<ConsoleParts, 'openWindow' | 'saveFile'>,
) {
  const [{ composeConsole }, sealer] = await Promise.all([
    import('./compose.ts'),
    createSealer(safeStorage, process.platform, runtime, () =>
      report('keystore', new Error('keys are sealed in an older way and should be pasted again')),
    ),
  ])
  return composeConsole({
    profileFolder,
    databaseWorkerUrl: new URL('./database-worker.js', import.meta.url),
    sealer,
    clock: Date.now,
    runtime,
    version: app.getVersion(),
    port: options.port,
    pushChange,
    openDemo,
    ...atWindows,
  })
}

/** For whoever started it from a terminal, above all without a window, where no notice can be seen. */
function sayWhereItListens({ intakeUrl, notices }: RunningConsole): void {
  if (intakeUrl !== null) process.stdout.write(`Visitors’ pages reach this console at ${intakeUrl}.\n`)
  for (const { severity, title, message } of notices()) {
    if (severity === 'error') process.stderr.write(`${title}: ${message}\n`)
  }
}

/** Holds the first quit back until everything acknowledged is on the disk and every socket is closed. */
function closeBeforeQuit(close: () => Promise<void>, report: Report): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void closeWithin(close, closingLimit, (error) => report('closing', error)).then(() => {
      state = 'closed'
      app.quit()
    })
  })
}

/** The demo is a bundle of its own beside this one, loaded only when somebody asks for it. */
async function openDemo(tools: Parameters<OpenDemo>[0]): ReturnType<OpenDemo> {
  const demo = (await import(new URL('./demo-site.js', import.meta.url).href)) as { openDemo: OpenDemo }
  return demo.openDemo(tools)
}
