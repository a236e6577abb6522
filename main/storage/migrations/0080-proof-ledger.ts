import type { Database } from 'better-sqlite3'
import { identityKey } from '#shared/text/identity-key.ts'
import type { Migration } from '../migrate.ts'

/**
 * Where each proof was first used and since, which of them were revoked, which keys were seen outside, and what each
 * flag is about. All of it follows the journal; what an older file holds is filled in as the journal gives it.
 */
export const proofLedger: Migration = {
  number: 80,
  name: 'proof ledger',
  up(sql) {
    sql.exec(`
      -- One row per proof. last_… is its newest use by a page, other_… the newest one by another session than that.
      CREATE TABLE proofs (
        channel_id TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        first_at INTEGER NOT NULL,
        first_session_id TEXT NOT NULL,
        sessions INTEGER NOT NULL,
        last_session_id TEXT,
        last_at INTEGER,
        other_session_id TEXT,
        other_at INTEGER,
        revoked_at INTEGER,
        PRIMARY KEY (channel_id, fingerprint)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE proof_sessions (
        channel_id TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        session_id TEXT NOT NULL,
        PRIMARY KEY (channel_id, fingerprint, session_id)
      ) STRICT, WITHOUT ROWID;

      -- A place is new until a supervisor has looked at the flag about it; the first place of a proof never is.
      ALTER TABLE proof_sightings ADD COLUMN is_new INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE proof_sightings ADD COLUMN flagged_at INTEGER;

      ALTER TABLE conversations ADD COLUMN proof_fingerprint TEXT;
      ALTER TABLE conversations ADD COLUMN assurance TEXT;
      ALTER TABLE conversations ADD COLUMN elsewhere TEXT;
      ALTER TABLE conversations ADD COLUMN proof_revoked_at INTEGER;
      ALTER TABLE conversations ADD COLUMN key_compromised_at INTEGER;
      CREATE INDEX conversations_of_proof ON conversations (channel_id, proof_fingerprint)
        WHERE proof_fingerprint IS NOT NULL;

      ALTER TABLE channel_keys ADD COLUMN compromised_at INTEGER;

      -- The proof a flag is about, and (JSON) who was claimed beside who is known.
      ALTER TABLE flags ADD COLUMN proof TEXT;
      ALTER TABLE flags ADD COLUMN comparison TEXT;
      CREATE INDEX flags_of_proof ON flags (proof) WHERE proof IS NOT NULL AND acknowledged_at IS NULL;
      CREATE INDEX flags_of_conversation ON flags (conversation_id, kind);

      -- Every value that was ever proven, with what a lookalike of it would share.
      CREATE TABLE proven_values (
        channel_id TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        lookalike TEXT NOT NULL,
        contact_id TEXT NOT NULL,
        PRIMARY KEY (channel_id, field, value)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX proven_values_alike ON proven_values (lookalike);

      UPDATE conversations SET proof_fingerprint = (
          SELECT m.verdict ->> '$.evidence.proofFingerprint' FROM messages m
          WHERE m.conversation_id = conversations.id AND m.kind = 'visitor' ORDER BY m.position DESC LIMIT 1
        ), assurance = (
          SELECT m.verdict ->> '$.assurance' FROM messages m
          WHERE m.conversation_id = conversations.id AND m.kind = 'visitor' ORDER BY m.position DESC LIMIT 1
        )
      WHERE standing_status = 'verified';

      -- Rebuilt below in the order in which the messages came.
      DELETE FROM proof_sightings;
    `)
    fillProofs(sql)
    fillProvenValues(sql)
  },
}

interface OldMessage {
  at: number
  session_id: string
  channel_id: string
  fingerprint: string
  origin: string
  client: string
  via: string
}

