import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConversationView } from '#shared/domain/conversation.ts'
import type { ConversationId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import { useCommands } from '../../app/commands.tsx'
import type { Arrival } from '../../app/navigation.tsx'
import { useOperator, useWorkspacePart } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/spinner.tsx'
import { AskSupervisor } from '../composer/ask-supervisor.tsx'
import { AskToSignIn } from '../composer/ask-to-sign-in.tsx'
import type { ComposerHandle } from '../composer/composer.tsx'
import { Composer } from '../composer/composer.tsx'
import type { Draft } from '../composer/drafts.ts'
import { WhyDialog } from '../identity/why-dialog.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import './conversation-pane.css'
import type { MessageTarget } from './message-list.tsx'
import { MessageList } from './message-list.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { TrustBanner } from './trust-banner.tsx'
import { useSeen } from './use-seen.ts'
import { useThread } from './use-thread.ts'

/** One conversation: header, banner, messages, composer. Mount it with the conversation's id as its `key`. */
export function ConversationPane(props: {
  conversationId: ConversationId
  /** Where in it to go; null leaves the reader at the end, with focus where it was. */
  arrival: Arrival | null
  panelOpen: boolean
  onTogglePanel: () => void
  onBack: (() => void) | null
  /** Hands the view on to the identity panel beside it. */
  onView: (view: ConversationView | null) => void
}) {
  const thread = useThread(props.conversationId)
  const { view } = thread
  const { onView } = props
  useEffect(() => onView(view ?? null), [view, onView])

  if (view) return <Loaded {...props} thread={thread} view={view} />
  if (thread.problem) {
    return (
      <EmptyState
        icon="warning"
        title="This conversation could not be opened"
        action={<Button onPress={thread.retry}>Try again</Button>}
      >
        {thread.problem.message}
      </EmptyState>
    )
  }
  return (
    <div className="conversation-loading" role="status" aria-label="Opening the conversation">
      <Skeleton lines={2} />
      <Skeleton lines={6} />
    </div>
  )
}

type LoadedProps = Parameters<typeof ConversationPane>[0] & {
  thread: ReturnType<typeof useThread>
  view: ConversationView
}

function Loaded(props: LoadedProps) {
  const { thread, view, conversationId } = props
  const { row } = view
  const operators = useWorkspacePart('operators')
  const me = useOperator()
  const assign = useAction('conversation.assign')
  const close = useAction('conversation.close')
  const reopen = useAction('conversation.reopen')
  const { run: markRead } = useAction('conversation.markRead')
  const composer = useRef<ComposerHandle>(null)
  const [why, setWhy] = useState<MessageId | null>(null)
  const [asking, setAsking] = useState(false)
  const [reporting, setReporting] = useState(false)
  const [askedFor, setAskedFor] = useState<Draft | null>(null)

  const { arrival } = props
  useEffect(() => {
    if (arrival?.at === 'composer') composer.current?.focus('reply')
  }, [arrival])
  const target = useTarget(arrival, thread)

  const seen = useSeen(thread.messages, target === null, row.unread)
  const { upTo, position: seenPosition } = seen
  const unread = useRef(row.unread)
  unread.current = row.unread
  const mark = useRef(markRead)
  mark.current = markRead
  const tellRead = useCallback(() => {
    const position = seenPosition()
    if (document.hasFocus() && unread.current > 0 && position > 0) void mark.current({ conversationId, position })
  }, [conversationId, seenPosition])
  useEffect(() => {
    if (upTo > 0) tellRead()
  }, [upTo, tellRead])
  useEffect(() => {
    addEventListener('focus', tellRead)
    return () => removeEventListener('focus', tellRead)
  }, [tellRead])

  const assignTo = (operatorId: OperatorId | null) => void assign.run({ conversationId, operatorId })
  const closeOrReopen = () => void (row.state === 'open' ? close : reopen).run({ conversationId })
  const newestVisitor = thread.messages.findLast((message) => message.kind === 'visitor')?.id ?? null
  const problem = assign.problem ?? close.problem ?? reopen.problem ?? thread.olderProblem

  useCommands([
    {
      id: 'conversation.reply',
      label: 'Reply to visitor',
      group: 'Conversation',
      key: 'r',
      run: () => composer.current?.focus('reply'),
    },
    {
      id: 'conversation.note',
      label: 'Write an internal note',
      group: 'Conversation',
      key: 'n',
      run: () => composer.current?.focus('note'),
    },
    {
      id: 'conversation.close',
      label: row.state === 'open' ? 'Close conversation' : 'Reopen conversation',
      group: 'Conversation',
      key: 'e',
      run: closeOrReopen,
    },
    {
      id: 'conversation.mine',
      label: 'Assign to me',
      group: 'Conversation',
      key: 'a',
      run: () => me && assignTo(me.id),
    },
    {
      id: 'conversation.report',
      label: 'Report to a supervisor',
      group: 'Conversation',
      key: 'f',
      run: () => setReporting(true),
    },
    { id: 'conversation.ask', label: 'Ask to sign in', group: 'Conversation', run: () => setAsking(true) },
    {
      id: 'conversation.why',
      label: 'Why? Explain the newest check',
      group: 'Conversation',
      key: 'w',
      run: () => setWhy(newestVisitor),
    },
    {
      id: 'conversation.panel',
      label: props.panelOpen ? 'Hide who this is' : 'Show who this is',
      group: 'Conversation',
      key: 'i',
      run: props.onTogglePanel,
    },
  ])

  return (
    <div className="conversation">
      <ConversationHeader
        row={row}
        operators={operators ?? []}
        me={me?.id ?? null}
        busy={close.running || reopen.running}
        panelOpen={props.panelOpen}
        onBack={props.onBack}
        onAssign={assignTo}
        onCloseOrReopen={closeOrReopen}
        onTogglePanel={props.onTogglePanel}
      />
      <TrustBanner
        view={view}
        onAskToSignIn={() => setAsking(true)}
        onReport={() => setReporting(true)}
        onWhy={newestVisitor === null ? null : () => setWhy(newestVisitor)}
      />
      {(problem ?? thread.problem) && (
        <Notice flush severity="error" title="That did not work">
          {(problem ?? thread.problem)?.message}
        </Notice>
      )}
      <MessageList
        messages={thread.messages}
        hasOlder={thread.hasOlder}
        loadingOlder={thread.loadingOlder}
        onOlder={() => void thread.loadOlder()}
        target={target}
        seen={seen}
        onWhy={setWhy}
      />
      <Composer
        ref={composer}
        view={view}
        messages={thread.messages}
        sight={seen}
        onAskToSignIn={() => setAsking(true)}
        onAskSupervisor={setAskedFor}
      />
      <AskToSignIn row={row} messages={thread.messages} sight={seen} isOpen={asking} onClose={() => setAsking(false)} />
      <AskSupervisor conversationId={conversationId} draft={askedFor} onClose={() => setAskedFor(null)} />
      {reporting && <ReportDialog conversationId={conversationId} onClose={() => setReporting(false)} />}
      <WhyDialog messageId={why} onClose={() => setWhy(null)} />
    </div>
  )
}

/** A search may point far back: at most this many pages of older messages are fetched to come to it. */
const farthestPages = 40

/** The message to be shown, once it is among those that are held; fetches older ones until it is. */
function useTarget(arrival: Arrival | null, thread: ReturnType<typeof useThread>): MessageTarget | null {
  const wanted = arrival?.at === 'message' ? arrival : null
  const held = wanted !== null && thread.messages.some(({ id }) => id === wanted.messageId)
  const fetched = useRef({ for: wanted, pages: 0 })
  const { hasOlder, loadingOlder, loadOlder } = thread
  useEffect(() => {
    if (fetched.current.for !== wanted) fetched.current = { for: wanted, pages: 0 }
    if (wanted === null || held || !hasOlder || loadingOlder || fetched.current.pages >= farthestPages) return
    fetched.current.pages += 1
    void loadOlder()
  }, [wanted, held, hasOlder, loadingOlder, loadOlder])
  return wanted
}
