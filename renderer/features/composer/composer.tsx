import type { KeyboardEvent, Ref } from 'react'
import { useId, useImperativeHandle, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ConversationView, MessageView } from '#shared/domain/conversation.ts'
import { longestText } from '#shared/domain/draft-text.ts'
import { leaveText } from '../../app/panes.ts'
import { useOperator } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { ComposerFoot } from './composer-foot.tsx'
import './composer.css'
import type { ComposeMode, Draft } from './drafts.ts'
import { GrantState, useGrantRequest } from './grant-state.tsx'
import { InCharge } from './in-charge.tsx'
import { LockBar } from './lock-bar.tsx'
import { answerAbout, obstacleOf, unseenIn } from './obstacle.ts'
import { OnTheWay } from './on-the-way.tsx'
import { firstVariable } from './slash.ts'
import { TemplatePicker } from './template-picker.tsx'
import { useBox } from './use-box.ts'
import { useDraft } from './use-draft.ts'
import { useLate } from './use-late.ts'
import { usePreview } from './use-preview.ts'
import { useReplaced } from './use-replaced.ts'
import type { Sight } from './use-sending.ts'
import { useSending } from './use-sending.ts'
import { useSlash } from './use-slash.ts'

export interface ComposerHandle {
  focus: (mode: ComposeMode) => void
}

const modes = [
  { id: 'reply', label: 'Reply to visitor' },
  { id: 'note', label: 'Internal note' },
] as const

