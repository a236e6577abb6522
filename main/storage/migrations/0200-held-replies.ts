import type { Migration } from '../migrate.ts'

/** Why the gate did not let a reply that waited go to the visitor: a code and a sentence, as JSON. Null for all others. */
export const heldReplies: Migration = {
  number: 200,
  name: 'held replies',
  up(sql) {
    sql.exec('ALTER TABLE messages ADD COLUMN held TEXT')
  },
}
