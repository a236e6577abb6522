import { isAbsolute, resolve } from 'node:path'
import { runSource } from './run-source.mjs'

/** `check` and `export`. npm runs scripts in the project's folder; a file named by a person is meant from where they stand. */
const from = process.env['INIT_CWD'] ?? process.cwd()
const [tool, ...rest] = process.argv.slice(2)
const args = rest.map((arg) => (arg.startsWith('-') || isAbsolute(arg) ? arg : resolve(from, arg)))
process.exit(await runSource(`main/cli/journal-${tool}.ts`, args))
