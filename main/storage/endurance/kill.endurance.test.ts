import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkJournalFile } from '../../cli/journal-check.ts'
import { measured, repeats } from '../../testing/endurance.ts'
import { below, pseudoRandom } from '../../testing/pseudo-random.ts'
import { migrations } from '../migrations/all.ts'
import { openForWriting } from '../open.ts'
import type { KilledWriterPlan } from '../testing/killed-writer.ts'

/** Nearly all of a kill's time is the start of the process. */
const kills = repeats(8, 200)
const lanes = 8
const writer = join(import.meta.dirname, '..', 'testing', 'killed-writer.ts')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-kill-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** When a process is killed: so many acknowledgements after its start, and then so many milliseconds later. */
interface KillPoint {
  acknowledgements: number
  delay: number
}

function writeAndKill(plan: KilledWriterPlan, point: KillPoint): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    let lines = 0
    let errors = ''
    let timer: NodeJS.Timeout | null = null
    const killWhenDue = () => {
      if (lines >= point.acknowledgements) timer ??= setTimeout(() => child.kill('SIGKILL'), point.delay)
    }
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk
    })
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk
      for (const byte of chunk) if (byte === 0x0a) lines += 1
      killWhenDue()
    })
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${errors}`))
      // A line without its end was not printed to its end, so nobody was told.
      else resolve(printed.split('\n').slice(0, -1))
    })
    killWhenDue()
  })
}

test(`a process killed ${kills} times under load loses nothing it acknowledged`, {
  timeout: 60_000 + kills * 20_000,
}, async () => {
  const random = pseudoRandom(1)
  const path = join(folder, 'killed.db')
  const plan: KilledWriterPlan = { path, sessionToken: null, next: Array.from({ length: lanes }, () => 0) }
  const told = new Map<string, string>()
  for (let kill = 0; kill < kills; kill += 1) {
    // Every fourth is killed while it starts: opening, recovering the log, bringing the schema up to date.
    const point =
      kill % 4 === 3
        ? { acknowledgements: 0, delay: below(random, 1_500) }
        : { acknowledgements: 1 + below(random, 100), delay: below(random, 12) }
    for (const line of await writeAndKill(plan, point)) {
      const [lane, number, messageId] = line.split(' ')
      if (lane === 'session') plan.sessionToken = number ?? null
      else {
        plan.next[Number(lane)] = Number(number) + 1
        told.set(`lane ${lane} message ${number}`, String(messageId))
      }
    }
  }
  expect(told.size).toBeGreaterThan(kills * 10)
  const handle = openForWriting(path, migrations)
  const rows = handle.sql.prepare(`SELECT text, id FROM messages WHERE kind = 'visitor'`).raw().all()
  handle.sql.close()
  const stored = new Map(rows as [string, string][])
  const lost = [...told].filter(([text, id]) => stored.get(text) !== id)
  const doubled = rows.length - stored.size
  const lines: string[] = []
  const status = checkJournalFile(path, (line) => lines.push(line))
  measured('kill -9', `${kills} kills, ${told.size} acknowledged, ${lost.length} lost, ${doubled} doubled`)
  expect({ lost, doubled, status, lines }).toEqual({
    lost: [],
    doubled: 0,
    status: 0,
    lines: [expect.stringContaining('The journal is intact')],
  })
})
