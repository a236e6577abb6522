import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import type { BlockReason, DraftView } from '#shared/domain/reply.ts'

export type ComposeMode = 'reply' | 'note'

export interface Draft {
  text: string
  /** Templates whose text went into it: the gate must hear of them for as long as the draft lives. */
  templateIds: TemplateId[]
}

/** A draft as the composer goes on with it; `held` says why another one, kept by the console, is not given back. */
export interface OpenedDraft extends Draft {
  held: BlockReason | null
}

export type SaveDraft = (
  input: Draft & { conversationId: ConversationId; mode: ComposeMode; held?: 'beside' | 'taken' },
) => Promise<{ ok: true; value: { revision: number } } | { ok: false }>
export type DraftState = 'saved' | 'saving' | 'failed'

interface Held {
  draft: Draft
  /** The newest revision this window knows of. */
  revision: number
  /** Changed here and not saved yet. */
  dirty: boolean
  saving: number
  stance: 'beside' | 'taken' | null
}

/**
 * Texts being written, one per conversation and mode. What is typed here and not saved yet is newer than what the main
 * process holds; else the higher revision counts, in whichever window it was made. Saving follows `pause` ms after the
 * last change, no later than `longest` ms after the first one that is not saved (whoever types without a pause must not
 * lose it all to a crash), and at once on `flush`. So a crash of the window takes at most `longest` ms of typing, and the
 * time that one save takes on top; a save that was answered is on the disk.
 */
export function createDrafts(save: SaveDraft, pause = 100, longest = 400) {
  const drafts = new Map<string, Held>()
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => Promise<void>; since: number }>()
  const listeners = new Set<(conversationId: ConversationId, mode: ComposeMode, state: DraftState) => void>()
  const nameOf = (id: ConversationId, mode: ComposeMode) => `${id}.${mode}`
  const tell = (id: ConversationId, mode: ComposeMode, state: DraftState) => {
    for (const listener of listeners) listener(id, mode, state)
  }

  return {
    /**
     * The draft to go on with: this window's own where it is newer, else the stored one.
     * @param isShown the text stands in the box already. A stored draft that is held is then no reason to take it away
     *   from whoever is typing it; a conversation that is opened again does not get it.
     */
    read(conversationId: ConversationId, mode: ComposeMode, stored: DraftView, isShown = false): OpenedDraft {
      const name = nameOf(conversationId, mode)
      const own = drafts.get(name)
      if (isShown && own !== undefined && own.draft.text !== '' && stored.held !== null) {
        return { ...own.draft, held: null }
      }
      const ownIsNewer = own !== undefined && (own.dirty || own.saving > 0 || own.revision > stored.revision)
      if (ownIsNewer) return { ...own.draft, held: stored.held }
      const { text, templateIds, revision, held, taken } = stored
      const stance = held !== null ? 'beside' : taken ? 'taken' : null
      drafts.set(name, { draft: { text, templateIds }, revision, dirty: false, saving: 0, stance })
      return { text, templateIds, held }
    },

    write(conversationId: ConversationId, mode: ComposeMode, draft: Draft) {
      const name = nameOf(conversationId, mode)
      const known = drafts.get(name) ?? { draft, revision: 0, dirty: true, saving: 0, stance: null }
      known.draft = draft
      known.dirty = true
      drafts.set(name, known)
      const before = waiting.get(name)
      if (before !== undefined) clearTimeout(before.timer)
      const send = async () => {
        waiting.delete(name)
        known.dirty = false
        known.saving += 1
        const { stance } = known
        const saved = await save({ conversationId, mode, ...draft, ...(stance === null ? {} : { held: stance }) })
        known.saving -= 1
        if (saved.ok) {
          known.revision = Math.max(known.revision, saved.value.revision)
          if (stance === 'taken') known.stance = null
        } else if (!waiting.has(name)) known.dirty = true
        if (!waiting.has(name)) tell(conversationId, mode, saved.ok ? 'saved' : 'failed')
      }
      tell(conversationId, mode, 'saving')
      const since = before?.since ?? performance.now()
      const rest = Math.min(pause, Math.max(0, since + longest - performance.now()))
      waiting.set(name, { timer: setTimeout(() => void send(), rest), send, since })
    },

    /** It was sent, and the main process has emptied it: nothing of it may be saved again. */
    sent(conversationId: ConversationId, mode: ComposeMode) {
      const name = nameOf(conversationId, mode)
      const before = waiting.get(name)
      if (before !== undefined) clearTimeout(before.timer)
      waiting.delete(name)
      const known = drafts.get(name)
      if (known === undefined) return
      known.draft = { text: '', templateIds: [] }
      known.dirty = false
    },

    /** Saves at once whatever still waits; resolves when it is saved, or could not be. */
    async flush(): Promise<void> {
      const unsaved = [...waiting.values()]
      for (const { timer } of unsaved) clearTimeout(timer)
      await Promise.all(unsaved.map(({ send }) => send()))
    },

    /** Hears how saving goes. Returns its unsubscribe. */
    onState(listener: (conversationId: ConversationId, mode: ComposeMode, state: DraftState) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>
