import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from './build.mjs'
import { runChecks } from './check.mjs'
import { bin, environment, needsEveryLanguage, root, setUp } from './setup.mjs'

/**
 * Everything: set-up, build, quick checks, unit and integration tests, end-to-end tests. Ends with a line
 * `N passed, N failed`, before it each failed test by name with what it said; a runner that leaves no report counts as
 * failed. Skipped tests are counted on a line of their own; a unit test is skipped for want of a language only, and
 * counts as failed where none may be missing.
 */
await setUp({ browser: true, languages: true })
await build()

/** Lines of a failed test's message that are repeated at the end. */
const longestComplaint = 20
const figures = join(root, 'out', 'measured.txt')
rmSync(figures, { force: true })
const reports = mkdtempSync(join(tmpdir(), 'bonafide-test-'))
const total = { passed: 0, failed: 0 }
/** @type {string[]} */
const complaints = []
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
if (complaints.length > 0) console.log(`\nFailed\n${complaints.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

/** @param {string} report */
async function runUnitTests(report) {
  const everyLanguage = needsEveryLanguage()
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(bin('vitest'), args, everyLanguage ? { BONAFIDE_LANGUAGES: 'all' } : {})
  const json = readReport(report)
  if (json === null) return { passed: 0, failed: 1 }
  for (const file of json.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0) complain(file.name, file.message)
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === 'failed') complain(`${relative(root, file.name)} › ${fullName}`, failureMessages[0])
    }
  }
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
  for (const { message } of json.errors) complain('the end-to-end tests', message)
  for (const spec of json.suites.flatMap(specsOf)) {
    const messages = spec.tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))
    if (!spec.ok) complain(`e2e/${spec.file}:${spec.line} › ${spec.title}`, messages[0]?.message)
  }
  const { expected, flaky, unexpected, skipped } = json.stats
  if (skipped > 0) console.log(`skipped end-to-end tests: ${skipped}`)
  const failed = unexpected + flaky
  return { passed: expected, failed: failed === 0 && code !== 0 ? 1 : failed }
}

/** The tests of a suite and of those within it. */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)]
}

/**
 * @param {string} test
 * @param {string} [message]
 */
function complain(test, message = 'without a word') {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, longestComplaint)
  complaints.push([test, ...lines.map((line) => `    ${line.slice(0, 300)}`)].join('\n'))
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
