import type { MessageView } from '#shared/domain/conversation.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'

/**
 * Joins what is already held with what just came. The newer copy of a message wins; where a gap opened (more arrived
 * than one answer holds), what lies before the gap is let go, so that a reader never reads across a hole.
 */
export function joinMessages(held: readonly MessageView[], fresh: readonly MessageView[]): MessageView[] {
  const byPosition = new Map<number, MessageView>()
  for (const message of held) byPosition.set(message.position, message)
  for (const message of fresh) byPosition.set(message.position, message)
  const all = [...byPosition.values()].sort((one, other) => one.position - other.position)
  const gap = all.findLastIndex((message, index) => index > 0 && message.position !== (all[index - 1]?.position ?? 0) + 1)
  return gap > 0 ? all.slice(gap) : all
}

export type ThreadItem =
  | { kind: 'older'; key: string }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'standing'; key: string; status: VerdictStatus }
  | { kind: 'switch'; key: string; from: string | null; to: string | null }
  | { kind: 'message'; key: string; message: MessageView }

/** The thread as it is drawn: messages with the dividers that belong above them. */
export function threadItems(messages: readonly MessageView[], hasOlder: boolean): ThreadItem[] {
  // The key changes with each page: the virtual list tells a page put in front by the keys at its edges.
  const items: ThreadItem[] = hasOlder ? [{ kind: 'older', key: `older-${messages[0]?.position ?? 0}` }] : []
  let day = ''
  let visitorBefore: MessageView | null = null
  for (const message of messages) {
    const messageDay = new Date(message.at).toDateString()
    if (messageDay !== day) items.push({ kind: 'day', key: `day-${messageDay}`, at: message.at })
    day = messageDay
    if (message.kind === 'visitor') {
      const status = message.verdict?.status ?? 'unchecked'
      // The very first message begins a standing; there was none before it to differ from.
      const isFirst = visitorBefore === null && !hasOlder
      if (message.identitySwitched && !isFirst) {
        items.push({
          kind: 'switch',
          key: `switch-${message.position}`,
          from: visitorBefore?.verdict?.value ?? null,
          to: message.verdict?.value ?? null,
        })
      }
      if (message.standingChanged && !isFirst) items.push({ kind: 'standing', key: `standing-${message.position}`, status })
      visitorBefore = message
    }
    items.push({ kind: 'message', key: `message-${message.position}`, message })
  }
  return items
}
