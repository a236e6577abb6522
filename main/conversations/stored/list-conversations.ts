import { assertNever } from '#shared/domain/assert-never.ts'
import type { ChannelId, OperatorId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one } from '../../storage/statement.ts'
import type { ConversationRecord, StoredConversationRow } from './rows.ts'
import { conversationRow } from './rows.ts'

export interface InboxPageInput {
  filter: 'mine' | 'unassigned' | 'all' | 'flagged' | 'closed'
  operatorId: OperatorId
  /** What the page before gave as `nextCursor`; null for the first page. */
  cursor: string | null
  limit: number
  now: number
}

export interface InboxCounts {
  mine: number
  unassigned: number
  all: number
  flagged: number
  closed: number
}

/** One page of the inbox, newest activity first. Keyset paging: its cost does not depend on the depth. */
export function listConversations(
  handle: ReadHandle | WriteHandle,
  { filter, operatorId, cursor, limit, now }: InboxPageInput,
): { rows: StoredConversationRow[]; nextCursor: string | null; counts: InboxCounts } {
  const before = cursorValue(cursor)
  const rows = pageOf(handle, filter, operatorId, before, limit + 1)
  const page = rows.slice(0, limit)
  return {
    rows: page.map((row) => conversationRow(row, now)),
    nextCursor: rows.length > limit ? String(page.at(-1)?.activity_seq) : null,
    counts: inboxCounts(handle, operatorId),
  }
}

function pageOf(
  handle: ReadHandle | WriteHandle,
  filter: InboxPageInput['filter'],
  operatorId: OperatorId,
  before: number,
  limit: number,
): ConversationRecord[] {
  const tail = 'AND activity_seq < ? ORDER BY activity_seq DESC LIMIT ?'
  switch (filter) {
    case 'mine':
      return all(
        handle,
        `SELECT * FROM conversations WHERE state = 'open' AND assignee_id = ? AND assignee_id IS NOT NULL ${tail}`,
        operatorId,
        before,
        limit,
      )
    case 'unassigned':
      return all(
        handle,
        `SELECT * FROM conversations WHERE state = 'open' AND assignee_id IS NULL ${tail}`,
        before,
        limit,
      )
    case 'all':
      return all(handle, `SELECT * FROM conversations WHERE state = 'open' ${tail}`, before, limit)
    case 'flagged':
      return all(handle, `SELECT * FROM conversations WHERE open_flags > 0 ${tail}`, before, limit)
    case 'closed':
      return all(handle, `SELECT * FROM conversations WHERE state = 'closed' ${tail}`, before, limit)
    default:
      return assertNever(filter)
  }
}

/** What the filters hold, from counters that every change keeps. */
export function inboxCounts(handle: ReadHandle | WriteHandle, operatorId: OperatorId): InboxCounts {
  const count = (name: string) => countOf(handle, name)
  return {
    mine: count(`assigned:${operatorId}`),
    unassigned: count('unassigned'),
    all: count('open'),
    flagged: count('flagged'),
    closed: count('closed'),
  }
}

/** For the rail: conversations whose visitor waits for an answer, and flags that nobody decided, or that are disputed. */
export function workspaceCounts(handle: ReadHandle | WriteHandle): { waiting: number; openFlags: number } {
  const flags = one<{ count: number }>(
    handle,
    `SELECT (SELECT count(*) FROM flags WHERE acknowledged_at IS NULL)
       + (SELECT count(*) FROM flags WHERE state = 'disputed') AS count`,
  )
  return { waiting: countOf(handle, 'waiting'), openFlags: flags?.count ?? 0 }
}

export interface ChannelCounts {
  channelId: ChannelId
  messages: number
  verified: number
  unverified: number
  wouldRefuse: number
  refused: number
}

/** Per channel: what came in, and what `enforce` refused or would refuse. Channels without a message are left out. */
export function channelCounts(handle: ReadHandle | WriteHandle): ChannelCounts[] {
  return all(
    handle,
    `SELECT channel_id AS channelId, messages, verified, unverified, would_refuse AS wouldRefuse, refused
     FROM channel_counts`,
  )
}

function countOf(handle: ReadHandle | WriteHandle, name: string): number {
  return one<{ value: number }>(handle, 'SELECT value FROM inbox_counts WHERE name = ?', name)?.value ?? 0
}

/** A cursor is a sequence number; anything else means the first page. */
export function cursorValue(cursor: string | null): number {
  return cursor !== null && /^[0-9]{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER
}
