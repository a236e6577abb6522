import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { bin, environment, root, setUp } from './setup.mjs'

/**
 * The slow tests at their full length (kills, power cuts, floods, random requests), with the figures they measured at
 * the end. Arguments are passed on, so that one file can be named.
 */
await setUp({ browser: true, languages: true })
await build()

const figures = join(root, 'out', 'measured.txt')
rmSync(figures, { force: true })
const named = process.argv.slice(2)
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
