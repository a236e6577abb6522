import { expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { openInMemory } from '../open.ts'
import { all } from '../statement.ts'
import { migrations } from './all.ts'

test('drafts of an older file go to whom the conversation is assigned, else to the first supervisor', () => {
  const handle = openInMemory(migrations.filter(({ number }) => number < 190))
  const { sql } = handle
  sql.pragma('foreign_keys = OFF')
  sql.exec(`
    INSERT INTO operators (id, name, role, added_at) VALUES
      ('oper_mia', 'Mia', 'agent', 1), ('oper_ada', 'Ada', 'supervisor', 2), ('oper_bo', 'Bo', 'supervisor', 3);
    INSERT INTO drafts (conversation_id, mode, text, kept_text) VALUES
      ('conv_gone', 'reply', 'To nobody', 'Held'), ('conv_gone', 'note', 'For us', ''),
      ('conv_mias', 'reply', 'To Bob', '');
    INSERT INTO drafts (conversation_id, mode, owner_id, text) VALUES
      ('conv_mias', 'note', 'oper_bo', 'Set aside'), ('conv_mias', 'note', 'oper_mia', ''), ('conv_mias', 'note', '', 'Shared');
    INSERT INTO conversations (id, channel_id, session_id, state, assignee_id, created_at, activity_seq, last_position,
        read_position, unread, open_flags, title, title_provenance, standing_status, standing_since)
      VALUES ('conv_mias', 'chan_a', 'sess_a', 'open', 'oper_mia', 1, 1, 1, 0, 1, 0, 'Bob', 'none', 'anonymous', 1);
  `)
  migrate(sql, migrations)
  expect(
    all(handle, 'SELECT conversation_id AS id, operator_id AS by, mode, text, kept_text FROM drafts ORDER BY 1, 3, 2'),
  ).toEqual([
    { id: 'conv_gone', by: 'oper_ada', mode: 'note', text: 'For us', kept_text: '' },
    { id: 'conv_gone', by: 'oper_ada', mode: 'reply', text: 'To nobody', kept_text: 'Held' },
    { id: 'conv_mias', by: 'oper_bo', mode: 'note', text: 'Set aside', kept_text: '' },
    { id: 'conv_mias', by: 'oper_mia', mode: 'note', text: 'Shared', kept_text: '' },
    { id: 'conv_mias', by: 'oper_mia', mode: 'reply', text: 'To Bob', kept_text: '' },
  ])
})
