import { useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { Draft } from './drafts.ts'

/** Asks a supervisor to let exactly this text go out once. Null asks nothing. */
export function AskSupervisor(props: { conversationId: ConversationId; draft: Draft | null; onClose: () => void }) {
  return (
    <Dialog isOpen={props.draft !== null} onClose={props.onClose} title="Ask a supervisor" keepOpen>
      {props.draft !== null && (
        <Form conversationId={props.conversationId} draft={props.draft} onDone={props.onClose} />
      )}
    </Dialog>
  )
}

function Form({ conversationId, draft, onDone }: { conversationId: ConversationId; draft: Draft; onDone: () => void }) {
  const request = useAction('grants.request')
  const [note, setNote] = useState('')

  async function submit() {
    const asked = await request.run({ conversationId, text: draft.text, templateIds: draft.templateIds, note })
    if (asked.ok) onDone()
  }

  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div>
        <p className="ui-label">They see exactly this text, and may let it go out once:</p>
        <blockquote className="ask-text" dir="auto">
          {draft.text}
        </blockquote>
      </div>
      <TextField
        label="Why it is needed"
        description="How do you know who this is? Your supervisor decides on it."
        rows={3}
        value={note}
        onChange={setNote}
        maxLength={500}
        autoFocus
      />
      {request.problem && (
        <Notice severity="error" title="Not asked">
          {request.problem.message}
        </Notice>
      )}
      <div className="ask-actions">
        <Button onPress={onDone}>Cancel</Button>
        <Button variant="primary" type="submit" busy={request.running}>
          Ask
        </Button>
      </div>
    </form>
  )
}
