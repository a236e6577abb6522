import type { ConversationId, MessageId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

export interface SearchHit {
  conversationId: ConversationId
  messageId: MessageId
  title: string
  snippet: string
  at: number
}

/** Rows indexed in one slice, so that a message which arrives meanwhile waits a few milliseconds at most. */
const sliceLength = 500
/** How much of the un-indexed tail a search reads. Indexing keeps the tail shorter than that. */
const tailLength = 5_000
const snippetWords = 14

/**
 * Finds messages that hold every word of the query, newest first; each word may be the beginning of a longer one.
 * What is not yet indexed is read, so that a message can be found as soon as it is stored.
 * @param query what a person typed: its marks have no meaning, only its words
 */
export function searchMessages(
  handle: ReadHandle | WriteHandle,
  { query, limit }: { query: string; limit: number },
): { hits: SearchHit[] } {
  const words = wordsOf(query)
  if (words.length === 0) return { hits: [] }
  const recent = searchTail(handle, words, limit)
  const indexed = recent.length < limit ? searchIndex(handle, words, limit - recent.length) : []
  return { hits: [...recent, ...indexed] }
}

/**
 * Indexes a slice of what is not indexed yet. Part of the caller's transaction.
 * @returns true when more is left
 */
export function indexSlice(handle: WriteHandle): boolean {
  const from = indexedSeq(handle)
  const last = one<{ seq: number; rows: number }>(
    handle,
    'SELECT max(seq) AS seq, count(*) AS rows FROM (SELECT seq FROM messages WHERE seq > ? ORDER BY seq LIMIT ?)',
    from,
    sliceLength,
  )
  if (!last || last.rows === 0) return false
  run(
    handle,
    'INSERT INTO messages_fts (rowid, text) SELECT seq, text FROM messages WHERE seq > ? AND seq <= ? ORDER BY seq',
    from,
    last.seq,
  )
  run(handle, 'UPDATE search_progress SET indexed_seq = ? WHERE only = 1', last.seq)
  return last.rows === sliceLength
}

/** How many messages wait for the index. */
export function searchProgress(handle: ReadHandle | WriteHandle, _input: Record<string, never>): { waiting: number } {
  const count = 'SELECT count(*) AS waiting FROM messages WHERE seq > ?'
  return one<{ waiting: number }>(handle, count, indexedSeq(handle)) ?? { waiting: 0 }
}

/** Empties the index, so that it is made anew from the messages. */
export function forgetIndex(handle: WriteHandle): void {
  run(handle, `INSERT INTO messages_fts (messages_fts) VALUES ('delete-all')`)
  run(handle, 'UPDATE search_progress SET indexed_seq = 0 WHERE only = 1')
}

function searchIndex(handle: ReadHandle | WriteHandle, words: string[], limit: number): SearchHit[] {
  // Every word is quoted, so that nothing a person types is an operator of the query language.
  const match = words.map((word) => `"${word}"*`).join(' AND ')
  return all<SearchHit>(
    handle,
    `SELECT m.conversation_id AS conversationId, m.id AS messageId, c.title, f.snippet, m.at
     FROM (
       SELECT rowid AS seq, snippet(messages_fts, 0, '', '', '…', ${snippetWords}) AS snippet FROM messages_fts
       WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT ?
     ) f JOIN messages m ON m.seq = f.seq JOIN conversations c ON c.id = m.conversation_id
     ORDER BY m.seq DESC`,
    match,
    limit,
  )
}

function searchTail(handle: ReadHandle | WriteHandle, words: string[], limit: number): SearchHit[] {
  const rows = all<{ seq: number; text: string }>(
    handle,
    `SELECT seq, text FROM messages WHERE seq > ? ORDER BY seq DESC LIMIT ${tailLength}`,
    indexedSeq(handle),
  )
  const hits: SearchHit[] = []
  for (const { seq, text } of rows) {
    if (hits.length >= limit) break
    const found = wordsOf(text)
    if (!words.every((word) => found.some((candidate) => candidate.startsWith(word)))) continue
    const row = one<Omit<SearchHit, 'snippet'>>(
      handle,
      `SELECT m.conversation_id AS conversationId, m.id AS messageId, c.title, m.at
       FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.seq = ?`,
      seq,
    )
    if (row) hits.push({ ...row, snippet: snippetOf(text, words) })
  }
  return hits
}

function indexedSeq(handle: ReadHandle | WriteHandle): number {
  return (
    one<{ indexed_seq: number }>(handle, 'SELECT indexed_seq FROM search_progress WHERE only = 1')?.indexed_seq ?? 0
  )
}

/** Words as the index cuts them (FTS5 unicode61): runs of letters, digits and marks, without case and accents. */
function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []
  )
}

/** A few words around the first match, cut like the index does. */
function snippetOf(text: string, words: string[]): string {
  const pieces = text.split(/\s+/).filter((piece) => piece !== '')
  const at = pieces.findIndex((piece) => wordsOf(piece).some((found) => words.some((word) => found.startsWith(word))))
  const from = Math.max(0, Math.min(at - 4, pieces.length - snippetWords))
  const to = Math.min(pieces.length, from + snippetWords)
  return `${from > 0 ? '…' : ''}${pieces.slice(from, to).join(' ')}${to < pieces.length ? '…' : ''}`
}
