import type { Migration } from '../migrate.ts'

/** When a session was last seen was written with every message, and nobody reads it. */
export const leanSessions: Migration = {
  number: 60,
  name: 'lean sessions',
  up(sql) {
    sql.exec('ALTER TABLE sessions DROP COLUMN last_seen_at')
  },
}
