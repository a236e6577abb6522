import { useEffect, useRef, useState } from 'react'
import type { ConversationId, FlagId, MessageId } from '#shared/domain/ids.ts'
import type { FlagRow } from '#shared/domain/review.ts'
import { useCommands } from '../../app/commands.tsx'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Given, GivenSentence } from '../../trust/given.tsx'
import { sentenceAfter } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { FlagDetail } from './flag-detail.tsx'
import { flagKindWords, severityWords } from './flag-words.ts'

/** A queue of flags beside the one being looked at. Keys: j and k move, x selects, Enter opens, A acknowledges. */
export function FlagQueue(props: {
  state: 'open' | 'acknowledged'
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const list = useRequest('flags.list', { state: props.state, limit: 500 })
  return (
    <Answered request={list}>
      {({ rows }) =>
        rows.length === 0 ? (
          <EmptyState
            icon="check"
            title={props.state === 'open' ? 'Nothing is waiting for you' : 'Nothing has been acknowledged yet'}
          >
            {props.state === 'open'
              ? 'Rejected proofs, identity switches and blocked replies appear here as they happen.'
              : 'What you acknowledge stays here, with who did it and when.'}
          </EmptyState>
        ) : (
          <Queue rows={rows} {...props} />
        )
      }
    </Answered>
  )
}

function Queue(props: {
  rows: readonly FlagRow[]
  state: 'open' | 'acknowledged'
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const { rows, onOpenConversation } = props
  const [currentId, setCurrentId] = useState<FlagId | null>(rows[0]?.id ?? null)
  const [selected, setSelected] = useState<ReadonlySet<FlagId>>(new Set())
  const acknowledge = useAction('flags.acknowledge')
  const lastIndex = useRef(0)
  const found = rows.findIndex((row) => row.id === currentId)
  const index = found === -1 ? Math.min(lastIndex.current, rows.length - 1) : found
  const current = rows[index]
  useEffect(() => {
    lastIndex.current = index
  }, [index])
  // The flag that had focus is gone once it is acknowledged; the next one takes it over.
  const shownId = current?.id
  const settled = useRef(false)
  useEffect(() => {
    if (!settled.current || shownId === undefined) return
    settled.current = false
    if (document.activeElement !== document.body) return
    document.querySelector<HTMLElement>(`#row-${shownId} .review-row-body`)?.focus()
  }, [shownId])
  const chosen = rows.filter((row) => selected.has(row.id))
  const open = props.state === 'open'

  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index + by))]
    if (next === undefined) return
    setCurrentId(next.id)
    document.querySelector<HTMLElement>(`#row-${next.id} .review-row-body`)?.focus()
  }
  const toggle = (id: FlagId) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  async function settle(flags: readonly FlagRow[]) {
    const flagIds = flags.slice(0, 200).map((flag) => flag.id)
    if (flagIds.length === 0) return
    const result = await acknowledge.run({ flagIds })
    if (!result.ok) return
    settled.current = true
    setSelected(new Set())
  }
  const settleChosen = () => void settle(chosen.length > 0 ? chosen : current ? [current] : [])

  useCommands([
    { id: 'review.next', label: 'Next flag', group: 'List', key: 'j', keyOnly: true, run: () => move(1) },
    { id: 'review.previous', label: 'Previous flag', group: 'List', key: 'k', keyOnly: true, run: () => move(-1) },
    ...(open
      ? [
          {
            id: 'review.select',
            label: 'Select this flag',
            group: 'List' as const,
            key: 'x',
            keyOnly: true,
            run: () => current && toggle(current.id),
          },
          {
            id: 'review.acknowledge',
            label: 'Acknowledge the selected flags',
            group: 'List' as const,
            key: 'A',
            run: settleChosen,
          },
        ]
      : []),
    {
      id: 'review.open',
      label: 'Open the conversation of this flag',
      group: 'List',
      run: () => current && onOpenConversation(current.conversationId, current.messageId),
    },
  ])

  return (
    <div className="review-split">
      <div className="review-list">
        {open && (
          <div className="review-bulk">
            <Checkbox
              isSelected={chosen.length === rows.length}
              onChange={(all) => setSelected(new Set(all ? rows.map((row) => row.id) : []))}
            >
              {chosen.length === 0 ? 'Select all' : `${chosen.length} selected`}
            </Checkbox>
            {chosen.length > 0 && (
              <Button onPress={settleChosen} busy={acknowledge.running} keys="⇧ A">
                Acknowledge
              </Button>
            )}
          </div>
        )}
        {acknowledge.problem && (
          <Notice severity="error" title="Nothing was acknowledged" flush>
            {acknowledge.problem.message}
          </Notice>
        )}
        <ul className="review-rows" aria-label="Flags">
          {rows.map((row) => (
            <QueueRow
              key={row.id}
              row={row}
              isCurrent={row.id === current?.id}
              isSelected={selected.has(row.id)}
              onShow={() => setCurrentId(row.id)}
              onOpen={() => onOpenConversation(row.conversationId, row.messageId)}
              {...(open ? { onToggle: () => toggle(row.id) } : {})}
            />
          ))}
        </ul>
      </div>
      {current && (
        <FlagDetail
          key={current.id}
          flag={current}
          busy={acknowledge.running}
          onOpenConversation={() => onOpenConversation(current.conversationId, current.messageId)}
          {...(open ? { onAcknowledge: () => void settle([current]) } : {})}
        />
      )}
    </div>
  )
}

function QueueRow(props: {
  row: FlagRow
  isCurrent: boolean
  isSelected: boolean
  onShow: () => void
  onOpen: () => void
  onToggle?: () => void
}) {
  const { row } = props
  return (
    <li
      id={`row-${row.id}`}
      className={classes('review-row', row.severity === 'serious' && 'review-serious')}
      data-current={props.isCurrent || undefined}
      data-selected={props.isSelected || undefined}
    >
      {props.onToggle && (
        <Checkbox isSelected={props.isSelected} onChange={props.onToggle}>
          <span className="ui-hidden">Select: {flagKindWords(row.kind)}</span>
        </Checkbox>
      )}
      <button
        type="button"
        className="review-row-body"
        aria-current={props.isCurrent || undefined}
        onClick={props.onShow}
        onDoubleClick={props.onOpen}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && props.isCurrent) {
            event.preventDefault()
            props.onOpen()
          }
        }}
      >
        <span className="review-row-head">
          <span className="review-kind">
            <Icon
              name={row.severity === 'serious' ? 'warning' : 'flag'}
              size={14}
              label={severityWords[row.severity]}
            />
            {flagKindWords(row.kind)}
          </span>
          <Time at={row.raisedAt} />
        </span>
        <span className="review-sentence">
          <GivenSentence text={sentenceAfter(flagKindWords(row.kind), row.sentence)} />
        </span>
        <span className="review-where">
          <Given text={row.conversationTitle} /> · {row.channel.name}
        </span>
      </button>
    </li>
  )
}
