import type { Migration } from '../migrate.ts'

/** Sessions, contacts, conversations, messages and what is counted about them. All of it follows the journal. */
export const conversationTables: Migration = {
  number: 30,
  name: 'conversations',
  up(sql) {
    sql.exec(`
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        channel_id TEXT NOT NULL,
        token_digest TEXT UNIQUE,
        name TEXT,
        via TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL,
        -- What the page last said about the visitor, to journal a change and not each reconnection.
        identified_as TEXT,
        UNIQUE (channel_id, name)
      ) STRICT;

      CREATE TABLE contacts (
        id TEXT PRIMARY KEY,
        channel_id TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        universe TEXT NOT NULL CHECK (universe IN ('signup', 'lead')),
        first_seen_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL,
        last_verified_at INTEGER,
        conversations INTEGER NOT NULL DEFAULT 0,
        -- Sequence number of the event that made it: a fixed order for paging.
        made_seq INTEGER NOT NULL,
        UNIQUE (channel_id, field, value)
      ) STRICT;
      CREATE INDEX contacts_by_age ON contacts (made_seq DESC);

      CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        channel_id TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
        assignee_id TEXT,
        created_at INTEGER NOT NULL,
        -- Sequence number of the newest message: orders the inbox, and no two rows share one.
        activity_seq INTEGER NOT NULL,
        last_position INTEGER NOT NULL,
        read_position INTEGER NOT NULL,
        unread INTEGER NOT NULL,
        waiting_since INTEGER,
        last_text TEXT,
        last_kind TEXT,
        last_at INTEGER,
        open_flags INTEGER NOT NULL,
        title TEXT NOT NULL,
        title_provenance TEXT NOT NULL,
        standing_status TEXT NOT NULL,
        standing_reason TEXT,
        standing_field TEXT,
        standing_value TEXT,
        standing_since INTEGER NOT NULL,
        proven_at INTEGER,
        valid_until INTEGER,
        -- The contact that the newest visitor message proved; null when it proved none.
        proven_contact_id TEXT,
        -- JSON: the identity that was named last, to notice another one.
        named TEXT
      ) STRICT;
      CREATE INDEX conversations_of_session ON conversations (session_id, activity_seq DESC);
      CREATE INDEX conversations_by_state ON conversations (state, activity_seq DESC);
      CREATE INDEX conversations_mine ON conversations (assignee_id, activity_seq DESC)
        WHERE state = 'open' AND assignee_id IS NOT NULL;
      CREATE INDEX conversations_unassigned ON conversations (activity_seq DESC)
        WHERE state = 'open' AND assignee_id IS NULL;
      CREATE INDEX conversations_flagged ON conversations (activity_seq DESC) WHERE open_flags > 0;

      -- Which contacts took part; proven = 0 is a claim about a contact that nobody ever proved.
      CREATE TABLE conversation_contacts (
        contact_id TEXT NOT NULL REFERENCES contacts (id),
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        proven INTEGER NOT NULL,
        PRIMARY KEY (contact_id, conversation_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE messages (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        position INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('visitor', 'reply', 'note', 'event')),
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        session_id TEXT NOT NULL,
        client_message_id TEXT,
        request_id TEXT,
        operator_id TEXT,
        delivery TEXT,
        -- The contact that was proven when this was written: elsewhere only they may read it.
        audience_contact_id TEXT,
        status TEXT,
        -- JSON of the verdict, as it was found on arrival.
        verdict TEXT,
        standing_changed INTEGER NOT NULL,
        identity_switched INTEGER NOT NULL,
        warned INTEGER NOT NULL,
        origin TEXT,
        page_url TEXT,
        client TEXT
      ) STRICT;
      CREATE UNIQUE INDEX messages_in_order ON messages (conversation_id, position);
      CREATE UNIQUE INDEX messages_once ON messages (session_id, client_message_id) WHERE client_message_id IS NOT NULL;
      CREATE UNIQUE INDEX replies_once ON messages (conversation_id, request_id) WHERE request_id IS NOT NULL;
      CREATE INDEX messages_for_contact ON messages (audience_contact_id, seq DESC) WHERE audience_contact_id IS NOT NULL;

      -- Where each proof was used. Origin and client are '' where there was none.
      CREATE TABLE proof_sightings (
        channel_id TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        origin TEXT NOT NULL,
        client TEXT NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        messages INTEGER NOT NULL,
        PRIMARY KEY (channel_id, fingerprint, origin, client)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE channel_counts (
        channel_id TEXT PRIMARY KEY,
        messages INTEGER NOT NULL DEFAULT 0,
        verified INTEGER NOT NULL DEFAULT 0,
        unverified INTEGER NOT NULL DEFAULT 0,
        would_refuse INTEGER NOT NULL DEFAULT 0,
        refused INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      -- open, closed, unassigned, flagged, waiting, and assigned:<operator>. Kept by the triggers below.
      CREATE TABLE inbox_counts (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE VIEW conversation_membership AS
        SELECT id, CASE state WHEN 'open' THEN 'open' ELSE 'closed' END AS name FROM conversations
        UNION ALL SELECT id, 'unassigned' FROM conversations WHERE state = 'open' AND assignee_id IS NULL
        UNION ALL SELECT id, 'assigned:' || assignee_id FROM conversations WHERE state = 'open' AND assignee_id IS NOT NULL
        UNION ALL SELECT id, 'flagged' FROM conversations WHERE open_flags > 0
        UNION ALL SELECT id, 'waiting' FROM conversations WHERE state = 'open' AND waiting_since IS NOT NULL;

      CREATE TRIGGER conversations_counted_in AFTER INSERT ON conversations BEGIN
        INSERT INTO inbox_counts (name, value)
          SELECT name, 1 FROM conversation_membership WHERE id = NEW.id
          ON CONFLICT (name) DO UPDATE SET value = value + 1;
      END;
      CREATE TRIGGER conversations_counted_before BEFORE UPDATE ON conversations
        WHEN OLD.state <> NEW.state OR OLD.assignee_id IS NOT NEW.assignee_id
          OR (OLD.open_flags > 0) <> (NEW.open_flags > 0)
          OR (OLD.waiting_since IS NULL) <> (NEW.waiting_since IS NULL)
      BEGIN
        UPDATE inbox_counts SET value = value - 1
          WHERE name IN (SELECT name FROM conversation_membership WHERE id = OLD.id);
      END;
      CREATE TRIGGER conversations_counted_after AFTER UPDATE ON conversations
        WHEN OLD.state <> NEW.state OR OLD.assignee_id IS NOT NEW.assignee_id
          OR (OLD.open_flags > 0) <> (NEW.open_flags > 0)
          OR (OLD.waiting_since IS NULL) <> (NEW.waiting_since IS NULL)
      BEGIN
        INSERT INTO inbox_counts (name, value)
          SELECT name, 1 FROM conversation_membership WHERE id = NEW.id
          ON CONFLICT (name) DO UPDATE SET value = value + 1;
      END;

      CREATE VIRTUAL TABLE messages_fts USING fts5(
        text, content = 'messages', content_rowid = 'seq', tokenize = 'unicode61', prefix = '2 3'
      );
      -- How far the index has come; what is newer is searched by reading it.
      CREATE TABLE search_progress (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        indexed_seq INTEGER NOT NULL
      ) STRICT;
      INSERT INTO search_progress (only, indexed_seq) VALUES (1, 0);
    `)
  },
}
