import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { LiveSort } from '#shared/domain/live.ts'
import { useCommands } from '../../app/commands.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/spinner.tsx'
import { LiveCells } from './live-row.tsx'

const columns: { label: string; sorts: readonly LiveSort[]; numeric?: boolean }[] = [
  { label: 'Visitor', sorts: [] },
  { label: 'Standing', sorts: ['standing'] },
  { label: 'Channel', sorts: ['channel'] },
  { label: 'Agent', sorts: ['agent'] },
  { label: 'Waiting', sorts: ['waiting'], numeric: true },
  { label: 'Idle', sorts: ['idle', 'latest'], numeric: true },
  { label: 'Flags', sorts: [], numeric: true },
]

const rowHeights = { comfortable: 36, compact: 30 } as const
const headHeight = 32

/** Every open conversation as one line, drawn only where it can be seen. */
export function LiveTable(props: {
  rows: readonly ConversationRow[]
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
  onInView: (from: number, to: number) => void
  sort: LiveSort
  onSort: (sort: LiveSort) => void
  current: ConversationId | null
  onCurrent: (id: ConversationId) => void
  /** The conversation that is being looked at. */
  looking: ConversationId | null
  onLook: (id: ConversationId) => void
  /** Somebody points at rows, or stands in them with the keyboard. */
  onHold: (by: 'pointer' | 'keyboard', holds: boolean) => void
  density: 'comfortable' | 'compact'
}) {
  const { rows, hasMore, loadingMore, onMore, onInView } = props
  const height = rowHeights[props.density]
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? 'more',
    estimateSize: () => height,
    overscan: 10,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const { measure } = virtual
  useLayoutEffect(() => measure(), [height, measure])

  const shown = virtual.getVirtualItems()
  const first = shown[0]?.index ?? 0
  const last = shown.at(-1)?.index ?? 0
  const inView = useRef(onInView)
  inView.current = onInView
  useEffect(() => inView.current(first, last), [first, last, rows])
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - 20) onMore()
  }, [hasMore, loadingMore, onMore, last, rows.length])

  const index = rows.findIndex(({ id }) => id === props.current)
  function go(to: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (row === undefined) return
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' })
    props.onCurrent(row.id)
  }

  useCommands([
    { id: 'live.next', label: 'Next row', group: 'List', key: 'j', keyOnly: true, run: () => go(index + 1) },
    { id: 'live.previous', label: 'Previous row', group: 'List', key: 'k', keyOnly: true, run: () => go(index - 1) },
  ])

  function press(event: KeyboardEvent) {
    if (isInHead(event.target)) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 2)
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: Math.max(0, index - 1),
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    }
    const to = moves[event.key]
    const row = rows[index] ?? rows[0]
    if (event.key === 'Enter' && row !== undefined) props.onLook(row.id)
    else if (to !== undefined) go(to)
    else return
    event.preventDefault()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- it has a tabIndex; arrows move inside it
    <div
      ref={scroller}
      className="live-table"
      role="grid"
      aria-label="Open conversations"
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-activedescendant={shown.some((item) => item.index === index) ? `live-${props.current}` : undefined}
      tabIndex={0}
      onKeyDown={press}
      onFocus={(event) => props.onHold('keyboard', !isInHead(event.target))}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) props.onHold('keyboard', false)
      }}
    >
      <div className="live-head" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <Heading key={column.label} {...column} sort={props.sort} onSort={props.onSort} />
        ))}
      </div>
      <div
        className="live-canvas"
        role="rowgroup"
        style={{ height: virtual.getTotalSize() }}
        onPointerEnter={() => props.onHold('pointer', true)}
        onPointerLeave={() => props.onHold('pointer', false)}
      >
        {shown.map((item) => {
          const row = rows[item.index]
          const style = { transform: `translateY(${item.start - headHeight}px)`, height }
          if (row === undefined) {
            return (
              <div key="more" className="live-row" role="presentation" style={style}>
                <Skeleton lines={1} />
              </div>
            )
          }
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid takes the keys for all of its rows
            <div
              key={row.id}
              id={`live-${row.id}`}
              className="live-row"
              role="row"
              tabIndex={-1}
              aria-rowindex={item.index + 2}
              aria-selected={row.id === props.current}
              data-looking={row.id === props.looking || undefined}
              data-failed={row.standing.status === 'failed' || undefined}
              data-closed={row.state === 'closed' || undefined}
              style={style}
              onClick={() => {
                scroller.current?.focus({ preventScroll: true })
                props.onCurrent(row.id)
                props.onLook(row.id)
              }}
            >
              <LiveCells row={row} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Whoever sorts wants to see the order change. */
const isInHead = (target: EventTarget) => target instanceof Element && target.closest('.live-head') !== null

function Heading(props: {
  label: string
  sorts: readonly LiveSort[]
  numeric?: boolean
  sort: LiveSort
  onSort: (sort: LiveSort) => void
}) {
  const { label, sorts, sort } = props
  const at = sorts.indexOf(sort)
  const turned = sort === 'latest'
  const words = (
    <>
      {label}
      {at !== -1 && <Icon name="chevronDown" size={12} className={turned ? 'live-turned' : 'live-straight'} />}
    </>
  )
  const next = sorts[(at + 1) % sorts.length]
  return (
    <span
      role="columnheader"
      data-numeric={props.numeric || undefined}
      aria-sort={
        at === -1
          ? undefined
          : sort === 'standing' || sort === 'agent' || sort === 'channel' || turned
            ? 'ascending'
            : 'descending'
      }
    >
      {next === undefined ? (
        words
      ) : (
        <button type="button" className="live-sort" onClick={() => props.onSort(next)}>
          {words}
        </button>
      )}
    </span>
  )
}
