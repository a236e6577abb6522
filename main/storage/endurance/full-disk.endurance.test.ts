import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkJournalFile } from '../../cli/journal-check.ts'
import { databaseFileName } from '../../compose.ts'
import { measured, repeats } from '../../testing/endurance.ts'
import { openForReading } from '../open.ts'
import { compileDiskShim } from '../testing/disk-shim.ts'
import type { FullDiskPlan, FullDiskReport } from '../testing/full-disk-console.ts'

const folder = mkdtempSync(join(tmpdir(), 'bonafide-full-disk-'))
const shim = compileDiskShim(folder)
const script = join(import.meta.dirname, '..', 'testing', 'full-disk-console.ts')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(shim === null)('a disk that fills up', () => {
  test('refuses what it cannot store, says so, and goes on when there is space', { timeout: 300_000 }, () => {
    const profileFolder = join(folder, 'profile')
    mkdirSync(profileFolder)
    const full = join(folder, 'full')
    const times = repeats(3, 20)
    const plan: FullDiskPlan = { profileFolder, full, times, patience: 120_000 + times * 5_000 }
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--no-memory-protection-keys', script, JSON.stringify(plan)],
      {
        env: shim?.environment({ folder: profileFolder, full }),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    expect([status, stderr]).toEqual([0, ''])
    const report = JSON.parse(stdout) as FullDiskReport
    expect(report.times).toEqual(
      Array.from({ length: times }, () => ({
        agent: 'storage-full',
        visitor: 'storage-full, true',
        during: ['error: The disk is full'],
        afterwards: [],
      })),
    )
    const path = join(profileFolder, databaseFileName)
    const handle = openForReading(path)
    const stored = handle.sql.prepare('SELECT id FROM messages').pluck().all() as string[]
    handle.sql.close()
    const lost = report.acknowledged.filter((id) => !stored.includes(id))
    const lines: string[] = []
    expect([checkJournalFile(path, (line) => lines.push(line)), lines]).toEqual([
      0,
      [expect.stringContaining('The journal is intact')],
    ])
    measured(
      'disk full',
      `${times} times, ${report.acknowledged.length} acknowledged, ${lost.length} lost, ` +
        `${report.refused.length} refused and stored once when they came again`,
    )
    expect(lost).toEqual([])
    // Whatever was not acknowledged was not stored either, and nothing twice.
    expect(stored.toSorted()).toEqual(report.acknowledged.toSorted())
  })

  test('at the start: refuses with a sentence, and starts when there is space', { timeout: 300_000 }, () => {
    const profileFolder = join(folder, 'start')
    mkdirSync(profileFolder)
    const full = join(folder, 'full-at-start')
    writeFileSync(full, '')
    const start = () =>
      spawnSync(process.execPath, [join(import.meta.dirname, '..', 'testing', 'start-console.ts'), profileFolder], {
        env: shim?.environment({ folder: profileFolder, full }),
        encoding: 'utf8',
      }).stdout
    expect(start()).toMatch(
      /^error: The database is not open: The disk is full, .* Free some space, then start again.\n$/,
    )
    rmSync(full)
    expect(start()).toBe('no notice\n')
    // And with a database that is there.
    writeFileSync(full, '')
    const answer = start()
    expect(answer).toMatch(/^(no notice|error: The database is not open: The disk is full, .*)\n$/)
    rmSync(full)
    expect(start()).toBe('no notice\n')
    expect(existsSync(join(profileFolder, `${databaseFileName}.head.json.unmatched`))).toBe(false)
  })
})
