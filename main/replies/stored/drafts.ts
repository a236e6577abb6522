import type { ConversationId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import { loadStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'
import { lockOf } from '../gate.ts'
import { freshnessOf } from './freshness.ts'
import { templatesDrawnOn } from './templates-drawn-on.ts'

type Mode = 'reply' | 'note'

/** Whose text it is, and where. Two people in one conversation write two texts. */
export interface DraftPlace {
  conversationId: ConversationId
  operatorId: OperatorId
}

interface DraftRow {
  text: string
  template_ids: string
  revision: number
  /** A draft that was held when another was begun: it waits for its lock to open. */
  kept_text: string
  kept_template_ids: string
}

export interface DraftInput extends DraftPlace {
  mode: Mode
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
  const { conversationId, operatorId, mode, text, templateIds, held, at } = input
  if (one(handle, 'SELECT 1 FROM conversations WHERE id = ?', conversationId) === null) return null
  const before = findRow(handle, input, mode)
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
       (conversation_id, operator_id, mode, text, template_ids, revision, kept_text, kept_template_ids)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    conversationId,
    operatorId,
    mode,
    text,
    JSON.stringify(templateIds),
    revision,
    kept.text,
    kept.templateIds,
  )
  return { revision }
}

/** The draft was sent: it is empty from now on. One that was held beside it stays. */
export function endDraft(handle: WriteHandle, place: DraftPlace, mode: Mode, at: number): void {
  run(
    handle,
    `UPDATE drafts SET text = '', template_ids = '[]', revision = max(?, revision + 1)
     WHERE conversation_id = ? AND operator_id = ? AND mode = ?`,
    at,
    place.conversationId,
    place.operatorId,
    mode,
  )
}

/** Throws a draft away, and what was held beside it. */
export function discardDraft(handle: WriteHandle, input: DraftPlace & { mode: Mode; at: number }): void {
  const { conversationId, operatorId, mode, at } = input
  endDraft(handle, input, mode, at)
  run(
    handle,
    `UPDATE drafts SET kept_text = '', kept_template_ids = '[]'
     WHERE conversation_id = ? AND operator_id = ? AND mode = ?`,
    conversationId,
    operatorId,
    mode,
  )
}

/** Both drafts of an operator in a conversation. What draws on a template that is locked at `at` is kept, and not given back. */
export function findDrafts(
  handle: ReadHandle | WriteHandle,
  { at, ...place }: DraftPlace & { at: number },
): { reply: DraftView; note: DraftView } {
  return {
    reply: viewOf(handle, place, 'reply', at),
    note: viewOf(handle, place, 'note', at),
  }
}

function viewOf(handle: ReadHandle | WriteHandle, place: DraftPlace, mode: Mode, at: number): DraftView {
  const row = findRow(handle, place, mode)
  if (row === null) return { text: '', templateIds: [], revision: 0, held: null, taken: false }
  const { conversationId } = place
  const { revision } = row
  const lock = lockOn(handle, conversationId, mode, row.text, row.template_ids, at)
  if (lock !== null) return { text: '', templateIds: [], revision, held: lock, taken: false }
  const keptLock = lockOn(handle, conversationId, mode, row.kept_text, row.kept_template_ids, at)
  if (row.text.trim() === '' && row.kept_text !== '' && keptLock === null) {
    return {
      text: row.kept_text,
      templateIds: JSON.parse(row.kept_template_ids) as TemplateId[],
      revision,
      held: null,
      taken: true,
    }
  }
  return {
    text: row.text,
    templateIds: JSON.parse(row.template_ids) as TemplateId[],
    revision,
    held: keptLock,
    taken: false,
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

function findRow(
  handle: ReadHandle | WriteHandle,
  { conversationId, operatorId }: DraftPlace,
  mode: Mode,
): DraftRow | null {
  return one<DraftRow>(
    handle,
    `SELECT text, template_ids, revision, kept_text, kept_template_ids FROM drafts
     WHERE conversation_id = ? AND operator_id = ? AND mode = ?`,
    conversationId,
    operatorId,
    mode,
  )
}
