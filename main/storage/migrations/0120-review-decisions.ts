import type { Migration } from '../migrate.ts'

/**
 * What supervisors decided about flags, step by step, and whom they blocked. What was merely acknowledged before
 * becomes a settled flag with the decision `acknowledged`. `acknowledged_at` goes on to say when a flag left the queue.
 */
export const reviewDecisions: Migration = {
  number: 120,
  name: 'review decisions',
  up(sql) {
    sql.exec(`
      ALTER TABLE flags ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
      ALTER TABLE flags ADD COLUMN decision TEXT;
      CREATE TABLE flag_steps (
        -- Sequence number of the event that says it.
        seq INTEGER PRIMARY KEY,
        flag_id TEXT NOT NULL REFERENCES flags (id),
        what TEXT NOT NULL CHECK (what IN ('drafted', 'decided', 'disputed', 'settled', 'acknowledged')),
        operator_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        decision TEXT,
        note TEXT NOT NULL
      ) STRICT;
      CREATE INDEX flag_steps_of_flag ON flag_steps (flag_id, seq);
      CREATE INDEX flags_disputed ON flags (seq DESC) WHERE state = 'disputed';
      -- An impersonation goes on to count against restricted content after it was decided.
      CREATE INDEX flags_of_impersonation ON flags (conversation_id) WHERE decision = 'impersonation';

      CREATE TABLE identity_blocks (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        channel_id TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        -- What a lookalike of the value would share.
        lookalike TEXT NOT NULL,
        scope TEXT NOT NULL CHECK (scope IN ('unproven', 'always')),
        flag_id TEXT NOT NULL,
        note TEXT NOT NULL,
        blocked_by TEXT NOT NULL,
        blocked_at INTEGER NOT NULL,
        hits INTEGER NOT NULL DEFAULT 0,
        lifted_at INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX identity_blocks_standing ON identity_blocks (channel_id, field, value)
        WHERE lifted_at IS NULL;
      CREATE INDEX identity_blocks_alike ON identity_blocks (channel_id, field) WHERE lifted_at IS NULL;

      -- Which entries of the journal are about a conversation, messages and replies aside: those stand in messages.
      CREATE TABLE conversation_events (
        conversation_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (conversation_id, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX journal_of_operators ON journal (actor, seq) WHERE actor >= 'operator:' AND actor < 'operator;';

      UPDATE flags SET state = 'settled', decision = 'acknowledged' WHERE acknowledged_at IS NOT NULL;
      INSERT INTO flag_steps (seq, flag_id, what, operator_id, at, decision, note)
        SELECT j.seq, c.json ->> '$.flagId', 'acknowledged', c.json ->> '$.operatorId', j.at, 'acknowledged', ''
        FROM journal j JOIN journal_content c ON c.seq = j.seq
        WHERE j.type = 'flag.acknowledged' AND EXISTS (SELECT 1 FROM flags WHERE id = c.json ->> '$.flagId');

      INSERT INTO conversation_events (conversation_id, seq)
        SELECT conversation_id, seq FROM (
          SELECT j.seq, coalesce(c.json ->> '$.conversationId',
            (SELECT conversation_id FROM flags WHERE id = c.json ->> '$.flagId'),
            (SELECT conversation_id FROM grant_requests WHERE id = c.json ->> '$.requestId'),
            (SELECT conversation_id FROM messages WHERE id = c.json ->> '$.messageId')) AS conversation_id
          FROM journal j JOIN journal_content c ON c.seq = j.seq
          WHERE j.type IN ('conversation.assigned', 'conversation.closed', 'conversation.reopened', 'reply.blocked',
            'reply.warned', 'reply.failed', 'flag.raised', 'flag.acknowledged', 'proof.revoked', 'proof.restored',
            'grant.requested', 'grant.approved', 'grant.declined', 'grant.used')
        ) WHERE conversation_id IS NOT NULL;
    `)
  },
}
