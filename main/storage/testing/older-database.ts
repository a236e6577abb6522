import type { Database } from 'better-sqlite3'
import Sqlite from 'better-sqlite3'
import type { Migration } from '../migrate.ts'
import { openForWriting } from '../open.ts'

/**
 * Makes a database as an older version left it: its schema, filled with the rows of a newer one as far as it has their
 * columns. A column that the newer one dropped gets 0 where it needs a value.
 */
export function makeOlderDatabase(
  path: string,
  newer: string,
  migrations: readonly Migration[],
  version: number,
): void {
  const { sql } = openForWriting(
    path,
    migrations.filter(({ number }) => number <= version),
  )
  sql.pragma('foreign_keys = OFF')
  sql.prepare('ATTACH ? AS newer').run(newer)
  const known = new Set(tablesOf(sql, 'newer'))
  for (const table of tablesOf(sql, 'main')) {
    if (!known.has(table)) continue
    const there = new Set(columnsOf(sql, 'newer', table).map(({ name }) => name))
    const taken = columnsOf(sql, 'main', table).filter(
      ({ name, notnull, dflt_value }) => there.has(name) || (notnull === 1 && dflt_value === null),
    )
    const names = taken.map(({ name }) => `"${name}"`).join(', ')
    const values = taken.map(({ name }) => (there.has(name) ? `"${name}"` : '0')).join(', ')
    sql.exec(`INSERT OR REPLACE INTO main."${table}" (${names}) SELECT ${values} FROM newer."${table}"`)
  }
  sql.exec('DETACH newer')
  sql.close()
}

/** Everything in a database as text: schema, version and every row, in an order of its own. */
export function dumpDatabase(path: string): string[] {
  const sql = new Sqlite(path, { readonly: true })
  try {
    const schema = sql.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').raw().all()
    const rows = tablesOf(sql, 'main').flatMap((table) =>
      (sql.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][])
        .map((row) => `${table} ${JSON.stringify(row)}`)
        .toSorted(),
    )
    const version = sql.pragma('user_version', { simple: true }) as number
    return [`version ${version}`, ...schema.map((row) => JSON.stringify(row)), ...rows]
  } finally {
    sql.close()
  }
}

/** Ordinary tables; the search index is made of virtual ones and comes by itself. */
function tablesOf(sql: Database, schema: 'main' | 'newer'): string[] {
  return sql
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = ? AND type = 'table'
       AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all(schema) as string[]
}

function columnsOf(sql: Database, schema: 'main' | 'newer', table: string) {
  return sql.prepare('SELECT name, "notnull", dflt_value FROM pragma_table_info(?, ?)').all(table, schema) as {
    name: string
    notnull: number
    dflt_value: string | null
  }[]
}
