import { closeSync, openSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { exportJournal } from '../journal/export.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForExamination } from '../storage/open.ts'
import { OpenFailure } from '../storage/problem.ts'

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
  try {
    const handle = openForExamination(from, migrations)
    try {
      // Never over a file that is there, and for this user alone: it holds what visitors wrote.
      const file = openSync(to, 'wx', 0o600)
      try {
        for (const line of exportJournal(handle)) writeSync(file, line)
      } finally {
        closeSync(file)
      }
    } finally {
      handle.sql.close()
    }
    say('The journal is exported.')
    return 0
  } catch (error) {
    if (error instanceof OpenFailure) say(error.message)
    else if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      say('The file to write is there already. Name another.')
    else say('The journal could not be exported. Make sure that the folder can be written and the disk is not full.')
    return 2
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = exportJournalFile(process.argv[2], process.argv[3], (line) => process.stdout.write(`${line}\n`))
}
