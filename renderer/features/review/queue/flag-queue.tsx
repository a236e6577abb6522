import { useMemo, useState } from 'react'
import type { ConversationId, FlagId, MessageId } from '#shared/domain/ids.ts'
import { Answered } from '../../../host/answered.tsx'
import { usePagedRequest } from '../../../host/host.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { type DecisionResult, resultWords } from '../decision-words.ts'
import { noFilters, type QueueState, useReviewPlace } from '../review-place.tsx'
import { Queue } from './queue.tsx'
import './queue.css'
import { isFiltered, QueueFilterBar } from './queue-filters.tsx'
import { focusRow } from './queue-row.tsx'

const nothing: Record<QueueState, { title: string; words: string }> = {
  open: {
    title: 'Nothing is waiting for you',
    words: 'Rejected proofs, identity switches and blocked replies appear here as they happen.',
  },
  disputed: {
    title: 'Nobody disputes a decision',
    words: 'An agent who knows better says so in the conversation, and it comes back here.',
  },
  decided: { title: 'Nothing was decided yet', words: 'What you decide stays here, with who did it, when and why.' },
}

const pageSize = 100

/** A queue of flags beside the one being looked at, narrowed by its filters. */
export function FlagQueue(props: {
  state: QueueState
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const { filters, flagId, go } = useReviewPlace()
  const pages = usePagedRequest('flags.list', { state: props.state, ...filters, limit: pageSize })
  const [result, setResult] = useState<DecisionResult | null>(null)
  const filtered = isFiltered(filters)
  const counts = pages.first?.counts
  const total = filtered || props.state === 'decided' ? null : (counts?.[props.state] ?? null)
  // What was decided here has left, whether or not the list has been read again since.
  const [gone, setGone] = useState<ReadonlySet<FlagId>>(new Set())
  const rows = useMemo(() => pages.rows.filter(({ id }) => !gone.has(id)), [pages.rows, gone])
  // Nothing is said to be empty on the word of an answer that is being replaced.
  const known = !pages.previous && (filtered || total === null || total === 0)
  const empty = rows.length === 0 && !pages.hasMore && known
  const bar = (
    <QueueFilterBar
      filters={filters}
      onChange={(next) => go({ filters: next })}
      onLeave={() => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        if (flagId !== null) focusRow(flagId)
      }}
    />
  )
  return (
    <Answered request={{ data: pages.first, problem: pages.problem, retry: pages.retry }}>
      {() =>
        empty && !filtered ? (
          <>
            <p role="status" className="review-result review-result-last">
              {result && resultWords(result)}
            </p>
            <EmptyState icon="check" title={nothing[props.state].title}>
              {nothing[props.state].words}
            </EmptyState>
          </>
        ) : (
          <Queue
            filters={bar}
            empty={
              empty && (
                <EmptyState
                  icon="check"
                  title="Nothing like that here"
                  action={<Button onPress={() => go({ filters: noFilters })}>Clear the filters</Button>}
                >
                  Choose other filters, or take them all away.
                </EmptyState>
              )
            }
            rows={rows}
            total={total}
            hasMore={pages.hasMore}
            loadMore={pages.loadMore}
            look={pages.look}
            flagId={flagId}
            result={result}
            onResult={setResult}
            onGone={(ids) => setGone((before) => new Set([...before, ...ids]))}
            onFlag={(id) => go({ flagId: id })}
            {...props}
          />
        )
      }
    </Answered>
  )
}
