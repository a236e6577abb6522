import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { projectedTables, projections } from '../database-parts.ts'
import type { Finding } from '../journal/check-chain.ts'
import { checkDatabase } from '../journal/check-database.ts'
import { checkExport } from '../journal/export.ts'
import { isFileAsClosed } from '../storage/file-digest.ts'
import { migrations } from '../storage/migrations/all.ts'
import { OpenFailure } from '../storage/problem.ts'
import type { Stamp } from '../storage/protocol.ts'
import { readStamp } from '../storage/stamp-file.ts'
import { checkWriteAheadLog } from '../storage/write-ahead-log.ts'
import { examinationSentences, lookAtFile, openNamedDatabase } from './examined-file.ts'

/**
 * `journal-check FILE [HEAD]`, where FILE is a database or an export of its journal, and HEAD a copy of the file that
 * keeps the head of the journal, which was kept elsewhere. Left out: the one beside a database, and none for an export.
 * @returns 0 when everything is as it was written, 1 when something is not, 2 when the file could not be examined
 */
export function checkJournalFile(path: string | undefined, say: (line: string) => void, headPath?: string): 0 | 1 | 2 {
  if (!path) {
    say('Name the file to check: npm run journal:check -- FILE (a database, or an export of its journal).')
    return 2
  }
  const named = lookAtFile(path, 'Name the database (bonafide.sqlite), or an export of its journal as JSON lines.')
  if (named.kind === 'neither') {
    say(named.sentence)
    return 2
  }
  const head = headPath === undefined ? null : readStamp(headPath)
  if (headPath !== undefined && head === null) {
    say('The head file is not there. Name the copy of it that was kept (its name ends in .head.json).')
    return 2
  }
  if (named.kind === 'export') return checkExportFile(path, head, say)
  return checkDatabaseFile(path, head ?? readStamp(`${path}.head.json`), say)
}

function checkExportFile(path: string, stamp: Stamp | null, say: (line: string) => void): 0 | 1 {
  const { findings, entries } = checkExport(readFileSync(path), stamp)
  const note = 'Whether this is the newest export cannot be told: name the head file behind it to compare them.'
  return report(findings, stamp === null ? [note] : [], entries, say)
}

/** @param stamp read before SQLite opens the file */
function checkDatabaseFile(path: string, stamp: Stamp | null, say: (line: string) => void): 0 | 1 | 2 {
  const changed = stamp !== null && isFileAsClosed(path, stamp) === false
  const log = checkWriteAheadLog(`${path}-wal`)
  try {
    const handle = openNamedDatabase(path)
    try {
      const { findings, notes, entries } = checkDatabase(handle, { migrations, projections, projectedTables, stamp })
      if (changed) findings.unshift({ seq: null, sentence: changedSentence(findings.length === 0) })
      if (log === 'unfinished') notes.push(unfinishedNote)
      else if (log !== null) findings.unshift({ seq: null, sentence: log.problem })
      return report(findings, notes, entries, say)
    } finally {
      handle.sql.close()
    }
  } catch (error) {
    if (changed) say(changedSentence(false))
    if (error instanceof OpenFailure) {
      say(examinationSentences[error.reason])
      // A file whose very beginning was changed is damaged, and can tell nothing more.
      return changed || error.reason === 'damaged' ? 1 : 2
    }
    say(examinationSentences.damaged)
    return 1
  }
}

const unfinishedNote =
  'The last write in the log beside the database does not fit. A crash leaves that, and then nothing acknowledged is ' +
  'missing; so would a change of its bytes.'

function changedSentence(outsideOfRows: boolean): string {
  return `The file itself was changed ${outsideOfRows ? 'outside of any row ' : ''}since Bonafide last closed it.`
}

function report(findings: Finding[], notes: string[], entries: number, say: (line: string) => void): 0 | 1 {
  for (const { sentence } of findings) say(sentence)
  for (const note of notes) say(`Note: ${note}`)
  if (findings.length === 0) {
    say(`The journal is intact: ${entries} entries, each as it was written.`)
    return 0
  }
  const found = findings.length === 1 ? 'one finding' : `${findings.length} findings`
  say(`The journal is not intact: ${found}. Keep this file as it is, and compare it with a backup.`)
  return 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = checkJournalFile(process.argv[2], (line) => process.stdout.write(`${line}\n`), process.argv[3])
}
