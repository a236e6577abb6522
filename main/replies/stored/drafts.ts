import { restBehind } from '#shared/domain/draft-text.ts'
import type { ConversationId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { DraftView, SavedDraft, SentFromDraft } from '#shared/domain/reply.ts'
import { loadStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
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
  /** What this operator sent behind this position may stand at the front of the text, and is taken off; null for nothing. */
  position: number | null
  /** Milliseconds since 1970. */
  at: number
}

/**
 * Keeps what was typed and not sent. An emptied one stays as an empty row: its revision tells the other windows. A window
 * saves while a text is on its way, and before it hears what another window sent: what has gone out is taken off here,
 * where nothing can come between. Answers null for a conversation that is not there.
 */
export function saveDraft(handle: WriteHandle, input: DraftInput): SavedDraft | null {
  const { conversationId, operatorId, mode, templateIds, held, at } = input
  const position = newestPosition(handle, conversationId)
  if (position === null) return null
  const { text, sent } = withoutSent(handle, input)
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
  return { revision, position, sent }
}

/** A saved text without what its operator sent since it was last in step, each with where it went. */
function withoutSent(handle: WriteHandle, input: DraftInput): { text: string; sent: SentFromDraft[] } {
  let { text } = input
  const sent: SentFromDraft[] = []
  if (input.position === null) return { text, sent }
  const since = all<SentFromDraft>(
    handle,
    `SELECT position, text FROM messages
     WHERE conversation_id = ? AND position > ? AND operator_id = ? AND kind = ? AND other_operator_id IS NULL
     ORDER BY position`,
    input.conversationId,
    input.position,
    input.operatorId,
    input.mode,
  )
  for (const one of since) {
    const rest = restBehind(text, one.text)
    if (rest === null) continue
    text = rest
    sent.push(one)
  }
  return { text, sent }
}

/**
 * A text was sent: the draft ends, but for what was typed behind that text, or by another window in its place. What was
 * held beside it stays, unless it is what was sent.
 */
export function endDraft(handle: WriteHandle, place: DraftPlace, mode: Mode, sent: string, at: number): void {
  const row = findRow(handle, place, mode)
  if (row === null) return
  const rest = sent.startsWith(row.text) ? '' : (restBehind(row.text, sent) ?? row.text)
  // Given back, and sent before a word of it was changed: nothing was saved that would say so.
  const wasGivenBack = row.text.trim() === '' && row.kept_text === sent
  run(
    handle,
    `UPDATE drafts SET text = ?, template_ids = ?, kept_text = ?, kept_template_ids = ?, revision = max(?, revision + 1)
     WHERE conversation_id = ? AND operator_id = ? AND mode = ?`,
    rest,
    // Which of them went into the rest is not known here: the gate hears of all, until the window says.
    rest === '' ? '[]' : row.template_ids,
    wasGivenBack ? '' : row.kept_text,
    wasGivenBack ? '[]' : row.kept_template_ids,
    at,
    place.conversationId,
    place.operatorId,
    mode,
  )
}

/** Throws a draft away, and what was held beside it. */
export function discardDraft(handle: WriteHandle, input: DraftPlace & { mode: Mode; at: number }): void {
  run(
    handle,
    `UPDATE drafts SET text = '', template_ids = '[]', kept_text = '', kept_template_ids = '[]',
       revision = max(?, revision + 1)
     WHERE conversation_id = ? AND operator_id = ? AND mode = ?`,
    input.at,
    input.conversationId,
    input.operatorId,
    input.mode,
  )
}

/** Both drafts of an operator in a conversation. What draws on a template that is locked at `at` is kept, and not given back. */
export function findDrafts(
  handle: ReadHandle | WriteHandle,
  { at, ...place }: DraftPlace & { at: number },
): { reply: DraftView; note: DraftView } {
  const position = newestPosition(handle, place.conversationId) ?? 0
  return {
    reply: { ...viewOf(handle, place, 'reply', at), position },
    note: { ...viewOf(handle, place, 'note', at), position },
  }
}

function viewOf(
  handle: ReadHandle | WriteHandle,
  place: DraftPlace,
  mode: Mode,
  at: number,
): Omit<DraftView, 'position'> {
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

/** Position of the newest message; null where there is no such conversation. */
function newestPosition(handle: ReadHandle | WriteHandle, conversationId: ConversationId): number | null {
  const found = one<{ position: number }>(
    handle,
    'SELECT last_position AS position FROM conversations WHERE id = ?',
    conversationId,
  )
  return found?.position ?? null
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
