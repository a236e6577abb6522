import { assertNever } from '#shared/domain/assert-never.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { LiveSort } from '#shared/domain/live.ts'
import { liveStandings } from '#shared/domain/live.ts'
import type { ConversationRecord, StoredConversationRow } from '../../conversations/stored/rows.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'

/** A part of the table, read along an index that holds it in the order it is shown in. */
export interface LiveGroup {
  /** Stands in cursors. */
  name: string
  where: string
  values: string[]
  order: string
  /** What comes behind a place. */
  after: { where: string; values: (key: number, id: string) => (string | number)[] }
  keyOf(record: ConversationRecord): number
  /** Whether a row that was read belongs here: what an index does not tell. */
  isOf(row: StoredConversationRow): boolean
}

/** A place in the table; without a key, where its group begins. */
export interface LivePlace {
  group: string
  key: number | null
  id: string
}

export const cursorOf = ({ group, key, id }: LivePlace): string => [group, key ?? '', id].join(' ')

/** Null for what is no cursor of ours: then the first page is meant. */
export function placeOf(cursor: string | null): LivePlace | null {
  const [, group, key, id] = /^([0-9a-z_]{1,60}) ([0-9]{0,15}) ((?:conv_[0-9a-z]{1,40})?)$/.exec(cursor ?? '') ?? []
  if (group === undefined || key === undefined || id === undefined) return null
  return { group, key: key === '' ? null : Number(key), id }
}

/** The groups of an order, as they follow each other. */
export function groupsOf(handle: ReadHandle | WriteHandle, sort: LiveSort): LiveGroup[] {
  switch (sort) {
    case 'waiting':
      return [longestWaiting, { ...latest, name: 'answered', isOf: ({ waitingSince }) => waitingSince === null }]
    case 'latest':
      return [latest]
    case 'idle':
      return [longestIdle]
    case 'standing':
      return liveStandings.map((name) => ({ ...latest, name, isOf: ({ standing }) => standing.status === name }))
    case 'agent':
      return [...agents(handle), { ...latest, name: 'nobody', where: `state = 'open' AND assignee_id IS NULL` }]
    case 'channel':
      return all<{ id: string }>(handle, 'SELECT id FROM channels ORDER BY name COLLATE NOCASE, id').map(({ id }) => ({
        ...latest,
        name: id,
        isOf: ({ channelId }) => channelId === id,
      }))
    default:
      return assertNever(sort)
  }
}

const latest: LiveGroup = {
  name: 'latest',
  where: `state = 'open'`,
  values: [],
  order: 'activity_seq DESC',
  after: { where: 'AND activity_seq < ?', values: (key) => [key] },
  keyOf: ({ activity_seq }) => activity_seq,
  isOf: () => true,
}

const longestIdle: LiveGroup = {
  ...latest,
  name: 'idle',
  order: 'activity_seq',
  after: { where: 'AND activity_seq > ?', values: (key) => [key] },
}

const longestWaiting: LiveGroup = {
  name: 'waiting',
  // Whoever waits is open; the sign keeps SQLite from reading along the index by state, and sorting.
  where: `+state = 'open' AND waiting_since IS NOT NULL`,
  values: [],
  order: 'waiting_since, id',
  after: { where: 'AND (waiting_since, id) > (?, ?)', values: (key, id) => [key, id] },
  keyOf: ({ waiting_since }) => waiting_since ?? 0,
  isOf: () => true,
}

/** By name, as people look them up. Whoever left and still has something is among them. */
function agents(handle: ReadHandle | WriteHandle): LiveGroup[] {
  return all<{ id: OperatorId }>(handle, 'SELECT id FROM operators ORDER BY name COLLATE NOCASE, id').map(({ id }) => ({
    ...latest,
    name: id,
    where: `state = 'open' AND assignee_id = ? AND assignee_id IS NOT NULL`,
    values: [id],
  }))
}
