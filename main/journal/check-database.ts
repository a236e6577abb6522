import type { Migration } from '../storage/migrate.ts'
import { openInMemory } from '../storage/open.ts'
import type { ReadHandle } from '../storage/port.ts'
import type { Stamp } from '../storage/protocol.ts'
import { all, one } from '../storage/statement.ts'
import type { Finding } from './check-chain.ts'
import { checkChain } from './check-chain.ts'
import { journalEntries } from './entries.ts'
import { checkHeadStamp } from './head.ts'
import type { Projection } from './projections.ts'
import { attachProjections } from './projections.ts'
import { compareTables, replayInto } from './rebuild.ts'

export interface DatabaseReport {
  findings: Finding[]
  /** What could not be looked at, and is no damage by itself. */
  notes: string[]
  entries: number
}

export interface ExaminationParts {
  migrations: readonly Migration[]
  projections: readonly Projection[]
  projectedTables: readonly string[]
  /** The head that was kept in a file of its own; null where there is none. */
  stamp: Stamp | null
}

/** Examines a database: the file's own structure, the chain, each content, the head kept apart, and every table. */
export function checkDatabase(handle: ReadHandle, parts: ExaminationParts): DatabaseReport {
  const findings: Finding[] = []
  const notes: string[] = []
  const find = (sentence: string) => findings.push({ seq: null, sentence })

  for (const { integrity_check: line } of handle.sql.pragma('integrity_check(20)') as { integrity_check: string }[]) {
    if (line !== 'ok') find(`The file is damaged: ${line.replaceAll('\n', ' ')}`)
  }

  let entries = 0
  try {
    const chain = checkChain(journalEntries(handle))
    entries = chain.entries
    findings.push(...chain.findings)
    const strays = all<{ seq: number }>(
      handle,
      'SELECT seq FROM journal_content WHERE seq NOT IN (SELECT seq FROM journal) ORDER BY seq LIMIT 20',
    )
    for (const { seq } of strays)
      findings.push({ seq, sentence: `Entry ${seq}: it is missing, but its content is there.` })
    if (parts.stamp) {
      const sentence = checkHeadStamp(handle, parts.stamp)
      if (sentence) find(sentence)
    } else if (entries > 0) {
      notes.push(
        'No head file stands beside this database, so entries missing at the very end, and bytes outside of any row, ' +
          'cannot be noticed. Keep the two files together.',
      )
    }
  } catch {
    find('The journal cannot be read to its end: its pages are damaged.')
  }

  const version = handle.sql.pragma('user_version', { simple: true }) as number
  if (version !== parts.migrations.at(-1)?.number) {
    notes.push('The file is from an older version: start Bonafide once with it, then the tables can be compared too.')
    return { findings, notes, entries }
  }
  findings.push(...compareWithRebuild(handle, parts))
  return { findings, notes, entries }
}

function compareWithRebuild(handle: ReadHandle, parts: ExaminationParts): Finding[] {
  const fresh = openInMemory(parts.migrations)
  try {
    attachProjections(fresh, parts.projections)
    const findings = compareSchemas(handle, fresh)
    try {
      replayInto(fresh, handle)
    } catch {
      const sentence = 'The journal cannot be replayed, so the tables cannot be compared with it.'
      return [...findings, { seq: null, sentence }]
    }
    try {
      return [...findings, ...compareTables(handle, fresh, parts.projectedTables)]
    } catch {
      return [...findings, { seq: null, sentence: 'The tables cannot be read to their end: their pages are damaged.' }]
    }
  } finally {
    fresh.sql.close()
  }
}

/** A missing trigger or constraint is how a journal stops being insert-only. */
function compareSchemas(stored: ReadHandle, fresh: ReturnType<typeof openInMemory>): Finding[] {
  const list = 'SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE ? ORDER BY type, name'
  const expected = all<{ type: string; name: string; sql: string | null }>(fresh, list, 'sqlite_%')
  const findings: Finding[] = []
  for (const { type, name, sql } of expected) {
    const found = one<{ sql: string | null }>(
      stored,
      'SELECT sql FROM sqlite_schema WHERE type = ? AND name = ?',
      type,
      name,
    )
    if (!found) findings.push({ seq: null, sentence: `The ${type} ${name} is missing from the file.` })
    else if (found.sql !== sql) findings.push({ seq: null, sentence: `The ${type} ${name} was changed.` })
  }
  const known = new Set(expected.map(({ type, name }) => `${type} ${name}`))
  for (const { type, name } of all<{ type: string; name: string }>(stored, list, 'sqlite_%')) {
    if (!known.has(`${type} ${name}`))
      findings.push({ seq: null, sentence: `The ${type} ${name} does not belong in the file.` })
  }
  return findings
}
