import type { ReactNode } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConversationId, FlagId, MessageId } from '#shared/domain/ids.ts'
import type { Decision, FlagRow } from '#shared/domain/review.ts'
import { DecisionForm } from '../decision-form.tsx'
import type { DecisionResult } from '../decision-words.ts'
import { FlagDetail } from '../flag-detail.tsx'
import type { QueueState } from '../review-place.tsx'
import { QueueHead } from './queue-head.tsx'
import { useQueueKeys } from './queue-keys.ts'
import { focusRow, QueueRow } from './queue-row.tsx'
import { useCurrentFlag } from './use-current-flag.ts'
import { useSelection } from './use-selection.ts'

/** Rows, the flag being looked at, and the decision being written. See `queue-keys.ts` for its keys. */
export function Queue(props: {
  filters: ReactNode
  /** Stands in place of rows where the filters leave none. */
  empty: ReactNode
  rows: readonly FlagRow[]
  /** How many there are without filters; null where that is not known. */
  total: number | null
  hasMore: boolean
  loadMore: () => void
  look: (from: number, to: number) => void
  state: QueueState
  flagId: FlagId | null
  onFlag: (id: FlagId) => void
  /** What became of the last decision; null once it says nothing any more. */
  result: DecisionResult | null
  onResult: (result: DecisionResult | null) => void
  /** These were decided here, and the console has said so. */
  onGone: (ids: readonly FlagId[]) => void
  onOpenConversation: (id: ConversationId, messageId: MessageId | null) => void
}) {
  const { rows, onFlag, onResult, onOpenConversation, hasMore, loadMore } = props
  const current = useCurrentFlag(rows, props.flagId, onFlag)
  const selection = useSelection(rows)
  const [form, setForm] = useState<{ first: Decision; flags: readonly FlagRow[] } | null>(null)
  // What was written about a flag and not decided yet comes back with it.
  const unsent = useRef(new Map<string, string>())
  const lastNote = useRef<string | null>(null)
  const canDecide = props.state !== 'decided'
  const index = current === undefined ? 0 : rows.indexOf(current)

  useEffect(() => {
    if (hasMore && index >= rows.length - 20) loadMore()
  }, [index, hasMore, rows.length, loadMore])
  const looking = useRef(props.look)
  looking.current = props.look
  useEffect(() => looking.current(Math.max(0, index - 20), index + 20), [index, rows.length])

  // Whatever had the keyboard may be gone with the flag that was decided, or by a filter; the flag that is looked at now
  // takes it over. What is nobody's is the queue's, so that its arrows work from the beginning; but a menu that is just
  // opening, or a dialog, would close if the focus were taken from it.
  const currentId = current?.id
  useEffect(() => {
    if (form !== null || currentId === undefined) return
    const isAbove =
      document.querySelector('[role="menu"], [role="dialog"], .ui-popover, [aria-haspopup][aria-expanded="true"]') !==
      null
    if (document.activeElement === document.body && !isAbove) focusRow(currentId)
  }, [currentId, form])

  // A decision about one flag is written beside that flag and no other: it goes when another one is looked at.
  const about = form?.flags.length === 1 ? form.flags[0]?.id : undefined
  useEffect(() => {
    if (about === undefined || about === currentId) return
    setForm(null)
    if (!rows.some(({ id }) => id === about)) onResult({ decision: null, done: 0, passedOver: 1 })
  }, [about, currentId, rows, onResult])

  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index + by))]
    if (next === undefined) return
    onFlag(next.id)
    focusRow(next.id)
  }
  const begin = (first: Decision, flags: readonly FlagRow[]) => {
    if (!canDecide || flags.length === 0) return
    onResult(null)
    setForm({ first, flags })
  }
  const { chosen, clear } = selection
  const beginChosen = (first: Decision) => begin(first, chosen.length > 0 ? chosen : current ? [current] : [])
  const open = (row: FlagRow | undefined) => row && onOpenConversation(row.conversationId, row.messageId)
  const all = () => (chosen.length === rows.length ? clear() : selection.all())

  useQueueKeys({
    current,
    canDecide,
    move,
    toggle: () => current && selection.toggle(current.id),
    extend: () => current && selection.extendTo(current.id),
    alike: () => current && selection.addAlike(current),
    all,
    unselect: clear,
    decide: beginChosen,
    open: () => open(current),
  })

  // The rows are drawn again only where something of theirs changed.
  const latest = useRef({ show: onFlag, open, move, toggle: selection.toggle })
  latest.current = { show: onFlag, open, move, toggle: selection.toggle }
  const showRow = useCallback((id: FlagId) => latest.current.show(id), [])
  const openRow = useCallback((row: FlagRow) => latest.current.open(row), [])
  const moveRow = useCallback((by: number) => latest.current.move(by), [])
  const toggleRow = useCallback((id: FlagId) => latest.current.toggle(id), [])

  const key = (form?.flags ?? []).map(({ id }) => id).join()
  const decision = form !== null && (about === undefined || about === currentId) && (
    <DecisionForm
      key={key}
      flags={form.flags}
      first={form.first}
      written={unsent.current.get(key) ?? null}
      lastNote={lastNote.current}
      onWrite={(note) => unsent.current.set(key, note)}
      onDone={(done, note, ids) => {
        unsent.current.delete(key)
        lastNote.current = note
        setForm(null)
        onResult(done)
        props.onGone(ids)
        clear()
      }}
      onCancel={() => {
        setForm(null)
      }}
    />
  )
  return (
    <div className="review-split">
      <div className="review-list">
        {props.filters}
        <QueueHead
          rows={rows}
          chosen={chosen}
          total={props.total}
          hasMore={hasMore}
          result={props.result}
          onAll={canDecide ? all : null}
          onDecide={() => beginChosen('genuine')}
        />
        {rows.length === 0 ? (
          props.empty
        ) : (
          <ul className="review-rows" aria-label="Flags">
            {rows.map((row) => (
              <QueueRow
                key={row.id}
                row={row}
                isCurrent={row.id === currentId}
                isSelected={selection.selected.has(row.id)}
                onShow={showRow}
                onOpen={openRow}
                onMove={moveRow}
                onToggle={canDecide ? toggleRow : null}
              />
            ))}
          </ul>
        )}
      </div>
      {current && (
        <FlagDetail
          key={current.id}
          flag={current}
          form={decision}
          onOpenConversation={() => open(current)}
          onDecide={canDecide && form === null ? (first) => begin(first, [current]) : null}
        />
      )}
    </div>
  )
}
