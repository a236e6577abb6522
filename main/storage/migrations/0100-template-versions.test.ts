import { expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { openInMemory } from '../open.ts'
import { all } from '../statement.ts'
import { migrations } from './all.ts'

test('templates of an older file begin with their first version, and drafts keep their text', () => {
  const handle = openInMemory(migrations.filter(({ number }) => number < 100))
  const { sql } = handle
  sql.exec(`
    INSERT INTO journal VALUES (1, 70, 'template.added', 'system', zeroblob(32), zeroblob(32), zeroblob(32));
    INSERT INTO journal VALUES (2, 80, 'template.added', 'operator:oper_a', zeroblob(32), zeroblob(32), zeroblob(32));
    INSERT INTO templates VALUES ('tmpl_a', 'A', 'Text a', 'public', '["x"]', 1);
    INSERT INTO templates VALUES ('tmpl_b', 'B', 'Text b', 'personal', '[]', 2);
    INSERT INTO drafts VALUES ('conv_a', 'reply', 'Not yet');
  `)
  migrate(
    sql,
    migrations.filter(({ number }) => number <= 100),
  )
  expect(
    all(
      handle,
      'SELECT template_id AS id, version, title, tags, at, operator_id AS by FROM template_versions ORDER BY 1',
    ),
  ).toEqual([
    { id: 'tmpl_a', version: 1, title: 'A', tags: '["x"]', at: 70, by: null },
    { id: 'tmpl_b', version: 1, title: 'B', tags: '[]', at: 80, by: 'oper_a' },
  ])
  expect(all(handle, 'SELECT version, alternative_id, archived_at FROM templates')).toEqual([
    { version: 1, alternative_id: null, archived_at: null },
    { version: 1, alternative_id: null, archived_at: null },
  ])
  expect(all(handle, 'SELECT text, template_ids, kept_text FROM drafts')).toEqual([
    { text: 'Not yet', template_ids: '[]', kept_text: '' },
  ])
})
