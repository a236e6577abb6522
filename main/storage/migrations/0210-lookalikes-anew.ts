import type { Database } from 'better-sqlite3'
import { identityKey } from '#shared/text/identity-key.ts'
import type { Migration } from '../migrate.ts'

/** What lookalikes share is computed otherwise since: rings around letters, signs that look like a dot, long blanks. */
export const lookalikesAnew: Migration = {
  number: 210,
  name: 'lookalikes anew',
  up(sql) {
    for (const table of ['proven_values', 'identity_blocks']) computeAnew(sql, table)
  },
}

function computeAnew(sql: Database, table: string): void {
  const rows = sql.prepare(`SELECT DISTINCT field, value, lookalike FROM ${table}`).all()
  const change = sql.prepare(`UPDATE ${table} SET lookalike = @key WHERE field = @field AND value = @value`)
  for (const { field, value, lookalike } of rows as { field: string; value: string; lookalike: string }[]) {
    const key = identityKey(field, value)
    if (key !== lookalike) change.run({ key, field, value })
  }
}
