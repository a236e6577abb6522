import type { Migration } from '../migrate.ts'

/**
 * Operators sign in: what is kept of their passphrases and keys, and how many tries went wrong. `operator_secrets` is
 * no projection: replay leaves it alone. Who sits at the console is no longer a fact of the database.
 */
export const operatorSecrets: Migration = {
  number: 110,
  name: 'operators',
  up(sql) {
    sql.exec(`
      DROP TABLE current_operator;
      ALTER TABLE operators ADD COLUMN retired_at INTEGER;
      ALTER TABLE operators ADD COLUMN last_signed_in_at INTEGER;
      -- Wrong passphrases since the last right one.
      ALTER TABLE operators ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE operators ADD COLUMN last_failed_at INTEGER;

      CREATE TABLE operator_secrets (
        operator_id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('start', 'own')),
        kid TEXT NOT NULL,
        salt BLOB NOT NULL,
        n INTEGER NOT NULL,
        r INTEGER NOT NULL,
        p INTEGER NOT NULL,
        check_digest BLOB NOT NULL CHECK (length(check_digest) = 32),
        backend TEXT NOT NULL,
        box BLOB NOT NULL
      ) STRICT;

      -- Keys and uses of approvals are read from the journal itself, whatever the tables say.
      CREATE INDEX journal_of_operator_keys ON journal (seq)
        WHERE type IN ('operator.added', 'operator.keyStated', 'operator.retired');
    `)
  },
}
