import { useRef, useState } from 'react'
import type { FlagId } from '#shared/domain/ids.ts'
import type { FlagRow } from '#shared/domain/review.ts'

/** Which flags of the queue are selected. Only those that are shown count: what a filter hides is not decided about. */
export function useSelection(rows: readonly FlagRow[]) {
  const [selected, setSelected] = useState<ReadonlySet<FlagId>>(new Set())
  const anchor = useRef<FlagId | null>(null)
  const chosen = rows.filter(({ id }) => selected.has(id))
  const add = (more: readonly FlagRow[]) => setSelected(new Set([...selected, ...more.map(({ id }) => id)]))
  return {
    selected,
    chosen,
    toggle(id: FlagId) {
      const next = new Set(selected)
      if (!next.delete(id)) next.add(id)
      anchor.current = id
      setSelected(next)
    },
    /** Everything from the one that was selected last to this one. */
    extendTo(id: FlagId) {
      const from = rows.findIndex((row) => row.id === (anchor.current ?? id))
      const to = rows.findIndex((row) => row.id === id)
      anchor.current = id
      add(rows.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1))
    },
    /** Everything of the same reason in the same channel. */
    addAlike: ({ kind, channel }: FlagRow) =>
      add(rows.filter((row) => row.kind === kind && row.channel.id === channel.id)),
    all: () => setSelected(new Set(rows.map(({ id }) => id))),
    clear: () => setSelected(new Set()),
  }
}