/** Where replies and notes are written. What is typed stays, whatever happens to it on the way out. */
export function Composer(props: {
  view: ConversationView
  messages: readonly MessageView[]
  sight: Sight
  onAskToSignIn: () => void
  onAskSupervisor: (draft: Draft) => void
  ref?: Ref<ComposerHandle>
}) {
  const { row } = props.view
  const conversationId = row.id
  const listId = useId()
  const me = useOperator()

  const [mode, setMode] = useState<ComposeMode>('reply')
  const isReply = mode === 'reply'
  const box = useBox()
  const draft = useDraft(conversationId, props.view.draft, mode, box)
  const inHand = draft.written[mode]
  const { text, templateIds } = inHand
  const isEmpty = text.trim() === ''
  // What left the box to be sent stays in view there until it is sent, or until the next text is begun.
  const leaving = text === '' && draft.onTheWay.length === 1 ? (draft.onTheWay[0] ?? null) : null
  const shown = leaving ?? inHand
  const isLate = useLate(draft.onTheWay[0] ?? null, 300)
  const discardHeld = useAction('draft.discard')

  const now = () => draft.now(mode)
  const textNow = () => now().text
  // The caret can only be put into what is drawn, and the next key must not come before it.
  const writeNow = (next: Draft) => flushSync(() => write(next))
  const slash = useSlash({ conversationId, draft: inHand, isReply, box, longest: longestText, now, writeNow })
  const replaced = useReplaced({ conversationId, box, textNow, writeNow })
  const asked = useGrantRequest(conversationId, shown.text)
  const preview = usePreview(conversationId, shown, isReply && row.state === 'open')
  const leftFrom = useRef<{ start: number; end: number } | null>(null)
  const drawnMode = useRef(mode)
  drawnMode.current = mode
  const sending = useSending({
    conversationId,
    mode,
    sight: props.sight,
    settled: box.settled,
    // What was replaced since is of the next text.
    onSent: () => replaced.forget(replaced.now),
    onRefused: (answer) => {
      const isHere = drawnMode.current === mode && box.element() === document.activeElement
      const isAsBefore = answer.text === answer.judged
      if (isHere && isAsBefore && leftFrom.current) box.putCaret(leftFrom.current.start, leftFrom.current.end)
      const hasGap = answer.kind === 'blocked' && answer.reasons.some(({ code }) => code === 'unresolved-variable')
      // Whoever has typed on is not taken back by it.
      if (hasGap && isAsBefore && drawnMode.current === mode) box.showGap(answer.text)
    },
  })

  useImperativeHandle(props.ref, () => ({
    focus: (to) => {
      // The panel of another tab is another element. It must exist and hold focus before the next key is pressed:
      // what is typed right after a shortcut is text, and never a shortcut.
      flushSync(() => turnTo(to))
      box.element()?.focus()
    },
  }))

  function turnTo(next: ComposeMode) {
    if (next === mode) return
    void draft.flush()
    sending.forget()
    replaced.forget(replaced.now)
    slash.reset()
    setMode(next)
  }

  function write(next: Draft) {
    // An empty box is a new beginning: nothing of any template is left in it.
    draft.write(mode, next.text.trim() === '' ? { text: next.text, templateIds: [] } : next)
    sending.typed(next.text)
    slash.reset()
    replaced.reset()
  }

  const answer = answerAbout({ answer: sending.answer, text: shown.text, preview })
  const obstacle = obstacleOf({
    mode,
    text: shown.text,
    problem: slash.problem ?? replaced.problem,
    answer: sending.answer,
    preview,
    replaced: replaced.now,
    lockedPick: slash.lockedPick,
    held: inHand.held,
    messages: props.messages,
    me: me?.id ?? null,
  })
  // A template's name that is still being typed, or that is locked, is no reply.
  const isNaming = isReply && (/^\/\S*$/.test(text.trim()) || slash.matches.length > 0 || slash.lockedPick !== null)
  const isOpen = row.state === 'open' && !isEmpty && !isNaming
  // Of another text, that one is typed on from it, the gate is asked anew.
  const isUnseen = answer?.text === text && unseenIn(answer) !== null
  const canSend = isOpen && preview.reasons.length === 0 && !isUnseen

  const submit = (sendAnyway = false) => {
    if (!isOpen) return
    const element = box.element()
    // From here on every key belongs to the next text, whichever button was pressed.
    element?.focus()
    leftFrom.current = element && { start: element.selectionStart, end: element.selectionEnd }
    slash.reset()
    sending.submit(sendAnyway)
  }
  const sawAll = () => props.sight.mark(props.messages.at(-1)?.position ?? 0)

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    const { key } = event
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      // Whoever writes another text and sends it at once is not stopped by what was said of the one before: the gate is asked.
      if (canSend || (!preview.isCurrent && !isUnseen)) submit()
      else if (preview.hasGap) box.showGap(text)
      return
    }
    if (!slash.isOpen) {
      if (key === 'Escape') {
        event.preventDefault()
        leaveText(event.currentTarget)
      } else if (key === 'Tab' && !event.shiftKey && isReply) {
        // From one gap to the next, as long as there is one behind the caret.
        const gap = firstVariable(text, event.currentTarget.selectionEnd)
        if (gap === null) return
        event.preventDefault()
        box.putCaret(gap.start, gap.end)
      }
      return
    }
    const template = slash.matches[slash.chosen]
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      slash.step(key === 'ArrowDown' ? 1 : -1)
    } else if ((key === 'Enter' || key === 'Tab') && template && !event.shiftKey) {
      event.preventDefault()
      void slash.pick(template)
    } else if (key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      slash.close()
    }
  }

  function makeNote() {
    const before = draft.written.note.text
    draft.write('note', { text: before === '' ? text : `${before}\n${text}`, templateIds: [] })
    flushSync(() => turnTo('note'))
    box.element()?.focus()
  }

  const { firstFind } = preview
  const alternative = slash.lockedPick?.template.alternative ?? null
  const isTextToMend = isReply && !isEmpty && !isNaming
  const isPicking = slash.isOpen && slash.matches.length > 0
  return (
    <section className="composer" aria-label="Write" data-mode={mode}>
      <Tabs label="What to write" className="composer-tabs" items={modes} selected={mode} onChange={turnTo}>
        <div className="composer-body">
          {isLate && leaving === null && <OnTheWay drafts={draft.onTheWay} isReply={isReply} />}
          <div className="composer-box">
            {slash.isOpen && (
              <TemplatePicker
                id={listId}
                templates={slash.matches}
                loading={slash.loading}
                active={slash.chosen}
                onActive={slash.setActive}
                onPick={(template) => void slash.pick(template)}
              />
            )}
            <textarea
              ref={box.attach}
              className="composer-text"
              aria-label={isReply ? 'Reply to visitor' : 'Internal note'}
              aria-autocomplete={isReply ? 'list' : undefined}
              aria-controls={isPicking ? listId : undefined}
              aria-activedescendant={isPicking ? `${listId}-${slash.chosen}` : undefined}
              rows={2}
              dir="auto"
              maxLength={longestText}
              disabled={row.state === 'closed'}
              placeholder={leaving?.text ?? placeholder(row.state, isReply)}
              data-leaving={leaving !== null || undefined}
              value={text}
              onChange={({ target }) => {
                write({ text: target.value, templateIds })
                box.setCaret(target.selectionStart)
                slash.typed(target.value)
              }}
              onSelect={(event) => box.setCaret(event.currentTarget.selectionStart)}
              onKeyDown={press}
            />
          </div>
          <InCharge row={row} kept={shown.text.trim() !== ''} />
          {isReply && asked && <GrantState request={asked} />}
          <LockBar
            obstacle={obstacle}
            acts={{
              retry: () => submit(),
              sendAnyway: () => submit(true),
              sendAfterReading: () => {
                sawAll()
                sending.forget()
                submit()
              },
              edit: () => {
                sawAll()
                sending.forget()
                box.putCaret(text.length)
              },
              discard: () => {
                sawAll()
                replaced.discard(inHand)
              },
              putBack: replaced.putBack,
              discardHeld: () => void discardHeld.run({ conversationId, mode }),
            }}
            ways={{
              onAskToSignIn: props.onAskToSignIn,
              onSafeVersion:
                alternative !== null
                  ? () => void slash.insertAlternative()
                  : isTextToMend
                    ? () => void replaced.makeSafe({ text, templateIds })
                    : null,
              onAskSupervisor:
                isTextToMend && !preview.hasGap && asked?.state !== 'waiting'
                  ? () => props.onAskSupervisor({ text, templateIds })
                  : null,
              onMakeNote: isTextToMend ? makeNote : null,
              onShowPlace: preview.hasGap
                ? () => box.showGap(text)
                : firstFind !== null
                  ? () => box.putCaret(firstFind.start, firstFind.end)
                  : null,
            }}
          />
          <ComposerFoot
            row={row}
            isReply={isReply}
            saving={draft.saving}
            isEmpty={shown.text === ''}
            isLate={isLate}
            busy={isLate && isEmpty}
            canSend={canSend}
            onSend={() => submit()}
          />
        </div>
      </Tabs>
    </section>
  )
}

function placeholder(state: 'open' | 'closed', isReply: boolean): string {
  if (state === 'closed') return 'This conversation is closed. Reopen it to write.'
  return isReply ? 'Write to the visitor, or / for a template' : 'Only colleagues see this'
}
