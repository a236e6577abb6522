import type { KeyboardEvent, Ref } from 'react'
import { useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
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
import type { ComposeMode, Draft } from './drafts.ts'
import { GrantState } from './grant-state.tsx'
import { InCharge } from './in-charge.tsx'
import type { Obstacle } from './lock-bar.tsx'
import { LockBar } from './lock-bar.tsx'
import { firstVariable, matchTemplates, slashWordAt } from './slash.ts'
import { TemplatePicker } from './template-picker.tsx'
import { useDelayed } from './use-delayed.ts'
import { useDraft } from './use-draft.ts'

export interface ComposerHandle {
  focus: (mode: ComposeMode) => void
}

const maximum = 10_000
const modes = [
  { id: 'reply', label: 'Reply to visitor' },
  { id: 'note', label: 'Internal note' },
] as const

/** What the console answered to an attempt to send a text. It says nothing about any other text. */
type Answer =
  | { kind: 'blocked'; text: string; reasons: BlockReason[]; seen: number }
  | { kind: 'warned'; text: string; warnings: BlockReason[] }

/** A safe version stands in the box in the place of this text; null where there was none. */
type SafeStep = { kind: 'shown'; text: string; before: Draft } | { kind: 'none'; text: string }

/** Where replies and notes are written. What is typed stays, whatever happens to it on the way out. */
export function Composer(props: {
  view: ConversationView
  messages: readonly MessageView[]
  seenPosition: () => number
  onSawAll: () => void
  onAskToSignIn: () => void
  onAskSupervisor: (draft: Draft) => void
  ref?: Ref<ComposerHandle>
}) {
  const { row } = props.view
  const conversationId = row.id
  const box = useRef<HTMLTextAreaElement>(null)
  const listId = useId()

  const [mode, setMode] = useState<ComposeMode>('reply')
  const draft = useDraft(conversationId, props.view.draft, mode)
  const [caret, setCaret] = useState(0)
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [lockedPick, setLockedPick] = useState<TemplateView | null>(null)
  const [safe, setSafe] = useState<SafeStep | null>(null)
  const [attempts] = useState(() => createAttempts(() => crypto.randomUUID()))
  const send = useAction('reply.send')
  const render = useAction('template.render')
  const safeVersion = useAction('reply.safeVersion')
  const discard = useAction('draft.discard')

  const { text, templateIds, held } = draft.written[mode]
  const isReply = mode === 'reply'
  const isEmpty = text.trim() === ''

  const found = isReply ? slashWordAt(text, caret) : null
  const slash = found !== null && found.start !== closedAt ? found : null
  const templates = useRequest('template.list', { conversationId }, { enabled: slash !== null })
  const matches = slash === null ? [] : matchTemplates(templates.data?.templates ?? [], slash.query)
  const chosen = Math.min(active, Math.max(0, matches.length - 1))

  const previewText = useDelayed(text, 250)
  const asked = isReply && previewText.trim() !== '' && row.state === 'open'
  const preview = useRequest(
    'reply.preview',
    { conversationId, templateIds, text: previewText },
    { enabled: asked, keepPrevious: true },
  ).data
  const shown = asked && !isEmpty ? preview : undefined
  const previewReasons =
    shown?.outcome === 'block' ? shown.reasons.filter((reason) => reason.code !== 'unseen-message') : []

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
    draft.write(mode, next.text.trim() === '' ? { text: next.text, templateIds: [] } : next)
    setAnswer(null)
    setLockedPick(null)
    send.reset()
    render.reset()
    safeVersion.reset()
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
    await insert(template, slash.start, slash.end)
  }

  async function insert(template: { id: TemplateView['id'] }, start: number, end: number) {
    const rendered = await render.run({ conversationId, templateId: template.id })
    if (!rendered.ok) return
    const before = text.slice(0, start)
    const next = before + rendered.value.text + text.slice(end)
    if (next.length > maximum) return
    write({ text: next, templateIds: [...new Set([...templateIds, template.id])].slice(0, 10) })
    setClosedAt(null)
    const variable = rendered.value.unresolved.length > 0 ? firstVariable(next, before.length) : null
    if (variable) putCaret(variable.start, variable.end)
    else putCaret(before.length + rendered.value.text.length)
  }

  async function submit(sendAnyway = false) {
    if (isEmpty || isSlashOnly || send.running || row.state === 'closed') return
    const sent = draft.written[mode]
    // What waits to be saved goes first: saved after the reply, it would come back as a draft of what was sent.
    await draft.flush()
    const seen = props.seenPosition()
    const result = await send.run({
      conversationId,
      requestId: attempts.idFor(JSON.stringify([mode, sent.text, sent.templateIds])),
      mode,
      text: sent.text,
      templateIds: sent.templateIds,
      seenPosition: seen,
      askToSignIn: false,
      sendAnyway,
    })
    if (!result.ok) return
    switch (result.value.outcome) {
      case 'warned':
        setAnswer({ kind: 'warned', text: sent.text, warnings: result.value.warnings })
        return
      case 'blocked': {
        setAnswer({ kind: 'blocked', text: sent.text, reasons: result.value.reasons, seen })
        if (result.value.reasons.some((reason) => reason.code === 'unresolved-variable')) showVariable(sent.text)
        return
      }
      case 'sent':
        attempts.done()
        draft.sent(mode)
        setAnswer(null)
        setSafe(null)
        setLockedPick(null)
        box.current?.focus()
    }
  }

  function showVariable(inText: string) {
    const variable = firstVariable(inText)
    if (variable) putCaret(variable.start, variable.end)
  }

  async function makeSafe() {
    if (lockedPick?.alternative && isSlashOnly) {
      await insert(lockedPick.alternative, 0, text.length)
      return
    }
    const before = { text, templateIds }
    const result = await safeVersion.run({ conversationId, ...before })
    if (!result.ok) return
    if (result.value.way === 'none') {
      setSafe({ kind: 'none', text })
      return
    }
    const { text: left, templateIds: ids } = result.value
    write({ text: left, templateIds: ids })
    setSafe({ kind: 'shown', text: left, before })
    const gap = left.indexOf('[removed]')
    if (gap === -1) putCaret(left.length)
    else putCaret(gap, gap + '[removed]'.length)
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (canSend) void submit()
      else if (hasGap) showVariable(text)
      return
    }
    if (slash === null) {
      if (event.key === 'Escape') {
        event.preventDefault()
        leaveText(event.currentTarget)
      } else if (event.key === 'Tab' && !event.shiftKey && isReply) {
        // From one gap to the next, as long as there is one behind the caret.
        const variable = firstVariable(text, event.currentTarget.selectionEnd)
        if (variable === null) return
        event.preventDefault()
        putCaret(variable.start, variable.end)
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

  // What was answered says nothing about another text, and a proof that came since may have opened it.
  // What arrived unseen is no part of a preview: that stop stays until it is answered.
  const openedSince =
    answer?.kind === 'blocked' &&
    shown?.outcome === 'allow' &&
    answer.reasons.every((reason) => reason.code !== 'unseen-message')
  const answered = answer?.text === text && !openedSince ? answer : null
  const refused = answered?.kind === 'blocked' ? answered : null
  const unseen = refused?.reasons.find((reason) => reason.code === 'unseen-message') ?? null
  // A template's name that is still being typed, or that is locked, is no reply.
  const isSlashOnly = isReply && /^\/\S*$/.test(text.trim())
  const hasGap = previewReasons.some((reason) => reason.code === 'unresolved-variable')
  const canSend =
    !isEmpty && !isSlashOnly && !send.running && row.state === 'open' && previewReasons.length === 0 && unseen === null
  const proven = row.standing.status === 'verified' && row.standing.value !== null
  const addressee = row.titleProvenance === 'proven' ? row.title : (row.standing.value ?? '')
  const firstFind = shown?.findings[0] ?? null

  function obstacle(): Obstacle | null {
    const problem = send.problem ?? render.problem ?? safeVersion.problem
    if (problem) return { kind: 'problem', problem, onRetry: send.problem ? () => void submit() : null }
    if (unseen !== null && refused !== null) {
      const messages = props.messages.filter(
        (one) => one.position > refused.seen && one.kind !== 'note' && one.kind !== 'whisper',
      )
      return {
        kind: 'arrived',
        reason: unseen,
        messages: messages.filter((one) => one.kind !== 'event'),
        onSend: () => {
          props.onSawAll()
          setAnswer(null)
          void submit()
        },
        onEdit: () => {
          props.onSawAll()
          setAnswer(null)
          putCaret(text.length)
        },
        onDiscard: () => {
          props.onSawAll()
          write({ text: '', templateIds: [] })
          putCaret(0)
        },
      }
    }
    if (safe?.text === text) {
      if (safe.kind === 'none') return { kind: 'no-safe-version' }
      if (previewReasons.length === 0) {
        const { before } = safe
        return { kind: 'safe-version', onPutBack: () => write(before) }
      }
    }
    const known = new Set(refused?.reasons.map((reason) => reason.code))
    const reasons = [...(refused?.reasons ?? []), ...previewReasons.filter((reason) => !known.has(reason.code))]
    if (reasons.length > 0) return { kind: 'blocked', reasons, lifted: shown?.lifted ?? [] }
    if (lockedPick?.lock) return { kind: 'locked-template', template: lockedPick, lock: lockedPick.lock }
    const warnings = answered?.kind === 'warned' ? answered.warnings : shown?.outcome === 'warn' ? shown.warnings : []
    if (warnings.length > 0 && isReply) {
      return {
        kind: 'warned',
        warnings,
        attempted: answered?.kind === 'warned',
        onSendAnyway: () => void submit(true),
      }
    }
    if (held !== null && isEmpty) {
      return {
        kind: 'held',
        reason: held,
        onDiscard: () => void discard.run({ conversationId, mode }),
      }
    }
    return null
  }

  return (
    <section className="composer" aria-label="Write" data-mode={mode}>
      <Tabs
        label="What to write"
        className="composer-tabs"
        items={modes}
        selected={mode}
        onChange={(next) => {
          void draft.flush()
          setAnswer(null)
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
          <InCharge row={row} kept={props.view.draft[mode].aside && !isEmpty} />
          {isReply && <GrantState conversationId={conversationId} text={text} />}
          <LockBar
            obstacle={obstacle()}
            ways={{
              onAskToSignIn: props.onAskToSignIn,
              onSafeVersion: isReply && (!isSlashOnly || lockedPick?.alternative) ? () => void makeSafe() : null,
              onAskSupervisor:
                isReply && !isEmpty && !isSlashOnly && !hasGap
                  ? () => props.onAskSupervisor({ text, templateIds })
                  : null,
              onMakeNote:
                isReply && !isEmpty && !isSlashOnly
                  ? () => {
                      const before = draft.written.note.text
                      draft.write('note', { text: before === '' ? text : `${before}\n${text}`, templateIds: [] })
                      flushSync(() => setMode('note'))
                      box.current?.focus()
                    }
                  : null,
              onShowPlace: hasGap
                ? () => showVariable(text)
                : firstFind !== null && previewText === text
                  ? () => putCaret(firstFind.start, firstFind.end)
                  : null,
            }}
          />
          <div className="composer-foot">
            <span className="composer-hint">
              {isReply && row.state === 'open' && (
                <>
                  <KeyHint keys="/" /> templates
                </>
              )}
            </span>
            <span className="composer-state" role="status" data-failed={draft.saving === 'failed' || undefined}>
              {draft.saving === 'saving'
                ? 'Saving draft…'
                : draft.saving === 'saved' && text !== ''
                  ? 'Draft saved'
                  : ''}
              {draft.saving === 'failed' && 'Draft not saved yet: it is kept in this window'}
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
