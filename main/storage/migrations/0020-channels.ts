import type { Migration } from '../migrate.ts'

export const channelTables: Migration = {
  number: 20,
  name: 'channels',
  up() {},
}