function fillProofs(sql: Database): void {
  const older = sql.prepare(`
    SELECT m.at, m.session_id, c.channel_id, m.verdict ->> '$.evidence.proofFingerprint' AS fingerprint,
      coalesce(m.origin, '') AS origin, coalesce(m.client, '') AS client, s.via
    FROM messages m JOIN conversations c ON c.id = m.conversation_id JOIN sessions s ON s.id = m.session_id
    WHERE m.kind = 'visitor' AND m.seq > ? AND m.verdict ->> '$.evidence.proofFingerprint' IS NOT NULL
    ORDER BY m.seq LIMIT 5000`)
  const last = sql.prepare(`SELECT max(seq) AS seq FROM (
    SELECT seq FROM messages WHERE kind = 'visitor' AND seq > ?
      AND verdict ->> '$.evidence.proofFingerprint' IS NOT NULL ORDER BY seq LIMIT 5000)`)
  const place = sql.prepare(`
    INSERT INTO proof_sightings (channel_id, fingerprint, origin, client, first_at, last_at, messages, is_new)
    VALUES (@channel_id, @fingerprint, @origin, @client, @at, @at, 1, @via = 'widget' AND EXISTS (
      SELECT 1 FROM proof_sightings WHERE channel_id = @channel_id AND fingerprint = @fingerprint))
    ON CONFLICT DO UPDATE SET last_at = excluded.last_at, messages = messages + 1`)
  const session = sql.prepare(
    'INSERT INTO proof_sessions VALUES (@channel_id, @fingerprint, @session_id) ON CONFLICT DO NOTHING',
  )
  const proof = sql.prepare(`
    INSERT INTO proofs VALUES (@channel_id, @fingerprint, @at, @session_id, 1, iif(@via = 'widget', @session_id, NULL),
      iif(@via = 'widget', @at, NULL), NULL, NULL, NULL)
    ON CONFLICT DO UPDATE SET sessions = sessions + @added`)
  const used = sql.prepare(`
    UPDATE proofs SET
      other_session_id = iif(last_session_id IS @session_id, other_session_id, last_session_id),
      other_at = iif(last_session_id IS @session_id, other_at, last_at),
      last_session_id = @session_id, last_at = @at
    WHERE channel_id = @channel_id AND fingerprint = @fingerprint`)
  for (let after = 0; ; ) {
    const rows = older.all(after) as OldMessage[]
    const next = (last.get(after) as { seq: number | null }).seq
    if (next === null) return
    for (const row of rows) {
      place.run(row)
      proof.run({ ...row, added: session.run(row).changes })
      if (row.via === 'widget') used.run(row)
    }
    after = next
  }
}

/** The fields that name somebody, and the name, where a verified message or opening proved them. */
function fillProvenValues(sql: Database): void {
  const older = sql.prepare(`
    SELECT j.seq, c.json ->> '$.channelId' AS channelId, c.json -> '$.verdict' AS verdict
    FROM journal j JOIN journal_content c ON c.seq = j.seq
    WHERE j.seq > ? AND j.type IN ('message.received', 'visitor.identified')
      AND c.json ->> '$.verdict.status' = 'verified' ORDER BY j.seq LIMIT 5000`)
  const contact = sql.prepare('SELECT id FROM contacts WHERE channel_id = ? AND field = ? AND value = ?').pluck()
  const keep = sql.prepare('INSERT INTO proven_values VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  for (let after = 0; ; ) {
    const rows = older.all(after) as { seq: number; channelId: string; verdict: string }[]
    if (rows.length === 0) return
    for (const { seq, channelId, verdict } of rows) {
      after = seq
      const { field, fields } = JSON.parse(verdict) as {
        field: string | null
        fields: Record<string, { value: string; provenance: string }>
      }
      const owner = field === null ? null : contact.get(channelId, field, fields[field]?.value)
      if (!owner) continue
      for (const name of new Set([field ?? '', 'ext_user_id', 'external_user_id', 'id', 'email', 'phone', 'name'])) {
        const given = Object.hasOwn(fields, name) ? fields[name] : undefined
        if (given?.provenance !== 'proven' || given.value === '') continue
        keep.run(channelId, name, given.value, identityKey(name, given.value), owner)
      }
    }
  }
}
