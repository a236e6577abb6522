import type { Migration } from '../migrate.ts'

/** What a supervisor must look at, and what was turned away at the door. All of it follows the journal. */
export const reviewTables: Migration = {
  number: 50,
  name: 'review',
  up(sql) {
    sql.exec(`
      CREATE TABLE flags (
        id TEXT PRIMARY KEY,
        -- Sequence number of the event that raised it.
        seq INTEGER NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        severity TEXT NOT NULL CHECK (severity IN ('serious', 'notice')),
        sentence TEXT NOT NULL,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        message_id TEXT,
        raised_at INTEGER NOT NULL,
        acknowledged_at INTEGER,
        acknowledged_by TEXT
      ) STRICT;
      CREATE INDEX flags_open ON flags (seq DESC) WHERE acknowledged_at IS NULL;
      CREATE INDEX flags_acknowledged ON flags (acknowledged_at DESC) WHERE acknowledged_at IS NOT NULL;
      CREATE INDEX flags_open_of_conversation ON flags (conversation_id) WHERE acknowledged_at IS NULL;

      -- Channel and origin are '' where they are not known.
      CREATE TABLE refusals (
        channel_id TEXT NOT NULL,
        code TEXT NOT NULL,
        origin TEXT NOT NULL,
        count INTEGER NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        PRIMARY KEY (channel_id, code, origin)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX refusals_newest ON refusals (last_at DESC);
    `)
  },
}
