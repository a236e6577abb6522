import { useState } from 'react'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { TemplateView } from '#shared/domain/reply.ts'
import { useAction, useRequest } from '../../host/host.ts'
import type { Draft } from './drafts.ts'
import { matchTemplates, slashWordAt } from './slash.ts'
import type { Box } from './use-box.ts'

/** A locked template that was chosen, and the slash word that chose it. */
export interface LockedPick {
  template: TemplateView
  start: number
  end: number
}

/** Templates by a slash anywhere in a reply: found as it is typed, put in its place when one is chosen. */
export function useSlash(parts: {
  conversationId: ConversationId
  draft: Draft
  isReply: boolean
  box: Box
  longest: number
  /** The text as it stands now, whatever was typed since this was drawn. */
  textNow: () => string
  /** Writes and draws at once. */
  writeNow: (next: Draft) => void
}) {
  const { conversationId, draft, box } = parts
  const { text, templateIds } = draft
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [lockedPick, setLockedPick] = useState<LockedPick | null>(null)
  const render = useAction('template.render')

  const found = parts.isReply ? slashWordAt(text, box.caret) : null
  const word = found !== null && found.start !== closedAt ? found : null
  const templates = useRequest('template.list', { conversationId }, { enabled: word !== null })
  const matches = word === null ? [] : matchTemplates(templates.data?.templates ?? [], word.query)
  const chosen = Math.min(active, Math.max(0, matches.length - 1))

  async function insert(id: TemplateView['id'], start: number, end: number) {
    // A second press while the first is answered is no second template.
    if (render.running) return
    const rendered = await render.run({ conversationId, templateId: id })
    // What was typed meanwhile stands behind the slash word, or the word is no longer there.
    const now = parts.textNow()
    if (!rendered.ok || now.slice(0, end) !== text.slice(0, end)) return
    const next = now.slice(0, start) + rendered.value.text + now.slice(end)
    if (next.length > parts.longest) return
    parts.writeNow({ text: next, templateIds: [...new Set([...templateIds, id])].slice(0, 10) })
    setClosedAt(null)
    if (rendered.value.unresolved.length === 0 || !box.showGap(next, start)) {
      box.putCaret(start + rendered.value.text.length)
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
      if (template.lock === null) return insert(template.id, start, end)
      setLockedPick({ template, start, end })
      setClosedAt(start)
    },

    /** The public alternative of a locked template, in the place of the slash word. */
    async insertAlternative() {
      if (lockedPick?.template.alternative) {
        await insert(lockedPick.template.alternative.id, lockedPick.start, lockedPick.end)
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
