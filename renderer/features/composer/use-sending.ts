import { useState } from 'react'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { BlockReason } from '#shared/domain/reply.ts'
import { useAction } from '../../host/host.ts'
import { createAttempts } from './attempt.ts'
import type { ComposeMode, Draft } from './drafts.ts'

/** What the console answered to an attempt to send a text. It says nothing about any other text. */
export type Answer =
  | { kind: 'blocked'; text: string; reasons: BlockReason[]; seen: number }
  | { kind: 'warned'; text: string; warnings: BlockReason[] }

/** What has been seen of a conversation, for whoever sends into it. */
export interface Sight {
  /** Position of the last message that was read. */
  position: () => number
  /** Everything up to here has been read. */
  mark: (position: number) => void
}

/** Sends a reply or adds a note, and keeps what the console answered. The same content keeps its id until it is sent. */
export function useSending(parts: {
  conversationId: ConversationId
  sight: Sight
  flush: () => Promise<void>
  onSent: (mode: ComposeMode) => void
  onBlocked: (text: string, reasons: readonly BlockReason[]) => void
}) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [attempts] = useState(() => createAttempts(() => crypto.randomUUID()))
  const send = useAction('reply.send')

  return {
    answer,
    problem: send.problem,
    running: send.running,

    async submit(mode: ComposeMode, { text, templateIds }: Draft, sendAnyway = false) {
      if (send.running) return
      // What comes in from here on has not been read.
      const seen = parts.sight.position()
      // What waits to be saved goes first: saved after the reply, it would come back as a draft of what was sent.
      await parts.flush()
      const result = await send.run({
        conversationId: parts.conversationId,
        requestId: attempts.idFor(JSON.stringify([mode, text, templateIds])),
        mode,
        text,
        templateIds,
        seenPosition: seen,
        askToSignIn: false,
        sendAnyway,
      })
      if (!result.ok) return
      const { value } = result
      switch (value.outcome) {
        case 'warned':
          setAnswer({ kind: 'warned', text, warnings: value.warnings })
          return
        case 'blocked':
          setAnswer({ kind: 'blocked', text, reasons: value.reasons, seen })
          parts.onBlocked(text, value.reasons)
          return
        case 'sent':
          attempts.done()
          setAnswer(null)
          // The gate has just looked: nothing that came before it was unread.
          parts.sight.mark(value.message.position)
          parts.onSent(mode)
          return
        default:
          assertNever(value)
      }
    },

    forget: () => setAnswer(null),
    reset() {
      setAnswer(null)
      send.reset()
    },
  }
}
