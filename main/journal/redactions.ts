import type { ReadHandle, WriteHandle } from '../storage/port.ts'
import { all } from '../storage/statement.ts'

/** What an erasure left of one entry: its content without what a person may not be found by. */
export interface Redaction {
  seq: number
  /** JSON of the same shape as the content that was erased. */
  content: unknown
}

/**
 * What stands instead of each erased content. Erasures are read from the newest to the oldest: a later one may have
 * erased an earlier one, and then speaks for it.
 * @param erasures the entries of type `content.erased`, in any order; `json` is null where it was erased itself
 */
export function redactionsOf(erasures: readonly { seq: number; json: string | null }[]): Map<number, string> {
  const found = new Map<number, string>()
  for (const { seq, json } of erasures.toSorted((one, other) => other.seq - one.seq)) {
    const text = json ?? found.get(seq)
    if (text === undefined) continue
    for (const { seq: of, content } of (JSON.parse(text) as { entries: Redaction[] }).entries) {
      if (!found.has(of)) found.set(of, JSON.stringify(content))
    }
  }
  return found
}

/** The same for a database. */
export function readRedactions(handle: ReadHandle | WriteHandle): Map<number, string> {
  return redactionsOf(
    all<{ seq: number; json: string | null }>(
      handle,
      `SELECT j.seq, c.json FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq
       WHERE j.type = 'content.erased' ORDER BY j.seq`,
    ),
  )
}
