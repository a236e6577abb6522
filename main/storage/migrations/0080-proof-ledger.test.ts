import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { identity, openConsole } from '../../conversations/testing/open-console.ts'
import { projectedTables, projections } from '../../database-parts.ts'
import { attachProjections } from '../../journal/projections.ts'
import { compareTables, replayInto } from '../../journal/rebuild.ts'
import { openInMemory } from '../open.ts'
import { proofLedger } from './0080-proof-ledger.ts'
import { migrations } from './all.ts'

test('an older file gets the ledger that its journal gives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-ledger-'))
  const path = join(folder, 'bonafide.db')
  const console = await openConsole({ path })
  for (const email of ['ada@shop.example', 'eve@shop.example', 'ada@shop.example']) {
    // Opened without its proof: what an older file held of openings were no proofs.
    const { sessionId } = await console.open(identity(email, null))
    for (const payload of [identity(email), identity(email, null), identity(email)]) {
      await console.say(sessionId, payload, 'Hello')
      // As if it came long after: an older file says nothing about where else a proof was seen.
      console.advance(3_600_000)
    }
  }
  await console.close()

  const sql = new Database(path)
  sql.exec(`
    DROP TABLE proofs; DROP TABLE proof_sessions; DROP TABLE proven_values;
    DROP INDEX conversations_of_proof; DROP INDEX flags_of_proof; DROP INDEX flags_of_conversation;
    ALTER TABLE proof_sightings DROP COLUMN is_new; ALTER TABLE proof_sightings DROP COLUMN flagged_at;
    ALTER TABLE channel_keys DROP COLUMN compromised_at;
    ALTER TABLE flags DROP COLUMN proof; ALTER TABLE flags DROP COLUMN comparison;
  `)
  for (const column of ['proof_fingerprint', 'assurance', 'elsewhere', 'proof_revoked_at', 'key_compromised_at']) {
    sql.exec(`ALTER TABLE conversations DROP COLUMN ${column}`)
  }
  proofLedger.up(sql)

  const filled = { power: 'read', sql } as const
  // An older file's flags named nobody beside their sentence.
  const tables = projectedTables.filter((name) => name !== 'flags')
  const fresh = openInMemory(migrations)
  attachProjections(fresh, projections)
  replayInto(fresh, filled)
  expect(compareTables(filled, fresh, tables)).toEqual([])
  const proofs = sql.prepare('SELECT sessions FROM proofs ORDER BY sessions').pluck().all()
  expect(proofs).toEqual([1, 2])
  sql.close()
  fresh.sql.close()
  rmSync(folder, { recursive: true, force: true })
})
