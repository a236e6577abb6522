import type { FlagRow } from '#shared/domain/review.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/choice.tsx'
import { type DecisionResult, resultWords } from '../decision-words.ts'

/** Above the rows: how many there are or are selected, and what became of the last decision. */
export function QueueHead(props: {
  rows: readonly FlagRow[]
  chosen: readonly FlagRow[]
  total: number | null
  hasMore: boolean
  result: DecisionResult | null
  /** Null where nothing can be selected. */
  onAll: (() => void) | null
  onDecide: () => void
}) {
  const { rows, chosen, total, onAll } = props
  const shown = total !== null && total > rows.length ? `${rows.length} of ${total}` : counted(rows, props.hasMore)
  return (
    <div className="review-bulk">
      {onAll === null ? (
        <span>{shown}</span>
      ) : (
        <Checkbox isSelected={chosen.length === rows.length && rows.length > 0} onChange={onAll}>
          {chosen.length === 0 ? shown : `${chosen.length} of ${shown} selected`}
        </Checkbox>
      )}
      <span role="status" className="review-result">
        {props.result && chosen.length === 0 && resultWords(props.result)}
      </span>
      {chosen.length > 0 && (
        <Button onPress={props.onDecide} keys="1–3">
          Decide
        </Button>
      )}
    </div>
  )
}

const counted = (rows: readonly FlagRow[], hasMore: boolean) =>
  rows.length === 1 && !hasMore ? 'One flag' : `${rows.length}${hasMore ? ' or more' : ''} flags`
