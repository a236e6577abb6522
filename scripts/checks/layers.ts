import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findViolations } from './layer-rules.ts'
import { readAllImports } from './read-imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '')

const violations = findViolations(readAllImports(root, files))
for (const { rule, file, target, why } of violations) {
  console.error(`layer rule "${rule}" broken: ${file} imports ${target}\n  ${why}`)
}
if (violations.length > 0) process.exit(1)
console.log(`layer rules hold in ${files.length} files`)
