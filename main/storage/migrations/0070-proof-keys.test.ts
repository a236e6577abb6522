import { expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { openInMemory } from '../open.ts'
import { all } from '../statement.ts'
import { migrations } from './all.ts'

test('conversations of an older file learn which key proved them, and when it ends', () => {
  const handle = openInMemory(migrations.filter(({ number }) => number < 70))
  const { sql } = handle
  sql.exec(`
    INSERT INTO channels VALUES ('chan_1', 'Shop', 'fernand', 'observe', '[]', '{}', 15, NULL, 0);
    INSERT INTO channel_keys VALUES ('key_old', 'chan_1', 'secret', 'Old', '', '[]', 0, 50, NULL);
    INSERT INTO channel_keys VALUES ('key_new', 'chan_1', 'secret', 'New', '', '[]', 0, NULL, NULL);
    INSERT INTO sessions (id, channel_id, via, opened_at) VALUES ('sess_1', 'chan_1', 'widget', 0);
  `)
  const add = (id: string, seq: number, status: string, keys: (string | null)[]) => {
    sql.exec(`
      INSERT INTO conversations (id, channel_id, session_id, state, created_at, activity_seq, last_position,
        read_position, unread, open_flags, title, title_provenance, standing_status, standing_since)
      VALUES ('${id}', 'chan_1', 'sess_1', 'open', 0, ${seq}, 1, 0, 0, 0, '', 'none', '${status}', 0)`)
    for (const [index, keyId] of keys.entries())
      sql.exec(`
        INSERT INTO messages (seq, id, conversation_id, position, kind, text, at, session_id, verdict,
          standing_changed, identity_switched, warned)
        VALUES (${seq + index}, 'msg_${seq + index}', '${id}', ${index + 1}, 'visitor', '', 0, 'sess_1',
          '${JSON.stringify({ keyId })}', 0, 0, 0)`)
  }
  add('conv_a', 10, 'verified', ['key_new', 'key_old'])
  add('conv_b', 20, 'verified', ['key_old', 'key_new'])
  add('conv_c', 30, 'claimed', ['key_old', null])
  migrate(
    sql,
    migrations.filter(({ number }) => number <= 70),
  )
  expect(
    all(handle, 'SELECT id, proof_key_id AS keyId, key_retires_at AS ends FROM conversations ORDER BY id'),
  ).toEqual([
    { id: 'conv_a', keyId: 'key_old', ends: 50 },
    { id: 'conv_b', keyId: 'key_new', ends: null },
    { id: 'conv_c', keyId: null, ends: null },
  ])
  sql.close()
})
