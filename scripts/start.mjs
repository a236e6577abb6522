import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { bin, environment, root, setUp } from './setup.mjs'

/**
 * Opens the console: in Electron where its binary is there or can be had, else on the system's Chromium.
 * `npm start -- [--headless] [--profile=DIR] [--port=N]`
 */
const electronFolder = join(root, 'node_modules/electron')
const failureFile = join(root, 'node_modules/.cache/bonafide-electron-failed')
const aDay = 24 * 60 * 60 * 1_000
const longestDownload = 90_000

const args = process.argv.slice(2)
const help = 'npm start -- [--headless] [--profile=DIR] [--port=N]'
const wrong = args.find((argument) => !isKnown(argument))
if (args.includes('--help') || wrong !== undefined) {
  const asked = wrong === undefined || wrong === '--help'
  if (asked) console.log(help)
  else
    console.error(
      `${wrong} is no option that can be used here.\n  ${help}\nPorts are numbers up to 65535; 0 takes a free one.`,
    )
  process.exit(asked ? 0 : 1)
}
const headless = args.includes('--headless') || process.env['BONAFIDE_HEADLESS'] === '1'

await setUp({ browser: false })
if (!headless && !hasDisplay()) {
  console.error(
    'There is no display, so no window can be shown. Start it from a desktop session, or name one:\n' +
      '  DISPLAY=:0 npm start\n' +
      'or run the console without its window (the intake works, nobody sees it):\n' +
      '  npm start -- --headless',
  )
  process.exit(1)
}
const electron = headless ? null : (electronBinary() ?? fetchElectron())
if (electron === null) await setUp({ browser: true })
await build()

if (electron !== null) {
  const asRoot = process.getuid?.() === 0
  if (asRoot) console.log('Running as root: Electron starts without its sandbox. Use an ordinary user for real work.')
  run(electron, [...(asRoot ? ['--no-sandbox'] : []), root, ...args])
} else {
  console.log(
    headless
      ? 'Running on Chromium without a window (no OS keychain, no tray). Ctrl+C ends it.'
      : 'Electron’s binary could not be had; running on Chromium instead (no OS keychain, no tray).',
  )
  run(bin('node'), ['--no-memory-protection-keys', 'e2e/host/run.ts', ...args])
}

/** @param {string} argument */
function isKnown(argument) {
  const port = /^--port=(\d{1,5})$/.exec(argument)
  return argument === '--headless' || /^--profile=./.test(argument) || (port !== null && Number(port[1]) <= 65_535)
}

/** Path of Electron's binary when it has been fetched. */
function electronBinary() {
  const note = join(electronFolder, 'path.txt')
  if (!existsSync(note)) return null
  const binary = join(electronFolder, 'dist', readFileSync(note, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** Tries the download once a day at most: where it is blocked, every start would wait for it. */
function fetchElectron() {
  const failed = statSync(failureFile, { throwIfNoEntry: false })
  if (failed && Date.now() - failed.mtimeMs < aDay) return null
  console.log('Fetching Electron …')
  const result = spawnSync(bin('install-electron'), ['--no'], {
    cwd: root,
    env: environment(),
    timeout: longestDownload,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  })
  const binary = result.status === 0 ? electronBinary() : null
  if (binary === null) {
    mkdirSync(join(failureFile, '..'), { recursive: true })
    writeFileSync(failureFile, '')
  }
  return binary
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/**
 * @param {string} command
 * @param {string[]} commandArgs
 */
function run(command, commandArgs) {
  const child = spawn(command, commandArgs, { cwd: root, env: environment(), stdio: 'inherit' })
  // Both get Ctrl+C from the terminal; the console ends in order and this process waits for it.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (signal === 'SIGTERM') child.kill('SIGTERM')
    })
  }
  child.on('error', () => process.exit(1))
  child.on('close', (code) => process.exit(code ?? 1))
}
