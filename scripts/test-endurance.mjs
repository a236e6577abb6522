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
const child = spawn(bin('vitest'), ['run', '--reporter=default', ...files], {
  cwd: root,
  env: { ...environment(), BONAFIDE_ENDURANCE: 'full' },
  stdio: ['ignore', 'inherit', 'inherit'],
})
child.on('close', (code) => {
  if (existsSync(figures)) console.log(`\nMeasured\n${readFileSync(figures, 'utf8')}`)
  process.exit(code ?? 1)
})
