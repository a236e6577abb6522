import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Migration } from './migrate.ts'
import { applicationId, assertMigrationsOrdered, migrate } from './migrate.ts'
import { migrations } from './migrations/all.ts'
import { openForReading, openForWriting } from './open.ts'
import { OpenFailure } from './problem.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-storage-'))
  path = join(folder, 'bonafide.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const step = (number: number, statement = ''): Migration => ({
  number,
  name: `step ${number}`,
  up: (sql) => void (statement && sql.exec(statement)),
})
const reasonOf = (work: () => unknown) => {
  try {
    work()
    return 'opened'
  } catch (error) {
    return error instanceof OpenFailure ? error.reason : 'thrown'
  }
}

describe('migrations', () => {
  test('are numbered in tens, strictly increasing', () => {
    expect(() => assertMigrationsOrdered(migrations)).not.toThrow()
    for (const wrong of [[step(20), step(10)], [step(10), step(10)], [step(15)], [step(0)]]) {
      expect(() => assertMigrationsOrdered(wrong)).toThrow('out of order')
    }
  })

  test('run once each, and leave their number in the file', () => {
    const first = openForWriting(path, [step(10, 'CREATE TABLE a (x INTEGER) STRICT')])
    first.sql.close()
    const second = openForWriting(path, [
      step(10, 'CREATE TABLE a (x INTEGER) STRICT'),
      step(20, 'CREATE TABLE b (y TEXT) STRICT'),
    ])
    expect(second.sql.pragma('user_version', { simple: true })).toBe(20)
    expect(second.sql.pragma('application_id', { simple: true })).toBe(applicationId)
    expect(migrate(second.sql, [step(10), step(20)])).toEqual([])
    second.sql.close()
  })

  test('happen all or not at all', () => {
    const handle = openForWriting(path, [step(10, 'CREATE TABLE a (x INTEGER) STRICT')])
    const broken = [step(10), step(20, 'CREATE TABLE b (y TEXT) STRICT'), step(30, 'CREATE TABLE nonsense')]
    expect(() => migrate(handle.sql, broken)).toThrow()
    expect(handle.sql.pragma('user_version', { simple: true })).toBe(10)
    expect(handle.sql.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'b'`).pluck().get()).toBe(0)
    handle.sql.close()
  })

  test('make strict tables only', () => {
    const handle = openForWriting(path, migrations)
    const lax = handle.sql
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0`)
      .pluck()
      .all() as string[]
    expect(lax.filter((name) => !name.startsWith('sqlite_'))).toEqual([])
    handle.sql.close()
  })
})

describe('opening', () => {
  test('sets up durability and checks', () => {
    const { sql } = openForWriting(path, migrations)
    const pragma = (name: string) => sql.pragma(name, { simple: true })
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('cell_size_check')]).toEqual([
      'wal',
      2,
      1,
      1,
    ])
    expect(pragma('journal_size_limit')).toBe(64 * 1024 * 1024)
    sql.close()
  })

  test('keeps a file that it cannot use exactly as it is', () => {
    openForWriting(path, [...migrations, step(990)]).sql.close()
    const newer = readFileSync(path)
    const cases: [string, Uint8Array, string][] = [
      ['newer', newer, 'newer'],
      ['text', Buffer.from('not a database at all, '.repeat(20)), 'not-a-database'],
      ['short', Buffer.from('SQLite format 3\0'), 'not-a-database'],
    ]
    const foreign = Buffer.from(newer)
    foreign.writeUInt32BE(0x12345678, 68)
    foreign.writeUInt32BE(10, 60)
    cases.push(['another program', foreign, 'not-a-database'])
    for (const [name, bytes, reason] of cases) {
      const file = join(folder, `${name}.db`)
      writeFileSync(file, bytes)
      expect([name, reasonOf(() => openForWriting(file, migrations))]).toEqual([name, reason])
      expect(readFileSync(file).equals(bytes)).toBe(true)
    }
  })

  test('says damaged for a database whose first pages are', () => {
    openForWriting(path, migrations).sql.close()
    const bytes = readFileSync(path)
    bytes.fill(0xff, 100, 3_000)
    writeFileSync(path, bytes)
    expect(reasonOf(() => openForWriting(path, migrations))).toBe('damaged')
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  test('says that the folder cannot be reached', () => {
    expect(reasonOf(() => openForWriting(join(folder, 'none', 'a.db'), migrations))).toBe('unreachable')
    expect(reasonOf(() => openForWriting(folder, migrations))).toBe('unreachable')
  })

  test('for reading gives no way to write', () => {
    openForWriting(path, migrations).sql.close()
    const { sql } = openForReading(path)
    expect(() => sql.exec('CREATE TABLE t (x)')).toThrow(/readonly/)
    sql.close()
  })
})
