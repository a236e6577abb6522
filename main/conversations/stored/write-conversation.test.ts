import { expect, test } from 'vitest'
import { migrations } from '../../storage/migrations/all.ts'
import { openInMemory } from '../../storage/open.ts'
import { changed, stillWaiting } from './write-conversation.ts'

test('a message to a conversation that waits already does not write the order by waiting', () => {
  const { sql } = openInMemory(migrations)
  const { page } = sql
    .prepare(`SELECT rootpage AS page FROM sqlite_schema WHERE name = 'conversations_waiting'`)
    .get() as { page: number }
  const writes = ({ statement, names }: typeof changed) =>
    (sql.prepare(`EXPLAIN ${statement}`).all(...names.map(() => null), null) as { opcode: string; p2: number }[])
      .filter(({ opcode }) => opcode === 'OpenWrite')
      .map(({ p2 }) => p2)
  expect(writes(changed)).toContain(page)
  expect(writes(stillWaiting).length).toBeGreaterThan(2)
  expect(writes(stillWaiting)).not.toContain(page)
  expect(stillWaiting.names).not.toContain('waiting_since')
})
