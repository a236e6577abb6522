import type { SafeVersion } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { ConversationId, TemplateId } from '#shared/domain/ids.ts'
import { loadStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { lockOf } from '../gate.ts'
import { renderTemplate } from '../render.ts'
import { withoutParts } from '../without-parts.ts'
import { freshnessOf } from './freshness.ts'
import { scanFor } from './scan-for.ts'
import { listTemplates } from './templates.ts'
import { liftedParts, templatesDrawnOn } from './templates-drawn-on.ts'

export interface SafeVersionInput {
  conversationId: ConversationId
  templateIds: TemplateId[]
  text: string
  /** What `{{agent}}` stands for. */
  agentName: string
  at: number
}

/**
 * What could be said instead of a text that is locked: the public alternative of the template it draws on, or the text
 * without what was found in it. Nothing is sent by this; the gate judges what comes of it like any other text.
 */
export function findSafeVersion(handle: ReadHandle | WriteHandle, input: SafeVersionInput): SafeVersion {
  const { conversationId, templateIds, text, agentName, at } = input
  const standing = loadStanding(handle, conversationId, at)
  if (standing === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')
  const question = { ...standing, freshnessMinutes: freshnessOf(handle, standing.channelId), now: at }
  const locked = templatesDrawnOn(handle, templateIds, text).filter(
    (each) => !each.known || lockOf(each.sensitivity, question) !== null,
  )
  const templates = listTemplates(handle)
  for (const { id } of locked) {
    const alternativeId = templates.find((template) => template.id === id)?.alternativeId ?? null
    const alternative = templates.find((template) => template.id === alternativeId)
    if (alternative === undefined || alternative.archived || alternative.sensitivity !== 'public') continue
    const rendered = renderTemplate(alternative, standing.fields, agentName)
    return { way: 'alternative', text: rendered.text, templateIds: [alternative.id] }
  }
  const lockedIds = new Set(locked.map(({ id }) => id))
  const lifted = liftedParts(handle, text).filter(({ templateId }) => lockedIds.has(templateId))
  // A template that is named, and whose wording is not in the text, was written over: nobody can say what is left of it.
  if (locked.some(({ id }) => templateIds.includes(id) && !lifted.some(({ templateId }) => templateId === id))) {
    return none
  }
  const left = withoutParts(text, scanFor(handle, standing, text), lifted)
  const stillLifted = liftedParts(handle, left).some(({ templateId }) => lockedIds.has(templateId))
  if (left.replaceAll('[removed]', '').trim() === '' || left === text || stillLifted) return none
  return { way: 'removed', text: left, templateIds: templateIds.filter((id) => !lockedIds.has(id)) }
}

const none: SafeVersion = { way: 'none', text: '', templateIds: [] }
