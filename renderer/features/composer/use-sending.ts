import { useEffect, useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { ComposeMode } from './drafts.ts'
import { useOutgoing } from './drafts-context.tsx'
import type { Answer } from './sending.ts'

/** What has been seen of a conversation, for whoever sends into it. */
export interface Sight {
  /** Position of the last message that was read. */
  position: () => number
  /** Everything up to here has been read. */
  mark: (position: number) => void
}

/** Sends what stands in the box of a conversation, and tells what the console answered. */
export function useSending(parts: {
  conversationId: ConversationId
  mode: ComposeMode
  sight: Sight
  settled: () => Promise<void>
  onSent: () => void
  onRefused: (answer: Answer) => void
}) {
  const { conversationId, mode, sight } = parts
  const outgoing = useOutgoing()
  const [answer, setAnswer] = useState(() => outgoing.answerOf(conversationId, mode))
  useEffect(() => {
    const follow = () => setAnswer(outgoing.answerOf(conversationId, mode))
    follow()
    const stop = outgoing.onChange(follow)
    return () => {
      stop()
      // Whoever comes back has read on. What is answered while they are away waits for them.
      outgoing.forget(conversationId, mode)
    }
  }, [outgoing, conversationId, mode])

  return {
    answer,
    submit(sendAnyway = false) {
      outgoing.submit({
        conversationId,
        mode,
        // What comes in from here on has not been read.
        seen: sight.position(),
        sendAnyway,
        onSent: (position) => {
          sight.mark(position)
          parts.onSent()
        },
        onRefused: parts.onRefused,
        settled: parts.settled,
      })
    },
    forget: () => outgoing.forget(conversationId, mode),
    typed: (text: string) => outgoing.typed(conversationId, mode, text),
  }
}
