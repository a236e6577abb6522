import type { VisitorHistoryMessage } from '#shared/domain/envelope.ts'
import type { OutgoingMessage } from './outbox.ts'
import { nobody } from './who.ts'
import { words } from './words.ts'

/** One message as the visitor sees it. */
export interface ChatLine {
  /** Stays the same from writing to history, so that a message on screen never jumps. */
  key: string
  from: 'visitor' | 'agent'
  name: string | null
  text: string
  at: number
  conversationId: string | null
  /** Of the visitor's own messages. */
  state: 'sending' | 'waiting' | 'sent' | 'refused' | null
  notice: string | null
}

/** What is on screen: what the desk has, and then what waits to be sent by whom the page names now. */
export function linesOf(
  known: readonly VisitorHistoryMessage[],
  outbox: readonly OutgoingMessage[],
  who: string,
  underWay: string | null,
): ChatLine[] {
  const stored = known.map(
    (message): ChatLine => ({
      key: message.clientMessageId ?? message.id,
      from: message.from,
      name: message.name,
      text: message.text,
      at: message.at,
      conversationId: message.conversationId,
      state: message.from === 'visitor' ? 'sent' : null,
      notice: null,
    }),
  )
  const shown = new Set(stored.map(({ key }) => key))
  const waiting = outbox
    // What another named person wrote stays in the outbox unseen until that person is back.
    .filter((message) => !shown.has(message.id) && (message.who === who || message.who === nobody))
    .map((message): ChatLine => {
      const others = message.who !== who
      return {
        key: message.id,
        from: 'visitor',
        name: null,
        text: message.text,
        at: message.at,
        conversationId: null,
        state: message.refusal !== null || others ? 'refused' : message.id === underWay ? 'sending' : 'waiting',
        notice: message.refusal ?? (others ? words.otherPerson : null),
      }
    })
  return [...stored, ...waiting]
}
