import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '')

const oldestNode = 20
const stampFile = join(root, 'node_modules/.cache/bonafide-installed')

/**
 * Path of a tool that npm installed; `node` is the Node 24 that everything here runs on.
 *
 * @param {string} name
 */
export function bin(name) {
  return join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name)
}

/** The environment for every process started here: the project's own tools, and its Node, come first. */
export function environment() {
  const own = join(root, 'node_modules/.bin')
  const path = process.env['PATH'] ?? ''
  const chromium = findChromium()
  return {
    ...process.env,
    // What Node compiled of a file, kept for the next process: each console and each of its threads reads all of them.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(root, 'node_modules/.cache/node'),
    PATH: path.split(delimiter)[0] === own ? path : `${own}${delimiter}${path}`,
    ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
  }
}

/**
 * Makes a fresh clone ready: the packages of the lock file, and a Chromium where one is wanted. Says what it does,
 * and ends the process with a sentence when it cannot.
 *
 * @param {{ browser: boolean, languages?: boolean }} wanted
 */
export async function setUp({ browser, languages = false }) {
  checkNode()
  await installPackages()
  if (browser) await installChromium()
  if (languages) await installLanguages()
}

/** Path of a Chromium on this machine: CHROMIUM_PATH, then PATH, then the usual places. */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  if (named) return named
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const usual = [
    '/usr/bin/chromium',
    '/usr/lib/chromium/chromium',
    '/snap/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ]
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usual].find(isExecutable) ?? null
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= oldestNode) return
  stop(`Node ${process.versions.node} is too old. Install Node ${oldestNode} or newer, then run this again.`)
}

async function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = `${lock} ${process.platform} ${process.arch}\n`
  const installed = existsSync(bin('node')) && existsSync(bin('tsc'))
  if (installed && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  if (installed && !existsSync(stampFile) && isInstalledByHand()) return writeStamp(stamp)
  console.log('Installing packages (npm ci) …')
  const started = Date.now()
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  // Of all packages only `node` may run a script of its own: it fetches the binary for this platform. Every version of
  // npm understands it when it is said this way.
  for (const args of [
    ['ci', '--ignore-scripts', ...quiet],
    ['rebuild', 'node', ...quiet],
  ]) {
    const { code, output } = await run(npm(), args)
    if (code === 0) continue
    console.error(output.trim().split('\n').slice(-25).join('\n'))
    stop('Installing the packages failed; its last lines are above.')
  }
  if (!runsNode24()) stop('The project’s own Node did not install. Run “npm rebuild node” and look at what it says.')
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  writeStamp(stamp)
}

/** Packages that somebody installed with npm: npm's own copy of the lock names the same versions. */
function isInstalledByHand() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages
    const differs = Object.keys(wanted).some(
      (path) => path !== '' && !wanted[path].optional && present[path]?.version !== wanted[path].version,
    )
    return !differs && runsNode24()
  } catch {
    return false
  }
}

function runsNode24() {
  const { status, stdout } = spawnSync(bin('node'), ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return status === 0 && stdout.startsWith('v24.')
}

/** @param {string} stamp */
function writeStamp(stamp) {
  mkdirSync(join(stampFile, '..'), { recursive: true })
  writeFileSync(stampFile, stamp)
}

async function installChromium() {
  if (findChromium() !== null) return
  const packages = ['chromium']
  if (!isDebian()) {
    stop('No Chromium was found. Install Chromium or Chrome, or name it in CHROMIUM_PATH, then run this again.')
  }
  if (process.getuid?.() !== 0) {
    const line = aptCommands(packages)
      .map((words) => `sudo ${words.join(' ')}`)
      .join(' && ')
    stop(`No Chromium was found. Install it with this command, then run this again:\n  ${line}`)
  }
  console.log('Installing Chromium (apt-get) …')
  const problem = await aptInstall(packages)
  if (problem !== null) stop(problem)
  if (findChromium() === null) stop('Chromium was installed, yet cannot be found. Name it in CHROMIUM_PATH.')
}

/** What the server snippets are run in, and what compiles the disk of the storage tests; with Debian's packages. */
const languages = [
  { command: 'php', args: ['--version'], packages: ['php-cli'] },
  { command: 'ruby', args: ['--version'], packages: ['ruby'] },
  { command: 'python3', args: ['--version'], packages: ['python3', 'python3-cryptography'] },
  { command: 'cc', args: ['--version'], packages: ['gcc', 'libc6-dev'] },
]

function missingLanguages() {
  return languages.filter(({ command, args }) => spawnSync(command, args).status !== 0)
}

function installsLanguages() {
  return isDebian() && process.getuid?.() === 0
}

/**
 * Whether every test that needs another language must run: where set-up installs them, or all of them are there. A
 * Python that somebody brought without its library `cryptography` is left as it is.
 */
export function needsEveryLanguage() {
  const missing = missingLanguages()
  if (missing.some(({ command }) => command === 'python3')) return installsLanguages()
  if (spawnSync('python3', ['-c', 'import cryptography']).status !== 0) return false
  return missing.length === 0 || installsLanguages()
}

/** Where one is missing, its tests are skipped. They count as failed where it must be there. */
async function installLanguages() {
  const missing = missingLanguages()
  if (missing.length === 0 || !installsLanguages()) return
  console.log(`Installing ${missing.map(({ command }) => command).join(', ')} for the tests (apt-get) …`)
  const problem = await aptInstall(missing.flatMap(({ packages }) => packages))
  if (problem !== null) console.error(problem)
}

function isDebian() {
  return process.platform === 'linux' && existsSync('/etc/debian_version')
}

/** @param {string[]} packages */
function aptCommands(packages) {
  return [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  ]
}

/**
 * @param {string[]} packages
 * @returns {Promise<string | null>} what went wrong
 */
async function aptInstall(packages) {
  for (const [command, ...args] of aptCommands(packages)) {
    const { code, output } = await run(command, args, { DEBIAN_FRONTEND: 'noninteractive' })
    if (code === 0) continue
    console.error(output.trim().split('\n').slice(-15).join('\n'))
    return `${command} ${args.join(' ')} failed; its last lines are above.`
  }
  return null
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [extra]
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, args, extra = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm'
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
