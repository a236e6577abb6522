import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConsole } from '../conversations/testing/open-console.ts'
import { checkJournalFile } from './journal-check.ts'
import { exportJournalFile } from './journal-export.ts'

let folder: string
let database: string
let exported: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-files-'))
  database = join(folder, 'bonafide.sqlite')
  const console = await openConsole({ path: database })
  await console.open(null)
  await console.close()
  exported = join(folder, 'journal.jsonl')
  expect(exportJournalFile(database, exported, () => {})).toBe(0)
  writeFileSync(join(folder, 'empty'), '')
  writeFileSync(join(folder, 'notes.txt'), 'just some text, and quite a lot of it. '.repeat(10))
  writeFileSync(join(folder, 'short'), 'hello')
  writeFileSync(join(folder, 'sheet.csv'), 'seq,at,type\n1,2,3\n')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1' }, null, 2))
  copyFileSync(`${database}.head.json`, join(folder, 'copy.head.json'))
  writeFileSync(join(folder, 'picture.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
  writeFileSync(join(folder, 'cut.sqlite'), 'SQLite format 3\0')
  mkdirSync(join(folder, 'a-folder'))
  execFileSync('mkfifo', [join(folder, 'a-pipe')])
  const other = new Sqlite(join(folder, 'other.sqlite'))
  other.exec('CREATE TABLE notes (text)')
  other.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const strange = [
  ['missing', /^There is no file of this name\./],
  ['notes.txt/inside', /^There is no file of this name\./],
  ['a-folder', /^This is a folder\./],
  ['a-pipe', /^This is not a file\./],
  ['empty', /^The file is empty\./],
  ['notes.txt', /^The file is neither/],
  ['short', /^The file is neither/],
  ['sheet.csv', /^The file is neither/],
  ['package.json', /^The file is neither/],
  ['picture.png', /^The file is neither/],
  ['copy.head.json', /^This is the head/],
  ['other.sqlite', /^The file is not a database of Bonafide\./],
  ['cut.sqlite', /^The file is not a database of Bonafide\./],
] as const

describe.each(strange)('%s', (name, what) => {
  it('is told by journal:check for what it is not, with what to name', () => {
    const lines: string[] = []
    expect(checkJournalFile(join(folder, name), (line) => lines.push(line))).toBe(2)
    expect(lines).toEqual([expect.stringMatching(what)])
    expect(lines[0]).toMatch(/ Name the (database \(bonafide\.sqlite\), or an export|one in its profile folder)/)
    expect(lines[0]).not.toContain(folder)
  })

  it('is told by journal:export the same way, and nothing is written', () => {
    const lines: string[] = []
    const before = readdirSync(folder)
    expect(exportJournalFile(join(folder, name), join(folder, 'never.jsonl'), (line) => lines.push(line))).toBe(2)
    expect(lines).toEqual([expect.stringMatching(what)])
    expect(lines[0]).toMatch(/ Name the (database \(bonafide\.sqlite\) first|one in its profile folder)/)
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('journal:check', () => {
  it('takes an emptied or overwritten database for a changed one where its head stands beside it', () => {
    for (const content of ['', 'just some text']) {
      const path = join(folder, 'emptied.sqlite')
      writeFileSync(path, content)
      copyFileSync(`${database}.head.json`, `${path}.head.json`)
      const lines: string[] = []
      expect(checkJournalFile(path, (line) => lines.push(line))).toBe(1)
      expect(lines[0]).toMatch(/^The file itself was changed/)
    }
  })

  it('takes an export that lost its first line for a changed one', () => {
    const path = join(folder, 'headless.jsonl')
    writeFileSync(path, readFileSync(exported, 'utf8').split('\n').slice(1).join('\n'))
    const lines: string[] = []
    expect(checkJournalFile(path, (line) => lines.push(line))).toBe(1)
    expect(lines).toContain('The first line of the export was changed.')
  })
})

describe('journal:export', () => {
  it('says where an export was named in the place of the database', () => {
    const lines: string[] = []
    expect(exportJournalFile(exported, join(folder, 'never.jsonl'), (line) => lines.push(line))).toBe(2)
    expect(lines).toEqual([expect.stringMatching(/^This is an export already\. Name the database/)])
  })

  it('says where the file to write cannot be made', () => {
    const lines: string[] = []
    expect(exportJournalFile(database, join(folder, 'nowhere', 'x.jsonl'), (line) => lines.push(line))).toBe(2)
    expect(lines).toEqual([expect.stringMatching(/^The file to write cannot be made\./)])
  })

  it('leaves no half of an export where the journal cannot be read to its end', () => {
    const path = join(folder, 'without.sqlite')
    copyFileSync(database, path)
    const sql = new Sqlite(path)
    sql.exec('DROP TABLE journal_content')
    sql.close()
    const to = join(folder, 'half.jsonl')
    const lines: string[] = []
    expect(exportJournalFile(path, to, (line) => lines.push(line))).toBe(2)
    expect([lines, existsSync(to)]).toEqual([[expect.stringContaining('npm run journal:check')], false])
  })
})
