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

      -- An agent's request to send what was blocked, and the supervisor's grant. It only says where to look: what opens
      -- something is the signed grant, the signed statements about keys, and the journal.
      CREATE TABLE grant_requests (
        id TEXT PRIMARY KEY,
        -- Sequence number of the event that asked.
        seq INTEGER NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        operator_id TEXT NOT NULL,
        text TEXT NOT NULL,
        text_digest TEXT NOT NULL,
        templates TEXT NOT NULL,
        reasons TEXT NOT NULL,
        note TEXT NOT NULL,
        requested_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'used', 'declined')),
        decided_at INTEGER,
        decided_by TEXT,
        decision TEXT,
        grant_id TEXT UNIQUE,
        token TEXT,
        expires_at INTEGER,
        message_id TEXT
      ) STRICT;
      CREATE INDEX grant_requests_of_agent ON grant_requests (conversation_id, operator_id, seq DESC);
      CREATE INDEX grant_requests_waiting ON grant_requests (seq) WHERE state = 'waiting';
      CREATE INDEX grant_requests_decided ON grant_requests (decided_at DESC) WHERE state <> 'waiting';

      -- Keys and uses of approvals are read from the journal itself, whatever the tables say.
      CREATE INDEX journal_of_operator_keys ON journal (seq)
        WHERE type IN ('operator.added', 'operator.keyStated', 'operator.retired');
    `)
  },
}
