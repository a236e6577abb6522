import type { Database } from 'better-sqlite3'
import type { TemplateId } from '#shared/domain/ids.ts'
import type { Sensitivity } from '#shared/domain/reply.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import { indexWording, type LiftedPart, type WordingIndex } from '../lifted-text.ts'
import { listTemplates, type StoredTemplate } from './templates.ts'

/** A template that a text draws on: named by whoever wrote it, or found by its wording. */
export type DrawnOn =
  | { known: true; id: TemplateId; version: number; title: string; sensitivity: Sensitivity; named: boolean }
  | { known: false; id: TemplateId }

interface KeptIndex {
  signature: string
  templates: StoredTemplate[]
  wording: WordingIndex
}

/** What the wording of all templates is compared by, per open database; made again when a template has changed. */
const kept = new WeakMap<Database, KeptIndex>()

/**
 * Every template that a text draws on, in the order of their ids: those that are named, and the sensitive ones whose
 * wording it carries without naming them. This is also the list that a grant is bound to.
 */
export function templatesDrawnOn(
  handle: ReadHandle | WriteHandle,
  templateIds: readonly TemplateId[],
  text: string,
): DrawnOn[] {
  const { templates, wording } = current(handle)
  const lifted = new Set(wording.liftedIn(text).map(({ templateId }) => templateId))
  const drawn: DrawnOn[] = []
  for (const id of new Set([...templateIds, ...lifted])) {
    const template = templates.find((each) => each.id === id)
    if (template === undefined) drawn.push({ known: false, id })
    else {
      const { version, title, sensitivity } = template
      drawn.push({ known: true, id, version, title, sensitivity, named: templateIds.includes(id) })
    }
  }
  return drawn.sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Where in a text the wording of sensitive templates stands. */
export function liftedParts(handle: ReadHandle | WriteHandle, text: string): LiftedPart[] {
  return current(handle).wording.liftedIn(text)
}

/** The public templates in use: what stands in one may be said to anybody. */
export function publicBodies(handle: ReadHandle | WriteHandle): string[] {
  return current(handle)
    .templates.filter(({ sensitivity, archived }) => sensitivity === 'public' && !archived)
    .map(({ body }) => body)
}

function current(handle: ReadHandle | WriteHandle): KeptIndex {
  const now = one<{ count: number; signature: string }>(
    handle,
    `SELECT count(*) AS count, count(*) || '.' || coalesce(sum(version), 0) || '.' || coalesce(max(position), 0) || '.' ||
       coalesce(sum(archived_at), 0) AS signature FROM templates`,
  )
  const signature = now?.signature ?? ''
  if (signature === '') throw new Error('the templates cannot be read')
  const before = kept.get(handle.sql)
  if (before?.signature === signature) return before
  const templates = listTemplates(handle)
  // Wording that is not compared is wording that goes out.
  if (templates.length !== now?.count) throw new Error('the templates cannot be read')
  const made = { signature, templates, wording: indexWording(templates) }
  kept.set(handle.sql, made)
  return made
}
