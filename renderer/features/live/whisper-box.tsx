import type { KeyboardEvent, Ref } from 'react'
import { useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import { joinTexts } from '#shared/domain/draft-text.ts'
import { useOperator } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { createAttempts } from '../composer/attempt.ts'

export interface WhisperHandle {
  focus: () => void
}

/** A note to the agent in charge. Where there is nobody to whisper to, it says what to do instead. */
export function WhisperBox(props: {
  row: ConversationRow
  /** True where the look was begun to whisper. */
  focused: boolean
  onLeave: () => void
  ref: Ref<WhisperHandle>
}) {
  const { row, focused, ref } = props
  const me = useOperator()
  const [text, setText] = useState('')
  /** What left the box and is not answered yet. */
  const [leaving, setLeaving] = useState('')
  const [attempts] = useState(() => createAttempts(() => crypto.randomUUID()))
  const whisper = useAction('live.whisper')
  const box = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }))
  useEffect(() => {
    if (focused) box.current?.focus()
  }, [focused])

  const { assignee, state } = row
  if (state === 'closed') return <p className="live-nobody">This conversation was closed.</p>
  if (assignee === null) {
    return (
      <p className="live-nobody">
        Nobody has this conversation, so there is nobody to whisper to. Take it over to answer.
      </p>
    )
  }
  if (assignee.id === me?.id) return <p className="live-nobody">This conversation is yours: open it to answer.</p>

  const empty = text.trim() === ''
  async function send() {
    if (empty || whisper.running) return
    const requestId = attempts.idFor(text.trim())
    // What is typed from here on is the next one. It stands behind this one where this one is not whispered.
    setText('')
    setLeaving(text)
    box.current?.focus()
    const result = await whisper.run({ conversationId: row.id, requestId, text: text.trim() })
    setLeaving('')
    if (result.ok) attempts.done()
    else setText((typed) => joinTexts([text, typed]))
  }
  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      props.onLeave()
    }
  }

  return (
    <section className="live-whisper" aria-label="Whisper">
      {whisper.problem && (
        <Notice severity="error" title="Nothing was whispered">
          {whisper.problem.message}
        </Notice>
      )}
      <textarea
        ref={box}
        className="composer-text"
        aria-label={`Whisper to ${assignee.name}`}
        rows={2}
        dir="auto"
        maxLength={4_000}
        data-leaving={(leaving !== '' && empty) || undefined}
        placeholder={leaving || `Only ${assignee.name} and colleagues see this, never the visitor`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <div className="live-whisper-foot">
        <Button
          variant="primary"
          icon="whisper"
          keys="Ctrl ↵"
          aria-keyshortcuts="Control+Enter"
          busy={whisper.running}
          isDisabled={empty}
          onPress={() => void send()}
        >
          Whisper to <bdi>{assignee.name}</bdi>
        </Button>
      </div>
    </section>
  )
}
