import { fileURLToPath } from 'node:url'
import { runParallel } from './run-parallel.mjs'
import { bin, root, setUp } from './setup.mjs'

/**
 * The quick checks: types, lint, format and layer rules. Prints each failure and ends with exit code 1.
 */
export const checks = [
  { name: 'types: main, shared, demo, bench', command: bin('tsc'), args: ['-p', 'tsconfig.node.json'] },
  { name: 'types: renderer, widget, preload', command: bin('tsc'), args: ['-p', 'tsconfig.web.json'] },
  { name: 'types: end-to-end', command: bin('tsc'), args: ['-p', 'tsconfig.e2e.json'] },
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', command: bin('biome'), args: ['ci', '--colors=off'] },
  { name: 'layer rules', command: bin('node'), args: ['scripts/checks/layers.ts'] },
]

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks() {
  const results = await runParallel(checks, { cwd: root })
  for (const { name, ok, output, seconds } of results) {
    console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name} (${seconds.toFixed(1)} s)`)
    if (!ok) console.log(output.trim().split('\n').slice(-60).join('\n'))
  }
  const passed = results.filter(({ ok }) => ok).length
  return { passed, failed: results.length - passed }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp({ browser: false })
  const { failed } = await runChecks()
  process.exit(failed === 0 ? 0 : 1)
}
