import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import { useRequest } from '../../host/host.ts'
import type { ComposeMode, Draft, DraftNow, DraftState, OpenedDraft } from './drafts.ts'
import { useDrafts } from './drafts-context.tsx'
import type { Box } from './use-box.ts'

export interface DraftInHand {
  written: Record<ComposeMode, OpenedDraft>
  /** What left the box and is not answered yet, the oldest first. */
  onTheWay: readonly Draft[]
  saving: DraftState | null
  write: (mode: ComposeMode, draft: Draft) => void
  /** What stands there this moment, whatever is drawn. */
  now: (mode: ComposeMode) => DraftNow
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
  box: Box,
): DraftInHand {
  const drafts = useDrafts()
  const readBoth = (from: Record<ComposeMode, DraftView>) => ({
    reply: drafts.read(conversationId, 'reply', from.reply),
    note: drafts.read(conversationId, 'note', from.note),
  })
  const [written, setWritten] = useState(() => readBoth(stored))
  const [onTheWay, setOnTheWay] = useState(() => drafts.now(conversationId, mode).onTheWay)
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

  const keepCaret = useRef(box.keepCaret)
  keepCaret.current = box.keepCaret
  useLayoutEffect(() => {
    let { front } = drafts.now(conversationId, mode)
    setOnTheWay(drafts.now(conversationId, mode).onTheWay)
    return drafts.onChange((id, ofMode) => {
      if (id !== conversationId) return
      const { text, templateIds, onTheWay: left, front: frontNow } = drafts.now(id, ofMode)
      // Drawn at once: the next key goes into what is drawn, and must find there what is held here.
      const draw = () =>
        flushSync(() => {
          setWritten((before) => ({ ...before, [ofMode]: { ...before[ofMode], text, templateIds } }))
          if (ofMode !== mode) return
          setOnTheWay(left)
          if (text === '' && left.length === 0) setSaving(null)
        })
      if (ofMode !== mode || front === frontNow) draw()
      else keepCaret.current(frontNow - front, draw)
      if (ofMode === mode) front = frontNow
    })
  }, [drafts, conversationId, mode])

  useEffect(() => {
    setSaving(null)
    return drafts.onState((id, ofMode, state) => {
      if (id === conversationId && ofMode === mode) setSaving(state)
    })
  }, [drafts, conversationId, mode])
  useEffect(() => () => void drafts.flush(), [drafts])

  return {
    written,
    onTheWay,
    saving,
    write(ofMode, draft) {
      setWritten((before) => ({ ...before, [ofMode]: { ...before[ofMode], ...draft } }))
      drafts.write(conversationId, ofMode, draft)
    },
    now: (ofMode) => drafts.now(conversationId, ofMode),
    flush: () => drafts.flush(),
  }
}
