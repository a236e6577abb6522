import { useEffect, useRef, useState } from 'react'
import type { Decision, FlagRow } from '#shared/domain/review.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { decisionChoices } from './decision-words.ts'

/** Decision and note for one flag or many. Ctrl Enter decides from within the note; Esc gives up. */
export function DecisionForm(props: {
  flags: readonly FlagRow[]
  first: Decision
  onDone: () => void
  onCancel: () => void
}) {
  const { flags, onDone } = props
  const decide = useAction('flags.decide')
  const settle = useAction('flags.settle')
  const [decision, setDecision] = useState<Decision>(props.first)
  const [note, setNote] = useState('')
  const form = useRef<HTMLDivElement>(null)
  const disputed = flags.every(({ state }) => state === 'disputed')
  const busy = decide.running || settle.running
  const problem = decide.problem ?? settle.problem
  const empty = note.trim() === ''

  const keys = useRef((_event: KeyboardEvent) => {})
  keys.current = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.onCancel()
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send(false)
    }
  }
  useEffect(() => {
    const element = form.current
    const press = (event: KeyboardEvent) => keys.current(event)
    element?.querySelector('textarea')?.focus()
    element?.addEventListener('keydown', press)
    return () => element?.removeEventListener('keydown', press)
  }, [])

  async function send(draft: boolean) {
    if (empty || busy) return
    const flagIds = flags.slice(0, 200).map(({ id }) => id)
    const result = disputed
      ? await settle.run({ flagIds, decision, note })
      : await decide.run({ flagIds, decision, note, draft })
    if (result.ok) onDone()
  }

  return (
    <div
      ref={form}
      className="review-decision"
      role="group"
      aria-label={flags.length === 1 ? 'Decision' : `Decision about ${flags.length} flags`}
    >
      <Choice
        label={flags.length === 1 ? 'What is it?' : `What are these ${flags.length}?`}
        options={decisionChoices}
        value={decision}
        onChange={setDecision}
      />
      <TextField
        label="Why"
        description="It stands in the record, and whoever works in the conversation sees it."
        rows={2}
        maxLength={1_000}
        value={note}
        onChange={setNote}
      />
      {problem && (
        <Notice severity="error" title="Nothing was decided">
          {problem.message}
        </Notice>
      )}
      <div className="review-decision-foot">
        <Button onPress={props.onCancel}>Cancel</Button>
        {!disputed && (
          <Button onPress={() => void send(true)} busy={decide.running} isDisabled={empty}>
            Keep as a draft
          </Button>
        )}
        <Button
          variant="primary"
          icon="check"
          onPress={() => void send(false)}
          busy={busy}
          isDisabled={empty}
          keys="Ctrl ↵"
        >
          {disputed ? 'Settle' : flags.length === 1 ? 'Decide' : `Decide ${flags.length}`}
        </Button>
      </div>
    </div>
  )
}
