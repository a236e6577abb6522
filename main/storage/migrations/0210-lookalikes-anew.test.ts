import { expect, test } from 'vitest'
import { identityKey } from '#shared/text/identity-key.ts'
import { migrate } from '../migrate.ts'
import { openInMemory } from '../open.ts'
import { all } from '../statement.ts'
import { migrations } from './all.ts'

test('values of an older file are found by what their lookalikes share now', () => {
  const handle = openInMemory(migrations.filter(({ number }) => number < 210))
  const { sql } = handle
  sql.exec(`
    INSERT INTO proven_values VALUES ('chan_1', 'email', 'vic\u2024tim@example.com', 'email:of-before', 'cont_1');
    INSERT INTO proven_values VALUES ('chan_2', 'email', 'vic\u2024tim@example.com', 'email:of-before', 'cont_2');
    INSERT INTO identity_blocks VALUES ('bloc_1', 1, 'chan_1', 'id', 'a\u20ddb', 'id:of-before', 'always', 'flag_1', '',
      'oper_1', 0, 0, NULL)`)
  expect(
    migrate(
      sql,
      migrations.filter(({ number }) => number <= 210),
    ),
  ).toEqual([210])
  const now = identityKey('email', 'vic.tim@example.com')
  expect(all(handle, 'SELECT lookalike FROM proven_values')).toEqual([{ lookalike: now }, { lookalike: now }])
  expect(all(handle, 'SELECT lookalike FROM identity_blocks')).toEqual([{ lookalike: identityKey('id', 'ab') }])
})
