import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Desk } from './desk.ts'

/**
 * Keeps the console from writing, as another program may that holds its file: what is asked of it is answered when it
 * is let go. It waits for ten seconds, and then says that it cannot store anything. Reading goes on.
 * @returns lets it go
 */
export function holdDatabase(desk: Desk): () => void {
  const database = new Database(join(desk.running.profileFolder, 'bonafide.sqlite'), { timeout: 5_000 })
  database.exec('BEGIN IMMEDIATE')
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}
