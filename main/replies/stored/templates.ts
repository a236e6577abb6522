import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { Sensitivity, TemplateText } from '#shared/domain/reply.ts'
import type { Actor, TemplateContent } from '../../journal/events.ts'
import { type Projection, record } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'

export interface StoredTemplate extends TemplateText {
  id: TemplateId
  version: number
  alternativeId: TemplateId | null
  archived: boolean
}

export interface StoredVersion extends TemplateText {
  version: number
  at: number
  operatorId: OperatorId | null
}

interface By {
  actor: Actor
  /** Milliseconds since 1970. */
  at: number
}

export interface TemplateChange extends TemplateText {
  /** Null for a new one, which then gets `newId`. */
  templateId: TemplateId | null
  newId: TemplateId
  /** The version that was edited; null for a new one, and for an import, which takes what is there. */
  baseVersion: number | null
  alternativeId: TemplateId | null
}

/** The most templates a console keeps, archived ones among them. */
export const mostTemplates = 1_000

/**
 * Gives a database without templates its first ones. Does nothing on any other.
 * @param templates `alternative` is the title of one before it in the list
 */
export function prepareTemplates(
  handle: WriteHandle,
  {
    templates,
    at,
  }: { templates: (TemplateText & { templateId: TemplateId; alternative: string | null })[]; at: number },
): void {
  if (one(handle, 'SELECT 1 FROM templates LIMIT 1') !== null) return
  for (const { alternative, ...template } of templates) {
    const alternativeId = templates.find(({ title }) => title === alternative)?.templateId ?? null
    record(handle, { type: 'template.added', actor: 'system', at, content: { ...template, alternativeId } })
  }
}

/** Every template in the order in which they were added, archived ones among them. */
export function listTemplates(handle: ReadHandle | WriteHandle): StoredTemplate[] {
  return all<Omit<StoredTemplate, 'tags' | 'archived'> & { tags: string; archivedAt: number | null }>(
    handle,
    `SELECT id, title, body, sensitivity, tags, version, alternative_id AS alternativeId, archived_at AS archivedAt
     FROM templates ORDER BY position`,
  ).map(({ archivedAt, ...row }) => ({ ...row, tags: JSON.parse(row.tags) as string[], archived: archivedAt !== null }))
}

/** A template's versions, the newest first. */
export function templateVersions(
  handle: ReadHandle | WriteHandle,
  { templateId }: { templateId: TemplateId },
): StoredVersion[] {
  return all<Omit<StoredVersion, 'tags'> & { tags: string }>(
    handle,
    `SELECT version, title, body, sensitivity, tags, at, operator_id AS operatorId FROM template_versions
     WHERE template_id = ? ORDER BY version DESC LIMIT 100`,
    templateId,
  ).map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }))
}

/** Writes new templates and new versions; what is the same already is left as it is. One transaction: all or none. */
export function saveTemplates(
  handle: WriteHandle,
  { changes, actor, at }: { changes: TemplateChange[] } & By,
): StoredTemplate[] {
  const saved = changes.map((change) => saveTemplate(handle, change, { actor, at }))
  const known = listTemplates(handle)
  if (known.length > mostTemplates) {
    throw new ProblemError('too-large', `A console keeps at most ${mostTemplates} templates, archived ones too.`)
  }
  return saved.map((id) => found(known, id))
}

function saveTemplate(handle: WriteHandle, change: TemplateChange, by: By): TemplateId {
  const { templateId, newId, baseVersion, title, body, sensitivity, tags, alternativeId } = change
  const known = listTemplates(handle)
  const same = known.find((one) => !one.archived && one.title === title && one.id !== templateId)
  if (same !== undefined) throw new ProblemError('conflict', `Another template is already called “${title}”.`)
  checkAlternative(known, alternativeId, sensitivity, templateId)
  const content: TemplateContent = { templateId: templateId ?? newId, title, body, sensitivity, tags, alternativeId }
  if (templateId === null) {
    record(handle, { type: 'template.added', ...by, content })
    return newId
  }
  const before = found(known, templateId)
  if (baseVersion !== null && before.version !== baseVersion) {
    throw new ProblemError('conflict', 'Somebody else changed this template meanwhile. Look at it again, then save.')
  }
  if (before.sensitivity === 'public' && sensitivity !== 'public') {
    const user = known.find((one) => one.alternativeId === templateId)
    if (user !== undefined) {
      throw new ProblemError('conflict', `“${user.title}” names this as its public alternative, so it stays public.`)
    }
  }
  if (isSame(before, change)) return templateId
  record(handle, { type: 'template.edited', ...by, content: { ...content, version: before.version + 1 } })
  return templateId
}

