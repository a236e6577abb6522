import type { Migration } from '../migrate.ts'

/** Operators, channels and keys. `sealed_keys`, `sealed_values` and `local_values` are no projections: replay leaves them alone. */
export const channelTables: Migration = {
  number: 20,
  name: 'channels',
  up(sql) {
    sql.exec(`
      CREATE TABLE operators (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor')),
        added_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE current_operator (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        operator_id TEXT NOT NULL REFERENCES operators (id)
      ) STRICT;

      CREATE TABLE channels (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        scheme TEXT NOT NULL,
        policy TEXT NOT NULL CHECK (policy IN ('observe', 'warn', 'enforce')),
        origins TEXT NOT NULL,
        settings TEXT NOT NULL,
        freshness_minutes INTEGER NOT NULL CHECK (freshness_minutes > 0),
        server_token_digest TEXT,
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE channel_keys (
        id TEXT PRIMARY KEY,
        channel_id TEXT NOT NULL REFERENCES channels (id),
        kind TEXT NOT NULL CHECK (kind IN ('secret', 'publicKey')),
        label TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        warnings TEXT NOT NULL,
        added_at INTEGER NOT NULL,
        retires_at INTEGER,
        last_used_at INTEGER
      ) STRICT;
      CREATE INDEX channel_keys_by_channel ON channel_keys (channel_id);

      -- Ciphertext by the keystore whose name stands beside it.
      CREATE TABLE sealed_keys (
        key_id TEXT PRIMARY KEY,
        backend TEXT NOT NULL,
        sealed BLOB NOT NULL
      ) STRICT;
      CREATE TABLE sealed_values (
        name TEXT PRIMARY KEY,
        backend TEXT NOT NULL,
        sealed BLOB NOT NULL
      ) STRICT;

      -- What this machine's window remembers, e.g. its theme.
      CREATE TABLE local_values (
        name TEXT PRIMARY KEY,
        json TEXT NOT NULL
      ) STRICT;
    `)
  },
}
