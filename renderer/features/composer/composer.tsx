import type { KeyboardEvent, Ref } from 'react'
import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ConversationView, MessageView } from '#shared/domain/conversation.ts'
import type { BlockReason, TemplateView } from '#shared/domain/reply.ts'
import { leaveText } from '../../app/panes.ts'
import { useAction, useRequest } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { Button } from '../../ui/button.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { createAttempts } from './attempt.ts'
import './composer.css'
import type { ComposeMode, Draft, DraftState, OpenedDraft } from './drafts.ts'
import { useDrafts } from './drafts-context.tsx'
import { LockBar } from './lock-bar.tsx'
import { firstVariable, matchTemplates, slashWordAt } from './slash.ts'
import { TemplatePicker } from './template-picker.tsx'
import { useDelayed } from './use-delayed.ts'

export interface ComposerHandle {
  focus: (mode: ComposeMode) => void
}

const maximum = 10_000
const modes = [
  { id: 'reply', label: 'Reply to visitor' },
  { id: 'note', label: 'Internal note' },
] as const

/** Where replies and notes are written. What is typed stays, whatever happens to it on the way out. */
export function Composer(props: {
  view: ConversationView
  messages: readonly MessageView[]
  seenPosition: () => number
  onSawAll: () => void
  onAskToSignIn: () => void
  ref?: Ref<ComposerHandle>
}) {
  const { row, draft: stored } = props.view
  const conversationId = row.id
  const drafts = useDrafts()
  const box = useRef<HTMLTextAreaElement>(null)
  const listId = useId()

  const [mode, setMode] = useState<ComposeMode>('reply')
  const [written, setWritten] = useState<Record<ComposeMode, OpenedDraft>>(() => ({
    reply: drafts.read(conversationId, 'reply', stored.reply),
    note: drafts.read(conversationId, 'note', stored.note),
  }))
  const [saving, setSaving] = useState<DraftState | null>(null)
  const [caret, setCaret] = useState(0)
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [refusal, setRefusal] = useState<{ text: string; reasons: BlockReason[]; seen: number } | null>(null)
  const [lockedPick, setLockedPick] = useState<TemplateView | null>(null)
  const [attempts] = useState(() => createAttempts(() => crypto.randomUUID()))
  const send = useAction('reply.send')
  const render = useAction('template.render')

  const { text, templateIds } = written[mode]
  const isReply = mode === 'reply'

  const found = isReply ? slashWordAt(text, caret) : null
  const slash = found !== null && found.start !== closedAt ? found : null
  const templates = useRequest('template.list', { conversationId }, { enabled: slash !== null })
  const matches = slash === null ? [] : matchTemplates(templates.data?.templates ?? [], slash.query)
  const chosen = Math.min(active, Math.max(0, matches.length - 1))

  const previewText = useDelayed(text, 250)
  const preview = useRequest(
    'reply.preview',
    { conversationId, templateIds, text: previewText },
    { enabled: isReply && previewText.trim() !== '' && row.state === 'open', keepPrevious: true },
  )
  const previewReasons =
    isReply && text.trim() !== '' && preview.data?.outcome === 'block'
      ? preview.data.reasons.filter((reason) => reason.code !== 'unseen-message')
      : []

  useEffect(
    () =>
      drafts.onState((id, ofMode, state) => {
        if (id === conversationId && ofMode === mode) setSaving(state)
      }),
    [drafts, conversationId, mode],
  )
  useEffect(() => () => void drafts.flush(), [drafts])

  // Grows with its text up to eight lines, then scrolls.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight + 2, 8 * 20 + 18)}px`
  }, [text, mode])

  useImperativeHandle(props.ref, () => ({
    focus: (to) => {
      // The panel of another tab is another element. It must exist and hold focus before the next key is pressed:
      // what is typed right after a shortcut is text, and never a shortcut.
      flushSync(() => setMode(to))
      box.current?.focus()
    },
  }))

  function write(next: Draft) {
    // An empty box is a new beginning: nothing of any template is left in it.
    const draft = next.text.trim() === '' ? { text: next.text, templateIds: [] } : next
    setWritten((before) => ({ ...before, [mode]: { ...before[mode], ...draft } }))
    drafts.write(conversationId, mode, draft)
    setRefusal(null)
    setLockedPick(null)
    send.reset()
    render.reset()
  }

  function putCaret(start: number, end = start) {
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(start, end)
      setCaret(end)
    })
  }

  async function pick(template: TemplateView) {
    if (slash === null) return
    if (template.lock !== null) {
      setLockedPick(template)
      setClosedAt(slash.start)
      return
    }
    const answer = await render.run({ conversationId, templateId: template.id })
    if (!answer.ok) return
    const before = text.slice(0, slash.start)
    const next = before + answer.value.text + text.slice(slash.end)
    if (next.length > maximum) return
    write({ text: next, templateIds: [...new Set([...templateIds, template.id])].slice(0, 10) })
    setClosedAt(null)
    const variable = answer.value.unresolved.length > 0 ? firstVariable(answer.value.text) : null
    if (variable) putCaret(before.length + variable.start, before.length + variable.end)
    else putCaret(before.length + answer.value.text.length)
  }

  async function submit() {
    if (text.trim() === '' || isSlashOnly || send.running || row.state === 'closed') return
    const sent = written[mode]
    const seen = props.seenPosition()
    const result = await send.run({
      conversationId,
      requestId: attempts.idFor(JSON.stringify([mode, sent.text, sent.templateIds])),
      mode,
      text: sent.text,
      templateIds: sent.templateIds,
      seenPosition: seen,
      askToSignIn: false,
    })
    if (!result.ok) return
    if (result.value.outcome === 'warned') return
    if (result.value.outcome === 'blocked') {
      setRefusal({ text: sent.text, reasons: result.value.reasons, seen })
      if (result.value.reasons.some((reason) => reason.code === 'unresolved-variable')) {
        const variable = firstVariable(sent.text)
        if (variable) putCaret(variable.start, variable.end)
      }
      return
    }
    attempts.done()
    write({ text: '', templateIds: [] })
    setSaving(null)
    box.current?.focus()
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (canSend) void submit()
      return
    }
    if (slash === null) {
      if (event.key === 'Escape') {
        event.preventDefault()
        leaveText(event.currentTarget)
      }
      return
    }
    const template = matches[chosen]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((chosen + step + matches.length) % Math.max(1, matches.length))
    } else if ((event.key === 'Enter' || event.key === 'Tab') && template && !event.shiftKey) {
      event.preventDefault()
      void pick(template)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setClosedAt(slash.start)
    }
  }

  const unseen = refusal?.reasons.some((reason) => reason.code === 'unseen-message') ?? false
  const arrived = unseen
    ? props.messages.filter((one) => one.kind === 'visitor' && one.position > (refusal?.seen ?? 0))
    : []
  // A template's name that is still being typed, or that is locked, is no reply.
  const isSlashOnly = isReply && /^\/\S*$/.test(text.trim())
  const canSend =
    text.trim() !== '' &&
    !isSlashOnly &&
    !send.running &&
    row.state === 'open' &&
    previewReasons.length === 0 &&
    !unseen
  const proven = row.standing.status === 'verified' && row.standing.value !== null
  const addressee = row.titleProvenance === 'proven' ? row.title : (row.standing.value ?? '')
  const variable = previewReasons.some((reason) => reason.code === 'unresolved-variable') ? firstVariable(text) : null

  return (
    <section className="composer" aria-label="Write" data-mode={mode}>
      <Tabs
        label="What to write"
        className="composer-tabs"
        items={modes}
        selected={mode}
        onChange={(next) => {
          void drafts.flush()
          setRefusal(null)
          setSaving(null)
          setMode(next)
        }}
      >
        <div className="composer-body">
          <div className="composer-box">
            {slash !== null && (
              <TemplatePicker
                id={listId}
                templates={matches}
                loading={templates.loading}
                active={chosen}
                onActive={setActive}
                onPick={(template) => void pick(template)}
              />
            )}
            <textarea
              ref={box}
              className="composer-text"
              aria-label={isReply ? 'Reply to visitor' : 'Internal note'}
              aria-autocomplete={isReply ? 'list' : undefined}
              aria-controls={slash !== null && matches.length > 0 ? listId : undefined}
              aria-activedescendant={slash !== null && matches.length > 0 ? `${listId}-${chosen}` : undefined}
              rows={2}
              dir="auto"
              maxLength={maximum}
              disabled={row.state === 'closed'}
              readOnly={send.running}
              placeholder={placeholder(row.state, isReply)}
              value={text}
              onChange={(event) => {
                write({ text: event.target.value, templateIds })
                setCaret(event.target.selectionStart)
                setActive(0)
                if (closedAt !== null && !event.target.value.slice(closedAt).startsWith('/')) setClosedAt(null)
              }}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
              onKeyDown={press}
            />
          </div>
          <LockBar
            previewReasons={previewReasons}
            refusal={refusal?.text === text ? refusal.reasons : []}
            lockedPick={lockedPick}
            problem={send.problem ?? render.problem}
            arrived={arrived}
            onAskToSignIn={props.onAskToSignIn}
            onMakeNote={() => {
              const note = written.note.text === '' ? text : `${written.note.text}\n${text}`
              drafts.write(conversationId, 'note', { text: note, templateIds: [] })
              setWritten((before) => ({ ...before, note: { ...before.note, text: note, templateIds: [] } }))
              flushSync(() => setMode('note'))
              box.current?.focus()
            }}
            hasText={text.trim() !== '' && isReply}
            onShowVariable={variable === null ? null : () => putCaret(variable.start, variable.end)}
            onSendAnyway={() => {
              props.onSawAll()
              setRefusal(null)
              void submit()
            }}
            onRetry={send.problem ? () => void submit() : null}
          />
          <div className="composer-foot">
            <span className="composer-hint">
              {isReply && row.state === 'open' && (
                <>
                  <KeyHint keys="/" /> templates
                </>
              )}
            </span>
            <span className="composer-state" role="status" data-failed={saving === 'failed' || undefined}>
              {saving === 'saving' ? 'Saving draft…' : saving === 'saved' && text !== '' ? 'Draft saved' : ''}
              {saving === 'failed' && 'Draft not saved yet: it is kept in this window'}
            </span>
            <Button
              variant="primary"
              keys="Ctrl ↵"
              aria-keyshortcuts="Control+Enter"
              busy={send.running}
              isDisabled={!canSend}
              onPress={() => void submit()}
              className="composer-send"
            >
              {isReply ? (
                proven ? (
                  <>
                    Send to <Given text={addressee} proven />
                  </>
                ) : (
                  'Send to unverified visitor'
                )
              ) : (
                'Add note for colleagues'
              )}
            </Button>
          </div>
        </div>
      </Tabs>
    </section>
  )
}

function placeholder(state: 'open' | 'closed', isReply: boolean): string {
  if (state === 'closed') return 'This conversation is closed. Reopen it to write.'
  return isReply ? 'Write to the visitor, or / for a template' : 'Only colleagues see this'
}
