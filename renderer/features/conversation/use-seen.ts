import { useCallback, useRef, useState } from 'react'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { Sight } from '../composer/use-sending.ts'

export interface Seen extends Sight {
  /** Position of the last message that was read, as it is drawn. */
  upTo: number
}

/**
 * How far a conversation has been read in this window. Whoever opens it at its end has the end before them; whoever
 * comes to a message further up has read what was read before.
 */
export function useSeen(messages: readonly MessageView[], opensAtEnd: boolean, unread: number): Seen {
  const [upTo, setUpTo] = useState(() => (opensAtEnd ? (messages.at(-1)?.position ?? 0) : lastRead(messages, unread)))
  // Sending asks for it between two drawings.
  const now = useRef(upTo)
  const position = useCallback(() => now.current, [])
  const mark = useCallback((to: number) => {
    if (to <= now.current) return
    now.current = to
    setUpTo(to)
  }, [])
  return { upTo, position, mark }
}

/** The position before the first of the newest `unread` messages of the visitor. */
function lastRead(messages: readonly MessageView[], unread: number): number {
  if (unread === 0) return messages.at(-1)?.position ?? 0
  const first = messages.filter(({ kind }) => kind === 'visitor').at(-unread)
  return first === undefined ? 0 : first.position - 1
}
