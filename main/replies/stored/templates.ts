import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import type { Sensitivity } from '#shared/domain/reply.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

export interface StoredTemplate {
  id: TemplateId
  title: string
  body: string
  sensitivity: Sensitivity
  tags: string[]
}

/** Gives a database without templates its first ones. Does nothing on any other. */
export function prepareTemplates(
  handle: WriteHandle,
  { templates, at }: { templates: (Omit<StoredTemplate, 'id'> & { templateId: TemplateId })[]; at: number },
): void {
  if (one(handle, 'SELECT 1 FROM templates LIMIT 1') !== null) return
  for (const { templateId, title, body, sensitivity, tags } of templates) {
    record(handle, {
      type: 'template.added',
      actor: 'system',
      at,
      content: { templateId, title, body, sensitivity, tags },
    })
  }
}

export function listTemplates(handle: ReadHandle | WriteHandle): StoredTemplate[] {
  return all<Omit<StoredTemplate, 'tags'> & { tags: string }>(
    handle,
    'SELECT id, title, body, sensitivity, tags FROM templates ORDER BY position',
  ).map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }))
}

/** Keeps what was typed and not sent; an empty text removes it. */
export function saveDraft(
  handle: WriteHandle,
  { conversationId, mode, text }: { conversationId: ConversationId; mode: 'reply' | 'note'; text: string },
): boolean {
  if (text === '') {
    run(handle, 'DELETE FROM drafts WHERE conversation_id = ? AND mode = ?', conversationId, mode)
    return true
  }
  if (one(handle, 'SELECT 1 FROM conversations WHERE id = ?', conversationId) === null) return false
  run(
    handle,
    'INSERT OR REPLACE INTO drafts (conversation_id, mode, text) VALUES (?, ?, ?)',
    conversationId,
    mode,
    text,
  )
  return true
}

export function findDrafts(
  handle: ReadHandle | WriteHandle,
  { conversationId }: { conversationId: ConversationId },
): { reply: string; note: string } {
  const drafts = { reply: '', note: '' }
  const rows = all<{ mode: 'reply' | 'note'; text: string }>(
    handle,
    'SELECT mode, text FROM drafts WHERE conversation_id = ?',
    conversationId,
  )
  for (const { mode, text } of rows) drafts[mode] = text
  return drafts
}

export const replyProjection: Projection = {
  'template.added': (handle, { seq, content }) => {
    run(
      handle,
      'INSERT INTO templates (id, title, body, sensitivity, tags, position) VALUES (?, ?, ?, ?, ?, ?)',
      content.templateId,
      content.title,
      content.body,
      content.sensitivity,
      JSON.stringify(content.tags),
      seq,
    )
  },
  // What the widget already acknowledged stays delivered, whichever of the two was written first.
  'reply.handedOver': (handle, { content }) => {
    run(handle, `UPDATE messages SET delivery = 'sent' WHERE id = ? AND delivery = 'queued'`, content.messageId)
  },
}
export const replyTables = ['templates']
