import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkJournalFile } from '../cli/journal-check.ts'
import { migrations } from '../storage/migrations/all.ts'
import { openForWriting } from '../storage/open.ts'

/** Nearly all of a kill's time is the start of the process. `BONAFIDE_KILLS=200` for the long run. */
const kills = Number(process.env['BONAFIDE_KILLS'] ?? 8)
const writer = join(import.meta.dirname, 'testing', 'writer.ts')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bonafide-crash-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lets a process write until it has printed so many acknowledgements, and kills it without a warning. */
function writeAndKill(path: string, acknowledgements: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    let lines = 0
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk
    })
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk
      for (const byte of chunk) if (byte === 0x0a) lines += 1
      if (lines >= acknowledgements) child.kill('SIGKILL')
    })
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${errors}`))
      // A line without its end was not printed to its end, so nobody was told.
      else resolve(printed.split('\n').slice(0, -1))
    })
  })
}

test(`a process killed ${kills} times under load loses nothing it acknowledged`, {
  timeout: 60_000 + kills * 20_000,
}, async () => {
  const path = join(folder, 'crash.db')
  const told = new Map<string, string>()
  for (let kill = 0; kill < kills; kill += 1) {
    for (const line of await writeAndKill(path, 40 + kill * 5)) {
      const space = line.indexOf(' ')
      told.set(line.slice(0, space), line.slice(space + 1))
    }
  }
  expect(told.size).toBeGreaterThan(kills * 40)
  const handle = openForWriting(path, migrations)
  const stored = new Map(handle.sql.prepare('SELECT id, text FROM messages').raw().all() as [string, string][])
  handle.sql.close()
  const missing = [...told].filter(([id, text]) => stored.get(id) !== text)
  expect(missing).toEqual([])
  const lines: string[] = []
  expect([checkJournalFile(path, (line) => lines.push(line)), lines]).toEqual([0, [expect.stringContaining('intact')]])
})
