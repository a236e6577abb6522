import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 120_000 })

let console: TestConsole
beforeAll(async () => {
  console = await startConsole()
})
afterAll(async () => {
  await console.stop()
  console.remove()
})

test.each(['jsonl', 'csv'] as const)(
  'whoever takes the journal out as %s stands in it, and in the file',
  async (format) => {
    const { operator } = await console.ask('workspace.get', {})
    const { folder, file, entries } = await console.ask('audit.export', { format })
    const { rows } = await console.ask('audit.list', { kind: 'journal.exported', cursor: null, limit: 10 })
    expect(rows[0]).toMatchObject({ by: operator.name, kind: 'journal.exported', seq: entries })
    expect(rows[0]?.sentence).toContain(file)
    const written = readFileSync(join(console.profileFolder, folder, file), 'utf8')
    expect(written.match(/journal\.exported/g)?.length).toBeGreaterThanOrEqual(1)
  },
)
