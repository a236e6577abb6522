import { useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import { useAction } from '../../host/host.ts'
import type { Draft } from './drafts.ts'
import type { Box } from './use-box.ts'

/** What stands in the box in the place of another text, as long as it is `text`; `none` where nothing could. */
export type Replaced =
  | { kind: 'safe-version' | 'discarded'; text: string; before: Draft }
  | { kind: 'no-safe-version'; text: string }

const removed = '[removed]'

/** Puts another text in the box, and keeps the one that stood there until something is sent. */
export function useReplaced(parts: {
  conversationId: ConversationId
  box: Box
  textNow: () => string
  writeNow: (next: Draft) => void
}) {
  const { conversationId, box, textNow, writeNow } = parts
  const [replaced, setReplaced] = useState<Replaced | null>(null)
  const safeVersion = useAction('reply.safeVersion')

  return {
    now: replaced,
    problem: safeVersion.problem,

    async makeSafe(before: Draft) {
      const result = await safeVersion.run({ conversationId, text: before.text, templateIds: before.templateIds })
      // Whoever typed on meanwhile has another text.
      if (!result.ok || textNow() !== before.text) return
      const { way, text, templateIds } = result.value
      if (way === 'none') {
        setReplaced({ kind: 'no-safe-version', text: before.text })
        return
      }
      writeNow({ text, templateIds })
      setReplaced({ kind: 'safe-version', text, before })
      const gap = text.indexOf(removed)
      if (gap === -1) box.putCaret(text.length)
      else box.putCaret(gap, gap + removed.length)
    },

    discard(before: Draft) {
      writeNow({ text: '', templateIds: [] })
      setReplaced({ kind: 'discarded', text: '', before })
      box.putCaret(0)
    },

    putBack() {
      if (replaced === null || replaced.kind === 'no-safe-version') return
      writeNow(replaced.before)
      box.putCaret(replaced.before.text.length)
    },

    /** Forgets this one, unless another has taken its place. */
    forget: (one: Replaced | null) => setReplaced((now) => (now === one ? null : now)),
    reset: () => safeVersion.reset(),
  }
}
