import type { ConversationId, MessageId } from '#shared/domain/ids.ts'
import { useOperator, useWorkspace } from '../../app/workspace.ts'
import { useRequest } from '../../host/host.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BlockTable } from './block-table.tsx'
import { OverrideQueue } from './override-requests/override-queue.tsx'
import { FlagQueue } from './queue/flag-queue.tsx'
import { RefusalTable } from './refusal-table.tsx'
import { type ReviewTab, useReviewPlace } from './review-place.tsx'
import './review.css'

/** What supervisors look at: flags to decide, disputes, what was decided, and what was turned away at the door. */
export function ReviewView({
  onOpenConversation,
}: {
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const { tab, go } = useReviewPlace()
  const operator = useOperator()
  if (operator === null) return null
  if (operator.role !== 'supervisor') {
    return (
      <Page title="Review">
        <EmptyState icon="flag" title="Supervisors look at what was flagged">
          Your conversations show their own flags. When you are unsure about a visitor, leave an internal note and ask a
          supervisor.
        </EmptyState>
      </Page>
    )
  }
  return (
    <SupervisorReview
      tab={tab}
      onTab={(next) => go({ tab: next, flagId: null })}
      onOpenConversation={onOpenConversation}
    />
  )
}

function SupervisorReview(props: {
  tab: ReviewTab
  onTab: (tab: ReviewTab) => void
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const open = useRequest('flags.list', { state: 'open', limit: 1 })
  const blocked = useRequest('identities.list', {})
  const refusals = useRequest('refusals.list', {})
  const workspace = useWorkspace()
  const refused = refusals.data?.rows.reduce((sum, row) => sum + row.count, 0)
  return (
    <div className="review">
      <h1 className="review-title">Review</h1>
      <Tabs
        label="Review"
        className="review-tabs"
        selected={props.tab}
        onChange={props.onTab}
        items={[
          { id: 'open', label: 'To decide', ...(open.data ? { count: open.data.counts.open } : {}) },
          {
            id: 'requests',
            label: 'Override requests',
            ...(workspace ? { count: workspace.counts.overrideRequests } : {}),
          },
          { id: 'disputed', label: 'Disputed', ...(open.data ? { count: open.data.counts.disputed } : {}) },
          { id: 'decided', label: 'Decided' },
          { id: 'blocked', label: 'Blocked', ...(blocked.data ? { count: blocked.data.rows.length } : {}) },
          { id: 'door', label: 'Refused at the door', ...(refused === undefined ? {} : { count: refused }) },
        ]}
      >
        {props.tab === 'door' ? (
          <RefusalTable refusals={refusals} />
        ) : props.tab === 'requests' ? (
          <OverrideQueue onOpenConversation={(id) => props.onOpenConversation(id, null)} />
        ) : props.tab === 'blocked' ? (
          <BlockTable blocks={blocked} />
        ) : (
          <FlagQueue key={props.tab} state={props.tab} onOpenConversation={props.onOpenConversation} />
        )}
      </Tabs>
    </div>
  )
}
