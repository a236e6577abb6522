import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChecks } from './check.mjs'
import { bin, environment, needsEveryLanguage, root, setUp } from './setup.mjs'

/**
 * Everything: set-up, build, quick checks, unit and integration tests, end-to-end tests. Ends with a line
 * `N passed, N failed`; a runner that leaves no report counts as failed. Skipped tests are counted on a line of their
 * own; a unit test is skipped for want of a language only, and counts as failed where none may be missing.
 */
await setUp({ browser: true, languages: true })
await build()

const figures = join(root, 'out', 'measured.txt')
rmSync(figures, { force: true })
const reports = mkdtempSync(join(tmpdir(), 'bonafide-test-'))
const total = { passed: 0, failed: 0 }
const add = ({ passed, failed }) => {
  total.passed += passed
  total.failed += failed
}

try {
  add(await runChecks())
  add(await runUnitTests(join(reports, 'unit.json')))
  add(await runEndToEndTests('playwright', join(reports, 'end-to-end.json')))
  add(await runEndToEndTests('endurance', join(reports, 'endurance.json')))
} finally {
  rmSync(reports, { recursive: true, force: true })
}
if (existsSync(figures)) console.log(`\nMeasured\n${readFileSync(figures, 'utf8')}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

/** @param {string} report */
async function runUnitTests(report) {
  const everyLanguage = needsEveryLanguage()
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(bin('vitest'), args, everyLanguage ? { BONAFIDE_LANGUAGES: 'all' } : {})
  const json = readReport(report)
  if (json === null) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites, numPendingTests: skipped } = json
  if (skipped > 0) console.log(`skipped unit tests: ${skipped}${everyLanguage ? ', counted as failed' : ''}`)
  const failed = (numFailedTests > 0 ? numFailedTests : numFailedTestSuites) + (everyLanguage ? skipped : 0)
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed }
}

/**
 * @param {string} config
 * @param {string} report
 */
async function runEndToEndTests(config, report) {
  const args = ['test', '-c', `e2e/${config}.config.ts`, '--reporter=list,json']
  const code = await run(bin('playwright'), args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  const json = readReport(report)
  if (json === null) return { passed: 0, failed: 1 }
  const { expected, flaky, unexpected, skipped } = json.stats
  if (skipped > 0) console.log(`skipped end-to-end tests: ${skipped}`)
  const failed = unexpected + flaky
  return { passed: expected, failed: failed === 0 && code !== 0 ? 1 : failed }
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    console.error('the test runner left no report: it did not start or did not end')
    return null
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {Promise<number>}
 */
function run(command, args, extra = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment(), ...extra },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
