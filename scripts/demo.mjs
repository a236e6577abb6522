import { build } from './build.mjs'
import { runSource } from './run-source.mjs'
import { setUp } from './setup.mjs'

/** The demo: sets up, builds, then plays visitors against a console in a temporary profile. */
await setUp({ browser: true })
await build()
process.exit(await runSource('demo/play.ts', process.argv.slice(2), { browser: true }))
