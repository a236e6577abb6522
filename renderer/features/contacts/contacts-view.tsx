import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import type { ContactRow } from '#shared/contract/requests.ts'
import type { Universe } from '#shared/domain/conversation.ts'
import { Answered } from '../../host/answered.tsx'
import { usePagedRequest } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { fieldWord, universeWords } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import type { Tone } from '../../ui/chip.tsx'
import { Chip } from '../../ui/chip.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import './contacts.css'

const rowHeight = 52
/** Never the green of a badge: having been verified once says nothing about who writes now. */
const tones: Record<Universe, Tone> = { signup: 'accent', lead: 'neutral', visitor: 'slate' }

/**
 * Everybody who was ever named in a channel, newest first, with whether they were ever proven. Pressing one searches for
 * the conversations under that name: of the customer and of whoever else used it, each with its standing.
 */
export function ContactsView({ onSearch }: { onSearch: (words: string) => void }) {
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query)
  const pages = usePagedRequest('contacts.list', { query: wanted.slice(0, 200), limit: 100 })
  return (
    <Page
      title="Contacts"
      description="People who were named in your channels. A “Sign-up” has been verified at least once, a “Lead” never; neither says who is writing now."
    >
      <TextField
        label="Search contacts"
        hideLabel
        type="search"
        placeholder="Search by e-mail or id"
        value={query}
        onChange={setQuery}
        className="contacts-search"
      />
      <Answered request={{ data: pages.first, problem: pages.problem, retry: pages.retry }}>
        {() =>
          pages.rows.length === 0 ? (
            <EmptyState icon="people" title={query === '' ? 'Nobody has been named yet' : 'Nobody matches'}>
              {query === ''
                ? 'The first visitor whose page says who they are appears here.'
                : 'Search for the beginning of an e-mail or an id.'}
            </EmptyState>
          ) : (
            <Rows
              rows={pages.rows}
              hasMore={pages.hasMore}
              loadMore={pages.loadMore}
              look={pages.look}
              onSearch={onSearch}
            />
          )
        }
      </Answered>
    </Page>
  )
}

function Rows(props: {
  rows: readonly ContactRow[]
  hasMore: boolean
  loadMore: () => void
  look: (from: number, to: number) => void
  onSearch: (words: string) => void
}) {
  const { rows, hasMore, loadMore } = props
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const looking = useRef(props.look)
  looking.current = props.look
  useEffect(() => looking.current(first, last), [first, last, rows])
  useEffect(() => {
    if (hasMore && last >= rows.length - 20) loadMore()
  }, [last, rows.length, hasMore, loadMore])

  return (
    <div className="contacts-table" role="table" aria-label="Contacts" aria-rowcount={hasMore ? -1 : rows.length + 1}>
      <div role="rowgroup">
        <div className="contacts-row contacts-head" role="row">
          <span role="columnheader">Contact</span>
          <span role="columnheader">Kind</span>
          <span role="columnheader">Channel</span>
          <span role="columnheader">Last verified</span>
          <span role="columnheader">Last seen</span>
          <span role="columnheader" className="contacts-number">
            Conversations
          </span>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={frame} className="contacts-scroll" role="rowgroup" tabIndex={0} aria-label="Contacts, scrolling">
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index]
            return row && <Row key={row.id} row={row} top={item.start} index={item.index} onSearch={props.onSearch} />
          })}
        </div>
      </div>
    </div>
  )
}

function Row({
  row,
  top,
  index,
  onSearch,
}: {
  row: ContactRow
  top: number
  index: number
  onSearch: (words: string) => void
}) {
  const universe = universeWords[row.universe]
  return (
    <div className="contacts-row" role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${top}px)` }}>
      <span role="cell" className="contacts-value">
        <Button variant="link" className="contacts-name" onPress={() => onSearch(row.value)}>
          <span className="ui-hidden">Conversations of </span>
          <Given text={row.value} proven={row.universe === 'signup'} />
        </Button>
        <span className="contacts-soft">
          <Given text={fieldWord(row.field)} proven />
        </span>
      </span>
      <span role="cell">
        <Chip tone={tones[row.universe]} title={universe.meaning}>
          {universe.words}
        </Chip>
      </span>
      <span role="cell" className="contacts-cut">
        {row.channel.name}
      </span>
      <span role="cell">
        {row.lastVerifiedAt === null ? <span className="contacts-soft">never</span> : <Time at={row.lastVerifiedAt} />}
      </span>
      <span role="cell">
        <Time at={row.lastSeenAt} />
      </span>
      <span role="cell" className="contacts-number">
        {row.conversations.toLocaleString('en')}
      </span>
    </div>
  )
}
