import type { Database } from 'better-sqlite3'

/** One step of the schema. `number` rises in tens; it is also the version the file carries afterwards. */
export interface Migration {
  number: number
  name: string
  up(sql: Database): void
}

/** Marks a file as ours (`PRAGMA application_id`): the bytes of "bona". */
export const applicationId = 0x62_6f_6e_61

/** Throws unless the numbers are multiples of ten and strictly increasing: a mistake in our own code. */
export function assertMigrationsOrdered(migrations: readonly Migration[]): void {
  let before = 0
  for (const migration of migrations) {
    if (migration.number <= before || migration.number % 10 !== 0) {
      throw new Error(`migration ${migration.number} (${migration.name}) is out of order`)
    }
    before = migration.number
  }
}

/** Runs what the file does not have yet, all of it in one transaction. Answers the numbers that ran. */
export function migrate(sql: Database, migrations: readonly Migration[]): number[] {
  assertMigrationsOrdered(migrations)
  const ran: number[] = []
  sql.exec('BEGIN IMMEDIATE')
  try {
    const version = sql.pragma('user_version', { simple: true }) as number
    for (const migration of migrations) {
      if (migration.number <= version) continue
      migration.up(sql)
      ran.push(migration.number)
    }
    const last = ran.at(-1)
    if (last !== undefined) {
      sql.pragma(`application_id = ${applicationId}`)
      sql.pragma(`user_version = ${last}`)
    }
    sql.exec('COMMIT')
  } catch (error) {
    if (sql.inTransaction) sql.exec('ROLLBACK')
    throw error
  }
  return ran
}
