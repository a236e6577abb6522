import { useCallback, useState } from 'react'
import type { ConversationView } from '#shared/domain/conversation.ts'
import { ConversationPane } from '../features/conversation/conversation-pane.tsx'
import { IdentityPanel } from '../features/identity/identity-panel.tsx'
import type { InboxFilter } from '../features/inbox/inbox-list.tsx'
import { InboxList, inboxFilters } from '../features/inbox/inbox-list.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Separator } from '../ui/separator.tsx'
import { useCommands } from './commands.tsx'
import './inbox-layout.css'
import { useNavigation } from './navigation.tsx'
import { isBoolean, isNumber, useRemembered } from './remembered.ts'
import { useWindowWidth } from './use-window-width.ts'
import { useWorkspacePart } from './workspace.ts'

const list = { usual: 320, minimum: 260, maximum: 520 } as const
const panel = { usual: 320, minimum: 260, maximum: 480 } as const
/** Below this the panel lies over the thread; below the second, list and thread take turns. */
const overlayBelow = 1180
const singleBelow = 820

const isFilter = (value: unknown): value is InboxFilter => inboxFilters.includes(value as InboxFilter)
const within = (range: { minimum: number; maximum: number }, width: number) =>
  Math.min(range.maximum, Math.max(range.minimum, width))

/** List, thread and identity panel side by side, with the widths the person chose. */
export function InboxLayout() {
  const navigation = useNavigation()
  const density = useWorkspacePart('preferences')?.density ?? 'comfortable'
  const windowWidth = useWindowWidth()
  const [listWidth, setListWidth] = useRemembered('list-width', list.usual, isNumber)
  const [panelWidth, setPanelWidth] = useRemembered('panel-width', panel.usual, isNumber)
  const [panelKept, setPanelKept] = useRemembered('panel-open', true, isBoolean)
  const [panelOver, setPanelOver] = useState(false)
  const [filter, setFilter] = useRemembered('inbox-filter', 'all' as InboxFilter, isFilter)
  const [view, setView] = useState<ConversationView | null>(null)

  const id = navigation.conversationId
  const overlay = windowWidth < overlayBelow
  const single = windowWidth < singleBelow
  const panelOpen = overlay ? panelOver : panelKept
  const setPanel = overlay ? setPanelOver : setPanelKept
  const onView = useCallback((next: ConversationView | null) => setView(next), [])

  useCommands([
    { id: 'list.mine', label: 'Show my conversations', group: 'List', run: () => setFilter('mine') },
    {
      id: 'list.unassigned',
      label: 'Show unassigned conversations',
      group: 'List',
      run: () => setFilter('unassigned'),
    },
    { id: 'list.all', label: 'Show all open conversations', group: 'List', run: () => setFilter('all') },
    { id: 'list.flagged', label: 'Show flagged conversations', group: 'List', run: () => setFilter('flagged') },
    {
      id: 'window.escape',
      label: 'Close what is nearest',
      group: 'Window',
      key: 'Escape',
      keyOnly: true,
      run: () => {
        if (overlay && panelOver) setPanelOver(false)
        else if (single) navigation.openConversation(null)
      },
    },
  ])

  return (
    <div className="layout">
      {(!single || id === null) && (
        <nav
          className="layout-list"
          aria-label="Conversations"
          data-pane
          style={single ? undefined : { width: within(list, listWidth) }}
        >
          <h1 className="ui-hidden">Inbox</h1>
          <InboxList
            filter={filter}
            onFilter={setFilter}
            selected={id}
            onSelect={(next) => navigation.openConversation(next)}
            onCompose={(next) => navigation.openConversation(next, { at: 'composer' })}
            density={density}
          />
          {!single && (
            <Separator
              label="Width of the list"
              sizes="before"
              width={within(list, listWidth)}
              {...list}
              onChange={setListWidth}
            />
          )}
        </nav>
      )}
      {(!single || id !== null) && (
        <main className="layout-thread" aria-label="Conversation" data-pane>
          {single && <h1 className="ui-hidden">Inbox</h1>}
          {id === null ? (
            <EmptyState icon="inbox" title="No conversation is open">
              Choose one from the list, or press J for the first.
            </EmptyState>
          ) : (
            <ConversationPane
              key={id}
              conversationId={id}
              arrival={navigation.arrival}
              panelOpen={panelOpen}
              onTogglePanel={() => setPanel(!panelOpen)}
              onBack={single ? () => navigation.openConversation(null) : null}
              onView={onView}
            />
          )}
        </main>
      )}
      {id !== null && view?.row.id === id && panelOpen && (
        <aside
          className="layout-panel"
          aria-label="Who is this?"
          data-pane
          data-overlay={overlay || undefined}
          style={{ width: within(panel, panelWidth) }}
        >
          {!overlay && (
            <Separator
              label="Width of this panel"
              sizes="after"
              width={within(panel, panelWidth)}
              {...panel}
              onChange={setPanelWidth}
            />
          )}
          <IdentityPanel
            view={view}
            onOpen={(earlier) => navigation.openConversation(earlier)}
            onClose={() => setPanel(false)}
          />
        </aside>
      )}
    </div>
  )
}
