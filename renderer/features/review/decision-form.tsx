import { useEffect, useRef, useState } from 'react'
import type { FlagId } from '#shared/domain/ids.ts'
import type { Decision, FlagRow } from '#shared/domain/review.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import './decision-form.css'
import { type DecisionResult, decisionChoices } from './decision-words.ts'
import { flagKindWords } from './flag-words.ts'

/** As many flags as the console decides about at once. */
const batchSize = 200

/**
 * Decision and note for one flag or many. Ctrl Enter decides from within the note, ↑ in an empty note brings the last
 * one back, Esc gives up.
 */
export function DecisionForm(props: {
  flags: readonly FlagRow[]
  first: Decision
  /** What was written here before and not sent. */
  written: string | null
  /** The note of the decision before this one. */
  lastNote: string | null
  onWrite: (note: string) => void
  /** `ids` are those that left the queue by it. */
  onDone: (result: DecisionResult, note: string, ids: readonly FlagId[]) => void
  onCancel: () => void
}) {
  const { flags, onDone, lastNote } = props
  const decide = useAction('flags.decide')
  const settle = useAction('flags.settle')
  const [decision, setDecision] = useState<Decision>(props.first)
  const [note, setNote] = useState(() => props.written ?? draftedNote(flags))
  const form = useRef<HTMLDivElement>(null)
  const disputed = flags.every(({ state }) => state === 'disputed')
  const busy = decide.running || settle.running
  const problem = decide.problem ?? settle.problem
  const empty = note.trim() === ''

  const write = (text: string) => {
    setNote(text)
    props.onWrite(text)
  }
  const keys = useRef((_event: KeyboardEvent) => {})
  keys.current = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.onCancel()
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send(false)
    } else if (event.key === 'ArrowUp' && note === '' && lastNote !== null && isText(event.target)) {
      event.preventDefault()
      write(lastNote)
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
    const done: FlagId[] = []
    for (let from = 0; from < flags.length; from += batchSize) {
      const flagIds = flags.slice(from, from + batchSize).map(({ id }) => id)
      if (disputed) {
        const result = await settle.run({ flagIds, decision, note })
        if (!result.ok) return
        done.push(...result.value.settled)
      } else {
        const result = await decide.run({ flagIds, decision, note, draft })
        if (!result.ok) return
        done.push(...result.value.decided)
      }
    }
    const passedOver = flags.length - done.length
    onDone({ decision, done: done.length, passedOver, draft }, note, draft ? [] : done)
  }

  return (
    <div
      ref={form}
      className="review-decision"
      role="group"
      aria-label={flags.length === 1 ? 'Decision' : `Decision about ${flags.length} flags`}
    >
      {flags.length > 1 && <p className="review-decision-about">{reasonsOf(flags)}</p>}
      <Choice
        label={flags.length === 1 ? 'What is it?' : `What are these ${flags.length}?`}
        look="bar"
        options={decisionChoices.map(({ id, label }) => ({ id, label }))}
        value={decision}
        onChange={setDecision}
      />
      <p className="review-soft">{decisionChoices.find(({ id }) => id === decision)?.description}</p>
      <TextField
        label="Why"
        description={
          lastNote === null || note !== ''
            ? 'It stands in the record, and whoever works in the conversation sees it.'
            : '↑ brings your last note back. Whoever works in the conversation sees it.'
        }
        rows={2}
        maxLength={1_000}
        value={note}
        onChange={write}
      />
      {problem && (
        <Notice severity="error" title="Nothing was decided">
          {problem.message}
        </Notice>
      )}
      <div className="review-decision-foot">
        <Button onPress={props.onCancel} keys="Esc">
          Cancel
        </Button>
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

/** The note of a draft, which is where its decision goes on from. */
function draftedNote(flags: readonly FlagRow[]): string {
  const [only] = flags
  if (flags.length !== 1 || only?.state !== 'draft') return ''
  return only.steps.findLast(({ what }) => what === 'drafted')?.note ?? ''
}

/** What a decision about many is about, e.g. `Proof rejected (12), Identity switched (3)`. */
function reasonsOf(flags: readonly FlagRow[]): string {
  const kinds = [...new Set(flags.map(({ kind }) => kind))]
  return kinds.map((kind) => `${flagKindWords(kind)} (${flags.filter((flag) => flag.kind === kind).length})`).join(', ')
}

const isText = (target: EventTarget | null) => target instanceof HTMLTextAreaElement
