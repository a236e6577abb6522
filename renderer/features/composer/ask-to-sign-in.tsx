import { useState } from 'react'
import type { ConversationRow, MessageView } from '#shared/domain/conversation.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { useOperator } from '../../app/workspace.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ArrivedMessages } from './arrived-messages.tsx'
import { createAttempts } from './attempt.ts'
import { arrivedAfter } from './obstacle.ts'
import type { Sight } from './use-sending.ts'

/** A message to the visitor that also asks their page to identify them again. The words can be changed first. */
export function AskToSignIn(props: {
  row: ConversationRow
  messages: readonly MessageView[]
  sight: Sight
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title="Ask to sign in" size="small" keepOpen>
      {props.isOpen && <Form row={props.row} messages={props.messages} sight={props.sight} onDone={props.onClose} />}
    </Dialog>
  )
}

function Form(props: { row: ConversationRow; messages: readonly MessageView[]; sight: Sight; onDone: () => void }) {
  const { row } = props
  const send = useAction('reply.send')
  const [attempts] = useState(() => createAttempts(() => crypto.randomUUID()))
  const me = useOperator()
  const [refused, setRefused] = useState<{ reasons: BlockReason[]; seen: number }>({ reasons: [], seen: 0 })
  const [text, setText] = useState(
    `To help you with this I need to be sure it is you. Please sign in on ${row.channel.site}, then write to me again here.`,
  )

  const isUnseen = refused.reasons.some(({ code }) => code === 'unseen-message')
  const arrived = isUnseen ? arrivedAfter(refused.seen, props.messages, me?.id ?? null) : []

  async function submit() {
    // What was shown below after a refusal has been read.
    if (arrived.length > 0) props.sight.mark(arrived.at(-1)?.position ?? 0)
    setRefused({ reasons: [], seen: 0 })
    const seen = props.sight.position()
    const result = await send.run({
      conversationId: row.id,
      requestId: attempts.idFor(text),
      mode: 'reply',
      text,
      templateIds: [],
      seenPosition: seen,
      askToSignIn: true,
    })
    if (!result.ok) return
    if (result.value.outcome === 'sent') {
      attempts.done()
      props.sight.mark(result.value.message.position)
      props.onDone()
    } else {
      const reasons = result.value.outcome === 'warned' ? result.value.warnings : result.value.reasons
      setRefused({ reasons, seen })
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
      {refused.reasons.map((reason) => (
        <Notice key={reason.code} severity="warning" title="Not sent">
          {reason.message}
          {reason.code === 'unseen-message' && <ArrivedMessages messages={arrived} />}
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
