import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectedTables, projections } from '../../database-parts.ts'
import { checkDatabase } from '../../journal/check-database.ts'
import { measured, repeats } from '../../testing/endurance.ts'
import { below, pseudoRandom } from '../../testing/pseudo-random.ts'
import { migrations } from '../migrations/all.ts'
import { openForWriting } from '../open.ts'
import { readStamp } from '../stamp-file.ts'
import { compileDiskShim } from '../testing/disk-shim.ts'
import type { PowerCutPlan } from '../testing/power-cut-writer.ts'
import { createSimulatedDisk, cutKinds } from '../testing/simulated-disk.ts'
import { type Change, readWriteLog } from '../testing/write-log.ts'

const runs = repeats(1, 3)
const cutsPerRun = repeats(24, 100)
const folder = mkdtempSync(join(tmpdir(), 'bonafide-power-cut-'))
const shim = compileDiskShim(folder)
const writer = join(import.meta.dirname, '..', 'testing', 'power-cut-writer.ts')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a writer did to its folder, and between that what it acknowledged. */
function recordWrites(name: string, plan: Omit<PowerCutPlan, 'path'>): Change[] {
  const watched = join(folder, name)
  const log = join(folder, `${name}.log`)
  mkdirSync(watched)
  const { status, stderr } = spawnSync(
    process.execPath,
    [writer, JSON.stringify({ ...plan, path: join(watched, 'cut.db') } satisfies PowerCutPlan)],
    { env: shim?.environment({ folder: watched, log }), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  if (status !== 0) throw new Error(`the writer failed: ${stderr}`)
  const changes = readWriteLog(readFileSync(log))
  expectLogToTellAll(changes, watched)
  return changes
}

/** What the log says about the files is what is in them: else the cuts would be of another disk. */
function expectLogToTellAll(changes: readonly Change[], watched: string): void {
  const disk = createSimulatedDisk()
  for (const change of changes) disk.apply(change)
  const digests = (files: Iterable<[string, Buffer]>) =>
    Object.fromEntries(Array.from(files, ([name, bytes]) => [name, hash('sha256', bytes)]))
  const names = readdirSync(watched).filter((name) => !name.endsWith('-shm'))
  expect(digests(disk.cut('kept', () => 0))).toEqual(
    digests(names.map((name): [string, Buffer] => [name, readFileSync(join(watched, name))])),
  )
}

interface Outcome {
  cuts: number
  acknowledged: number
  /** Acknowledged messages that are not there, over all cuts. */
  lost: number
  /** What was found in files that are not as they should be. */
  corrupt: string[]
}

/** Cuts the power at random points, opens what is left with the product's code and examines it. */
function cutPower(changes: readonly Change[], cuts: number, random: () => number): Outcome {
  const outcome: Outcome = { cuts, acknowledged: 0, lost: 0, corrupt: [] }
  const points = Array.from({ length: cuts }, () => below(random, changes.length + 1)).toSorted((a, b) => a - b)
  const disk = createSimulatedDisk()
  const told = new Map<string, string>()
  let at = 0
  for (const [index, point] of points.entries()) {
    for (; at < point; at += 1) {
      const change = changes[at] as Change
      disk.apply(change)
      if (change.kind === 'printed') for (const line of change.text.trimEnd().split('\n')) note(told, line)
    }
    const kind = cutKinds[index % cutKinds.length] as (typeof cutKinds)[number]
    const left = disk.cut(kind, random)
    const { lost, findings } = examine(left, told)
    outcome.acknowledged += told.size
    outcome.lost += lost
    outcome.corrupt.push(...findings.map((sentence) => `${kind} at change ${point} of ${changes.length}: ${sentence}`))
  }
  return outcome
}

function note(told: Map<string, string>, line: string): void {
  const space = line.indexOf(' ')
  told.set(line.slice(0, space), line.slice(space + 1))
}

function examine(files: Map<string, Buffer>, told: Map<string, string>): { lost: number; findings: string[] } {
  const place = mkdtempSync(join(folder, 'cut-'))
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes)
  const path = join(place, 'cut.db')
  try {
    const handle = openForWriting(path, migrations)
    try {
      const rows = handle.sql.prepare('SELECT id, text FROM messages').raw().all() as [string, string][]
      const stored = new Map(rows)
      const lost = [...told].filter(([id, text]) => stored.get(id) !== text).length
      const stamp = readStamp(`${path}.head.json`)
      const { findings } = checkDatabase(
        { power: 'read', sql: handle.sql },
        { migrations, projections, projectedTables, stamp },
      )
      return { lost, findings: findings.map(({ sentence }) => sentence) }
    } finally {
      handle.sql.close()
    }
  } catch (error) {
    return { lost: told.size, findings: [error instanceof Error ? error.message : 'it could not be opened'] }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

describe.skipIf(shim === null)('a power cut', () => {
  const plan = { rounds: 3, burstsPerRound: 3, messagesPerBurst: repeats(24, 60) }

  test('loses nothing that was acknowledged, and corrupts nothing', { timeout: 600_000 }, () => {
    const total: Outcome = { cuts: 0, acknowledged: 0, lost: 0, corrupt: [] }
    for (let run = 0; run < runs; run += 1) {
      const outcome = cutPower(
        recordWrites(`full-${run}`, { ...plan, careless: false }),
        cutsPerRun,
        pseudoRandom(100 + run),
      )
      total.cuts += outcome.cuts
      total.acknowledged += outcome.acknowledged
      total.lost += outcome.lost
      total.corrupt.push(...outcome.corrupt)
    }
    const { cuts, acknowledged, lost, corrupt } = total
    measured(
      'power cut',
      `${cuts} cuts, ${acknowledged} acknowledged before them, ${lost} lost, ${corrupt.length} corrupt`,
    )
    expect(corrupt).toEqual([])
    expect(lost).toBe(0)
    expect(acknowledged).toBeGreaterThan(cuts * 20)
  })

  test('would be noticed: with synchronous = NORMAL messages are lost', { timeout: 600_000 }, () => {
    const outcome = cutPower(recordWrites('normal', { ...plan, careless: true }), 40, pseudoRandom(200))
    measured('power cut, control at synchronous=NORMAL', `${outcome.cuts} cuts, ${outcome.lost} lost`)
    expect(outcome.lost).toBeGreaterThan(0)
  })
})
