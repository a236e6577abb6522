import type { ChangeTopic } from '#shared/contract/names.ts'
import type { ChangeEvent } from '#shared/contract/requests.ts'
import type { ConversationId } from '#shared/domain/ids.ts'

/** Conversations of one topic that are told apart in one go; beyond it the window hears that any may have changed. */
export const distinctMax = 64

/** The topics of which the window may ask for one conversation alone. */
const toldApart: ReadonlySet<ChangeTopic> = new Set(['conversation', 'drafts'])

export interface GatheredChanges {
  add(event: ChangeEvent): void
  /** Forgets what waits, and tells nothing more. */
  close(): void
}

/**
 * Tells a lone change at once, and gathers those that follow within `pause` ms: each change once, however often it
 * happened. A flood of messages so costs the window a few events for each pause instead of two for each message.
 */
export function gatherChanges(tell: (event: ChangeEvent) => void, pause = 100): GatheredChanges {
  const waiting = new Map<ChangeTopic, Set<ConversationId | null>>()
  let timer: NodeJS.Timeout | null = null

  const flush = () => {
    timer = null
    if (waiting.size === 0) return
    timer = setTimeout(flush, pause)
    const gathered = [...waiting]
    waiting.clear()
    for (const [topic, conversations] of gathered) {
      const told = conversations.size > distinctMax ? [null] : conversations
      for (const conversationId of told) tell({ topic, conversationId })
    }
  }

  return {
    add({ topic, conversationId }) {
      const conversations = waiting.get(topic) ?? new Set()
      conversations.add(toldApart.has(topic) ? conversationId : null)
      waiting.set(topic, conversations)
      if (timer === null) flush()
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting.clear()
    },
  }
}
