import { useEffect, useRef } from 'react'
import type { FlagId } from '#shared/domain/ids.ts'
import type { FlagRow } from '#shared/domain/review.ts'

/**
 * The flag that is looked at. New ones above it change nothing; when it leaves the queue, the one that followed it takes
 * its place, so that nothing is skipped and nobody is led back to the top.
 */
export function useCurrentFlag(
  rows: readonly FlagRow[],
  currentId: FlagId | null,
  show: (id: FlagId) => void,
): FlagRow | undefined {
  const order = useRef<readonly FlagId[]>([])
  const current = rows.find(({ id }) => id === currentId) ?? successor(rows, order.current, currentId)
  useEffect(() => {
    order.current = rows.map(({ id }) => id)
    if (current !== undefined && current.id !== currentId) show(current.id)
  })
  return current
}

/** Of the rows that are left, the first that stood below `id`, else the last that stood above it, else the first. */
export function successor<Row extends { id: string }>(
  rows: readonly Row[],
  before: readonly string[],
  id: string | null,
): Row | undefined {
  const at = id === null ? -1 : before.indexOf(id)
  if (at === -1) return rows[0]
  const left = new Map(rows.map((row) => [row.id, row]))
  const next =
    before.slice(at + 1).find((each) => left.has(each)) ?? before.slice(0, at).findLast((one) => left.has(one))
  return next === undefined ? rows[0] : left.get(next)
}
