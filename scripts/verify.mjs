import { runSource } from './run-source.mjs'

/** NDJSON cases in, verdicts out. Nothing but the tool's own lines may reach stdout. */
process.exit(await runSource('main/cli/verify.ts', process.argv.slice(2)))
