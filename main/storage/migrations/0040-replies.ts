import type { Migration } from '../migrate.ts'

export const replyTables: Migration = {
  number: 40,
  name: 'replies',
  up() {},
}