function checkAlternative(
  known: readonly StoredTemplate[],
  alternativeId: TemplateId | null,
  sensitivity: Sensitivity,
  templateId: TemplateId | null,
): void {
  if (alternativeId === null) return
  const alternative = known.find(({ id }) => id === alternativeId)
  if (sensitivity === 'public' || alternativeId === templateId) {
    throw new ProblemError('input-invalid', 'Only a personal or restricted template has a public alternative.')
  }
  if (alternative === undefined || alternative.archived || alternative.sensitivity !== 'public') {
    throw new ProblemError('input-invalid', 'The alternative must be a public template that is in use.')
  }
}

function isSame(one: TemplateText & { alternativeId: TemplateId | null }, other: TemplateChange): boolean {
  const words = ({ title, body, sensitivity, tags, alternativeId }: typeof one) =>
    JSON.stringify([title, body, sensitivity, tags, alternativeId])
  return words(one) === words(other)
}

/** Takes a template out of use, or back into it. What was sent with it keeps its sensitivity. */
export function archiveTemplate(
  handle: WriteHandle,
  { templateId, archived, actor, at }: { templateId: TemplateId; archived: boolean } & By,
): StoredTemplate {
  const known = listTemplates(handle)
  const template = found(known, templateId)
  if (template.archived !== archived) {
    if (!archived && known.some((one) => !one.archived && one.title === template.title)) {
      throw new ProblemError('conflict', `Another template is called “${template.title}” now. Rename that one first.`)
    }
    const user = archived ? known.find((one) => !one.archived && one.alternativeId === templateId) : undefined
    if (user !== undefined) {
      throw new ProblemError('conflict', `“${user.title}” names this as its public alternative. Choose another first.`)
    }
    record(handle, {
      type: archived ? 'template.archived' : 'template.restored',
      actor,
      at,
      content: { templateId },
    })
  }
  return found(listTemplates(handle), templateId)
}

function found(known: readonly StoredTemplate[], templateId: TemplateId): StoredTemplate {
  const template = known.find(({ id }) => id === templateId)
  if (template === undefined) throw new ProblemError('not-found', 'This template does not exist any more.')
  return template
}

const operatorOf = (actor: Actor): string | null => (actor.startsWith('operator:') ? actor.slice(9) : null)

function addVersion(handle: WriteHandle, content: TemplateContent, version: number, actor: Actor, at: number): void {
  run(
    handle,
    `INSERT INTO template_versions (template_id, version, title, body, sensitivity, tags, at, operator_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    content.templateId,
    version,
    content.title,
    content.body,
    content.sensitivity,
    JSON.stringify(content.tags),
    at,
    operatorOf(actor),
  )
}

export const templateProjection: Projection = {
  'template.added': (handle, { seq, actor, at, content }) => {
    run(
      handle,
      `INSERT INTO templates (id, title, body, sensitivity, tags, position, version, alternative_id, archived_at)
       VALUES (?, ?, ?, ?, ?, ?, 1, ?, NULL)`,
      content.templateId,
      content.title,
      content.body,
      content.sensitivity,
      JSON.stringify(content.tags),
      seq,
      content.alternativeId ?? null,
    )
    addVersion(handle, content, 1, actor, at)
  },
  'template.edited': (handle, { actor, at, content }) => {
    run(
      handle,
      `UPDATE templates SET title = ?, body = ?, sensitivity = ?, tags = ?, alternative_id = ?, version = ?
       WHERE id = ?`,
      content.title,
      content.body,
      content.sensitivity,
      JSON.stringify(content.tags),
      content.alternativeId ?? null,
      content.version,
      content.templateId,
    )
    addVersion(handle, content, content.version, actor, at)
  },
  'template.archived': (handle, { at, content }) => {
    run(handle, 'UPDATE templates SET archived_at = ? WHERE id = ?', at, content.templateId)
  },
  'template.restored': (handle, { content }) => {
    run(handle, 'UPDATE templates SET archived_at = NULL WHERE id = ?', content.templateId)
  },
}
export const replyTables = ['templates', 'template_versions']
