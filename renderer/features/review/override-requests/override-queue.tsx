import { useState } from 'react'
import type { GrantRequestRow } from '#shared/domain/grant.ts'
import type { ConversationId, GrantRequestId } from '#shared/domain/ids.ts'
import { useCommands } from '../../../app/commands.tsx'
import { Answered } from '../../../host/answered.tsx'
import { useRequest } from '../../../host/host.ts'
import { TrustIcon } from '../../../trust/badge.tsx'
import { Given } from '../../../trust/given.tsx'
import { messageLine } from '../../../trust/message-pieces.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Time } from '../../../ui/time.tsx'
import { OverrideDetail } from './override-detail.tsx'
import { Separated } from './separated.tsx'
import './override-requests.css'
import { requestStateWords } from './request-words.ts'

/** Replies that agents ask to send although the gate blocks them. Those that wait come first, the oldest on top. */
export function OverrideQueue({ onOpenConversation }: { onOpenConversation: (id: ConversationId) => void }) {
  const waiting = useRequest('grants.list', { state: 'waiting', limit: 200 })
  const decided = useRequest('grants.list', { state: 'decided', limit: 100 })
  return (
    <Answered request={waiting}>
      {(open) => (
        <Answered request={decided}>
          {(past) =>
            open.rows.length + past.rows.length === 0 ? (
              <EmptyState icon="check" title="Nobody has asked for an override">
                When a reply is blocked, an agent can ask for it to go out all the same. The exact text appears here.
              </EmptyState>
            ) : (
              <Requests waiting={open.rows} decided={past.rows} onOpenConversation={onOpenConversation} />
            )
          }
        </Answered>
      )}
    </Answered>
  )
}

function Requests(props: {
  waiting: readonly GrantRequestRow[]
  decided: readonly GrantRequestRow[]
  onOpenConversation: (id: ConversationId) => void
}) {
  const rows = [...props.waiting, ...props.decided]
  const [currentId, setCurrentId] = useState<GrantRequestId | null>(rows[0]?.id ?? null)
  const found = rows.findIndex((row) => row.id === currentId)
  const index = Math.max(0, found)
  const current = rows[index]
  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index + by))]
    if (next === undefined) return
    setCurrentId(next.id)
    document.querySelector<HTMLElement>(`#row-${next.id}`)?.focus()
  }
  useCommands([
    { id: 'requests.next', label: 'Next request', group: 'List', key: 'j', keyOnly: true, run: () => move(1) },
    { id: 'requests.previous', label: 'Previous request', group: 'List', key: 'k', keyOnly: true, run: () => move(-1) },
    {
      id: 'requests.decide',
      label: 'Decide on this request',
      group: 'List',
      key: 'a',
      run: () => document.querySelector<HTMLElement>('.override-form textarea')?.focus(),
    },
  ])
  return (
    <div className="review-split">
      <div className="review-list">
        <div className="review-rows">
          <Separated
            title={props.waiting.length === 0 ? 'Nothing waits for you' : 'Waiting for you'}
            rows={props.waiting}
          >
            {(row) => (
              <Row key={row.id} row={row} isCurrent={row.id === current?.id} onShow={() => setCurrentId(row.id)} />
            )}
          </Separated>
          {props.decided.length > 0 && (
            <Separated title="Decided" rows={props.decided}>
              {(row) => (
                <Row key={row.id} row={row} isCurrent={row.id === current?.id} onShow={() => setCurrentId(row.id)} />
              )}
            </Separated>
          )}
        </div>
      </div>
      {current && (
        <OverrideDetail
          key={current.id}
          request={current}
          onOpenConversation={() => props.onOpenConversation(current.conversationId)}
        />
      )}
    </div>
  )
}

function Row({ row, isCurrent, onShow }: { row: GrantRequestRow; isCurrent: boolean; onShow: () => void }) {
  return (
    <li className="review-row" data-current={isCurrent || undefined}>
      <button
        type="button"
        id={`row-${row.id}`}
        className="review-row-body"
        aria-current={isCurrent || undefined}
        onClick={onShow}
      >
        <span className="review-row-head">
          <span className="override-who">
            <TrustIcon status={row.standing.status} size={14} />
            {row.operator.name}
          </span>
          <span>
            {row.state !== 'waiting' && `${requestStateWords[row.state]} · `}
            <Time at={row.decidedAt ?? row.requestedAt} />
          </span>
        </span>
        <span className="review-sentence" dir="auto">
          {messageLine(row.text)}
        </span>
        <span className="review-where">
          <Given text={row.conversationTitle} /> · {row.channel.name}
        </span>
      </button>
    </li>
  )
}
