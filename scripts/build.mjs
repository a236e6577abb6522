import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bin, environment, root, setUp } from './setup.mjs'

const stampFile = join(root, 'out/.built')
const sources = ['main', 'preload', 'renderer', 'shared', 'widget', 'demo']
const files = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json']

/**
 * Builds `out/`: the console, its preload and its page, the demo site, and the visitor's widget. Does nothing when
 * `out/` is newer than every source.
 */
export async function build() {
  if (isFresh()) return
  rmSync(stampFile, { force: true })
  const started = Date.now()
  // The stamp carries the time at which reading began, so that a source changed meanwhile counts as newer.
  const readFrom = new Date()
  console.log('Building …')
  const steps = [{ name: 'the console', args: [bin('electron-vite'), 'build', '--logLevel', 'warn'] }]
  if (existsSync(join(root, 'widget/vite.config.ts'))) {
    const args = [bin('vite'), 'build', '-c', 'widget/vite.config.ts', '--logLevel', 'warn']
    steps.push({ name: 'the widget', args })
  }
  const results = await Promise.all(steps.map(({ name, args: [command, ...args] }) => run(name, command, args)))
  const failed = results.filter(({ code }) => code !== 0)
  for (const { name, output } of failed) console.error(`${output.trim()}\nBuilding ${name} failed; see above.`)
  if (failed.length > 0) process.exit(1)
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stampFile, '')
  utimesSync(stampFile, readFrom, readFrom)
  console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
}

function isFresh() {
  const products = ['main/index.js', 'preload/index.cjs', 'renderer/index.html']
  if (!existsSync(stampFile) || products.some((path) => !existsSync(join(root, 'out', path)))) return false
  const builtAt = statSync(stampFile).mtimeMs
  return [...files, ...sources].every((path) => newestIn(join(root, path)) < builtAt)
}

/**
 * Time of the latest change of a file, or of anything in a folder, the folder's own entries included, so that a
 * file taken away counts too. 0 for what does not exist.
 *
 * @param {string} path
 * @returns {number} milliseconds since 1970
 */
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return isTest(path) ? 0 : stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

/** @param {string} path */
function isTest(path) {
  return /\.test\.tsx?$/.test(path)
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{ name: string, code: number, output: string }>}
 */
function run(name, command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ name, code: 1, output: `${output}\n${error.message}` }))
    child.on('close', (code) => resolve({ name, code: code ?? 1, output }))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp({ browser: false })
  await build()
}
