import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { useAction } from '../../host/host.ts'
import { MessageBadge } from '../../trust/badge.tsx'
import { messageLine } from '../../trust/message-pieces.ts'
import { MessageText } from '../../trust/message-text.tsx'
import { NamedAs } from '../../trust/named-as.tsx'
import { trustLook } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Time } from '../../ui/time.tsx'
import './message-item.css'
import type { ThreadItem, ThreadMark } from './thread-messages.ts'

const deliveryWords = {
  queued: 'waiting until the visitor is back',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'not delivered',
} as const

/** How far a reply came. Of what no page confirmed, nobody can say that it was not seen. */
function deliveryLine({ delivery, held, mayBeSeen }: MessageView): string | null {
  if (held !== null) {
    return mayBeSeen
      ? `held back: ${held.message} The visitor may have seen it before.`
      : `held back, not delivered: ${held.message}`
  }
  if (delivery === null) return null
  if (mayBeSeen && delivery === 'failed') return 'not confirmed: the visitor may have seen it'
  if (mayBeSeen && delivery === 'queued') return `${deliveryWords.queued}, who may have seen it already`
  return deliveryWords[delivery]
}

type OnWhy = (id: MessageId) => void

function VisitorMessage({ message, onWhy }: { message: MessageView; onWhy: OnWhy }) {
  return (
    <div className="message" data-kind="visitor">
      <span className="ui-hidden">Visitor: </span>
      <div className="message-bubble" dir="auto">
        <MessageText text={message.text} />
      </div>
      <AriaButton className="message-why" onPress={() => onWhy(message.id)}>
        <MessageBadge verdict={message.verdict} at={message.at} />
        <span className="ui-hidden">Why?</span>
      </AriaButton>
    </div>
  )
}

function OwnMessage({ message, readOnly }: { message: MessageView; readOnly: boolean }) {
  const isReply = message.kind === 'reply'
  const retry = useAction('reply.retry')
  return (
    <div className="message" data-kind={message.kind}>
      {isReply && <span className="ui-hidden">Reply: </span>}
      <div className="message-bubble">
        {message.kind === 'note' && (
          <span className="message-note-mark">
            <Icon name="note" size={12} /> Internal note
          </span>
        )}
        {message.kind === 'whisper' && (
          <span className="message-note-mark">
            <Icon name="whisper" size={12} />
            <span>
              Whisper from <bdi>{message.operator?.name ?? 'a supervisor'}</bdi>
            </span>
          </span>
        )}
        <div dir="auto">
          <MessageText text={message.text} linked={false} />
        </div>
      </div>
      <span className="message-line" data-failed={message.delivery === 'failed' || undefined}>
        <span>
          {message.to ? (
            <>
              for <bdi>{message.to.name}</bdi>, the visitor sees nothing of it
            </>
          ) : (
            message.operator && <bdi>{message.operator.name}</bdi>
          )}
          {message.operator && ' · '}
          <Time at={message.at} as="clock" />
          {isReply && deliveryLine(message) !== null && ` · ${deliveryLine(message)}`}
          {retry.problem && retry.problem.message !== message.held?.message && ` · ${retry.problem.message}`}
        </span>
        {isReply && !readOnly && message.delivery === 'failed' && (
          <Button busy={retry.running} onPress={() => void retry.run({ messageId: message.id })}>
            Try again
          </Button>
        )}
      </span>
    </div>
  )
}

function Divider({ tone, children }: { tone: string; children: ReactNode }) {
  return (
    <div className="message-divider" data-tone={tone}>
      <span>{children}</span>
    </div>
  )
}

function Mark({ mark }: { mark: ThreadMark }) {
  switch (mark.kind) {
    case 'day':
      return (
        <div className="message-day">
          {new Date(mark.at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })}
        </div>
      )
    case 'standing':
      return <Divider tone={trustLook(mark.status).tone}>{trustLook(mark.status).fromHereOn}</Divider>
    case 'switch':
      return (
        <Divider tone="danger">
          Identity switched
          {mark.from !== null && (
            <>
              {' from '}
              <NamedAs field={mark.from.field} value={mark.from.value} />
            </>
          )}
          {mark.to !== null ? (
            <>
              {' to '}
              <NamedAs field={mark.from?.field === mark.to.field ? null : mark.to.field} value={mark.to.value} />
            </>
          ) : (
            ' to nobody in particular'
          )}
          {mark.status !== null && (
            <>
              {' · '}
              <span className="message-divider-standing">{trustLook(mark.status).fromHereOn}</span>
            </>
          )}
        </Divider>
      )
    default:
      return assertNever(mark)
  }
}

function Message({ message, onWhy, readOnly }: { message: MessageView; onWhy: OnWhy; readOnly: boolean }) {
  switch (message.kind) {
    case 'visitor':
      return <VisitorMessage message={message} onWhy={onWhy} />
    case 'reply':
    case 'note':
    case 'whisper':
      return <OwnMessage message={message} readOnly={readOnly} />
    case 'event':
    default:
      // A kind we do not know is nobody's words.
      return (
        <div className="message-event">
          {messageLine(message.text)} · <Time at={message.at} as="clock" />
        </div>
      )
  }
}

/** One row of the thread: the marks above a message, and the message. */
export function ThreadRow({ item, onWhy, readOnly }: { item: ThreadItem; onWhy: OnWhy; readOnly: boolean }) {
  return (
    <>
      {item.marks.map((mark) => (
        <Mark key={mark.kind} mark={mark} />
      ))}
      <Message message={item.message} onWhy={onWhy} readOnly={readOnly} />
    </>
  )
}
