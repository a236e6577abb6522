import type { ConversationRow } from '#shared/domain/conversation.ts'
import { useAction } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Asks once, and says what becomes of the agent's work. */
export function TakeOverDialog(props: { row: ConversationRow; onClose: () => void; onTaken: () => void }) {
  const { row } = props
  const takeOver = useAction('live.takeOver')
  const from = row.assignee?.name ?? null
  const run = async () => {
    const result = await takeOver.run({ conversationId: row.id })
    if (result.ok) props.onTaken()
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="Take this conversation over?"
      size="small"
      footer={
        <>
          <Button onPress={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={takeOver.running} onPress={() => void run()} autoFocus>
            Take over
          </Button>
        </>
      }
    >
      <p>
        <Given text={row.title} proven={row.titleProvenance !== 'claimed'} /> will be yours, and the visitor notices
        nothing of it.
      </p>
      <p>
        {from === null ? (
          'Nobody has it now.'
        ) : (
          <>
            <bdi>{from}</bdi> sees a line in the thread, and keeps what was typed there and not sent.
          </>
        )}
      </p>
      {takeOver.problem && (
        <Notice severity="error" title="It was not taken over">
          {takeOver.problem.message}
        </Notice>
      )}
    </Dialog>
  )
}
