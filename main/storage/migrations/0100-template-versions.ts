import type { Migration } from '../migrate.ts'

/**
 * Templates get versions, an end and a public alternative; drafts remember what they were made of. A draft that is not
 * given back for now stands in the `kept_` columns, beside the one that is written meanwhile.
 */
export const templateVersions: Migration = {
  number: 100,
  name: 'template versions',
  up(sql) {
    sql.exec(`
      ALTER TABLE templates ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE templates ADD COLUMN alternative_id TEXT;
      ALTER TABLE templates ADD COLUMN archived_at INTEGER;

      CREATE TABLE template_versions (
        template_id TEXT NOT NULL REFERENCES templates (id),
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        sensitivity TEXT NOT NULL CHECK (sensitivity IN ('public', 'personal', 'restricted')),
        tags TEXT NOT NULL,
        at INTEGER NOT NULL,
        operator_id TEXT,
        PRIMARY KEY (template_id, version)
      ) STRICT;

      INSERT INTO template_versions (template_id, version, title, body, sensitivity, tags, at, operator_id)
        SELECT t.id, 1, t.title, t.body, t.sensitivity, t.tags, j.at,
          CASE WHEN j.actor LIKE 'operator:%' THEN substr(j.actor, 10) END
        FROM templates t JOIN journal j ON j.seq = t.position;

      ALTER TABLE drafts ADD COLUMN template_ids TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE drafts ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE drafts ADD COLUMN kept_text TEXT NOT NULL DEFAULT '';
      ALTER TABLE drafts ADD COLUMN kept_template_ids TEXT NOT NULL DEFAULT '[]';

      CREATE INDEX messages_on_their_way ON messages (at) WHERE kind = 'reply' AND delivery = 'sent';
    `)
  },
}
