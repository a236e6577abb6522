import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import { useCommands } from '../../app/commands.tsx'
import { usePagedRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/spinner.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { InboxRow } from './conversation-row.tsx'
import './inbox-list.css'

export const inboxFilters = ['mine', 'unassigned', 'all', 'flagged', 'closed'] as const
export type InboxFilter = (typeof inboxFilters)[number]
const filterWords: Record<InboxFilter, string> = {
  mine: 'Mine',
  unassigned: 'Unassigned',
  all: 'All',
  flagged: 'Flagged',
  closed: 'Closed',
}
const emptyWords: Record<InboxFilter, { title: string; text: string }> = {
  mine: {
    title: 'Nothing is waiting for you',
    text: 'Conversations assigned to you appear here. Take one from Unassigned with A.',
  },
  unassigned: { title: 'Every conversation has someone', text: 'New visitors appear here first.' },
  all: { title: 'No open conversations', text: 'When a visitor writes from one of your sites, they appear here.' },
  flagged: { title: 'Nothing is flagged', text: 'Rejected proofs and identity switches appear here.' },
  closed: { title: 'Nothing was closed yet', text: 'Closed conversations stay here and can be reopened.' },
}

const rowHeights = { comfortable: 80, compact: 64 } as const
const pageSize = 60

/** The conversations behind one filter, drawn only where they can be seen. */
export function InboxList(props: {
  filter: InboxFilter
  onFilter: (filter: InboxFilter) => void
  selected: ConversationId | null
  onSelect: (id: ConversationId) => void
  /** Enter: the conversation, ready for a reply. */
  onCompose: (id: ConversationId) => void
  density: 'comfortable' | 'compact'
}) {
  const list = usePagedRequest('inbox.list', { filter: props.filter, limit: pageSize })
  const { rows } = list
  const height = rowHeights[props.density]
  const scroller = useRef<HTMLDivElement>(null)
  const counts = list.first?.counts

  const virtual = useVirtualizer({
    count: rows.length + (list.hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? 'more',
    estimateSize: () => height,
    overscan: 6,
  })
  const { measure } = virtual
  useLayoutEffect(() => measure(), [height, measure])

  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  const firstShown = shown[0]?.index ?? 0
  const { hasMore, loadingMore, loadMore, look } = list
  const looking = useRef(look)
  looking.current = look
  useEffect(() => looking.current(firstShown, lastShown), [firstShown, lastShown, rows])
  useEffect(() => {
    if (hasMore && !loadingMore && lastShown >= rows.length - 10) loadMore()
  }, [hasMore, loadingMore, loadMore, lastShown, rows.length])

  // Rows move when someone writes. Whoever reads further down keeps their place.
  const anchor = useRef<{ id: ConversationId; offset: number } | null>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || anchor.current === null) return
    const index = rows.findIndex((row) => row.id === anchor.current?.id)
    if (index >= 0 && element.scrollTop > 0) element.scrollTop = index * height + anchor.current.offset
  }, [rows, height])

  function scrolled() {
    const top = scroller.current?.scrollTop ?? 0
    const row = rows[Math.floor(top / height)]
    anchor.current = top > 0 && row ? { id: row.id, offset: top % height } : null
  }

  const selectedIndex = rows.findIndex((row) => row.id === props.selected)
  function go(index: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row === undefined) return
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' })
    props.onSelect(row.id)
  }

  useCommands([
    {
      id: 'list.next',
      label: 'Next conversation',
      group: 'List',
      key: 'j',
      keyOnly: true,
      run: () => go(selectedIndex + 1),
    },
    {
      id: 'list.previous',
      label: 'Previous conversation',
      group: 'List',
      key: 'k',
      keyOnly: true,
      run: () => go(selectedIndex - 1),
    },
  ])

  function press(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      const row = rows[selectedIndex] ?? rows[0]
      if (row === undefined) return
      event.preventDefault()
      props.onCompose(row.id)
      return
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1)
    const moves: Record<string, number> = {
      ArrowDown: selectedIndex + 1,
      ArrowUp: Math.max(0, selectedIndex - 1),
      PageDown: selectedIndex + page,
      PageUp: selectedIndex - page,
      Home: 0,
      End: rows.length - 1,
    }
    const index = moves[event.key]
    if (index === undefined) return
    event.preventDefault()
    go(index)
  }

  const selectedShown = shown.some((item) => item.index === selectedIndex)
  return (
    <Tabs
      label="Conversations"
      className="inbox"
      selected={props.filter}
      onChange={props.onFilter}
      items={inboxFilters.map((id) => ({ id, label: filterWords[id], count: counts?.[id] ?? null }))}
    >
      {list.problem && (
        <Notice
          flush
          severity="error"
          title="The list could not be read"
          action={<Button onPress={list.retry}>Try again</Button>}
        >
          {list.problem.message}
        </Notice>
      )}
      {list.loading && rows.length === 0 ? (
        <div className="inbox-loading" role="status" aria-label="Reading conversations">
          {Array.from({ length: 6 }, (_, index) => (
            <div key={index}>
              <Skeleton lines={3} />
            </div>
          ))}
        </div>
      ) : rows.length === 0 ? (
        !list.problem && (
          <EmptyState icon="inbox" title={emptyWords[props.filter].title}>
            {emptyWords[props.filter].text}
          </EmptyState>
        )
      ) : (
        <div
          ref={scroller}
          className="inbox-scroller"
          role="listbox"
          aria-label={`${filterWords[props.filter]} conversations`}
          aria-activedescendant={selectedShown ? `row-${props.selected}` : undefined}
          tabIndex={0}
          onScroll={scrolled}
          onKeyDown={press}
        >
          <div className="inbox-canvas" role="presentation" style={{ height: virtual.getTotalSize() }}>
            {shown.map((item) => {
              const row = rows[item.index]
              const style = { transform: `translateY(${item.start}px)` }
              if (row === undefined) {
                return (
                  <div key="more" className="inbox-row" role="presentation" style={style}>
                    <Skeleton lines={3} />
                  </div>
                )
              }
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the listbox takes the keys for all of its options
                <div
                  key={row.id}
                  id={`row-${row.id}`}
                  className="inbox-row"
                  role="option"
                  tabIndex={-1}
                  aria-selected={row.id === props.selected}
                  aria-setsize={counts?.[props.filter] ?? rows.length}
                  aria-posinset={item.index + 1}
                  data-failed={row.standing.status === 'failed' || undefined}
                  data-unread={row.unread > 0 || undefined}
                  style={style}
                  onClick={() => props.onSelect(row.id)}
                >
                  <InboxRow row={row} />
                </div>
              )
            })}
          </div>
        </div>
      )}
    </Tabs>
  )
}
