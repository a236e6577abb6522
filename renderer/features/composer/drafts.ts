import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'

export type ComposeMode = 'reply' | 'note'

export interface Draft {
  text: string
  /** Templates whose text went into it: the gate must hear of them for as long as the draft lives. */
  templateIds: TemplateId[]
}

/** Where the templates of a draft outlive the window; `localStorage` fits. */
export interface DraftShelf {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

export type SaveDraft = (input: {
  conversationId: ConversationId
  mode: ComposeMode
  text: string
}) => Promise<{ ok: boolean }>
export type DraftState = 'saved' | 'saving' | 'failed'

const templateIdPattern = /^tmpl_[0-9a-z]{1,40}$/

function readTemplateIds(shelf: DraftShelf, key: string): TemplateId[] {
  try {
    const stored: unknown = JSON.parse(shelf.getItem(key) ?? '[]')
    if (!Array.isArray(stored)) return []
    return stored.filter((id): id is TemplateId => typeof id === 'string' && templateIdPattern.test(id)).slice(0, 10)
  } catch {
    return []
  }
}

/**
 * Texts being written, one per conversation and mode. What is typed here is newer than what the main process holds, so
 * it is asked first; saving follows `pause` ms after the last change, no later than `longest` ms after the first one
 * that is not saved (whoever types without a pause must not lose it all to a crash), and at once on `flush`.
 */
export function createDrafts(save: SaveDraft, shelf: DraftShelf, pause = 600, longest = 2_000) {
  const drafts = new Map<string, Draft>()
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => void; since: number }>()
  const listeners = new Set<(conversationId: ConversationId, mode: ComposeMode, state: DraftState) => void>()
  const nameOf = (id: ConversationId, mode: ComposeMode) => `${id}.${mode}`
  const shelfKey = (id: ConversationId, mode: ComposeMode) => `bonafide.draft-templates.${nameOf(id, mode)}`
  const tell = (id: ConversationId, mode: ComposeMode, state: DraftState) => {
    for (const listener of listeners) listener(id, mode, state)
  }

  return {
    /** The draft to continue: this window's own, else the `stored` text. */
    read(conversationId: ConversationId, mode: ComposeMode, stored: string): Draft {
      const own = drafts.get(nameOf(conversationId, mode))
      if (own !== undefined) return own
      return { text: stored, templateIds: stored === '' ? [] : readTemplateIds(shelf, shelfKey(conversationId, mode)) }
    },

    write(conversationId: ConversationId, mode: ComposeMode, draft: Draft) {
      const name = nameOf(conversationId, mode)
      drafts.set(name, draft)
      try {
        if (draft.templateIds.length === 0) shelf.removeItem(shelfKey(conversationId, mode))
        else shelf.setItem(shelfKey(conversationId, mode), JSON.stringify(draft.templateIds))
      } catch {
        // The map above still holds them for this window.
      }
      const before = waiting.get(name)
      if (before !== undefined) clearTimeout(before.timer)
      const send = () => {
        waiting.delete(name)
        void save({ conversationId, mode, text: draft.text }).then(({ ok }) => {
          if (!waiting.has(name)) tell(conversationId, mode, ok ? 'saved' : 'failed')
        })
      }
      tell(conversationId, mode, 'saving')
      const since = before?.since ?? performance.now()
      const rest = Math.min(pause, Math.max(0, since + longest - performance.now()))
      waiting.set(name, { timer: setTimeout(send, rest), send, since })
    },

    /** Saves at once whatever still waits. */
    flush() {
      const unsaved = [...waiting.values()]
      for (const { timer, send } of unsaved) {
        clearTimeout(timer)
        send()
      }
    },

    /** Hears how saving goes. Returns its unsubscribe. */
    onState(listener: (conversationId: ConversationId, mode: ComposeMode, state: DraftState) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>
