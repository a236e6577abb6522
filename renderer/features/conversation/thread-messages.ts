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

/** A line above a message: another day, another standing, another identity (and the standing that came with it). */
export type ThreadMark =
  | { kind: 'day'; at: number }
  | { kind: 'standing'; status: VerdictStatus }
  /** `status` is the standing that begins with it, or null where the standing stays as it was. */
  | { kind: 'switch'; from: NamedValue | null; to: NamedValue | null; status: VerdictStatus | null }

/** Which field a page names its visitor by, and the value it gives. */
export interface NamedValue {
  field: string | null
  value: string
}

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
      const status = message.standingChanged ? (message.verdict?.status ?? 'unchecked') : null
      if (isFirst) {
        // Nothing is drawn.
      } else if (message.identitySwitched) {
        marks.push({ kind: 'switch', from: namedBy(visitorBefore), to: namedBy(message), status })
      } else if (status !== null) {
        marks.push({ kind: 'standing', status })
      }
      visitorBefore = message
    }
    return { key: `message-${message.position}`, message, marks }
  })
}

function namedBy(message: MessageView | null): NamedValue | null {
  const verdict = message?.verdict ?? null
  return verdict === null || verdict.value === null ? null : { field: verdict.field, value: verdict.value }
}
