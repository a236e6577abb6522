import type { ChannelId, ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { LiveSort, LiveStanding } from '#shared/domain/live.ts'
import type { ConversationRecord, StoredConversationRow } from '../../conversations/stored/rows.ts'
import { conversationRow } from '../../conversations/stored/rows.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'
import type { LiveGroup, LivePlace } from './live-groups.ts'
import { cursorOf, groupsOf, placeOf } from './live-groups.ts'

export interface LivePageInput {
  sort: LiveSort
  standing: LiveStanding | null
  agent: OperatorId | 'nobody' | null
  channelId: ChannelId | null
  waiting: 'waiting' | 'answered' | null
  cursor: string | null
  limit: number
  now: number
}

/** Rows that one page reads at most. A filter that passes nearly everything over answers short pages, each at one cost. */
export const readAtMost = 2_000
const readAtOnce = 250

/**
 * One page of the open conversations. Each order is a walk over groups (e.g. one per agent), and each group is read along
 * an index by keyset: nothing is counted, skipped or sorted, however many there are.
 *
 * Filters look at each row as it is `now`: a standing ends with time, and its table does not say so.
 */
export function listLive(
  handle: ReadHandle | WriteHandle,
  input: LivePageInput,
): { rows: StoredConversationRow[]; nextCursor: string | null } {
  const { sort, cursor, limit, now } = input
  const groups = groupsOf(handle, sort)
  let place = placeOf(cursor) ?? beginningOf(groups[0])
  let left = readAtMost
  const rows: StoredConversationRow[] = []
  while (place !== null) {
    const { group: name }: LivePlace = place
    const index = groups.findIndex((one) => one.name === name)
    const group = groups[index]
    // No group of this order, so nothing comes behind it: the same cursor again would never end.
    if (group === undefined) return { rows, nextCursor: null }
    const size = Math.min(readAtOnce, left)
    const found = readGroup(handle, group, place, size)
    left -= found.length
    for (const record of found) {
      const row = conversationRow(record, now)
      if (group.isOf(row) && isWanted(row, input)) {
        if (rows.length === limit) return { rows, nextCursor: cursorOf(place) }
        rows.push(row)
      }
      place = { group: name, key: group.keyOf(record), id: record.id }
    }
    if (found.length < size) place = beginningOf(groups[index + 1])
    if (left <= 0) break
  }
  return { rows, nextCursor: place === null ? null : cursorOf(place) }
}

/** Some conversations as they are now, whether they are open or not; one that is gone is left out. */
export function liveRows(
  handle: ReadHandle | WriteHandle,
  { conversationIds, now }: { conversationIds: ConversationId[]; now: number },
): StoredConversationRow[] {
  return all<ConversationRecord>(
    handle,
    'SELECT * FROM conversations WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(conversationIds),
  ).map((record) => conversationRow(record, now))
}

function isWanted(row: StoredConversationRow, { standing, agent, channelId, waiting }: LivePageInput): boolean {
  if (standing !== null && row.standing.status !== standing) return false
  if (agent !== null && row.assigneeId !== (agent === 'nobody' ? null : agent)) return false
  if (channelId !== null && row.channelId !== channelId) return false
  return waiting === null || (row.waitingSince !== null) === (waiting === 'waiting')
}

/** The statements are as many as there are groups of different kinds: their parts are constants. */
function readGroup(
  handle: ReadHandle | WriteHandle,
  { where, values, order, after }: LiveGroup,
  place: LivePlace,
  limit: number,
): ConversationRecord[] {
  const begun = place.key === null
  return all<ConversationRecord>(
    handle,
    `SELECT * FROM conversations WHERE ${where} ${begun ? '' : after.where} ORDER BY ${order} LIMIT ?`,
    ...values,
    ...(place.key === null ? [] : after.values(place.key, place.id)),
    limit,
  )
}

function beginningOf(group: LiveGroup | undefined): LivePlace | null {
  return group === undefined ? null : { group: group.name, key: null, id: '' }
}
