import type { MessageView } from '#shared/domain/conversation.ts'
import { MessageText } from '../../trust/message-text.tsx'
import { trustLook } from '../../trust/standing-words.ts'

/** What came in while somebody was writing: the visitor's words with their standing, and colleagues' replies. */
export function ArrivedMessages({ messages }: { messages: readonly MessageView[] }) {
  if (messages.length === 0) return null
  return (
    // A scrolling region must be reachable by keyboard.
    <div className="arrived" role="group" aria-label="What arrived" tabIndex={messages.length > 2 ? 0 : undefined}>
      {messages.map((message) => (
        <blockquote key={message.id} className="arrived-message" dir="auto">
          <bdi>
            <MessageText text={message.text} linked={false} />
          </bdi>
          <span className="arrived-standing">
            {' · '}
            {message.kind === 'visitor'
              ? trustLook(message.verdict?.status ?? 'unchecked').words
              : `answered by ${message.operator?.name ?? 'a colleague'}`}
          </span>
        </blockquote>
      ))}
    </div>
  )
}
