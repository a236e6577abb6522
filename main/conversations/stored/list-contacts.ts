import type { Universe } from '#shared/domain/conversation.ts'
import type { ChannelId, ContactId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'
import { cursorValue } from './list-conversations.ts'

export interface StoredContactRow {
  id: ContactId
  channelId: ChannelId
  field: string
  value: string
  universe: Universe
  firstSeenAt: number
  lastSeenAt: number
  lastVerifiedAt: number | null
  conversations: number
}

/** One page of contacts, newest first, whose value holds the query. */
export function listContacts(
  handle: ReadHandle | WriteHandle,
  { query, cursor, limit }: { query: string; cursor: string | null; limit: number },
): { rows: StoredContactRow[]; nextCursor: string | null } {
  const pattern = `%${query.trim().replace(/[\\%_]/g, '\\$&')}%`
  const rows = all<StoredContactRow & { madeSeq: number }>(
    handle,
    `SELECT id, channel_id AS channelId, field, value, universe, first_seen_at AS firstSeenAt,
       last_seen_at AS lastSeenAt, last_verified_at AS lastVerifiedAt, conversations, made_seq AS madeSeq
     FROM contacts WHERE made_seq < ? AND value LIKE ? ESCAPE '\\' ORDER BY made_seq DESC LIMIT ?`,
    cursorValue(cursor),
    pattern,
    limit + 1,
  )
  const page = rows.slice(0, limit)
  return {
    rows: page.map(({ madeSeq: _madeSeq, ...row }) => row),
    nextCursor: rows.length > limit ? String(page.at(-1)?.madeSeq) : null,
  }
}
