import type { Migration } from '../migrate.ts'

/** Who asked for which erasure, and whether the file was written anew since. */
export const erasures: Migration = {
  number: 140,
  name: 'erasures',
  up(sql) {
    sql.exec(`
      CREATE TABLE erasures (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        contact_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        operator_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        entries INTEGER NOT NULL
      ) STRICT;
      -- No projection: a row stands here from the erasure until the file no longer holds what was erased.
      CREATE TABLE erasures_to_clean (only INTEGER PRIMARY KEY CHECK (only = 1)) STRICT;
      CREATE INDEX journal_of_erasures ON journal (seq) WHERE type = 'content.erased';
    `)
  },
}
