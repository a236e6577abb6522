import { useRef, useState } from 'react'
import type { LookView } from '#shared/contract/requests/live.ts'
import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { ConversationId, LookId, MessageId } from '#shared/domain/ids.ts'
import { useCommands } from '../../app/commands.tsx'
import { useOperator } from '../../app/workspace.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MessageList } from '../conversation/message-list.tsx'
import { TrustBanner } from '../conversation/trust-banner.tsx'
import { useSeen } from '../conversation/use-seen.ts'
import { useGathered } from '../conversation/use-thread.ts'
import { WhyDialog } from '../identity/why-dialog.tsx'
import type { WhisperHandle } from './whisper-box.tsx'
import { WhisperBox } from './whisper-box.tsx'

export interface Look {
  lookId: LookId
  conversationId: ConversationId
  /** It was begun to whisper. */
  whispering: boolean
}

interface LookProps {
  look: Look
  onClose: () => void
  onTakeOver: (row: ConversationRow) => void
  onOpen: (id: ConversationId) => void
  onLeaveWhisper: () => void
}

/** A thread to be read, and nothing else: it marks nothing as read and tells nobody. Mount it with the look's id as its `key`. */
export function LookPane(props: LookProps) {
  const { lookId, conversationId } = props.look
  const seen = useRequest('live.view', { lookId, conversationId })
  return <Answered request={seen}>{(view) => <Thread {...props} view={view} />}</Answered>
}

function Thread({ view, look, ...props }: LookProps & { view: LookView }) {
  const { lookId, conversationId } = look
  const { row } = view
  const me = useOperator()
  const older = useAction('live.older')
  const thread = useGathered(view, (before) => older.run({ lookId, conversationId, before }), older)
  // Nobody is told how far a look has read.
  const seen = useSeen(thread.messages, true, 0)
  const [why, setWhy] = useState<MessageId | null>(null)
  const whisper = useRef<WhisperHandle>(null)
  const mine = row.assignee !== null && row.assignee.id === me?.id
  const canTake = !mine && row.state === 'open'
  useCommands([
    {
      id: 'look.whisper',
      label: 'Whisper about this look',
      group: 'Conversation',
      key: 'w',
      keyOnly: true,
      run: () => whisper.current?.focus(),
    },
    {
      id: 'look.takeOver',
      label: 'Take over what is looked at',
      group: 'Conversation',
      key: 't',
      keyOnly: true,
      run: () => canTake && props.onTakeOver(row),
    },
  ])
  return (
    <div className="conversation">
      <header className="conversation-head">
        <div className="conversation-words">
          <h2 className="conversation-title">
            <Given text={row.title} proven={row.titleProvenance !== 'claimed'} />
          </h2>
          <p className="conversation-line live-quiet">
            <Icon name="eye" size={14} /> Looking. Only the journal is told.
          </p>
        </div>
        <div className="conversation-actions">
          {mine ? (
            <Button onPress={() => props.onOpen(row.id)}>Open</Button>
          ) : (
            <Button keys="T" onPress={() => props.onTakeOver(row)} isDisabled={!canTake}>
              Take over
            </Button>
          )}
          <IconButton icon="cross" label="Stop looking" keys="Esc" onPress={props.onClose} />
        </div>
      </header>
      <TrustBanner view={view} onAskToSignIn={null} onReport={null} onWhy={null} />
      <MessageList
        messages={thread.messages}
        hasOlder={thread.hasOlder}
        loadingOlder={thread.loadingOlder}
        onOlder={() => void thread.loadOlder()}
        target={null}
        readOnly
        onWhy={setWhy}
        seen={seen}
      />
      <WhisperBox ref={whisper} row={row} focused={look.whispering} onLeave={props.onLeaveWhisper} />
      <WhyDialog messageId={why} onClose={() => setWhy(null)} />
    </div>
  )
}
