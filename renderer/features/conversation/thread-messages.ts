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
  const gap = all.findLastIndex(
    (message, index) => index > 0 && message.position !== (all[index - 1]?.position ?? 0) + 1,
  )
  return gap > 0 ? all.slice(gap) : all
}

/** A line above a message: another day, another standing, another identity. */
export type ThreadMark =
  | { kind: 'day'; at: number }
  | { kind: 'standing'; status: VerdictStatus }
  | { kind: 'switch'; from: string | null; to: string | null }

/** One row of the thread. Its key is the message's own, so that a page put in front moves nothing that is read. */
export interface ThreadItem {
  key: string
  message: MessageView
  marks: ThreadMark[]
}

/** The thread as it is drawn: messages with the marks that belong above them. */
export function threadItems(messages: readonly MessageView[], hasOlder: boolean): ThreadItem[] {
  let day: string | null = null
  let visitorBefore: MessageView | null = null
  return messages.map((message) => {
    const marks: ThreadMark[] = []
    const messageDay = new Date(message.at).toDateString()
    // With older messages still to come, nobody knows yet whether the first one shown begins its day.
    if (messageDay !== day && !(day === null && hasOlder)) marks.push({ kind: 'day', at: message.at })
    day = messageDay
    if (message.kind === 'visitor') {
      // The very first message begins a standing; there was none before it to differ from.
      const isFirst = visitorBefore === null && !hasOlder
      if (message.identitySwitched && !isFirst) {
        marks.push({ kind: 'switch', from: visitorBefore?.verdict?.value ?? null, to: message.verdict?.value ?? null })
      }
      if (message.standingChanged && !isFirst) {
        marks.push({ kind: 'standing', status: message.verdict?.status ?? 'unchecked' })
      }
      visitorBefore = message
    }
    return { key: `message-${message.position}`, message, marks }
  })
}
