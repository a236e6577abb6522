import { useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { TemplateView } from '#shared/domain/reply.ts'
import { useAction, useRequest } from '../../host/host.ts'
import type { Draft, DraftNow } from './drafts.ts'
import { matchTemplates, slashWordAt } from './slash.ts'
import type { Box } from './use-box.ts'

/** Where a slash word stands, and what stood before it: the text may be drawn anew until a template takes its place. */
interface Place {
  start: number
  end: number
  /** Of the text as it was then. */
  front: number
  upToEnd: string
}

/** A locked template that was chosen, and the slash word that chose it. */
export interface LockedPick {
  template: TemplateView
  place: Place
}

/** Templates by a slash anywhere in a reply: found as it is typed, put in its place when one is chosen. */
export function useSlash(parts: {
  conversationId: ConversationId
  draft: Draft
  isReply: boolean
  box: Box
  longest: number
  /** What stands there now, whatever was typed since this was drawn. */
  now: () => DraftNow
  /** Writes and draws at once. */
  writeNow: (next: Draft) => void
}) {
  const { conversationId, draft, box } = parts
  const { text } = draft
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [lockedPick, setLockedPick] = useState<LockedPick | null>(null)
  const render = useAction('template.render')

  const found = parts.isReply ? slashWordAt(text, box.caret) : null
  const word = found !== null && found.start !== closedAt ? found : null
  const templates = useRequest('template.list', { conversationId }, { enabled: word !== null })
  const matches = word === null ? [] : matchTemplates(templates.data?.templates ?? [], word.query)
  const chosen = Math.min(active, Math.max(0, matches.length - 1))

  async function insert(id: TemplateView['id'], place: Place) {
    // A second press while the first is answered is no second template.
    if (render.running) return
    const rendered = await render.run({ conversationId, templateId: id })
    const now = parts.now()
    const found = rendered.ok ? placeIn(now, place) : null
    if (!rendered.ok || found === null) return
    const next = now.text.slice(0, found.start) + rendered.value.text + now.text.slice(found.end)
    if (next.length > parts.longest) return
    parts.writeNow({ text: next, templateIds: [...new Set([...now.templateIds, id])] })
    setClosedAt(null)
    if (rendered.value.unresolved.length === 0 || !box.showGap(next, found.start)) {
      box.putCaret(found.start + rendered.value.text.length)
    }
  }

  return {
    /** Open while a slash word is typed that was not closed by Esc. */
    isOpen: word !== null,
    matches,
    chosen,
    loading: templates.loading,
    lockedPick,
    problem: render.problem,
    setActive,

    async pick(template: TemplateView) {
      if (word === null) return
      const { start, end } = word
      const place = { start, end, front: parts.now().front, upToEnd: text.slice(0, end) }
      if (template.lock === null) return insert(template.id, place)
      setLockedPick({ template, place })
      setClosedAt(start)
    },

    /** The public alternative of a locked template, in the place of the slash word. */
    async insertAlternative() {
      if (lockedPick?.template.alternative) {
        await insert(lockedPick.template.alternative.id, lockedPick.place)
      }
    },

    step(by: 1 | -1) {
      setActive((chosen + by + matches.length) % Math.max(1, matches.length))
    },

    close() {
      if (word !== null) setClosedAt(word.start)
    },

    typed(next: string) {
      setActive(0)
      if (closedAt !== null && !next.slice(closedAt).startsWith('/')) setClosedAt(null)
    },

    reset() {
      setLockedPick(null)
      render.reset()
    },
  }
}
export type Slash = ReturnType<typeof useSlash>

/**
 * Where the slash word stands now: what was typed meanwhile stands behind it, and what could not be sent may have come
 * back before it. Null where the word, or what stood before it, is no longer there.
 */
export function placeIn(now: Pick<DraftNow, 'text' | 'front'>, place: Place): { start: number; end: number } | null {
  const moved = now.front - place.front
  const [start, end] = [place.start + moved, place.end + moved]
  // Of what stood before it, a part may have been taken off.
  const cut = Math.max(0, -moved)
  if (start < 0 || now.text.slice(Math.max(0, moved), end) !== place.upToEnd.slice(cut)) return null
  return { start, end }
}
