import type { KeyboardEvent, Ref } from 'react'
import { useId, useImperativeHandle, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ConversationView, MessageView } from '#shared/domain/conversation.ts'
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
import { firstVariable } from './slash.ts'
import { TemplatePicker } from './template-picker.tsx'
import { useBox } from './use-box.ts'
import { useDraft } from './use-draft.ts'
import { usePreview } from './use-preview.ts'
import { useReplaced } from './use-replaced.ts'
import type { Sight } from './use-sending.ts'
import { useSending } from './use-sending.ts'
import { useSlash } from './use-slash.ts'

export interface ComposerHandle {
  focus: (mode: ComposeMode) => void
}

const longest = 10_000
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
  const draft = useDraft(conversationId, props.view.draft, mode)
  const inHand = draft.written[mode]
  const { text, templateIds } = inHand
  const isEmpty = text.trim() === ''
  const discardHeld = useAction('draft.discard')

  const box = useBox()
  const drawnText = useRef(text)
  drawnText.current = text
  const textNow = () => drawnText.current
  // The caret can only be put into what is drawn, and the next key must not come before it.
  const writeNow = (next: Draft) => flushSync(() => write(next))
  const slash = useSlash({ conversationId, draft: inHand, isReply, box, longest, textNow, writeNow })
  const replaced = useReplaced({ conversationId, box, textNow, writeNow })
  const asked = useGrantRequest(conversationId, text)
  const preview = usePreview(conversationId, inHand, isReply && row.state === 'open')
  const sending = useSending({
    conversationId,
    sight: props.sight,
    flush: draft.flush,
    onSent: (sent) => {
      draft.sent(sent)
      replaced.forget()
      slash.reset()
      box.ref.current?.focus()
    },
    onBlocked: (of, reasons) => {
      if (reasons.some(({ code }) => code === 'unresolved-variable')) box.showGap(of)
    },
  })

  useImperativeHandle(props.ref, () => ({
    focus: (to) => {
      // The panel of another tab is another element. It must exist and hold focus before the next key is pressed:
      // what is typed right after a shortcut is text, and never a shortcut.
      flushSync(() => turnTo(to))
      box.ref.current?.focus()
    },
  }))

  function turnTo(next: ComposeMode) {
    if (next === mode) return
    void draft.flush()
    sending.forget()
    replaced.forget()
    slash.reset()
    setMode(next)
  }

  function write(next: Draft) {
    // An empty box is a new beginning: nothing of any template is left in it.
    draft.write(mode, next.text.trim() === '' ? { text: next.text, templateIds: [] } : next)
    sending.reset()
    slash.reset()
    replaced.reset()
  }

  const answer = answerAbout({ answer: sending.answer, text, preview })
  const obstacle = obstacleOf({
    mode,
    text,
    problems: { sending: sending.problem, other: slash.problem ?? replaced.problem },
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
  const isOpen = row.state === 'open' && !isEmpty && !isNaming && !sending.running
  const isUnseen = unseenIn(answer) !== null
  const canSend = isOpen && preview.reasons.length === 0 && !isUnseen

  const submit = (sendAnyway = false) => {
    if (isOpen) void sending.submit(mode, inHand, sendAnyway)
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
    box.ref.current?.focus()
  }

  const { firstFind } = preview
  const alternative = slash.lockedPick?.template.alternative ?? null
  const isTextToMend = isReply && !isEmpty && !isNaming
  const isPicking = slash.isOpen && slash.matches.length > 0
  return (
    <section className="composer" aria-label="Write" data-mode={mode}>
      <Tabs label="What to write" className="composer-tabs" items={modes} selected={mode} onChange={turnTo}>
        <div className="composer-body">
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
              ref={box.ref}
              className="composer-text"
              aria-label={isReply ? 'Reply to visitor' : 'Internal note'}
              aria-autocomplete={isReply ? 'list' : undefined}
              aria-controls={isPicking ? listId : undefined}
              aria-activedescendant={isPicking ? `${listId}-${slash.chosen}` : undefined}
              rows={2}
              dir="auto"
              maxLength={longest}
              disabled={row.state === 'closed'}
              readOnly={sending.running}
              placeholder={placeholder(row.state, isReply)}
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
          <InCharge row={row} kept={!isEmpty} />
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
            isEmpty={text === ''}
            busy={sending.running}
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
