import type { Database } from 'better-sqlite3'
import type { Migration } from '../migrate.ts'

/**
 * What Insights counts. All of it follows the journal; what an older file holds is filled in as the journal gives it.
 */
export const insights: Migration = {
  number: 150,
  name: 'insights',
  up(sql) {
    sql.exec(`
      -- What came of checks, a few dozen rows, so that the counters hold numbers only.
      CREATE TABLE check_outcomes (
        id INTEGER PRIMARY KEY,
        channel_id TEXT NOT NULL,
        -- 0 for messages that a policy or a block refused.
        taken INTEGER NOT NULL CHECK (taken IN (0, 1)),
        status TEXT NOT NULL,
        reason TEXT NOT NULL,
        UNIQUE (channel_id, taken, status, reason)
      ) STRICT;

      -- Checked messages per quarter of an hour since 1970: every time zone's days begin with one of them.
      CREATE TABLE message_counts (
        quarter INTEGER NOT NULL,
        outcome_id INTEGER NOT NULL,
        count INTEGER NOT NULL,
        -- Where in the journal they stand, so that a list finds them without an index of its own.
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        PRIMARY KEY (quarter, outcome_id)
      ) STRICT, WITHOUT ROWID;

      -- One row per reason of each send that the gate refused.
      CREATE TABLE gate_refusals (
        at INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        code TEXT NOT NULL,
        channel_id TEXT NOT NULL,
        conversation_id TEXT NOT NULL,
        operator_id TEXT NOT NULL,
        PRIMARY KEY (at, seq, code)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE override_steps (
        at INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        step TEXT NOT NULL CHECK (step IN ('requested', 'approved', 'declined', 'used')),
        channel_id TEXT NOT NULL,
        conversation_id TEXT NOT NULL,
        operator_id TEXT NOT NULL,
        PRIMARY KEY (at, seq)
      ) STRICT, WITHOUT ROWID;

      -- The first reply of each conversation that has one.
      CREATE TABLE first_replies (
        conversation_id TEXT PRIMARY KEY,
        asked_at INTEGER NOT NULL,
        channel_id TEXT NOT NULL,
        wait INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        operator_id TEXT NOT NULL,
        message_id TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX first_replies_by_question ON first_replies (asked_at, channel_id, wait, seq);
      CREATE INDEX conversations_by_beginning ON conversations (created_at, channel_id);

      CREATE TEMP TABLE older_counts (
        quarter, channel_id, taken, status, reason, count, first_seq, last_seq,
        PRIMARY KEY (quarter, channel_id, taken, status, reason)
      ) WITHOUT ROWID;
      INSERT INTO older_counts
        SELECT m.at / 900000, c.channel_id, 1, m.status, m.verdict ->> '$.reason', count(*), min(m.seq), max(m.seq)
        FROM messages m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.kind = 'visitor' GROUP BY 1, 2, 3, 4, 5;
    `)
    fillFromJournal(sql)
    // Numbered in the order in which they first occurred, as the projection does.
    sql.exec(`
      INSERT INTO check_outcomes (channel_id, taken, status, reason)
        SELECT channel_id, taken, status, reason FROM older_counts GROUP BY 1, 2, 3, 4 ORDER BY min(first_seq);
      INSERT INTO message_counts
        SELECT o.quarter, c.id, o.count, o.first_seq, o.last_seq
        FROM older_counts o JOIN check_outcomes c USING (channel_id, taken, status, reason);
      DROP TABLE older_counts;
    `)
  },
}

const quarterHour = 900_000

interface OldEntry {
  seq: number
  at: number
  type: string
  json: string | null
}

interface OldContent {
  channelId: string
  conversationId: string
  requestId: string
  operatorId: string
  messageId: string
  askToSignIn: boolean
  reasons: string[]
  verdict: { status: string; reason: string }
}

function fillFromJournal(sql: Database): void {
  const older = sql.prepare(`
    SELECT j.seq, j.at, j.type, c.json FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq
    WHERE j.seq > ? AND j.type IN ('message.refused', 'reply.sent', 'reply.blocked', 'grant.requested',
      'grant.approved', 'grant.declined', 'grant.used')
    ORDER BY j.seq LIMIT 5000`)
  const refused = sql.prepare(`
    INSERT INTO older_counts VALUES (?, ?, 0, ?, ?, 1, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + 1, last_seq = excluded.last_seq`)
  const blocked = sql.prepare(`
    INSERT INTO gate_refusals SELECT ?, ?, ?, channel_id, id, ? FROM conversations WHERE id = ? ON CONFLICT DO NOTHING`)
  const asked = sql.prepare(`
    INSERT INTO override_steps SELECT ?, ?, 'requested', channel_id, id, ? FROM conversations WHERE id = ?`)
  const decided = sql.prepare(`
    INSERT INTO override_steps SELECT ?, ?, ?, c.channel_id, c.id, coalesce(?, g.operator_id)
    FROM grant_requests g JOIN conversations c ON c.id = g.conversation_id WHERE g.id = ?`)
  const replied = sql.prepare(`
    INSERT INTO first_replies SELECT id, created_at, channel_id, max(0, ? - created_at), ?, ?, ?
    FROM conversations WHERE id = ? ON CONFLICT DO NOTHING`)
  const left = leftByErasures(sql)
  for (let after = 0; ; ) {
    const rows = older.all(after) as OldEntry[]
    if (rows.length === 0) return
    for (const { seq, at, type, json: own } of rows) {
      after = seq
      const json = own ?? left.get(seq)
      if (json === undefined) continue
      const content = JSON.parse(json) as OldContent
      const { operatorId, conversationId, requestId } = content
      switch (type) {
        case 'message.refused':
          refused.run(
            Math.floor(at / quarterHour),
            content.channelId,
            content.verdict.status,
            content.verdict.reason,
            seq,
            seq,
          )
          break
        case 'reply.blocked':
          for (const code of content.reasons) blocked.run(at, seq, code, operatorId, conversationId)
          break
        case 'reply.sent':
          if (!content.askToSignIn) replied.run(at, seq, operatorId, content.messageId, conversationId)
          break
        case 'grant.requested':
          asked.run(at, seq, operatorId, conversationId)
          break
        default:
          decided.run(at, seq, type.slice('grant.'.length), type === 'grant.used' ? null : operatorId, requestId)
      }
    }
  }
}

/** What stands instead of erased contents; a later erasure may have erased an earlier one, and then speaks for it. */
function leftByErasures(sql: Database): Map<number, string> {
  const erasures = sql
    .prepare(
      `SELECT j.seq, c.json FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq
       WHERE j.type = 'content.erased' ORDER BY j.seq DESC`,
    )
    .all() as { seq: number; json: string | null }[]
  const left = new Map<number, string>()
  for (const { seq, json } of erasures) {
    const text = json ?? left.get(seq)
    if (text === undefined) continue
    for (const entry of (JSON.parse(text) as { entries: { seq: number; content: unknown }[] }).entries) {
      if (!left.has(entry.seq)) left.set(entry.seq, JSON.stringify(entry.content))
    }
  }
  return left
}
