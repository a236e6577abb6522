import { useState } from 'react'
import type { MessageId } from '#shared/domain/ids.ts'
import { useAction } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { NoteDialog } from '../../ui/note-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { exactTime } from '../../ui/time.tsx'

/** What a supervisor may decide about the proof of the newest message: end it in this channel, or let it count again. */
export function ProofDecision({ messageId, revokedAt }: { messageId: MessageId; revokedAt: number | null }) {
  const [asking, setAsking] = useState(false)
  const revoke = useAction('proofs.revoke')
  const restore = useAction('proofs.restore')
  const action = revokedAt === null ? revoke : restore
  return (
    <>
      {revokedAt !== null && (
        <Notice severity="warning" title="This proof was revoked">
          On {exactTime(revokedAt)}. It verifies nobody in this channel.
        </Notice>
      )}
      <Button icon={revokedAt === null ? 'shieldCross' : 'shield'} onPress={() => setAsking(true)}>
        {revokedAt === null ? 'Revoke this proof' : 'Let it count again'}
      </Button>
      {asking && (
        <NoteDialog
          title={revokedAt === null ? 'Revoke this proof?' : 'Let this proof count again?'}
          label="Why? This is kept in the journal."
          action={revokedAt === null ? 'Revoke it' : 'Let it count'}
          danger={revokedAt === null}
          busy={action.running}
          onClose={() => setAsking(false)}
          onSubmit={async (note) => {
            const result = await action.run({ messageId, note })
            return result.ok ? null : result.problem.message
          }}
        >
          {revokedAt === null
            ? 'It never verifies again in this channel. Every conversation and page that rests on it is unauthenticated at once. A lasting hash stays the same for this customer until the channel’s key changes.'
            : 'Whoever has a copy of it is verified again as this customer.'}
        </NoteDialog>
      )}
    </>
  )
}
