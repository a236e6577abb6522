import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkWriteAheadLog } from './write-ahead-log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A log as a crash leaves it: copied while its database is open. */
function logOf(commits: number, afterCheckpoint = 0): Buffer {
  const path = join(folder, 'open.sqlite')
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.exec('DROP TABLE IF EXISTS line; CREATE TABLE line (text TEXT) STRICT')
  const insert = database.prepare('INSERT INTO line VALUES (?)')
  for (let index = 0; index < commits; index++) insert.run(`line ${index}`.repeat(20))
  if (afterCheckpoint > 0) {
    database.pragma('wal_checkpoint(RESTART)')
    for (let index = 0; index < afterCheckpoint; index++) insert.run(`again ${index}`)
  }
  copyFileSync(`${path}-wal`, join(folder, 'log'))
  database.close()
  return readFileSync(join(folder, 'log'))
}

function check(log: Uint8Array) {
  writeFileSync(join(folder, 'log'), log)
  return checkWriteAheadLog(join(folder, 'log'))
}

test('a log as it was written, also where frames of an older one stand behind it', () => {
  expect(check(logOf(20))).toBeNull()
  expect(check(logOf(20, 3))).toBeNull()
  expect(check(Buffer.alloc(0))).toBeNull()
  expect(checkWriteAheadLog(join(folder, 'missing'))).toBeNull()
})

test('one changed byte anywhere but in the last frame is reported', () => {
  const log = logOf(12)
  const lastFrame = log.length - (4096 + 24)
  for (let at = 0; at < lastFrame; at += at < 32 ? 1 : 97) {
    const changed = Buffer.from(log)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(check(changed), `byte ${at}`).toMatchObject({ problem: expect.stringContaining('was changed') })
  }
})

test('a last frame that was cut short by a crash is unfinished, not changed', () => {
  const log = logOf(12)
  const torn = Buffer.from(log)
  torn.fill(0, log.length - 500)
  expect(check(torn)).toBe('unfinished')
})
