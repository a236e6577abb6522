import { joinTexts, mostOnTheWay, restBehind } from '#shared/domain/draft-text.ts'
import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import type { BlockReason, DraftView, SavedDraft } from '#shared/domain/reply.ts'

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

/** What stands in the box this moment, and what left it and is not answered yet, the oldest first. */
export interface DraftNow extends Draft {
  onTheWay: readonly Draft[]
  /** Grows by what is put in front of the box's text and shrinks by what is taken off there (UTF-16 units). */
  front: number
}

export type SaveDraft = (
  input: Draft & { conversationId: ConversationId; mode: ComposeMode; position?: number; held?: 'beside' | 'taken' },
) => Promise<{ ok: true; value: SavedDraft } | { ok: false }>
export type DraftState = 'saved' | 'saving' | 'failed'

interface Held {
  draft: Draft
  onTheWay: Draft[]
  front: number
  /** Something was typed behind what is on its way. */
  typedOn: boolean
  /** The newest revision this window knows of. */
  revision: number
  /** What was sent up to here is no part of the texts; null as long as nothing was read. */
  position: number | null
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
 *
 * A text that is sent leaves the box at once, and what is typed from then on is the next one. Until the answer is there
 * both are saved as one text: sent or not, nothing of it is lost. Each save says up to which message this window knows
 * what was sent, and the main process takes off what has gone out since, here and in other windows.
 */
export function createDrafts(save: SaveDraft, pause = 100, longest = 400) {
  const drafts = new Map<string, Held>()
  let stopped = false
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => Promise<void>; since: number }>()
  const listeners = new Set<(conversationId: ConversationId, mode: ComposeMode, state: DraftState) => void>()
  const watchers = new Set<(conversationId: ConversationId, mode: ComposeMode) => void>()
  const nameOf = (id: ConversationId, mode: ComposeMode) => `${id}.${mode}`
  const tell = (id: ConversationId, mode: ComposeMode, state: DraftState) => {
    for (const listener of listeners) listener(id, mode, state)
  }
  const tellChange = (id: ConversationId, mode: ComposeMode) => {
    for (const watcher of watchers) watcher(id, mode)
  }

  function held(id: ConversationId, mode: ComposeMode): Held {
    const name = nameOf(id, mode)
    const known = drafts.get(name) ?? newlyHeld({ text: '', templateIds: [] })
    drafts.set(name, known)
    return known
  }

  function schedule(conversationId: ConversationId, mode: ComposeMode, known: Held) {
    const name = nameOf(conversationId, mode)
    known.dirty = true
    if (stopped) return
    const before = waiting.get(name)
    if (before !== undefined) clearTimeout(before.timer)
    const send = async () => {
      waiting.delete(name)
      known.dirty = false
      known.saving += 1
      const { stance, position } = known
      const saved = await save({
        conversationId,
        mode,
        ...wholeOf(known),
        ...(position === null ? {} : { position }),
        ...(stance === null ? {} : { held: stance }),
      })
      known.saving -= 1
      if (saved.ok) {
        known.revision = Math.max(known.revision, saved.value.revision)
        if (stance === 'taken') known.stance = null
        if (takeOff(known, saved.value)) {
          // Kept with the templates of all of it.
          if (known.draft.text !== '') schedule(conversationId, mode, known)
          tellChange(conversationId, mode)
        }
      } else if (!waiting.has(name)) known.dirty = true
      if (!waiting.has(name)) tell(conversationId, mode, saved.ok ? 'saved' : 'failed')
    }
    tell(conversationId, mode, 'saving')
    const since = before?.since ?? performance.now()
    const rest = Math.min(pause, Math.max(0, since + longest - performance.now()))
    waiting.set(name, { timer: setTimeout(() => void send(), rest), send, since })
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
      // What is on its way is as good as shown.
      if (own !== undefined && own.onTheWay.length > 0) return { ...own.draft, held: null }
      if (isShown && own !== undefined && own.draft.text !== '' && stored.held !== null) {
        return { ...own.draft, held: null }
      }
      // An answer from before something was sent still holds it.
      const isStale = own !== undefined && own.position !== null && stored.position < own.position
      const ownIsNewer = own !== undefined && (own.dirty || own.saving > 0 || own.revision > stored.revision)
      if (ownIsNewer || (isStale && own !== undefined)) return { ...own.draft, held: stored.held }
      const { text, templateIds, revision, held, taken, position } = stored
      const stance = held !== null ? 'beside' : taken ? 'taken' : null
      drafts.set(name, { ...newlyHeld({ text, templateIds }), front: own?.front ?? 0, revision, position, stance })
      return { text, templateIds, held }
    },

