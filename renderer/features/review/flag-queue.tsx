import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { ChannelId, ConversationId, FlagId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { Decision, FlagKind, FlagRow } from '#shared/domain/review.ts'
import { flagKinds } from '#shared/domain/review.ts'
import { useCommands } from '../../app/commands.tsx'
import { Answered } from '../../host/answered.tsx'
import { usePagedRequest, useRequest } from '../../host/host.ts'
import { Given, GivenSentence } from '../../trust/given.tsx'
import { sentenceAfter } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Select } from '../../ui/select.tsx'
import { Time } from '../../ui/time.tsx'
import { DecisionForm } from './decision-form.tsx'
import { decisionChoices, decisionTitle, stateTitle } from './decision-words.ts'
import { FlagDetail } from './flag-detail.tsx'
import { flagKindWords, severityWords } from './flag-words.ts'

export type QueueState = 'open' | 'disputed' | 'decided'

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

const everything = 'everything'

/**
 * A queue of flags beside the one being looked at. Keys: j and k move, x selects, 1 to 3 decide, Enter opens the
 * conversation.
 */
export function FlagQueue(props: {
  state: QueueState
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const [kind, setKind] = useState<FlagKind | typeof everything>(everything)
  const [severity, setSeverity] = useState<FlagRow['severity'] | typeof everything>(everything)
  const [channelId, setChannelId] = useState<ChannelId | typeof everything>(everything)
  const [agentId, setAgentId] = useState<OperatorId | typeof everything>(everything)
  const channels = useRequest('channels.list', {})
  const workspace = useRequest('workspace.get', {})
  const wanted = <Value,>(value: Value | typeof everything) => (value === everything ? null : value)
  const pages = usePagedRequest('flags.list', {
    state: props.state,
    kind: wanted(kind),
    severity: wanted(severity),
    channelId: wanted(channelId),
    agentId: wanted(agentId),
    limit: 100,
  })
  const filtered = [kind, severity, channelId, agentId].some((value) => value !== everything)
  const filters = (
    <div className="review-filters">
      <Select
        label="Reason"
        hideLabel
        value={kind}
        onChange={setKind}
        options={[
          { id: everything, label: 'Every reason' },
          ...flagKinds.map((each) => ({ id: each, label: flagKindWords(each) })),
        ]}
      />
      <Select
        label="Severity"
        hideLabel
        value={severity}
        onChange={setSeverity}
        options={[
          { id: everything, label: 'Any severity' },
          { id: 'serious', label: severityWords.serious },
          { id: 'notice', label: severityWords.notice },
        ]}
      />
      <Select
        label="Channel"
        hideLabel
        value={channelId}
        onChange={setChannelId}
        options={[
          { id: everything, label: 'Every channel' },
          ...(channels.data?.channels ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Select
        label="Agent"
        hideLabel
        value={agentId}
        onChange={setAgentId}
        options={[
          { id: everything, label: 'Every agent' },
          ...(workspace.data?.operators ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
    </div>
  )
  return (
    <Answered request={{ data: pages.first, problem: pages.problem, retry: pages.retry }}>
      {() =>
        pages.rows.length === 0 && !pages.hasMore ? (
          <>
            {filtered && filters}
            <EmptyState icon="check" title={filtered ? 'Nothing like that here' : nothing[props.state].title}>
              {filtered ? 'Choose other filters, or every reason.' : nothing[props.state].words}
            </EmptyState>
          </>
        ) : (
          <Queue
            rows={pages.rows}
            filters={filters}
            hasMore={pages.hasMore}
            loadMore={pages.loadMore}
            look={pages.look}
            {...props}
          />
        )
      }
    </Answered>
  )
}

function Queue(props: {
  rows: readonly FlagRow[]
  filters: ReactNode
  hasMore: boolean
  loadMore: () => void
  look: (from: number, to: number) => void
  state: QueueState
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const { rows, onOpenConversation, hasMore, loadMore } = props
  const [currentId, setCurrentId] = useState<FlagId | null>(rows[0]?.id ?? null)
  const [selected, setSelected] = useState<ReadonlySet<FlagId>>(new Set())
  const [form, setForm] = useState<{ first: Decision; flags: readonly FlagRow[] } | null>(null)
  const lastIndex = useRef(0)
  const found = rows.findIndex((row) => row.id === currentId)
  const index = found === -1 ? Math.max(0, Math.min(lastIndex.current, rows.length - 1)) : found
  const current = rows[index]
  useEffect(() => {
    lastIndex.current = index
    if (hasMore && index >= rows.length - 20) loadMore()
  }, [index, hasMore, rows.length, loadMore])
  // The flag that had focus is gone once it is decided; the next one takes it over.
  const shownId = current?.id
  const settled = useRef(false)
  useEffect(() => {
    if (!settled.current || shownId === undefined) return
    settled.current = false
    if (document.activeElement !== document.body) return
    document.querySelector<HTMLElement>(`#row-${shownId} .review-row-body`)?.focus()
  }, [shownId])
  const looking = useRef(props.look)
  looking.current = props.look
  useEffect(() => looking.current(0, rows.length - 1), [rows.length])
  const chosen = rows.filter((row) => selected.has(row.id))
  const open = props.state !== 'decided'
  const begin = (first: Decision, flags = chosen.length > 0 ? chosen : current ? [current] : []) => {
    if (open && flags.length > 0) setForm({ first, flags })
  }

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
          ...decisionChoices.map(({ id, label, key }) => ({
            id: `review.${id}`,
            label: `Decide: ${label}`,
            group: 'List' as const,
            key,
            run: () => begin(id),
          })),
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
        {props.filters}
        {open && (
          <div className="review-bulk">
            <Checkbox
              isSelected={chosen.length === rows.length}
              onChange={(all) => setSelected(new Set(all ? rows.map((row) => row.id) : []))}
            >
              {chosen.length === 0 ? 'Select all' : `${chosen.length} selected`}
            </Checkbox>
            {chosen.length > 0 && (
              <Button onPress={() => begin('genuine')} keys="1–3">
                Decide
              </Button>
            )}
          </div>
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
          form={
            form && (
              <DecisionForm
                key={form.flags.map(({ id }) => id).join()}
                flags={form.flags}
                first={form.first}
                onDone={() => {
                  settled.current = true
                  setForm(null)
                  setSelected(new Set())
                }}
                onCancel={() => {
                  setForm(null)
                  document.querySelector<HTMLElement>(`#row-${current.id} .review-row-body`)?.focus()
                }}
              />
            )
          }
          onOpenConversation={() => onOpenConversation(current.conversationId, current.messageId)}
          onDecide={open && form === null ? (decision) => begin(decision, [current]) : null}
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
          {row.agent !== null && ` · ${row.agent}`}
          {row.state !== 'open' && ` · ${stateTitle[row.state]}`}
          {row.decision !== null && `: ${decisionTitle[row.decision]}`}
        </span>
      </button>
    </li>
  )
}
