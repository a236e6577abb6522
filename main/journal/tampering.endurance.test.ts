import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checkJournalFile } from '../cli/journal-check.ts'
import { exportJournalFile } from '../cli/journal-export.ts'
import { accepted, identity, openConsole, operatorId } from '../conversations/testing/open-console.ts'
import { readStamp } from '../storage/stamp-file.ts'
import { measured, repeats } from '../testing/endurance.ts'
import { below, pseudoRandom } from '../testing/pseudo-random.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

const flips = repeats(40, 500)
const truncations = repeats(20, 100)
const rollBacks = 20

const folder = mkdtempSync(join(tmpdir(), 'bonafide-tampering-'))
const original = join(folder, 'original.db')
const exported = join(folder, 'original.jsonl')
/** The head as it was kept apart while the console was open: it says nothing about the file's bytes. */
const headAlone = join(folder, 'head.json')
const olderDatabase = (index: number) => join(folder, `older-${index}.db`)
const olderExport = (index: number) => join(folder, `older-${index}.jsonl`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  const console = await openConsole({ path: original })
  const reader = new Sqlite(original, { readonly: true })
  for (let index = 0; index < rollBacks; index += 1) {
    const email = `visitor${index % 5}@shop.example`
    const { sessionId } = await console.open(identity(email))
    const { conversationId } = accepted(
      await console.say(sessionId, index % 3 ? identity(email) : null, `hello ${index}`),
    )
    await console.inbox.assign({ conversationId, operatorId: index % 2 ? operatorId : null }, operatorId)
    reader.prepare('VACUUM INTO ?').run(olderDatabase(index))
    expect(exportJournalFile(olderDatabase(index), olderExport(index), () => {})).toBe(0)
  }
  const { sessionId } = await console.open(null)
  await console.say(sessionId, null, 'one more')
  const last = reader.prepare('SELECT max(seq) FROM journal').pluck().get()
  reader.close()
  await vi.waitFor(() => expect(readStamp(`${original}.head.json`)?.['seq']).toBe(last), 10_000)
  copyFileSync(`${original}.head.json`, headAlone)
  await console.close()
  expect(exportJournalFile(original, exported, () => {})).toBe(0)
})

/** Whether a changed file is noticed by `journal:check`, and told in words. */
function isDetected(path: string, head?: string): boolean {
  const lines: string[] = []
  return checkJournalFile(path, (line) => lines.push(line), head) !== 0 && lines.length > 0
}

function changed(bytes: Buffer, change: (bytes: Buffer) => Buffer, name: string): string {
  const path = join(folder, name)
  writeFileSync(path, change(Buffer.from(bytes)))
  return path
}

const flip = (at: number, bit: number) => (bytes: Buffer) => {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return bytes
}

const cases = [
  { name: 'a database', file: original, head: `${original}.head.json`, older: olderDatabase },
  { name: 'an export', file: exported, head: headAlone, older: olderExport },
]

describe.each(cases)('$name', ({ name, file, head, older }) => {
  test('is intact as it was written', () => {
    expect([isDetected(file), isDetected(file, head), isDetected(file, headAlone)]).toEqual([false, false, false])
  })

  test(`with one bit changed is detected, ${flips} times of ${flips}`, () => {
    const bytes = readFileSync(file)
    const random = pseudoRandom(500)
    const missed: number[] = []
    for (let time = 0; time < flips; time += 1) {
      const at = below(random, bytes.length)
      const path = changed(bytes, flip(at, below(random, 8)), 'flipped')
      if (!isDetected(path, head)) missed.push(at)
      rmSync(path)
    }
    measured(`journal, ${name}: single bits`, `${flips} changed, ${flips - missed.length} detected`)
    expect(missed).toEqual([])
  })

  test(`that was cut is detected, ${truncations} times of ${truncations}`, () => {
    const bytes = readFileSync(file)
    const random = pseudoRandom(501)
    const missed: number[] = []
    for (let time = 0; time < truncations; time += 1) {
      const at = below(random, bytes.length)
      // Also between two pages, and also where the head says nothing about the file's bytes.
      const end = time % 2 ? at : at - (at % 4_096)
      const path = changed(bytes, (whole) => whole.subarray(0, end), 'cut')
      if (!isDetected(path, time % 3 ? head : headAlone)) missed.push(end)
      rmSync(path)
    }
    measured(`journal, ${name}: truncations`, `${truncations} cut, ${truncations - missed.length} detected`)
    expect(missed).toEqual([])
  })

  test(`that was rolled back as a whole is detected, ${rollBacks} times of ${rollBacks}`, () => {
    const missed = Array.from({ length: rollBacks }, (_, index) => index).filter((index) => {
      // Alone it is intact: only the head that is kept apart tells.
      expect(isDetected(older(index))).toBe(false)
      return !isDetected(older(index), head) || !isDetected(older(index), headAlone)
    })
    measured(`journal, ${name}: roll-backs`, `${rollBacks} rolled back, ${rollBacks - missed.length} detected`)
    expect(missed).toEqual([])
  })
})

test('a console that starts over a database that was rolled back says so', async () => {
  for (const index of [0, rollBacks - 1]) {
    const path = join(folder, `restarted-${index}.db`)
    copyFileSync(olderDatabase(index), path)
    copyFileSync(`${original}.head.json`, `${path}.head.json`)
    const console = await openConsole({ path })
    expect(console.warning).toContain('entries are missing at its end')
    await console.close()
  }
})
