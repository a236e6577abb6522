import { expect, test } from 'vitest'
import { attachProjections, record } from '../../journal/projections.ts'
import { migrate } from '../migrate.ts'
import { openInMemory } from '../open.ts'
import { all } from '../statement.ts'
import { migrations } from './all.ts'

test('replies of an older file were given when the journal says so, the last time counting', () => {
  const handle = openInMemory(migrations.filter(({ number }) => number < 220))
  attachProjections(handle, [])
  const { sql } = handle
  sql.pragma('foreign_keys = OFF')
  const add = (seq: number, id: string) =>
    sql.exec(`
      INSERT INTO messages (seq, id, conversation_id, position, kind, text, at, session_id, delivery, standing_changed,
        identity_switched, warned) VALUES (${seq}, '${id}', 'conv_a', ${seq}, 'reply', 'Hello', 5, 'sess_a', 'failed', 0, 0, 0)`)
  for (const [index, id] of ['msg_waits', 'msg_once', 'msg_twice'].entries()) add(index + 1, id)
  const given = (messageId: `msg_${string}`, at: number) =>
    record(handle, { type: 'reply.handedOver', actor: 'system', at, content: { messageId } })
  given('msg_twice', 10)
  given('msg_once', 20)
  given('msg_twice', 30)
  expect(
    migrate(
      sql,
      migrations.filter(({ number }) => number <= 220),
    ),
  ).toEqual([220])
  expect(all(handle, 'SELECT id, given_at AS at FROM messages ORDER BY seq')).toEqual([
    { id: 'msg_waits', at: null },
    { id: 'msg_once', at: 20 },
    { id: 'msg_twice', at: 30 },
  ])
})
