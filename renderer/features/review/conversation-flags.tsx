import { useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { ConversationFlag } from '#shared/domain/review.ts'
import { useAction, useRequest } from '../../host/host.ts'
import { GivenSentence } from '../../trust/given.tsx'
import { sentenceAfter } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import { stateTitle, stepWords } from './decision-words.ts'
import { flagKindWords } from './flag-words.ts'
import './conversation-flags.css'

/** The flags of a conversation for whoever works in it: what was decided and why, and the way to dispute it. */
export function ConversationFlags({ conversationId }: { conversationId: ConversationId }) {
  const flags = useRequest('flags.ofConversation', { conversationId })
  const [disputing, setDisputing] = useState<ConversationFlag | null>(null)
  if (flags.data === undefined || flags.data.rows.length === 0) return null
  return (
    <section className="identity-block">
      <h3>Flags</h3>
      <ul className="conversation-flags">
        {flags.data.rows.map((flag) => (
          <li key={flag.id}>
            <p className="conversation-flag-head">
              <Chip tone={flag.severity === 'serious' ? 'danger' : 'warning'}>{flagKindWords(flag.kind)}</Chip>
              <span>{stateTitle[flag.state]}</span>
            </p>
            {flag.state === 'open' && (
              <p className="identity-aside">
                <GivenSentence text={sentenceAfter(flagKindWords(flag.kind), flag.sentence)} />
              </p>
            )}
            {flag.last && (
              <p className="identity-aside">
                {stepWords(flag.last)}, <Time at={flag.last.at} />
              </p>
            )}
            {flag.last && flag.last.note !== '' && (
              <p className="conversation-flag-note" dir="auto">
                <GivenSentence text={flag.last.note} />
              </p>
            )}
            {flag.state === 'decided' && (
              <Button variant="quiet" onPress={() => setDisputing(flag)}>
                Dispute this decision
              </Button>
            )}
          </li>
        ))}
      </ul>
      {disputing && <DisputeDialog flag={disputing} onClose={() => setDisputing(null)} />}
    </section>
  )
}

function DisputeDialog({ flag, onClose }: { flag: ConversationFlag; onClose: () => void }) {
  const dispute = useAction('flags.dispute')
  const [note, setNote] = useState('')
  const send = async () => {
    if (note.trim() === '') return
    const result = await dispute.run({ flagId: flag.id, note })
    if (result.ok) onClose()
  }
  return (
    <Dialog
      isOpen
      keepOpen
      size="small"
      onClose={onClose}
      title="Dispute this decision"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={() => void send()} busy={dispute.running} isDisabled={note.trim() === ''}>
            Send to the supervisors
          </Button>
        </>
      }
    >
      <p>The decision stands until a supervisor has settled it.</p>
      <TextField label="What speaks against it" rows={4} maxLength={1_000} value={note} onChange={setNote} autoFocus />
      {dispute.problem && (
        <Notice severity="error" title="Nothing was sent">
          {dispute.problem.message}
        </Notice>
      )}
    </Dialog>
  )
}
