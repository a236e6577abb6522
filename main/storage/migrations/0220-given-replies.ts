import type { Migration } from '../migrate.ts'

/** When a reply was last given to a page (ms), which may have shown it, confirmed or not; null where it never was. */
export const givenReplies: Migration = {
  number: 220,
  name: 'given replies',
  up(sql) {
    sql.exec(`
      ALTER TABLE messages ADD COLUMN given_at INTEGER;
      -- Beside max(), the other columns are those of the same row.
      UPDATE messages SET given_at = given.at
      FROM (
        SELECT c.json ->> '$.messageId' AS id, j.at, max(j.seq)
        FROM journal j JOIN journal_content c ON c.seq = j.seq
        WHERE j.type = 'reply.handedOver' GROUP BY 1
      ) AS given
      WHERE messages.id = given.id;
    `)
  },
}
