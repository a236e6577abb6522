import type { Migration } from '../migrate.ts'

/** Which key proved a conversation's standing, and when that key ends: a proof ends with its key. */
export const proofKeys: Migration = {
  number: 70,
  name: 'proof keys',
  up(sql) {
    sql.exec(`
      ALTER TABLE conversations ADD COLUMN proof_key_id TEXT;
      ALTER TABLE conversations ADD COLUMN key_retires_at INTEGER;
      UPDATE conversations SET proof_key_id = (
        SELECT m.verdict ->> '$.keyId' FROM messages m
        WHERE m.conversation_id = conversations.id AND m.kind = 'visitor' ORDER BY m.position DESC LIMIT 1
      ) WHERE standing_status = 'verified';
      UPDATE conversations SET key_retires_at = (SELECT retires_at FROM channel_keys WHERE id = proof_key_id)
      WHERE proof_key_id IS NOT NULL;
    `)
  },
}
