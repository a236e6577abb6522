import { pathToFileURL } from 'node:url'

const bundled = process.env['BONAFIDE_DATABASE_WORKER']

/** The script of the database threads for a test: made into one file by the run of the tests, else from sources. */
export const databaseWorkerUrl =
  bundled === undefined ? new URL('../database-worker.ts', import.meta.url) : pathToFileURL(bundled)
