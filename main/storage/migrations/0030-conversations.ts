import type { Migration } from '../migrate.ts'

export const conversationTables: Migration = {
  number: 30,
  name: 'conversations',
  up() {},
}
