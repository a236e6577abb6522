import type { MessageView } from '#shared/domain/conversation.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { Button as AriaButton } from 'react-aria-components'
import { MessageBadge } from '../../trust/badge.tsx'
import { Given } from '../../trust/given.tsx'
import { givenMessage } from '../../trust/given-text.ts'
import { trustLook } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Time } from '../../ui/time.tsx'
import './message-item.css'
import type { ThreadItem } from './thread-messages.ts'

const deliveryWords = { queued: 'waiting to be sent', sent: 'sent', delivered: 'delivered', failed: 'not delivered' } as const

function VisitorMessage({ message, onWhy }: { message: MessageView; onWhy: (id: MessageId) => void }) {
  return (
    <div className="message" data-kind="visitor">
      <div className="message-bubble" dir="auto">
        {givenMessage(message.text)}
      </div>
      <AriaButton className="message-why" onPress={() => onWhy(message.id)}>
        <MessageBadge verdict={message.verdict} at={message.at} />
        <span className="ui-hidden">Why?</span>
      </AriaButton>
    </div>
  )
}

function OwnMessage({ message }: { message: MessageView }) {
  const isNote = message.kind === 'note'
  return (
    <div className="message" data-kind={message.kind}>
      <div className="message-bubble" dir="auto">
        {isNote && (
          <span className="message-note-mark">
            <Icon name="note" size={12} /> Internal note
          </span>
        )}
        {message.text}
      </div>
      <span className="message-line" data-failed={message.delivery === 'failed' || undefined}>
        {message.operator && <bdi>{message.operator.name}</bdi>}
        {message.operator && ' · '}
        <Time at={message.at} as="clock" />
        {!isNote && message.delivery && ` · ${deliveryWords[message.delivery]}`}
      </span>
    </div>
  )
}

function Divider({ tone, children }: { tone: string; children: React.ReactNode }) {
  return (
    <div className="message-divider" data-tone={tone}>
      <span>{children}</span>
    </div>
  )
}

/** One row of the thread: a message or a divider. Unknown kinds are drawn as events, never as anybody's words. */
export function ThreadRow(props: { item: ThreadItem; onWhy: (id: MessageId) => void; loadingOlder: boolean; onOlder: () => void }) {
  const { item } = props
  switch (item.kind) {
    case 'older':
      return (
        <div className="message-older">
          <Button variant="quiet" busy={props.loadingOlder} onPress={props.onOlder}>
            Show older messages
          </Button>
        </div>
      )
    case 'day':
      return (
        <div className="message-day">
          {new Date(item.at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })}
        </div>
      )
    case 'standing':
      return <Divider tone={trustLook(item.status).tone}>{trustLook(item.status).fromHereOn}</Divider>
    case 'switch':
      return (
        <Divider tone="danger">
          Identity switched
          {item.from !== null && (
            <>
              {' from '}
              <Given text={item.from} proven />
            </>
          )}
          {item.to !== null ? (
            <>
              {' to '}
              <Given text={item.to} proven />
            </>
          ) : (
            ' to nobody in particular'
          )}
        </Divider>
      )
    case 'message':
      break
    default:
      return null
  }
  switch (item.message.kind) {
    case 'visitor':
      return <VisitorMessage message={item.message} onWhy={props.onWhy} />
    case 'reply':
    case 'note':
      return <OwnMessage message={item.message} />
    default:
      return (
        <div className="message-event">
          {givenMessage(item.message.text)} · <Time at={item.message.at} as="clock" />
        </div>
      )
  }
}
