import { useEffect, useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import { useRequest } from '../../host/host.ts'
import type { ComposeMode, Draft, DraftState, OpenedDraft } from './drafts.ts'
import { useDrafts } from './drafts-context.tsx'

export interface DraftInHand {
  written: Record<ComposeMode, OpenedDraft>
  saving: DraftState | null
  write: (mode: ComposeMode, draft: Draft) => void
  /** It was sent: empty from now on, here and in the console. */
  sent: (mode: ComposeMode) => void
  flush: () => Promise<void>
}

/**
 * Both texts being written in a conversation. They follow what other windows do to them, as long as nothing here
 * waits to be saved, and come back by themselves when what held them is gone.
 */
export function useDraft(
  conversationId: ConversationId,
  stored: Record<ComposeMode, DraftView>,
  mode: ComposeMode,
): DraftInHand {
  const drafts = useDrafts()
  const readBoth = (from: Record<ComposeMode, DraftView>) => ({
    reply: drafts.read(conversationId, 'reply', from.reply),
    note: drafts.read(conversationId, 'note', from.note),
  })
  const [written, setWritten] = useState(() => readBoth(stored))
  const [saving, setSaving] = useState<DraftState | null>(null)

  const now = useRequest('draft.read', { conversationId }).data
  useEffect(() => {
    if (now === undefined) return
    setWritten((before) => {
      const after = {
        reply: drafts.read(conversationId, 'reply', now.reply, true),
        note: drafts.read(conversationId, 'note', now.note, true),
      }
      return JSON.stringify(before) === JSON.stringify(after) ? before : after
    })
  }, [drafts, conversationId, now])

  useEffect(() => {
    setSaving(null)
    return drafts.onState((id, ofMode, state) => {
      if (id === conversationId && ofMode === mode) setSaving(state)
    })
  }, [drafts, conversationId, mode])
  useEffect(() => () => void drafts.flush(), [drafts])

  return {
    written,
    saving,
    write(ofMode, draft) {
      setWritten((before) => ({ ...before, [ofMode]: { ...before[ofMode], ...draft } }))
      drafts.write(conversationId, ofMode, draft)
    },
    sent(ofMode) {
      setWritten((before) => ({ ...before, [ofMode]: { ...before[ofMode], text: '', templateIds: [] } }))
      setSaving(null)
      drafts.sent(conversationId, ofMode)
    },
    flush: () => drafts.flush(),
  }
}
