import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')

/**
 * Before the first test: makes one file of the database threads' sources, as the build does, so that each of the
 * hundreds of consoles of a run reads one file per thread instead of two hundred. Told to every test, and to the
 * processes that tests start, in `BONAFIDE_DATABASE_WORKER`. Answers what takes the file away again.
 */
export default async function bundleDatabaseWorker(): Promise<() => void> {
  // Inside the project, where its imports from node_modules are found.
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(join(cache, 'database-worker-'))
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: { ssr: 'main/database-worker.ts', outDir, target: 'node24', minify: false },
  })
  process.env['BONAFIDE_DATABASE_WORKER'] = join(outDir, 'database-worker.js')
  return () => rmSync(outDir, { recursive: true, force: true })
}
