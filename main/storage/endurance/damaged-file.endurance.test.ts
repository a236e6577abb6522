import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { databaseFileName } from '../../compose.ts'
import { origin, startConsole, type TestConsole } from '../../testing/console.ts'
import { measured, repeats } from '../../testing/endurance.ts'
import { below, pseudoRandom } from '../../testing/pseudo-random.ts'
import { readStamp } from '../stamp-file.ts'
import { compileDiskShim } from '../testing/disk-shim.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'bonafide-damaged-'))
const shim = compileDiskShim(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const messages = 30
/** A profile that was closed, the same as a crash leaves it, and one of another console as a crash leaves it. */
let closed: string
let crashed: string
let foreign: string
const damaged = { starts: 0, refusals: 0, silent: 0, notKept: 0 }

beforeAll(async () => {
  ;({ closed, crashed } = await makeProfile('ours', messages))
  foreign = (await makeProfile('foreign', 5)).crashed
})
afterAll(() => {
  const { starts, refusals, silent, notKept } = damaged
  measured(
    'damaged files',
    `${starts + refusals} starts: ${starts} with a warning, ${refusals} refused with a sentence, ` +
      `${silent} silent, ${notKept} files not kept`,
  )
})

async function makeProfile(name: string, count: number) {
  const profileFolder = join(folder, name)
  cpSync(mkdtempSync(join(folder, 'empty-')), profileFolder, { recursive: true })
  const console = await startConsole({ profileFolder })
  const channel = await console.ask('channels.add', {
    name: 'Shop',
    scheme: 'fernand',
    policy: 'observe',
    origins: [origin],
    settings: {},
  })
  // Whoever still reads keeps the log from being copied into the file, so that a crash leaves something in it.
  const reader = new Sqlite(console.databasePath, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT max(seq) FROM journal').get()
  const visitors = await Promise.all(Array.from({ length: count }, () => console.visit(channel.id, null)))
  for (const [index, visitor] of visitors.entries()) await visitor.say(`message ${index}`)
  // The head is written beside the database now and then.
  await vi.waitFor(() => expect(readStamp(`${console.databasePath}.head.json`)?.['seq']).toBe(headOf(console)), 10_000)
  const copy = join(folder, `${name}-crashed`)
  cpSync(profileFolder, copy, { recursive: true })
  reader.close()
  await console.stop()
  return { closed: profileFolder, crashed: copy }
}

function headOf({ databasePath }: TestConsole): unknown {
  const sql = new Sqlite(databasePath, { readonly: true })
  try {
    return sql.prepare('SELECT max(seq) FROM journal').pluck().get()
  } finally {
    sql.close()
  }
}

const pathIn = (profileFolder: string, suffix = '') => join(profileFolder, `${databaseFileName}${suffix}`)

function copyOf(profile: string): string {
  const copy = mkdtempSync(join(folder, 'copy-'))
  cpSync(profile, copy, { recursive: true })
  rmSync(pathIn(copy, '-shm'), { force: true })
  return copy
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

interface Start {
  notices: string[]
  /** The database could not be opened, and nothing was done with it. */
  isRefused: boolean
  /** Names of the files whose bytes before the start are found afterwards, under their own name or as a copy. */
  kept: string[]
}

async function startWith(profileFolder: string): Promise<Start> {
  const bytesOf = (name: string) => readFileSync(join(profileFolder, name))
  const before = ['', '-wal']
    .filter((suffix) => sizeOf(pathIn(profileFolder, suffix)) > 0)
    .map((suffix) => ({ suffix, bytes: readFileSync(pathIn(profileFolder, suffix)) }))
  const console = await startConsole({ profileFolder })
  const notices = console.notices().filter(({ id }) => id === 'storage')
  await console.stop()
  const after = readdirSync(profileFolder)
  const kept = before
    .filter(({ suffix, bytes }) =>
      after.some((name) => name.startsWith(databaseFileName) && name.endsWith(suffix) && bytesOf(name).equals(bytes)),
    )
    .map(({ suffix }) => suffix)
  return {
    notices: notices.map(({ title, message }) => `${title}: ${message}`),
    isRefused: notices.some(({ title }) => title === 'The database is not open'),
    kept,
  }
}

/** Starts a console over a damaged profile. It must say so in one sentence or more, and keep what it found. */
async function startDamaged(profileFolder: string): Promise<Start> {
  const found = ['', '-wal'].filter((suffix) => sizeOf(pathIn(profileFolder, suffix)) > 0).length
  const start = await startWith(profileFolder)
  if (start.isRefused) damaged.refusals += 1
  else damaged.starts += 1
  if (start.notices.length === 0) damaged.silent += 1
  damaged.notKept += found - start.kept.length
  expect(start.notices.join('\n')).not.toContain(folder)
  expect(start.notices).toHaveLength(1)
  expect(start.kept).toHaveLength(found)
  return start
}

describe('a console over', () => {
  test('files that are whole says nothing, also after a crash', async () => {
    expect(await startWith(copyOf(closed))).toMatchObject({ notices: [] })
    expect(await startWith(copyOf(crashed))).toMatchObject({ notices: [] })
  })

  test('a database whose header is zeros refuses, and keeps it', async () => {
    const profile = copyOf(closed)
    const bytes = readFileSync(pathIn(profile))
    writeFileSync(pathIn(profile), bytes.fill(0, 0, 100))
    expect(await startDamaged(profile)).toMatchObject({
      isRefused: true,
      notices: [expect.stringContaining('holds something else. It was kept as it is.')],
    })
  })

  test('a file that is no database refuses, and keeps it', async () => {
    const profile = copyOf(closed)
    writeFileSync(pathIn(profile), 'a letter to a friend. '.repeat(400))
    expect(await startDamaged(profile)).toMatchObject({
      isRefused: true,
      notices: [expect.stringContaining('holds something else.')],
    })
  })

  test('a database that was truncated refuses, and keeps it', async () => {
    const random = pseudoRandom(300)
    const { length } = readFileSync(pathIn(closed))
    for (let time = 0; time < repeats(4, 40); time += 1) {
      const profile = copyOf(closed)
      // Now within a page, now between two.
      const at = 1 + below(random, length - 1)
      truncateSync(pathIn(profile), time % 2 ? at : Math.max(4_096, at - (at % 4_096)))
      expect(await startDamaged(profile)).toMatchObject({ isRefused: true })
    }
  })

  test('a database without its log starts with a warning, and keeps a copy of it', async () => {
    const profile = copyOf(crashed)
    rmSync(pathIn(profile, '-wal'))
    expect(await startDamaged(profile)).toMatchObject({
      isRefused: false,
      notices: [expect.stringContaining('The journal does not fit its seal')],
    })
    // What was kept is not touched by the next start, which has nothing to say any more.
    expect(await startWith(profile)).toMatchObject({ notices: [] })
    expect(existsSync(pathIn(profile, '.unmatched'))).toBe(true)
  })

  test('a database with the log of another refuses, and keeps both', async () => {
    for (const ours of [crashed, closed]) {
      const profile = copyOf(ours)
      cpSync(pathIn(foreign, '-wal'), pathIn(profile, '-wal'))
      expect(await startDamaged(profile)).toMatchObject({
        isRefused: true,
        notices: [expect.stringContaining('The log beside the database')],
      })
      // As the sentence advises.
      rmSync(pathIn(profile, '-wal'))
      const again = await startWith(profile)
      expect(again.notices).toHaveLength(ours === closed ? 0 : 1)
    }
  })

  test('a log that was changed refuses, and keeps both', async () => {
    const random = pseudoRandom(301)
    const { length } = readFileSync(pathIn(crashed, '-wal'))
    for (let time = 0; time < repeats(2, 20); time += 1) {
      const profile = copyOf(crashed)
      const log = readFileSync(pathIn(profile, '-wal'))
      // In its first half: behind that, the log may be of messages that the head file does not know of yet.
      const at = below(random, Math.floor(length / 2))
      log[at] = (log[at] ?? 0) ^ (1 << below(random, 8))
      writeFileSync(pathIn(profile, '-wal'), log)
      expect(await startDamaged(profile)).toMatchObject({ isRefused: true })
    }
  })

  test('a database of 0 bytes starts with a warning; with a log beside it, it refuses', async () => {
    const profile = copyOf(closed)
    truncateSync(pathIn(profile), 0)
    expect(await startDamaged(profile)).toMatchObject({
      isRefused: false,
      notices: [expect.stringContaining('The journal does not fit its seal')],
    })
    for (const empty of [true, false]) {
      const logged = copyOf(crashed)
      if (empty) truncateSync(pathIn(logged), 0)
      else rmSync(pathIn(logged))
      expect(await startDamaged(logged)).toMatchObject({ isRefused: true })
    }
  })

  test('a database that another process holds refuses, and starts when it is free', async () => {
    const profile = copyOf(closed)
    const holder = spawn(
      process.execPath,
      [join(import.meta.dirname, '..', 'testing', 'lock-holder.ts'), pathIn(profile)],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    const ended = new Promise((resolve) => holder.once('close', resolve))
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    const start = await startWith(profile)
    damaged.refusals += 1
    expect(start).toMatchObject({
      isRefused: true,
      notices: [expect.stringContaining('Another program holds the database.')],
    })
    holder.stdin.end()
    await ended
    expect(await startWith(profile)).toMatchObject({ notices: [] })
  })

  test.skipIf(shim === null)('a database or folder that is read-only refuses, and keeps it', () => {
    for (const readOnly of ['files', 'folder'] as const) {
      for (const of of [closed, crashed]) {
        const profile = copyOf(of)
        const before = readFileSync(pathIn(profile))
        const { stdout } = spawnSync(
          process.execPath,
          [join(import.meta.dirname, '..', 'testing', 'start-console.ts'), profile],
          { env: shim?.environment({ folder: profile, readOnly }), encoding: 'utf8' },
        )
        damaged.refusals += 1
        expect([readOnly, stdout]).toEqual([
          readOnly,
          expect.stringMatching(
            /^error: The database is not open: The database cannot be written: .* read-only\..*\n$/,
          ),
        ])
        expect(readFileSync(pathIn(profile)).equals(before)).toBe(true)
        const sql = new Sqlite(pathIn(profile), { readonly: true })
        expect(sql.prepare(`SELECT count(*) FROM messages WHERE kind = 'visitor'`).pluck().get()).toBe(messages)
        sql.close()
      }
    }
  })
})
