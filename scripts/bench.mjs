import { spawnSync } from 'node:child_process'
import { build } from './build.mjs'
import { bin, environment, root, setUp } from './setup.mjs'

await setUp({ browser: true })
await build()
const { status } = spawnSync(bin('node'), ['--expose-gc', 'bench/run.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: environment(),
  stdio: 'inherit',
})
process.exit(status ?? 1)
