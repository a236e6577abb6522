import { hashRow } from '../../journal/chain.ts'
import type { JournalEntry } from '../../journal/entries.ts'
import { isAsWritten } from '../../operators/stored/operators.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one, statement } from '../../storage/statement.ts'
import type { GrantClaims } from '../grants/grant-token.ts'

/** Entries behind a grant that are followed at most: beyond a quarter of an hour of a flood it opens nothing. */
const followedMost = 100_000

/**
 * Whether a grant was used, as the journal says it: from the entry that the grant itself names, along the chain, to
 * the end. A chain that does not hold on the way hides something, and then the grant opens nothing.
 */
export function useOfGrant(
  handle: ReadHandle | WriteHandle,
  { after, grantId }: GrantClaims,
): 'valid' | 'used' | 'altered' {
  const anchored = one<{ hash: Uint8Array }>(handle, 'SELECT hash FROM journal WHERE seq = ?', after.seq)
  if (anchored === null || Buffer.from(anchored.hash).toString('hex') !== after.hash) return 'altered'
  const rows = statement(
    handle,
    `SELECT j.seq, j.at, j.type, j.actor, j.content_digest AS contentDigest, j.previous_hash AS previousHash, j.hash,
       CASE WHEN j.type = 'grant.used' THEN c.salt END AS salt, CASE WHEN j.type = 'grant.used' THEN c.json END AS json
     FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq WHERE j.seq > ? ORDER BY j.seq LIMIT ?`,
  ).all(after.seq, followedMost + 1) as JournalEntry[]
  if (rows.length > followedMost) return 'altered'
  let previous = anchored.hash
  let expected = after.seq + 1
  for (const row of rows) {
    const holds = row.seq === expected && Buffer.compare(row.previousHash, previous) === 0
    if (!holds || Buffer.compare(hashRow(row), row.hash) !== 0) return 'altered'
    if (row.type === 'grant.used') {
      if (!isAsWritten(row)) return 'altered'
      const { grantId: used } = JSON.parse(row.json ?? '{}') as { grantId?: unknown }
      if (used === grantId) return 'used'
    }
    previous = row.hash
    expected += 1
  }
  return 'valid'
}
