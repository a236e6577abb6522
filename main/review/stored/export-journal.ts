import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { journalEntries } from '../../journal/entries.ts'
import { exportJournal } from '../../journal/export.ts'
import { record } from '../../journal/projections.ts'
import { writeCsv } from '../../replies/csv.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'

/** Writes the journal into a new file that only this user may read: what visitors wrote stands in it. */
export function exportJournalTo(
  handle: ReadHandle | WriteHandle,
  { folder, file, format }: { folder: string; file: string; format: 'jsonl' | 'csv' },
): { entries: number } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const target = openSync(join(folder, file), 'wx', 0o600)
    let lines = 0
    try {
      for (const text of format === 'jsonl' ? exportJournal(handle) : journalAsCsv(handle)) {
        lines += 1
        writeSync(target, text)
      }
    } finally {
      closeSync(target)
    }
    // Header and footer of the one, the head of the table of the other.
    return { entries: lines - (format === 'jsonl' ? 2 : 1) }
  } catch {
    throw new ProblemError(
      'storage-unavailable',
      'The export could not be written. Make sure that the disk is not full.',
    )
  }
}

/**
 * Where a comma is for decimals, a spreadsheet takes the semicolon for the end of a cell, and what a visitor wrote behind
 * one for the beginning of the next. In JSON it stands in strings alone, and has another spelling there.
 */
const withoutSemicolons = (json: string): string => json.replaceAll(';', String.raw`\u003b`)

/** For a spreadsheet: no cell is a formula. It cannot be checked; the JSON lines can. */
export function* journalAsCsv(handle: ReadHandle | WriteHandle): Generator<string> {
  yield writeCsv([['entry', 'time', 'kind', 'by', 'content']])
  for (const { seq, at, type, actor, json } of journalEntries(handle)) {
    yield writeCsv([[String(seq), new Date(at).toISOString(), type, actor, withoutSemicolons(json ?? 'erased')]])
  }
}

/** Notes that somebody takes the journal out. */
export function noteExport(
  handle: WriteHandle,
  { at, ...content }: { operatorId: OperatorId; format: 'jsonl' | 'csv'; file: string; at: number },
): null {
  record(handle, { type: 'journal.exported', actor: `operator:${content.operatorId}`, at, content })
  return null
}

export const auditExportWrites = { 'journal.noteExport': noteExport }
export type AuditExportWrites = typeof auditExportWrites
export const auditExportReads = { 'journal.export': exportJournalTo }
export type AuditExportReads = typeof auditExportReads
