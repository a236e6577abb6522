import { writeSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

/** Holds a database for itself until its standard input ends. Prints a line when it has it. */
const sql = new Sqlite(process.argv[2] ?? '')
sql.exec('BEGIN EXCLUSIVE')
writeSync(1, 'held\n')
process.stdin.resume()
process.stdin.once('end', () => sql.close())
