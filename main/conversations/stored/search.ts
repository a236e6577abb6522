import type { Standing } from '#shared/domain/conversation.ts'
import type { ConversationId, MessageId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
import type { ConversationRecord } from './rows.ts'
import { findConversation, standingOf } from './rows.ts'

export interface SearchHit {
  conversationId: ConversationId
  messageId: MessageId
  title: string
  snippet: string
  at: number
  /** Of the conversation, at this moment: a name that is found is not yet a person who is proven. */
  status: Standing['status']
}
type FoundMessage = Omit<SearchHit, 'status'>

/** Rows indexed in one slice, so that a message which arrives meanwhile waits a few milliseconds at most. */
const sliceLength = 500
/** How much of the un-indexed tail a search reads. Indexing keeps the tail shorter than that. */
const tailLength = 5_000
const snippetWords = 14
/** How many are looked through for a name, the newest first: of open and of closed conversations, and of contacts. */
const namesLookedAt = 20_000

/**
 * Finds conversations that are called by, or name, what holds every piece of the query, by their newest message of the
 * visitor: half of the hits at most. Then messages that hold every word of it; each word may be the beginning of a longer one. Newest first.
 * What is not yet indexed is read, so that a message can be found as soon as it is stored.
 * @param query what a person typed: in messages its marks have no meaning, only its words
 */
export function searchMessages(
  handle: ReadHandle | WriteHandle,
  { query, limit, now }: { query: string; limit: number; now: number },
): { hits: SearchHit[] } {
  const words = wordsOf(query)
  if (words.length === 0) return { hits: [] }
  const named = searchNames(handle, query, Math.ceil(limit / 2))
  const recent = searchTail(handle, words, limit)
  const indexed = recent.length < limit ? searchIndex(handle, words, limit - recent.length) : []
  const known = new Set(named.map(({ messageId }) => messageId))
  const found = [...named, ...[...recent, ...indexed].filter(({ messageId }) => !known.has(messageId))]
  return { hits: found.slice(0, limit).map((hit) => ({ ...hit, status: statusOf(handle, hit.conversationId, now) })) }
}

function statusOf(handle: ReadHandle | WriteHandle, id: ConversationId, now: number): Standing['status'] {
  const row = findConversation(handle, id)
  return row === null ? 'none' : standingOf(row, now).status
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

interface NamedConversation {
  id: ConversationId
  title: string
  seq: number
}

/** Conversations by what they are called, and by whom they name: by their newest message of the visitor. */
function searchNames(handle: ReadHandle | WriteHandle, query: string, limit: number): FoundMessage[] {
  const pieces = query.split(/\s+/).filter((piece) => wordsOf(piece).length > 0)
  // Letter case does not count, and a piece may stand anywhere.
  const holds = pieces.map((piece) => `%${piece.replace(/[\\%_]/g, '\\$&')}%`)
  const found = [
    ...titledAs(handle, 'open', holds, limit),
    ...titledAs(handle, 'closed', holds, limit),
    ...naming(handle, holds, limit),
  ].sort((one, other) => other.seq - one.seq)
  const once = found.filter(({ id }, at) => found.findIndex((one) => one.id === id) === at).slice(0, limit)
  return once.flatMap(({ id, title }) => {
    const said = one<{ messageId: MessageId; text: string; at: number }>(
      handle,
      `SELECT id AS messageId, text, at FROM messages WHERE conversation_id = ? AND kind = 'visitor'
       ORDER BY position DESC LIMIT 1`,
      id,
    )
    if (!said) return []
    return [{ conversationId: id, messageId: said.messageId, title, snippet: snippetOf(said.text, []), at: said.at }]
  })
}

function titledAs(
  handle: ReadHandle | WriteHandle,
  state: ConversationRecord['state'],
  holds: string[],
  limit: number,
): NamedConversation[] {
  return all(
    handle,
    `SELECT id, title, activity_seq AS seq FROM conversations
     WHERE state = ? AND activity_seq > coalesce((
       SELECT activity_seq FROM conversations WHERE state = ? ORDER BY activity_seq DESC LIMIT 1 OFFSET ${namesLookedAt}
     ), 0) ${holds.map(() => `AND title LIKE ? ESCAPE '\\'`).join(' ')}
     ORDER BY activity_seq DESC LIMIT ?`,
    state,
    state,
    ...holds,
    limit,
  )
}

/** A conversation may be called by an e-mail and have a user id proven, or the other way round. */
function naming(handle: ReadHandle | WriteHandle, holds: string[], limit: number): NamedConversation[] {
  const contacts = all<{ id: string }>(
    handle,
    `SELECT id FROM contacts
     WHERE made_seq > coalesce((SELECT made_seq FROM contacts ORDER BY made_seq DESC LIMIT 1 OFFSET ${namesLookedAt}), 0)
       ${holds.map(() => `AND value LIKE ? ESCAPE '\\'`).join(' ')}
     ORDER BY made_seq DESC LIMIT ?`,
    ...holds,
    limit,
  )
  return contacts.flatMap(({ id }) =>
    all<NamedConversation>(
      handle,
      `SELECT c.id, c.title, c.activity_seq AS seq FROM conversation_contacts cc
       JOIN conversations c ON c.id = cc.conversation_id
       WHERE cc.contact_id = ? ORDER BY c.activity_seq DESC LIMIT ?`,
      id,
      limit,
    ),
  )
}

function searchIndex(handle: ReadHandle | WriteHandle, words: string[], limit: number): FoundMessage[] {
  // Every word is quoted, so that nothing a person types is an operator of the query language.
  const match = words.map((word) => `"${word}"*`).join(' AND ')
  return all<FoundMessage>(
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

function searchTail(handle: ReadHandle | WriteHandle, words: string[], limit: number): FoundMessage[] {
  const rows = all<{ seq: number; text: string }>(
    handle,
    `SELECT seq, text FROM messages WHERE seq > ? ORDER BY seq DESC LIMIT ${tailLength}`,
    indexedSeq(handle),
  )
  const hits: FoundMessage[] = []
  for (const { seq, text } of rows) {
    if (hits.length >= limit) break
    const found = wordsOf(text)
    if (!words.every((word) => found.some((candidate) => candidate.startsWith(word)))) continue
    const row = one<Omit<FoundMessage, 'snippet'>>(
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
