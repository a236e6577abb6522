import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContactId } from '#shared/domain/ids.ts'
import { checkJournalFile } from '../cli/journal-check.ts'
import { accepted, identity, openConsole, operatorId } from '../conversations/testing/open-console.ts'

const folder = mkdtempSync(join(tmpdir(), 'bonafide-erasure-'))
const path = join(folder, 'bonafide.db')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const email = 'Wilhelmina.Quack@shop.example'
const secretText = 'my aunt Zephyrine lives in Timbuktu'
const typed = 'a half typed answer about Timbuktu'
let console: Awaited<ReturnType<typeof openConsole>>
let contactId: ContactId

beforeAll(async () => {
  console = await openConsole({ path })
  const { sessionId } = await console.open(identity(email))
  const first = accepted(await console.say(sessionId, identity(email), secretText))
  await console.say(sessionId, identity(email, 'ab'.repeat(32)), `${secretText} again`)
  // Somebody else who claims to be her, and somebody who has nothing to do with it.
  const impostor = await console.open(null)
  await console.say(impostor.sessionId, identity(email, null), 'I am Wilhelmina, trust me')
  const other = await console.open(identity('bob@shop.example'))
  await console.say(other.sessionId, identity('bob@shop.example'), 'My bike is blue')
  const flags = await console.review.flags({ state: 'open', limit: 50 })
  for (const { id } of flags.rows) await console.review.tellAgent({ flagId: id, text: `Zephyrine again` }, operatorId)
  await console.close()
  // A draft, and old bytes in pages that no row holds any more.
  const sql = new Sqlite(path)
  sql
    .prepare(`INSERT INTO drafts (conversation_id, operator_id, mode, text) VALUES (?, 'oper_a', 'reply', ?)`)
    .run(first.conversationId, typed)
  sql.close()
  rmSync(`${path}.head.json`, { force: true })
  console = await openConsole({ path })
  const { rows } = await console.inbox.contacts({ query: email, cursor: null, limit: 10 })
  contactId = rows[0]?.id ?? 'cont_none'
})

const filesHold = (text: string) =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).toString('latin1').toLowerCase().includes(text))

test('a person is erased from every byte, and the chain still checks', async () => {
  expect(filesHold('zephyrine')).not.toEqual([])
  const erasureId = 'eras_one'
  const reason = 'Asked for by letter'
  const done = await console.store.write('person.erase', { erasureId, contactId, reason, operatorId, at: console.at() })
  expect(done.conversations).toBe(2)
  for (const text of ['zephyrine', 'timbuktu', 'wilhelmina.quack', 'i am wilhelmina']) {
    expect(filesHold(text), text).toEqual([])
  }
  expect(filesHold('my bike is blue')).not.toEqual([])

  const found = await console.inbox.search({ query: 'Zephyrine', limit: 10 })
  expect(found.hits).toEqual([])
  const { rows } = await console.inbox.contacts({ query: '', cursor: null, limit: 10 })
  expect(rows.find(({ id }) => id === contactId)?.value).toBe(`erased-${contactId.slice(-6)}`)
  expect(rows.map(({ value }) => value)).toContain('bob@shop.example')
  await expect(
    console.store.write('person.erase', { erasureId: 'eras_two', contactId, reason, operatorId, at: 1 }),
  ).rejects.toMatchObject({ code: 'conflict' })

  // Work goes on, and the tables are what the journal gives.
  const { sessionId } = await console.open(identity(email))
  accepted(await console.say(sessionId, identity(email), 'Hello again'))
  await console.close()
  const lines: string[] = []
  expect(
    checkJournalFile(path, (line) => lines.push(line)),
    lines.join('\n'),
  ).toBe(0)
})

test('an export of it checks on another machine, and one without the erasure does not', async () => {
  console = await openConsole({ path })
  const elsewhere = mkdtempSync(join(tmpdir(), 'bonafide-elsewhere-'))
  const exports = join(folder, 'exports')
  try {
    await console.store.read('journal.export', { folder: exports, file: 'journal.jsonl', format: 'jsonl' })
    copyFileSync(join(exports, 'journal.jsonl'), join(elsewhere, 'journal.jsonl'))
    expect(readdirSync(elsewhere)).toEqual(['journal.jsonl'])
    const lines: string[] = []
    const say = (line: string) => void lines.push(line)
    expect(checkJournalFile(join(elsewhere, 'journal.jsonl'), say), lines.join('\n')).toBe(0)
    await console.store.read('journal.export', { folder: exports, file: 'journal.csv', format: 'csv' })
    expect(existsSync(join(exports, 'journal.csv'))).toBe(true)
  } finally {
    rmSync(elsewhere, { recursive: true, force: true })
    await console.close()
  }
  // A content that goes missing by other means is a finding.
  const sql = new Sqlite(path)
  sql.exec('DROP TRIGGER journal_content_keeps_rows')
  sql.prepare('DELETE FROM journal_content WHERE seq = (SELECT max(seq) FROM journal_content)').run()
  sql.close()
  const lines: string[] = []
  expect(checkJournalFile(path, (line) => lines.push(line))).toBe(1)
  expect(lines.join('\n')).toContain('no erasure tells of it')
})
