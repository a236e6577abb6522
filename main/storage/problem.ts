import type { ProblemCode } from '#shared/contract/result.ts'
import { ProblemError } from '#shared/contract/result.ts'

export const openFailureReasons = [
  'damaged',
  'not-a-database',
  'newer',
  'log-mismatch',
  'read-only',
  'locked',
  'full',
  'unreachable',
  'unknown',
] as const
export type OpenFailureReason = (typeof openFailureReasons)[number]

const openSentences: Record<OpenFailureReason, string> = {
  damaged:
    'The database is damaged. It was kept as it is. Copy it to a safe place, then restore a backup, ' +
    'or check what is intact with "npm run journal:check".',
  'not-a-database':
    'The file that should hold the database holds something else. It was kept as it is. ' +
    'Move it away to start with an empty database, or put the right file in its place.',
  newer:
    'The database was written by a newer version of Bonafide. It was kept as it is. ' +
    'Install the newer version, or start with another profile folder.',
  'log-mismatch':
    'The log beside the database (its name ends in -wal) does not fit it: it was changed, or belongs to another ' +
    'database. Both were kept as they are. Restore a backup; or move the log away to start with what the database ' +
    'itself holds.',
  'read-only':
    'The database cannot be written: the file or its folder is read-only. It was kept as it is. ' +
    'Give this user the right to write there, then start again.',
  locked: 'Another program holds the database. Close it, then start again. Nothing was changed.',
  full: 'The disk is full, so the database could not be opened. Nothing was lost. Free some space, then start again.',
  unreachable:
    'The folder of the database cannot be reached. Make sure that it exists and may be read, then start again.',
  unknown: 'The database could not be opened. It was kept as it is. Start again; if it stays so, restore a backup.',
}

/** Why a database was not opened. The message is for people and names no path. */
export class OpenFailure extends Error {
  readonly reason: OpenFailureReason

  constructor(reason: OpenFailureReason) {
    super(openSentences[reason])
    this.name = 'OpenFailure'
    this.reason = reason
  }
}

/** What kept a database from opening, in the closed set of reasons. Unknown errors become `unknown`. */
export function openFailureOf(error: unknown): OpenFailure {
  if (error instanceof OpenFailure) return error
  return new OpenFailure(reasonOf(codeOf(error)))
}

function reasonOf(code: string): OpenFailureReason {
  if (code.startsWith('SQLITE_CORRUPT')) return 'damaged'
  if (code.startsWith('SQLITE_NOTADB')) return 'not-a-database'
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'read-only'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'locked'
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_SHMSIZE' || code === 'ENOSPC') return 'full'
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')
    return 'unreachable'
  return 'unknown'
}

/** A failure of one operation as it crosses the thread: a code of the contract and a sentence, nothing else. */
export interface StoredProblem {
  code: ProblemCode
  message: string
}

/** Turns whatever an operation threw into a problem. Unforeseen errors say nothing about their inside. */
export function problemOf(error: unknown): StoredProblem {
  if (error instanceof ProblemError) return { code: error.code, message: error.message }
  const code = codeOf(error)
  // Its shared memory is a file too, which could not grow.
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_SHMSIZE') {
    return {
      code: 'storage-full',
      message: 'The disk is full: nothing of this was stored. Free some space and try again.',
    }
  }
  if (/^SQLITE_(CORRUPT|NOTADB|READONLY|IOERR|CANTOPEN|PROTOCOL)/.test(code)) {
    return {
      code: 'storage-unavailable',
      message: 'The database can no longer be used: nothing of this was stored. Restart Bonafide and read its notice.',
    }
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return { code: 'storage-unavailable', message: 'Another program holds the database: nothing of this was stored.' }
  }
  return { code: 'internal', message: 'Something went wrong while storing or reading. Nothing of this was stored.' }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : ''
}
