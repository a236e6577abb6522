import { closeSync, existsSync, openSync, readFileSync, readSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import Sqlite from 'better-sqlite3'
import { hasLog } from './file-digest.ts'
import type { Migration } from './migrate.ts'
import { applicationId, migrate } from './migrate.ts'
import type { ReadHandle, WriteHandle } from './port.ts'
import { OpenFailure, openFailureOf } from './problem.ts'

const headerLength = 100
const magic = 'SQLite format 3\0'
const rollbackMagic = '\xd9\xd5\x05\xf9\x20\xa1\x63\xd7'

/** Pages of 4 KiB after which a commit also checkpoints: 32 MiB, so that a start after a crash stays short. */
const checkpointPages = 8_000
const walBytes = 64 * 1024 * 1024

/**
 * Opens the database for writing, making it where there is none, and brings its schema up to date.
 * @param path file to open; it is left exactly as it is when it cannot be used
 * @throws OpenFailure with a reason and a sentence for people
 */
export function openForWriting(path: string, migrations: readonly Migration[]): WriteHandle {
  const latest = migrations.at(-1)?.number ?? 0
  inspectHeader(path, latest)
  assertWritable(path)
  if (hasLog(path)) inspectWithLog(path, latest)
  return guarded(path, false, (sql) => setUp(sql, latest, migrations))
}

function setUp(sql: Database, latest: number, migrations: readonly Migration[]): WriteHandle {
  const version = sql.pragma('user_version', { simple: true }) as number
  if (version > latest) throw new OpenFailure('newer')
  sql.pragma('journal_mode = WAL')
  sql.pragma('synchronous = FULL')
  sql.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  sql.pragma(`journal_size_limit = ${walBytes}`)
  migrate(sql, migrations)
  return { power: 'write', sql }
}

/**
 * The same for what stands in the log of a crash. Reading only: a handle that writes copies the log into the file when
 * it is closed, also where it refuses to go on.
 */
function inspectWithLog(path: string, latest: number): void {
  guarded(path, true, (sql) => {
    const version = sql.pragma('user_version', { simple: true }) as number
    const application = sql.pragma('application_id', { simple: true }) as number
    sql.close()
    if (version > latest) throw new OpenFailure('newer')
    if (application !== 0 && application !== applicationId) throw new OpenFailure('not-a-database')
  })
}

/** SQLite would fall back to reading where it may not write the file, and say so only at the first change. */
function assertWritable(path: string): void {
  try {
    closeSync(openSync(path, 'r+'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw openFailureOf(error)
  }
}

/** Tries to make a file beside the database, and answers what kept it from being made. Null where it could be. */
function whyNothingCanBeMade(path: string): OpenFailure | null {
  const attempt = `${path}.attempt`
  try {
    closeSync(openSync(attempt, 'wx', 0o600))
    unlinkSync(attempt)
    return null
  } catch (error) {
    return openFailureOf(error)
  }
}

/** Opens the same file for reading only. It must have been opened for writing before, which set up its schema. */
export function openForReading(path: string): ReadHandle {
  return guarded(path, true, (sql) => {
    sql.pragma('query_only = ON')
    return { power: 'read', sql }
  })
}

function guarded<Handle>(path: string, readonly: boolean, prepare: (sql: Database) => Handle): Handle {
  let sql: Database | null = null
  try {
    sql = new Sqlite(path, { readonly, timeout: 5_000 })
    sql.pragma('foreign_keys = ON')
    sql.pragma('cell_size_check = ON')
    sql.pragma('trusted_schema = OFF')
    sql.pragma('cache_size = -32000')
    sql.pragma('temp_store = MEMORY')
    return prepare(sql)
  } catch (error) {
    sql?.close()
    const failure = openFailureOf(error)
    // SQLite says the same of a folder that is not there, that is full, and that may not be written.
    throw failure.reason === 'unreachable' ? (whyNothingCanBeMade(path) ?? failure) : failure
  }
}

/**
 * Looks at the first bytes before SQLite does, because merely opening a file may change it.
 * SQLite file format §1.3: magic at 0, user_version at 60, application_id at 68, big-endian.
 */
function inspectHeader(path: string, latest: number): void {
  const header = Buffer.alloc(headerLength)
  let length = 0
  try {
    const file = openSync(path, 'r')
    try {
      length = readSync(file, header, 0, headerLength, 0)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    // A new database: its folder is another matter.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !existsSync(dirname(path))) throw openFailureOf(error)
  }
  if (length === 0) {
    // SQLite would remove that log, and whatever was acknowledged in it.
    if (hasLog(path)) throw new OpenFailure('log-mismatch')
    return
  }
  if (length < headerLength || header.toString('latin1', 0, magic.length) !== magic) {
    if (wasCutWhenNew(path)) return
    throw new OpenFailure('not-a-database')
  }
  if (header.readUInt32BE(60) > latest) throw new OpenFailure('newer')
  const application = header.readUInt32BE(68)
  // Zero: the first commit is still in the write-ahead log after a crash.
  if (application !== 0 && application !== applicationId) throw new OpenFailure('not-a-database')
}

/**
 * Whether the power went while the very first pages were written: SQLite then takes them back, and nothing was ever
 * stored. SQLite file format §3 "The Rollback Journal": magic at 0, size of the database before the change at 16.
 */
function wasCutWhenNew(path: string): boolean {
  try {
    const journal = readFileSync(`${path}-journal`)
    return journal.toString('latin1', 0, 8) === rollbackMagic && journal.readUInt32BE(16) === 0
  } catch {
    return false
  }
}

/**
 * Opens a database to be examined: reading only, whatever its schema, with the checks on its header.
 * @throws OpenFailure
 */
export function openForExamination(path: string, migrations: readonly Migration[]): ReadHandle {
  inspectHeader(path, migrations.at(-1)?.number ?? 0)
  return openForReading(path)
}

/** An empty database in memory with the same schema, e.g. to replay a journal into it. */
export function openInMemory(migrations: readonly Migration[]): WriteHandle {
  return guarded(':memory:', false, (sql) => {
    migrate(sql, migrations)
    return { power: 'write', sql }
  })
}
