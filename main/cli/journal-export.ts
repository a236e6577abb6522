import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { exportJournal } from '../journal/export.ts'
import type { ReadHandle } from '../storage/port.ts'
import { openFailureOf } from '../storage/problem.ts'
import { examinationSentences, lookAtFile, openNamedDatabase } from './examined-file.ts'

/**
 * `journal-export DATABASE FILE`: writes the journal as JSON lines, for keeping elsewhere and for `journal:check`.
 * @returns 0 when it is written, 2 when it could not be
 */
export function exportJournalFile(
  from: string | undefined,
  to: string | undefined,
  say: (line: string) => void,
): 0 | 2 {
  if (!from || !to) {
    say('Name the database and the file to write: npm run journal:export -- DATABASE FILE.')
    return 2
  }
  const named = lookAtFile(from, 'Name the database (bonafide.sqlite) first, and then the file to write.')
  if (named.kind === 'neither') {
    say(named.sentence)
    return 2
  }
  if (named.kind === 'export') {
    say('This is an export already. Name the database (bonafide.sqlite) first, and then the file to write.')
    return 2
  }
  let handle: ReadHandle
  try {
    handle = openNamedDatabase(from)
  } catch (error) {
    say(examinationSentences[openFailureOf(error).reason])
    return 2
  }
  try {
    return writeExport(handle, to, say)
  } finally {
    handle.sql.close()
  }
}

function writeExport(handle: ReadHandle, to: string, say: (line: string) => void): 0 | 2 {
  let file: number
  try {
    // Never over a file that is there, and for this user alone: it holds what visitors wrote.
    file = openSync(to, 'wx', 0o600)
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    say(
      isThere
        ? 'The file to write is there already. Name another.'
        : 'The file to write cannot be made. Make sure that its folder exists and that this user may write there.',
    )
    return 2
  }
  try {
    for (const line of exportJournal(handle)) writeSync(file, line)
    closeSync(file)
  } catch (error) {
    closeSync(file)
    // Half an export would be taken for a whole one.
    rmSync(to, { force: true })
    say(
      String((error as { code?: unknown }).code).startsWith('SQLITE_')
        ? 'The journal cannot be read to its end, so nothing was written. See what npm run journal:check says of it.'
        : 'The journal could not be written, so nothing was kept of it. Make sure that the disk is not full.',
    )
    return 2
  }
  say('The journal is exported.')
  return 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = exportJournalFile(process.argv[2], process.argv[3], (line) => process.stdout.write(`${line}\n`))
}
