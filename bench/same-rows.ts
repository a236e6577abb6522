import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accepted, identity, openConsole } from '../main/conversations/testing/open-console.ts'
import { migrations } from '../main/storage/migrations/all.ts'
import { openForReading, openForWriting } from '../main/storage/open.ts'
import type { Contender } from './measure.ts'

/**
 * The rows that one visitor message leaves behind, written into the same tables with prepared statements, one hundred
 * per commit: no verification, no hashing, no reading, no threads. What the record adds to storing is seen against it.
 */
export async function openSameRows(text: (index: number) => string): Promise<{ contender: Contender; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-bench-'))
  const path = join(folder, 'rows.db')
  const desk = await openConsole({ path })
  const payload = identity('ann@example.com')
  const { sessionId } = await desk.open(payload)
  const { messageId } = accepted(await desk.say(sessionId, payload, text(0)))
  await desk.remove()

  const read = openForReading(path).sql
  const first = (table: string, where = '1') =>
    read.prepare(`SELECT * FROM ${table} WHERE ${where} ORDER BY rowid DESC LIMIT 1`).get() as Record<string, unknown>
  const rows = {
    journal: first('journal'),
    journal_content: first('journal_content'),
    messages: first('messages', `id = '${messageId}'`),
  }
  read.close()

  const { sql } = openForWriting(path, migrations)
  const inserting = (table: keyof typeof rows) => {
    const names = Object.keys(rows[table])
    const insert = sql.prepare(
      `INSERT INTO ${table} (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`,
    )
    return (changed: Record<string, unknown>) => insert.run({ ...rows[table], ...changed })
  }
  const journal = inserting('journal')
  const content = inserting('journal_content')
  const message = inserting('messages')
  const others = [
    'UPDATE conversations SET activity_seq = @seq, last_position = @seq, unread = unread + 1, last_text = @text, last_at = @seq',
    'UPDATE contacts SET last_seen_at = @seq, last_verified_at = @seq',
    'UPDATE channel_counts SET messages = messages + 1, verified = verified + 1 WHERE @seq > 0',
    'UPDATE proof_sightings SET messages = messages + 1, last_at = @seq',
  ].map((text) => sql.prepare(text))
  let seq = Number(rows.journal['seq'])
  const run = (count: number) => {
    for (let done = 0; done < count; done += 100) {
      sql.exec('BEGIN IMMEDIATE')
      for (let index = done; index < Math.min(count, done + 100); index++) {
        seq += 1
        journal({ seq })
        content({ seq })
        message({
          seq,
          id: `msg_${(seq * 7919) % 1_000_003}_${seq}`,
          position: seq,
          client_message_id: `m_${seq}`,
          text: text(seq),
        })
        for (const other of others) other.run({ seq, text: text(seq) })
      }
      sql.exec('COMMIT')
    }
  }
  return {
    contender: { name: 'same rows', run },
    close: () => {
      sql.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
