import type { Migration } from '../migrate.ts'

/**
 * A draft belongs to whoever types it: two people in one conversation write two texts. What an older file holds goes to
 * whom the conversation is assigned, else to the supervisor who was there first.
 */
export const draftsOfOperators: Migration = {
  number: 190,
  name: 'drafts of operators',
  up(sql) {
    sql.exec(`
      CREATE TABLE drafts_of_operators (
        conversation_id TEXT NOT NULL,
        operator_id TEXT NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('reply', 'note')),
        text TEXT NOT NULL,
        template_ids TEXT NOT NULL DEFAULT '[]',
        revision INTEGER NOT NULL DEFAULT 1,
        kept_text TEXT NOT NULL DEFAULT '',
        kept_template_ids TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (conversation_id, operator_id, mode)
      ) STRICT;

      -- What was set aside for somebody first; a shared one is theirs only where they have none with a text.
      INSERT OR IGNORE INTO drafts_of_operators
        SELECT d.conversation_id, coalesce(nullif(d.owner_id, ''), c.assignee_id, first.id), d.mode, d.text,
          d.template_ids, d.revision, d.kept_text, d.kept_template_ids
        FROM drafts d
          LEFT JOIN conversations c ON c.id = d.conversation_id
          LEFT JOIN (
            SELECT id FROM operators WHERE retired_at IS NULL ORDER BY role = 'supervisor' DESC, added_at LIMIT 1
          ) AS first
        WHERE coalesce(nullif(d.owner_id, ''), c.assignee_id, first.id) IS NOT NULL
        ORDER BY d.text = '' AND d.kept_text = '', d.owner_id = '';

      DROP TABLE drafts;
      ALTER TABLE drafts_of_operators RENAME TO drafts;
    `)
  },
}
