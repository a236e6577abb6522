import { useState } from 'react'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { createAttempts } from './attempt.ts'

/** A message to the visitor that also asks their page to identify them again. The words can be changed first. */
export function AskToSignIn(props: {
  row: ConversationRow
  seenPosition: () => number
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title="Ask to sign in" size="small" keepOpen>
      {props.isOpen && <Form row={props.row} seenPosition={props.seenPosition} onDone={props.onClose} />}
    </Dialog>
  )
}

function Form(props: { row: ConversationRow; seenPosition: () => number; onDone: () => void }) {
  const { row } = props
  const send = useAction('reply.send')
  const [attempts] = useState(() => createAttempts(() => crypto.randomUUID()))
  const [reasons, setReasons] = useState<BlockReason[]>([])
  const [text, setText] = useState(
    `To help you with this I need to be sure it is you. Please sign in on ${row.channel.site}, then write to me again here.`,
  )

  async function submit() {
    setReasons([])
    const result = await send.run({
      conversationId: row.id,
      requestId: attempts.idFor(text),
      mode: 'reply',
      text,
      templateIds: [],
      seenPosition: props.seenPosition(),
      askToSignIn: true,
    })
    if (!result.ok) return
    if (result.value.outcome === 'sent') {
      attempts.done()
      props.onDone()
    } else {
      setReasons(result.value.outcome === 'warned' ? result.value.warnings : result.value.reasons)
    }
  }

  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        label="Message to the visitor"
        description="Their page is asked to identify them again. If they are signed in there, the next message is verified."
        rows={4}
        value={text}
        onChange={setText}
        autoFocus
      />
      {reasons.map((reason) => (
        <Notice key={reason.code} severity="warning" title="Not sent">
          {reason.message}
        </Notice>
      ))}
      {send.problem && (
        <Notice severity="error" title="Not sent">
          {send.problem.message}
        </Notice>
      )}
      <div className="ask-actions">
        <Button onPress={props.onDone}>Cancel</Button>
        <Button variant="primary" type="submit" busy={send.running} isDisabled={text.trim() === ''}>
          Send to visitor
        </Button>
      </div>
    </form>
  )
}
