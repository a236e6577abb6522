import type { Ref } from 'react'
import { useState } from 'react'
import type { ConversationId, LookId, MessageId } from '#shared/domain/ids.ts'
import { Answered } from '../../host/answered.tsx'
import { useAction, useRequest } from '../../host/host.ts'
import { Given } from '../../trust/given.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MessageList } from '../conversation/message-list.tsx'
import { TrustBanner } from '../conversation/trust-banner.tsx'
import { useGathered } from '../conversation/use-thread.ts'
import { WhyDialog } from '../identity/why-dialog.tsx'
import type { WhisperHandle } from './whisper-box.tsx'
import { WhisperBox } from './whisper-box.tsx'

export interface Look {
  lookId: LookId
  conversationId: ConversationId
}

const nothingToTell = () => {}

/** A thread to be read, and nothing else: it marks nothing as read and tells nobody. Mount it with the look's id as its `key`. */
export function LookPane(props: {
  look: Look
  onClose: () => void
  onTakeOver: () => void
  onOpen: () => void
  isMine: boolean
  onLeaveWhisper: () => void
  whisperRef: Ref<WhisperHandle>
}) {
  const { lookId, conversationId } = props.look
  const seen = useRequest('live.view', { lookId, conversationId })
  const older = useAction('live.older')
  const thread = useGathered(seen.data, (before) => older.run({ lookId, conversationId, before }), older)
  const [why, setWhy] = useState<MessageId | null>(null)
  return (
    <Answered request={seen}>
      {(view) => (
        <div className="conversation">
          <header className="conversation-head">
            <div className="conversation-words">
              <h2 className="conversation-title">
                <Given text={view.row.title} proven={view.row.titleProvenance !== 'claimed'} />
              </h2>
              <p className="conversation-line live-quiet">
                <Icon name="eye" size={14} /> Looking. Only the journal is told.
              </p>
            </div>
            <div className="conversation-actions">
              {props.isMine ? (
                <Button onPress={props.onOpen}>Open</Button>
              ) : (
                <Button keys="T" onPress={props.onTakeOver} isDisabled={view.row.state === 'closed'}>
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
            unread={0}
            readOnly
            onWhy={setWhy}
            onSeen={nothingToTell}
          />
          <WhisperBox ref={props.whisperRef} row={view.row} onLeave={props.onLeaveWhisper} />
          <WhyDialog messageId={why} onClose={() => setWhy(null)} />
        </div>
      )}
    </Answered>
  )
}