    /** What stands in the box, as it is between two drawings too. */
    now(conversationId: ConversationId, mode: ComposeMode): DraftNow {
      const { draft, onTheWay, front } = held(conversationId, mode)
      return { ...draft, onTheWay, front }
    },

    write(conversationId: ConversationId, mode: ComposeMode, draft: Draft) {
      const known = held(conversationId, mode)
      known.draft = draft
      known.typedOn = known.onTheWay.length > 0
      schedule(conversationId, mode, known)
    },

    /**
     * Takes the text out of the box to send it. Answers what left, to be named in `gone`; null where there is nothing to
     * send, or too much on its way.
     */
    leave(conversationId: ConversationId, mode: ComposeMode): Draft | null {
      const known = held(conversationId, mode)
      const { draft, onTheWay } = known
      if (draft.text.trim() === '' || onTheWay.length >= mostOnTheWay) return null
      known.onTheWay = [...onTheWay, draft]
      known.draft = { text: '', templateIds: [] }
      tellChange(conversationId, mode)
      return draft
    },

    /** True as long as nobody has heard what became of it. */
    isOnTheWay(conversationId: ConversationId, mode: ComposeMode, left: Draft): boolean {
      return held(conversationId, mode).onTheWay.includes(left)
    },

    /** It was sent as the message at `position`, and the main process has ended it: nothing of it is saved again. */
    gone(conversationId: ConversationId, mode: ComposeMode, left: Draft, position: number) {
      const name = nameOf(conversationId, mode)
      const known = held(conversationId, mode)
      known.onTheWay = known.onTheWay.filter((one) => one !== left)
      known.position = Math.max(known.position ?? 0, position)
      const before = waiting.get(name)
      const hasFailed = known.dirty && before === undefined
      if (known.typedOn || hasFailed) {
        // What was saved until now, here or elsewhere, may say more than what is left.
        schedule(conversationId, mode, known)
        known.typedOn = known.onTheWay.length > 0
      } else {
        if (before !== undefined) clearTimeout(before.timer)
        waiting.delete(name)
        known.dirty = false
      }
      tellChange(conversationId, mode)
    },

    /** It was not sent: everything on its way stands in the box again, before what was typed since. */
    back(conversationId: ConversationId, mode: ComposeMode): Draft {
      const known = held(conversationId, mode)
      const whole = wholeOf(known)
      known.front += whole.text.length - known.draft.text.length
      known.draft = whole
      known.onTheWay = []
      known.typedOn = false
      tellChange(conversationId, mode)
      return whole
    },

    /** Saves all of it although nothing was changed: the answer tells what of it was sent. */
    async saveAgain(conversationId: ConversationId, mode: ComposeMode): Promise<void> {
      schedule(conversationId, mode, held(conversationId, mode))
      await this.flush()
    },

    /** Saves what waits and nothing after that: the window is left, and somebody else may sit there next. */
    stop(): void {
      void this.flush()
      stopped = true
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

    /** Hears, at once, when a text changed other than by `write` and `read`. Returns its unsubscribe. */
    onChange(watcher: (conversationId: ConversationId, mode: ComposeMode) => void): () => void {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>

const newlyHeld = (draft: Draft): Held => ({
  draft,
  onTheWay: [],
  front: 0,
  typedOn: false,
  revision: 0,
  position: null,
  dirty: false,
  saving: 0,
  stance: null,
})

/** All of it as one text: what is on its way and what stands in the box. */
function wholeOf({ draft, onTheWay }: Held): Draft {
  if (onTheWay.length === 0) return draft
  const parts = [...onTheWay, draft]
  const ids = new Set(parts.flatMap(({ templateIds }) => templateIds))
  return { text: joinTexts(parts.map(({ text }) => text)), templateIds: [...ids] }
}

/** Follows what the main process took off a text that it saved. True where anything changed. */
function takeOff(known: Held, { position, sent }: SavedDraft): boolean {
  let changed = false
  for (const one of sent) {
    if (known.position !== null && one.position <= known.position) continue
    const [first, ...others] = known.onTheWay
    if (first !== undefined) {
      if (first.text !== one.text) continue
      known.onTheWay = others
    } else {
      const { text, templateIds } = known.draft
      const rest = restBehind(text, one.text)
      if (rest === null) continue
      known.draft = { text: rest, templateIds: rest === '' ? [] : templateIds }
      known.front -= text.length - rest.length
    }
    changed = true
  }
  known.position = Math.max(known.position ?? 0, position)
  return changed
}
