import type { Migration } from '../migrate.ts'

export const reviewTables: Migration = {
  number: 50,
  name: 'review',
  up() {},
}
