import type { Migration } from '../migrate.ts'

/** The journal: insert-only. Content stands beside it, so that it can be erased for a person who asks. */
export const journalTables: Migration = {
  number: 10,
  name: 'journal',
  up(sql) {
    sql.exec(`
      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        actor TEXT NOT NULL,
        content_digest BLOB NOT NULL CHECK (length(content_digest) = 32),
        previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
      ) STRICT;

      CREATE TABLE journal_content (
        seq INTEGER PRIMARY KEY REFERENCES journal (seq),
        salt BLOB NOT NULL,
        json TEXT NOT NULL
      ) STRICT;

      CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
      CREATE TRIGGER journal_keeps_values BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
      CREATE TRIGGER journal_follows_on BEFORE INSERT ON journal
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
        BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END;
      CREATE TRIGGER journal_content_keeps_values BEFORE UPDATE ON journal_content
        BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
      -- Lifted for one transaction by the erasure, which journals itself.
      CREATE TRIGGER journal_content_keeps_rows BEFORE DELETE ON journal_content
        BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END;
    `)
  },
}
