import { expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { openInMemory } from '../open.ts'
import { all } from '../statement.ts'
import { migrations } from './all.ts'

test('drafts of an older file stay everybody’s, messages name nobody else', () => {
  const handle = openInMemory(migrations.filter(({ number }) => number < 160))
  const { sql } = handle
  sql.exec(`
    INSERT INTO drafts VALUES ('conv_a', 'reply', 'Not yet', '["tmpl_a"]', 7, 'Held', '["tmpl_b"]');
    INSERT INTO drafts VALUES ('conv_a', 'note', 'For us', '[]', 2, '', '[]');
    INSERT INTO sessions (id, channel_id, via, opened_at) VALUES ('sess_a', 'chan_a', 'widget', 1);
    INSERT INTO conversations (id, channel_id, session_id, state, created_at, activity_seq, last_position, read_position,
      unread, open_flags, title, title_provenance, standing_status, standing_since)
      VALUES ('conv_a', 'chan_a', 'sess_a', 'open', 1, 1, 1, 0, 1, 0, 'x', 'none', 'anonymous', 1);
    INSERT INTO messages (seq, id, conversation_id, position, kind, text, at, session_id, operator_id, standing_changed,
      identity_switched, warned) VALUES (1, 'msg_a', 'conv_a', 1, 'note', 'Hm', 1, 'sess_a', 'oper_a', 0, 0, 0);
  `)
  migrate(
    sql,
    migrations.filter(({ number }) => number <= 160),
  )
  expect(all(handle, 'SELECT * FROM drafts ORDER BY mode DESC')).toEqual([
    {
      conversation_id: 'conv_a',
      mode: 'reply',
      owner_id: '',
      text: 'Not yet',
      template_ids: '["tmpl_a"]',
      revision: 7,
      kept_text: 'Held',
      kept_template_ids: '["tmpl_b"]',
    },
    {
      conversation_id: 'conv_a',
      mode: 'note',
      owner_id: '',
      text: 'For us',
      template_ids: '[]',
      revision: 2,
      kept_text: '',
      kept_template_ids: '[]',
    },
  ])
  expect(all(handle, 'SELECT kind, operator_id, other_operator_id FROM messages')).toEqual([
    { kind: 'note', operator_id: 'oper_a', other_operator_id: null },
  ])
})
