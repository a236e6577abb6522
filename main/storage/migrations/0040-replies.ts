import type { Migration } from '../migrate.ts'

/** Templates and drafts. `drafts` is no projection: unsent text is nobody's record. */
export const replyTables: Migration = {
  number: 40,
  name: 'replies',
  up(sql) {
    sql.exec(`
      CREATE TABLE templates (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        sensitivity TEXT NOT NULL CHECK (sensitivity IN ('public', 'personal', 'restricted')),
        tags TEXT NOT NULL,
        position INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE drafts (
        conversation_id TEXT NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('reply', 'note')),
        text TEXT NOT NULL,
        PRIMARY KEY (conversation_id, mode)
      ) STRICT;
    `)
  },
}
