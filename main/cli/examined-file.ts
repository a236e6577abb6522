import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { looksLikeExport } from '../journal/export.ts'
import { applicationId } from '../storage/migrate.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForExamination } from '../storage/open.ts'
import type { ReadHandle } from '../storage/port.ts'
import type { OpenFailureReason } from '../storage/problem.ts'
import { OpenFailure } from '../storage/problem.ts'
import { one } from '../storage/statement.ts'

/** What a person named: something that can be examined, or one sentence that says what it is not and what to name. */
export type NamedFile = { kind: 'database' | 'export' } | { kind: 'neither'; sentence: string }

/** As many bytes as tell an export, a database and everything else apart. */
const firstBytes = 256

/**
 * What the file of that name is, by its first bytes; `wanted` is the sentence that says what to name instead. One beside which a head or a log of a database stands counts as a
 * database whatever is in it: then it was changed, which is for the examination to say.
 */
export function lookAtFile(path: string, wanted: string): NamedFile {
  const neither = (what: string): NamedFile => ({ kind: 'neither', sentence: `${what} ${wanted}` })
  try {
    const found = statSync(path)
    if (found.isDirectory()) return neither('This is a folder.')
    if (!found.isFile()) return neither('This is not a file.')
    if (path.endsWith('.head.json')) {
      return neither('This is the head that stands beside a database, and not the database.')
    }
    if (/-(wal|shm)$/.test(path)) return neither('This is the log beside a database, and not the database.')
    const first = readFirst(path)
    if (looksLikeExport(first)) return { kind: 'export' }
    if (isOfDatabase(path, first)) return { kind: 'database' }
    if (first.length === 0) return neither('The file is empty.')
    return neither('The file is neither a database of Bonafide nor an export of its journal.')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') {
      return {
        kind: 'neither',
        sentence: 'This user may not read the file. Ask for the right to, or name a copy of it.',
      }
    }
    return neither(
      code === 'ENOENT' || code === 'ENOTDIR' ? 'There is no file of this name.' : 'The file cannot be read.',
    )
  }
}

/**
 * Opens a database to be examined, reading only.
 * @throws OpenFailure; what it means here is in {@link examinationSentences}
 */
export function openNamedDatabase(path: string): ReadHandle {
  const handle = openForExamination(path, migrations)
  // SQLite opens an empty file, and any program's. A database whose header is ours and that lost its journal is damaged.
  const isOurs =
    handle.sql.pragma('application_id', { simple: true }) === applicationId ||
    one(handle, "SELECT 1 FROM sqlite_master WHERE name = 'journal'") !== null
  if (isOurs) return handle
  handle.sql.close()
  throw new OpenFailure('not-a-database')
}

/** SQLite file format §1.3: magic at 0. */
function isOfDatabase(path: string, first: Buffer): boolean {
  return (
    first.toString('latin1', 0, 15) === 'SQLite format 3' ||
    ['.head.json', '-wal', '-journal'].some((ending) => existsSync(`${path}${ending}`))
  )
}

function readFirst(path: string): Buffer {
  const first = Buffer.alloc(firstBytes)
  const file = openSync(path, 'r')
  try {
    return first.subarray(0, readSync(file, first, 0, first.length, 0))
  } finally {
    closeSync(file)
  }
}

/** Why a database could not be examined, and what to do. The console that starts has other advice for the same. */
export const examinationSentences: Record<OpenFailureReason, string> = {
  damaged: 'The file is damaged so far that it cannot be examined. Keep it, and restore a backup.',
  'not-a-database': 'The file is not a database of Bonafide. Name the one in its profile folder, bonafide.sqlite.',
  newer: 'The database was written by a newer version of Bonafide. Use that version’s command on it.',
  'log-mismatch':
    'The log beside the database (its name ends in -wal) does not fit it: it was changed, or belongs to another ' +
    'database. Keep both, and restore a backup.',
  'read-only':
    'This user may not open the database. Copy it with what stands beside it (-wal, .head.json) to a folder of your ' +
    'own, and name the copy.',
  locked: 'Another program holds the database. Close it, then try again.',
  full: 'The disk is full, so the database could not be opened. Free some space, then try again.',
  unreachable:
    'The database cannot be opened where it is. Copy it with what stands beside it (-wal, .head.json) to a folder that ' +
    'this user may write, and name the copy.',
  unknown: 'The database could not be opened. Try again with a copy of it; if it stays so, restore a backup.',
}
