import type { Migration } from '../migrate.ts'

/** Templates and what was asked to be sent. `drafts` is no projection: unsent text is nobody's record. */
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

      -- One row per request of a window, so that the same request is the same reply.
      CREATE TABLE reply_requests (
        conversation_id TEXT NOT NULL,
        request_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        PRIMARY KEY (conversation_id, request_id)
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
