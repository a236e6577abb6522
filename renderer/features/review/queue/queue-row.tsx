import { memo } from 'react'
import type { FlagId } from '#shared/domain/ids.ts'
import type { FlagRow } from '#shared/domain/review.ts'
import { Given, GivenSentence } from '../../../trust/given.tsx'
import { sentenceAfter } from '../../../trust/standing-words.ts'
import { Checkbox } from '../../../ui/choice.tsx'
import { classes } from '../../../ui/classes.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Time } from '../../../ui/time.tsx'
import { decisionTitle, stateTitle } from '../decision-words.ts'
import { flagKindWords, severityWords } from '../flag-words.ts'

/** Gives the keyboard to a row, where it is drawn, and brings it into view no further than needed. */
export function focusRow(flagId: FlagId) {
  const body = document.querySelector<HTMLElement>(`#row-${flagId} .review-row-body`)
  body?.focus({ preventScroll: true })
  body?.scrollIntoView({ block: 'nearest' })
}

interface QueueRowProps {
  row: FlagRow
  isCurrent: boolean
  isSelected: boolean
  onShow: (id: FlagId) => void
  onOpen: (row: FlagRow) => void
  /** By so many rows, down or up. */
  onMove: (by: number) => void
  /** Null where nothing can be selected. */
  onToggle: ((id: FlagId) => void) | null
}

const steps: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** One flag of the queue: how bad, why, since when, who, in which channel, and whose it is. */
export const QueueRow = memo(function QueueRow({ row, onShow, onOpen, onMove, onToggle, ...is }: QueueRowProps) {
  return (
    <li
      id={`row-${row.id}`}
      className={classes('review-row', row.severity === 'serious' && 'review-serious')}
      data-current={is.isCurrent || undefined}
      data-selected={is.isSelected || undefined}
    >
      {onToggle && (
        <Checkbox isSelected={is.isSelected} onChange={() => onToggle(row.id)}>
          <span className="ui-hidden">Select: {flagKindWords(row.kind)}</span>
        </Checkbox>
      )}
      <button
        type="button"
        className="review-row-body"
        aria-current={is.isCurrent || undefined}
        onClick={() => onShow(row.id)}
        onDoubleClick={() => onOpen(row)}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.altKey || event.metaKey) return
          const by = steps[event.key]
          if (by !== undefined) onMove(by)
          else if (event.key === 'Enter' && is.isCurrent) onOpen(row)
          else return
          event.preventDefault()
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
          <span className="review-row-state">
            {row.state !== 'open' && `${stateTitle[row.state]} · `}
            <Time at={row.raisedAt} />
          </span>
        </span>
        <span className="review-sentence">
          <GivenSentence text={sentenceAfter(flagKindWords(row.kind), row.sentence)} />
        </span>
        <span className="review-where">
          {row.decision !== null && `${decisionTitle[row.decision]} · `}
          <span className="review-whose">
            {row.channel.name} · {row.agent ?? 'nobody yet'}
          </span>
          {' · '}
          <Given text={row.conversationTitle} />
        </span>
      </button>
    </li>
  )
})
