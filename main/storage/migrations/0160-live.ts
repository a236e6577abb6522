import type { Migration } from '../migrate.ts'

/**
 * Whispers and take-overs name a second operator; a draft may be set aside for the one who wrote it. The order by waiting
 * has an index of its own, which a visitor's message touches only where it begins the wait.
 */
export const live: Migration = {
  number: 160,
  name: 'live',
  up(sql) {
    sql.exec(`
      ALTER TABLE messages ADD COLUMN other_operator_id TEXT;

      CREATE INDEX conversations_waiting ON conversations (waiting_since, id) WHERE waiting_since IS NOT NULL;

      ALTER TABLE drafts RENAME TO drafts_shared_by_all;
      -- owner_id is '' for the draft that everybody shares, or whoever it was set aside for.
      CREATE TABLE drafts (
        conversation_id TEXT NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('reply', 'note')),
        owner_id TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL,
        template_ids TEXT NOT NULL DEFAULT '[]',
        revision INTEGER NOT NULL DEFAULT 1,
        kept_text TEXT NOT NULL DEFAULT '',
        kept_template_ids TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (conversation_id, mode, owner_id)
      ) STRICT;
      INSERT INTO drafts (conversation_id, mode, text, template_ids, revision, kept_text, kept_template_ids)
        SELECT conversation_id, mode, text, template_ids, revision, kept_text, kept_template_ids
        FROM drafts_shared_by_all;
      DROP TABLE drafts_shared_by_all;
    `)
  },
}
