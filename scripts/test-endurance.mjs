import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from './build.mjs'
import { bin, environment, root, setUp } from './setup.mjs'

/**
 * The slow tests at their full length (kills, power cuts, floods, random requests), with the figures they measured at
 * the end. Arguments are passed on, so that one file can be named.
 */
const named = process.argv.slice(2)
refuseUnknown(named)
await setUp({ browser: true, languages: true })
await build()

const figures = join(root, 'out', 'measured.txt')
rmSync(figures, { force: true })
const files = named.length > 0 ? named : ['endurance']
const noneIsFine = named.length > 0
const unit = await run(bin('vitest'), [
  'run',
  '--reporter=default',
  ...(noneIsFine ? ['--passWithNoTests'] : []),
  ...files,
])
const endToEnd = await run(bin('playwright'), [
  'test',
  '-c',
  'e2e/endurance.config.ts',
  ...(noneIsFine ? ['--pass-with-no-tests'] : []),
  ...named,
])
if (existsSync(figures)) console.log(`\nMeasured\n${readFileSync(figures, 'utf8')}`)
process.exit(unit === 0 ? endToEnd : unit)

/**
 * A misspelt name would run nothing, and nothing is no success.
 *
 * @param {string[]} names
 */
function refuseUnknown(names) {
  const slow = ['main', 'e2e']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path))))
    .filter((path) => /\.endurance\.(test|spec)\.ts$/.test(path))
  const unknown = names.filter((name) => !slow.some((path) => path.includes(name)))
  if (unknown.length === 0) return
  const known = [...new Set(slow.map((path) => basename(path).replace(/\..*/, '')))].toSorted((a, b) =>
    a < b ? -1 : 1,
  )
  console.error(`No slow test is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(1)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment(), BONAFIDE_ENDURANCE: 'full' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
