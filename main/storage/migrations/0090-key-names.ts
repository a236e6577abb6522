import type { Migration } from '../migrate.ts'

/** By what name a token may call a key, which algorithm it is for, and which kind of app it belongs to. */
export const keyNames: Migration = {
  number: 90,
  name: 'key names',
  up(sql) {
    sql.exec(`
      ALTER TABLE channel_keys ADD COLUMN kid TEXT;
      ALTER TABLE channel_keys ADD COLUMN algorithm TEXT;
      ALTER TABLE channel_keys ADD COLUMN platform TEXT;
    `)
  },
}
