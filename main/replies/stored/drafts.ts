import type { ConversationId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import { loadStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'
import { lockOf } from '../gate.ts'
import { freshnessOf } from './freshness.ts'
import { templatesDrawnOn } from './templates-drawn-on.ts'

type Mode = 'reply' | 'note'

interface DraftRow {
  /** '' for the draft that everybody shares. */
  owner_id: OperatorId | ''
  text: string
  template_ids: string
  revision: number
  /** A draft that was held when another was begun: it waits for its lock to open. */
  kept_text: string
  kept_template_ids: string
}

export interface DraftInput {
  conversationId: ConversationId
  mode: Mode
  /** Who writes: a draft that was set aside for them is the one that goes on. */
  operatorId: OperatorId
  text: string
  templateIds: TemplateId[]
  /** What this means for a draft that is held: it stays beside this one, or it is the one that goes on. */
  held: 'beside' | 'taken' | null
  /** Milliseconds since 1970. */
  at: number
}

/**
 * Keeps what was typed and not sent. An emptied one stays as an empty row: its revision tells the other windows.
 * Answers null for a conversation that is not there.
 */
export function saveDraft(handle: WriteHandle, input: DraftInput): { revision: number } | null {
  const { conversationId, mode, operatorId, text, templateIds, held, at } = input
  if (one(handle, 'SELECT 1 FROM conversations WHERE id = ?', conversationId) === null) return null
  const before = findRow(handle, conversationId, mode, operatorId)
  const revision = Math.max(at, (before?.revision ?? 0) + 1)
  let kept = { text: before?.kept_text ?? '', templateIds: before?.kept_template_ids ?? '[]' }
  if (held === 'taken') kept = { text: '', templateIds: '[]' }
  if (held === 'beside' && before !== null && kept.text === '' && before.text !== text) {
    if (lockOn(handle, conversationId, mode, before.text, before.template_ids, at) !== null) {
      kept = { text: before.text, templateIds: before.template_ids }
    }
  }
  run(
    handle,
    `INSERT OR REPLACE INTO drafts
       (conversation_id, mode, owner_id, text, template_ids, revision, kept_text, kept_template_ids)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    conversationId,
    mode,
    before?.owner_id ?? '',
    text,
    JSON.stringify(templateIds),
    revision,
    kept.text,
    kept.templateIds,
  )
  return { revision }
}

interface DraftEnd {
  conversationId: ConversationId
  mode: Mode
  operatorId: OperatorId
  at: number
}

/** The draft was sent: it is empty from now on. One that was held beside it stays. */
export function endDraft(handle: WriteHandle, { conversationId, mode, operatorId, at }: DraftEnd): void {
  run(
    handle,
    `UPDATE drafts SET text = '', template_ids = '[]', revision = max(?, revision + 1)
     WHERE conversation_id = ? AND mode = ? AND owner_id = ?`,
    at,
    conversationId,
    mode,
    ownerOf(handle, conversationId, mode, operatorId),
  )
}

/** Throws a draft away, and what was held beside it. */
export function discardDraft(handle: WriteHandle, end: DraftEnd): void {
  endDraft(handle, end)
  const { conversationId, mode, operatorId } = end
  run(
    handle,
    `UPDATE drafts SET kept_text = '', kept_template_ids = '[]'
     WHERE conversation_id = ? AND mode = ? AND owner_id = ?`,
    conversationId,
    mode,
    ownerOf(handle, conversationId, mode, operatorId),
  )
}

/**
 * Keeps what is typed in a conversation for the one who had it, when somebody else takes it over: from here on they have a
 * box of their own, also for what is still on its way from their window. Whoever takes over begins with an empty one.
 * Revisions rise, so that every window hears of it.
 */
export function setDraftsAside(
  handle: WriteHandle,
  { conversationId, ownerId, at }: { conversationId: ConversationId; ownerId: OperatorId; at: number },
): void {
  for (const mode of ['reply', 'note'] as const) {
    const before = findRow(handle, conversationId, mode, ownerId)
    // With a box of their own already, the shared one is not theirs.
    if (before !== null && before.owner_id !== '') continue
    const revision = Math.max(at, (before?.revision ?? 0) + 1)
    run(
      handle,
      `UPDATE drafts SET owner_id = ?, revision = ? WHERE conversation_id = ? AND mode = ? AND owner_id = ''`,
      ownerId,
      revision,
      conversationId,
      mode,
    )
    for (const owner of before === null ? [ownerId] : ['']) {
      run(
        handle,
        `INSERT INTO drafts (conversation_id, mode, owner_id, text, revision) VALUES (?, ?, ?, '', ?)`,
        conversationId,
        mode,
        owner,
        revision,
      )
    }
  }
}

/** Both drafts of a conversation. What draws on a template that is locked at `at` is kept, and not given back. */
export function findDrafts(
  handle: ReadHandle | WriteHandle,
  { conversationId, operatorId, at }: { conversationId: ConversationId; operatorId: OperatorId; at: number },
): { reply: DraftView; note: DraftView } {
  return {
    reply: viewOf(handle, conversationId, 'reply', operatorId, at),
    note: viewOf(handle, conversationId, 'note', operatorId, at),
  }
}

function viewOf(
  handle: ReadHandle | WriteHandle,
  conversationId: ConversationId,
  mode: Mode,
  operatorId: OperatorId,
  at: number,
): DraftView {
  const row = findRow(handle, conversationId, mode, operatorId)
  if (row === null) return { text: '', templateIds: [], revision: 0, held: null, taken: false, aside: false }
  const aside = row.owner_id !== ''
  const { revision } = row
  const lock = lockOn(handle, conversationId, mode, row.text, row.template_ids, at)
  if (lock !== null) return { text: '', templateIds: [], revision, held: lock, taken: false, aside }
  const keptLock = lockOn(handle, conversationId, mode, row.kept_text, row.kept_template_ids, at)
  if (row.text.trim() === '' && row.kept_text !== '' && keptLock === null) {
    return {
      text: row.kept_text,
      templateIds: JSON.parse(row.kept_template_ids) as TemplateId[],
      revision,
      held: null,
      taken: true,
      aside,
    }
  }
  return {
    text: row.text,
    templateIds: JSON.parse(row.template_ids) as TemplateId[],
    revision,
    held: keptLock,
    taken: false,
    aside,
  }
}

function lockOn(
  handle: ReadHandle | WriteHandle,
  conversationId: ConversationId,
  mode: Mode,
  text: string,
  templateIds: string,
  at: number,
): DraftView['held'] {
  if (mode === 'note' || text.trim() === '') return null
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) return null
  const question = { ...standing, freshnessMinutes: freshnessOf(handle, standing.channelId), now: at }
  for (const template of templatesDrawnOn(handle, JSON.parse(templateIds) as TemplateId[], text)) {
    const lock = template.known ? lockOf(template.sensitivity, question) : null
    if (lock !== null) return lock
  }
  return null
}

/** The draft that this operator goes on with: their own once one was set aside for them, or the shared one. */
function findRow(
  handle: ReadHandle | WriteHandle,
  conversationId: ConversationId,
  mode: Mode,
  operatorId: OperatorId | '',
): DraftRow | null {
  return one<DraftRow>(
    handle,
    `SELECT owner_id, text, template_ids, revision, kept_text, kept_template_ids FROM drafts
     WHERE conversation_id = ? AND mode = ? AND owner_id IN ('', ?)
     ORDER BY owner_id DESC LIMIT 1`,
    conversationId,
    mode,
    operatorId,
  )
}

function ownerOf(handle: WriteHandle, conversationId: ConversationId, mode: Mode, operatorId: OperatorId) {
  return findRow(handle, conversationId, mode, operatorId)?.owner_id ?? ''
}
