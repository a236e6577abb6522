import { useState } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { ChannelId, ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { LiveSort, LiveStanding } from '#shared/domain/live.ts'
import { liveSorts } from '#shared/domain/live.ts'
import { useCommands } from '../../app/commands.tsx'
import { useNavigation } from '../../app/navigation.tsx'
import { useRemembered } from '../../app/remembered.ts'
import { useOperator, useWorkspacePart } from '../../app/workspace.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, usePagedRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import '../composer/composer.css'
import '../conversation/conversation-header.css'
import '../conversation/conversation-pane.css'
import './live.css'
import { LiveFilters } from './live-filters.tsx'
import { LiveTable } from './live-table.tsx'
import type { Look } from './look-pane.tsx'
import { LookPane } from './look-pane.tsx'
import { TakeOverDialog } from './take-over-dialog.tsx'
import { useHeldRows } from './use-held-rows.ts'

export interface LiveFilter {
  standing: LiveStanding | null
  agent: OperatorId | 'nobody' | null
  channelId: ChannelId | null
  waiting: 'waiting' | 'answered' | null
}

const unfiltered: LiveFilter = { standing: null, agent: null, channelId: null, waiting: null }
const isSort = (value: unknown): value is LiveSort => (liveSorts as readonly unknown[]).includes(value)

/** Every open conversation as it is now, and a supervisor's ways into one: a silent look, a whisper, a take-over. */
export function LiveView() {
  const me = useOperator()?.id
  const preferences = useWorkspacePart('preferences')
  const { openConversation } = useNavigation()
  const [sort, setSort] = useRemembered('live-sort', 'waiting' as LiveSort, isSort)
  const [filter, setFilter] = useState(unfiltered)
  const [current, setCurrent] = useState<ConversationId | null>(null)
  const [look, setLook] = useState<Look | null>(null)
  const [taking, setTaking] = useState<ConversationRow | null>(null)
  const [holds, setHolds] = useState({ pointer: false, keyboard: false })
  const begin = useAction('live.look')
  const pages = usePagedRequest('live.list', { sort, ...filter, limit: 100 })
  const held = useHeldRows(pages.rows, holds.pointer || holds.keyboard, pages.answersTo)
  const filtered = Object.values(filter).some((value) => value !== null)
  const row = held.rows.find(({ id }) => id === current) ?? held.rows[0]

  const focusTable = () => document.querySelector<HTMLElement>('.live-table')?.focus({ preventScroll: true })
  async function lookAt(conversationId: ConversationId, whispering = false) {
    if (begin.running || look?.conversationId === conversationId) return
    setCurrent(conversationId)
    const begun = await begin.run({ conversationId })
    if (begun.ok) setLook({ lookId: begun.value.lookId, conversationId, whispering })
  }
  function stopLooking() {
    setLook(null)
    focusTable()
  }
  const write = (id: ConversationId) => openConversation(id, { at: 'composer' })

  useCommands([
    {
      id: 'live.look',
      label: 'Look at this conversation',
      group: 'Conversation',
      key: 'l',
      run: () => row && void lookAt(row.id),
    },
    {
      id: 'live.whisper',
      label: 'Whisper to the agent',
      group: 'Conversation',
      key: 'w',
      run: () => row && void lookAt(row.id, true),
    },
    {
      id: 'live.takeOver',
      label: 'Take this conversation over',
      group: 'Conversation',
      key: 't',
      run: () => row?.state === 'open' && row.assignee?.id !== me && setTaking(row),
    },
    { id: 'live.update', label: 'Bring the order up to date', group: 'List', key: 'u', run: held.update },
    {
      id: 'window.escape',
      label: 'Close what is nearest',
      group: 'Window',
      key: 'Escape',
      keyOnly: true,
      run: () => look && stopLooking(),
    },
  ])

  return (
    <div className="live">
      <main className="live-main" data-pane>
        <div className="live-bar">
          <h1 className="live-title">Live</h1>
          <LiveFilters filter={filter} onFilter={setFilter} />
          {held.drifted && (
            <Button icon="refresh" keys="U" onPress={held.update} className="live-update">
              {held.fresh > 0 ? `${held.fresh} new` : 'Order changed'}
            </Button>
          )}
        </div>
        {begin.problem && (
          <Notice flush severity="error" title="It could not be looked at">
            {begin.problem.message}
          </Notice>
        )}
        <Answered request={{ data: pages.first, problem: pages.problem, retry: pages.retry }} lines={12}>
          {() =>
            held.rows.length === 0 && !pages.hasMore ? (
              <EmptyState
                icon="live"
                title={filtered ? 'Nothing like that is open' : 'No conversation is open'}
                {...(filtered ? { action: <Button onPress={() => setFilter(unfiltered)}>Show all</Button> } : {})}
              >
                {filtered
                  ? 'Choose other filters, or show all.'
                  : 'When a visitor writes from one of your sites, they appear here with whoever answers them.'}
              </EmptyState>
            ) : (
              <LiveTable
                rows={held.rows}
                hasMore={pages.hasMore}
                loadingMore={pages.loadingMore}
                onMore={pages.loadMore}
                onInView={pages.look}
                sort={sort}
                onSort={setSort}
                current={current}
                onCurrent={setCurrent}
                looking={look?.conversationId ?? null}
                onLook={(id) => void lookAt(id)}
                onHold={(by, now) => setHolds((before) => (before[by] === now ? before : { ...before, [by]: now }))}
                density={preferences?.density ?? 'comfortable'}
              />
            )
          }
        </Answered>
      </main>
      {look && (
        <aside className="live-look" aria-label="Look" data-pane>
          <LookPane
            key={look.lookId}
            look={look}
            onClose={stopLooking}
            onTakeOver={setTaking}
            onOpen={write}
            onLeaveWhisper={focusTable}
          />
        </aside>
      )}
      {taking && <TakeOverDialog row={taking} onClose={() => setTaking(null)} onTaken={() => write(taking.id)} />}
    </div>
  )
}
