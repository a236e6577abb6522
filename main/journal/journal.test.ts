import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkJournalFile } from '../cli/journal-check.ts'
import { exportJournalFile } from '../cli/journal-export.ts'
import { forgetIndex, indexSlice } from '../conversations/stored/search.ts'
import { accepted, identity, openConsole, operatorId } from '../conversations/testing/open-console.ts'
import { projectedTables, projections } from '../database-parts.ts'
import { isFileAsClosed } from '../storage/file-digest.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForWriting, openInMemory } from '../storage/open.ts'
import { readStamp } from '../storage/stamp-file.ts'
import { pseudoRandom } from '../testing/pseudo-random.ts'
import { checkDatabase } from './check-database.ts'
import { attachProjections } from './projections.ts'
import { compareTables, rebuild, replayInto } from './rebuild.ts'

let folder: string
let original: string
let exported: Buffer

/** Conversations of every kind, so that every table has rows. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-journal-'))
  original = join(folder, 'original.db')
  const console = await openConsole({ path: original })
  const { store } = console
  const at = console.at()
  await store.write('channels.add', {
    actor: 'system',
    at,
    content: {
      channelId: 'chan_shop',
      name: 'Shop',
      scheme: 'fernand',
      policy: 'observe',
      origins: ['https://shop.example'],
      settings: {},
      freshnessMinutes: 30,
    },
  })
  for (let index = 0; index < 12; index += 1) {
    const email = `visitor${index % 5}@shop.example`
    const payloads = [identity(email), identity(email, null), null, identity(email, '0'.repeat(64))]
    const payload = payloads[index % 4] ?? null
    const { sessionId } = await console.open(payload)
    const { conversationId } = accepted(await console.say(sessionId, payload, `question ${index} — ünïcode 🙂`))
    await console.say(sessionId, identity('switched@shop.example'), 'and now somebody else')
    await console.inbox.assign({ conversationId, operatorId: index % 2 ? operatorId : null }, operatorId)
    await store.write('replies.send', {
      conversationId,
      operatorId,
      requestId: `request-${index}`,
      mode: index % 3 ? 'reply' : 'note',
      text: `answer ${index}`,
      templateIds: [],
      seenPosition: 99,
      askToSignIn: false,
      newIds: { message: `msg_answer${index}`, flag: `flag_answer${index}` },
      at: console.at(),
    })
    console.record.delivered(`msg_answer${index}`)
    await console.inbox.markRead({ conversationId, position: 2 }, operatorId)
    if (index % 4 === 0) await console.inbox.close({ conversationId }, operatorId)
  }
  console.channel.policy = 'enforce'
  const { sessionId } = await console.open(null)
  await console.say(sessionId, null, 'refused')
  console.record.refused([{ channelId: null, code: 'too-fast', origin: null, at, count: 3 }])
  const flags = await console.review.flags({ state: 'open', limit: 2 })
  const flagIds = flags.rows.map(({ id }) => id)
  const note = 'looked at'
  await console.review.decide({ flagIds, decision: 'genuine', note, draft: true }, operatorId)
  await console.review.decide({ flagIds, decision: 'impersonation', note, draft: false }, operatorId)
  for (const flagId of flagIds) {
    await console.review.dispute({ flagId, note }, operatorId)
    await console.review.tellAgent({ flagId, text: note }, operatorId)
  }
  await console.review.settle({ flagIds: flagIds.slice(0, 1), decision: 'genuine', note }, operatorId)
  const { id: blockId } = await console.review.block(
    { flagId: flagIds[0] ?? 'flag_none', scope: 'unproven', note },
    operatorId,
  )
  await console.review.unblock({ blockId, note }, operatorId)
  await console.close()

  expect(exportJournalFile(original, join(folder, 'journal.jsonl'), () => {})).toBe(0)
  exported = readFileSync(join(folder, 'journal.jsonl'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function check(path: string) {
  const lines: string[] = []
  return { status: checkJournalFile(path, (line) => lines.push(line)), lines }
}

function copy(name: string): string {
  const path = join(folder, name)
  copyFileSync(original, path)
  copyFileSync(`${original}.head.json`, `${path}.head.json`)
  return path
}

describe('rebuilding from the journal', () => {
  test('gives identical tables, in memory and in place', () => {
    const path = copy('rebuild.db')
    // The file is changed on purpose, and not by a console that would say so beside it.
    rmSync(`${path}.head.json`)
    const handle = openForWriting(path, migrations)
    attachProjections(handle, projections)
    const filled = projectedTables.filter((table) => handle.sql.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get())
    for (const table of [
      'sessions',
      'contacts',
      'conversations',
      'messages',
      'flags',
      'refusals',
      'channels',
      'inbox_counts',
    ]) {
      expect(filled).toContain(table)
    }
    const fresh = openInMemory(migrations)
    attachProjections(fresh, projections)
    replayInto(fresh, handle)
    expect(compareTables(handle, fresh, projectedTables)).toEqual([])

    rebuild(handle, projectedTables, forgetIndex)
    expect(compareTables(handle, fresh, projectedTables)).toEqual([])
    while (indexSlice(handle)) {
      // Every slice until none is left.
    }
    const find = handle.sql.prepare(`SELECT count(*) FROM messages_fts WHERE messages_fts MATCH 'question'`).pluck()
    expect(find.get()).toBe(12)
    fresh.sql.close()
    handle.sql.close()
    expect(check(path)).toMatchObject({ status: 0 })
  })

  test('compares every column of every row', () => {
    const path = copy('projection.db')
    const sql = new Sqlite(path)
    sql.pragma('foreign_keys = OFF')
    sql.exec(`UPDATE messages SET status = 'verified' WHERE position = 1 AND status = 'failed'`)
    sql.close()
    const { status, lines } = check(path)
    expect(status).toBe(1)
    expect(lines.join('\n')).toContain('Table messages is not what the journal gives')
  })
})

describe('the journal', () => {
  test('refuses changes and removals', () => {
    const handle = openForWriting(copy('triggers.db'), migrations)
    for (const statement of [
      'UPDATE journal SET at = at + 1',
      'DELETE FROM journal WHERE seq = 1',
      `UPDATE journal_content SET json = '{}'`,
      'DELETE FROM journal_content',
      'INSERT INTO journal SELECT seq + 100000, at, type, actor, content_digest, previous_hash, hash FROM journal LIMIT 1',
    ]) {
      expect(() => handle.sql.exec(statement)).toThrow(/insert-only|gaps/)
    }
    handle.sql.close()
  })

  test('is reported intact by an exit status of 0', () => {
    expect(check(original)).toMatchObject({
      status: 0,
      lines: [expect.stringMatching(/^The journal is intact: \d+ entries/)],
    })
    expect(check(join(folder, 'journal.jsonl'))).toMatchObject({ status: 0 })
  })

  test('is reported with one changed byte in any column of any row', () => {
    const path = copy('columns.db')
    const handle = openForWriting(path, migrations)
    const { sql } = handle
    const guards = sql
      .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'journal%'`)
      .all() as { name: string; sql: string }[]
    const last = sql.prepare('SELECT max(seq) FROM journal').pluck().get() as number
    const columns = [
      ...['at', 'type', 'actor', 'content_digest', 'previous_hash', 'hash'].map((column) => ['journal', column]),
      ...['salt', 'json'].map((column) => ['journal_content', column]),
    ] as [string, string][]
    const missed: string[] = []
    for (const [table, column] of columns) {
      for (const seq of [1, 2, Math.floor(last / 2), last - 1, last]) {
        sql.exec('BEGIN')
        // Whoever tampers with the file is not held up by triggers, and puts them back.
        for (const { name } of guards) sql.exec(`DROP TRIGGER ${name}`)
        const value = sql.prepare(`SELECT ${column} FROM ${table} WHERE seq = ?`).pluck().get(seq)
        sql.prepare(`UPDATE ${table} SET ${column} = ? WHERE seq = ?`).run(changeOneByte(value), seq)
        for (const guard of guards) sql.exec(guard.sql)
        const report = checkDatabase({ power: 'read', sql }, { migrations, projections, projectedTables, stamp: null })
        if (!report.findings.some((finding) => finding.seq === seq)) missed.push(`${table}.${column} of ${seq}`)
        sql.exec('ROLLBACK')
      }
    }
    expect(missed).toEqual([])
    sql.close()
  })

  test('is reported when entries are missing at the end, at the start or between', () => {
    for (const [name, statement] of [
      ['end', 'DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)'],
      ['start', 'DELETE FROM journal WHERE seq = 1'],
      ['between', 'DELETE FROM journal WHERE seq = 7'],
    ] as const) {
      const path = copy(`missing-${name}.db`)
      const sql = new Sqlite(path)
      sql.pragma('foreign_keys = OFF')
      const guards = sql
        .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'journal%'`)
        .all() as { name: string; sql: string }[]
      for (const guard of guards) sql.exec(`DROP TRIGGER ${guard.name}`)
      sql.exec(statement)
      sql.exec('DELETE FROM journal_content WHERE seq NOT IN (SELECT seq FROM journal)')
      for (const guard of guards) sql.exec(guard.sql)
      sql.close()
      const { status, lines } = check(path)
      expect([name, status]).toEqual([name, 1])
      expect(lines.join('\n')).toMatch(name === 'end' ? /missing at its end/ : /was due here/)
    }
  })

  test('is reported when a trigger that guards it is gone', () => {
    const path = copy('unguarded.db')
    const sql = new Sqlite(path)
    sql.exec('DROP TRIGGER journal_keeps_values')
    sql.close()
    expect(check(path)).toMatchObject({
      status: 1,
      lines: expect.arrayContaining([expect.stringContaining('journal_keeps_values')]),
    })
  })
})

describe('a database file that was closed', () => {
  test('is reported with one changed byte anywhere, in pages that hold no row as well', () => {
    const path = copy('flipped.db')
    const bytes = readFileSync(path)
    const stamp = readStamp(`${path}.head.json`) ?? {}
    const random = pseudoRandom(20_260_106)
    const missed: number[] = []
    let unnoticedByRows = 0
    const file = openSync(path, 'r+')
    for (let flip = 0; flip < 500; flip += 1) {
      const offset = Math.floor(random() * bytes.length)
      const before = bytes[offset] ?? 0
      writeSync(file, Buffer.of(before ^ (1 << Math.floor(random() * 8))), 0, 1, offset)
      if (isFileAsClosed(path, stamp) !== false) missed.push(offset)
      if (flip % 50 === 0) {
        const { status, lines } = check(path)
        if (status !== 1 || !lines.some((line) => line.startsWith('The file itself was changed'))) missed.push(offset)
        if (lines.some((line) => line.includes('outside of any row'))) unnoticedByRows += 1
      }
      writeSync(file, Buffer.of(before), 0, 1, offset)
    }
    closeSync(file)
    expect(missed).toEqual([])
    expect(unnoticedByRows).toBeGreaterThan(0)
    expect(check(path).status).toBe(0)
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(4096)]))
    expect(check(path).status).toBe(1)
  })

  test('accuses nobody while its log holds newer pages', () => {
    const path = copy('logged.db')
    writeFileSync(`${path}-wal`, 'x')
    expect(isFileAsClosed(path, readStamp(`${path}.head.json`) ?? {})).toBeNull()
  })

  test.each([
    ['changed', (text: string) => text.replace(/"seq":./, '"seq":9')],
    ['empty', () => ''],
    ['of another database', (text: string) => text],
  ])('is reported when the head beside it is %s', async (kind, change) => {
    const path = copy(`head-${kind}.db`)
    let text = readFileSync(`${path}.head.json`, 'utf8')
    if (kind === 'of another database') {
      const other = await openConsole({ path: join(folder, 'other.db') })
      await other.open(null)
      await other.close()
      text = readFileSync(join(folder, 'other.db.head.json'), 'utf8')
    }
    writeFileSync(`${path}.head.json`, change(text))
    const { status, lines } = check(path)
    expect(status).toBe(1)
    expect(lines.join('\n')).toMatch(kind === 'of another database' ? /replaced or changed/ : /cannot be read/)
    const reopened = await openConsole({ path })
    expect(reopened.warning).toMatch(kind === 'of another database' ? /replaced or changed/ : /cannot be read/)
    await reopened.close()
    expect(check(path).status).toBe(0)
  })
})

describe('an export', () => {
  test('with one changed byte anywhere is reported', () => {
    const path = join(folder, 'changed.jsonl')
    const random = pseudoRandom(20_260_105)
    const missed: number[] = []
    // Every byte of the first and last lines, and 300 elsewhere.
    const lastLine = exported.lastIndexOf(0x0a, exported.length - 2)
    const offsets = [
      ...Array.from({ length: 45 }, (_, index) => index),
      ...Array.from({ length: exported.length - lastLine }, (_, index) => lastLine + index),
      ...Array.from({ length: 300 }, () => Math.floor(random() * exported.length)),
    ]
    for (const offset of offsets) {
      const bytes = Buffer.from(exported)
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      writeFileSync(path, bytes)
      if (check(path).status === 0) missed.push(offset)
    }
    expect(missed).toEqual([])
  })

  test('that was cut, or lost or doubled a line, is reported', () => {
    const path = join(folder, 'cut.jsonl')
    const lines = exported.toString('utf8').split('\n')
    const versions = [
      exported.subarray(0, exported.length - 1),
      exported.subarray(0, Math.floor(exported.length / 2)),
      [...lines.slice(0, 3), ...lines.slice(4)].join('\n'),
      [...lines.slice(0, 3), lines[2], ...lines.slice(3)].join('\n'),
      [...lines.slice(0, -3), ...lines.slice(-2)].join('\n'),
      `${exported.toString('utf8')}\n`,
      exported.toString('utf8').replaceAll('\n', '\r\n'),
      lines.map((line) => line.replace('{"', '{ "')).join('\n'),
    ]
    for (const version of versions) {
      writeFileSync(path, version)
      expect(check(path).status).toBe(1)
    }
  })

  test('never goes over a file that is there', () => {
    const lines: string[] = []
    expect(exportJournalFile(original, join(folder, 'journal.jsonl'), (line) => lines.push(line))).toBe(2)
    expect(lines).toEqual([expect.stringContaining('there already')])
  })
})

describe('a file that cannot be examined', () => {
  test.each([
    ['no file', () => undefined],
    ['a file that is not there', () => join(folder, 'none.db')],
    ['a folder', () => folder],
    [
      'something else',
      () => {
        const path = join(folder, 'else.db')
        writeFileSync(path, 'just some text, and quite a lot of it. '.repeat(10))
        return path
      },
    ],
  ])('%s: exit status 2 and what to do, without a path', (_, make) => {
    const { status, lines } = check(make() as string)
    expect(status).toBe(2)
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toContain(folder)
  })
})

function changeOneByte(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') {
    const at = Math.floor(value.length / 2)
    const changed = value[at] === 'a' ? 'b' : 'a'
    return value.slice(0, at) + changed + value.slice(at + 1)
  }
  const bytes = Buffer.from(value as Uint8Array)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  return bytes
}
