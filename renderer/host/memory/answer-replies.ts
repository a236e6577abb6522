import { ProblemError } from '#shared/contract/result.ts'
import type { MessageView } from '#shared/domain/conversation.ts'
import { restBehind } from '#shared/domain/draft-text.ts'
import type { DraftView, GateDecision, ScanFinding, TemplateView } from '#shared/domain/reply.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import { heldIn } from './held-conversation.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { standingOf } from './sample-conversations.ts'
import type { HeldTemplate } from './sample-templates.ts'
import { lockFor } from './sample-templates.ts'
import type { World } from './world.ts'
import { found, requireSupervisor, rowFor, workspaceOf } from './world.ts'

type Replies = Pick<Answers, Extract<keyof Answers, `${'reply' | 'draft' | 'template'}.${string}`>>

/** Replies, drafts and templates, from memory. Its gate is an imitation for pictures; the real one is the main process's. */
export function answerReplies(world: World, announce: InMemoryHost['announce']): Replies {
  const held = heldIn(world)
  const template = (id: string) =>
    found(
      world.templates.find((one) => one.id === id),
      'template',
    )
  const changed = (conversation: HeldConversation) => {
    announce('conversation', conversation.id)
    announce('inbox')
    announce('drafts', conversation.id)
    return rowFor(world, conversation)
  }
  return {
    'reply.preview': ({ conversationId, templateIds, text }) => ({
      ...gate(world, held(conversationId), templateIds, text, false),
      findings: findingsIn(text),
      lifted: [],
      grant: 'none',
    }),
    'reply.send': (input) => {
      const conversation = held(input.conversationId)
      const before = world.sent.get(input.requestId)
      const already = conversation.messages.find((message) => message.id === before)
      if (already !== undefined) return { outcome: 'sent', message: already, duplicate: true }
      const unseen = conversation.messages.some(
        (message) => message.kind === 'visitor' && message.position > input.seenPosition,
      )
      if (input.mode === 'reply' && unseen)
        return {
          outcome: 'blocked',
          reasons: [
            { code: 'unseen-message', message: 'A message arrived since you last looked. Read it, then send.' },
          ],
        }
      const decision: GateDecision =
        input.mode === 'note'
          ? { outcome: 'allow' }
          : gate(world, conversation, input.templateIds, input.text, input.sendAnyway ?? false)
      if (decision.outcome === 'block') return { outcome: 'blocked', reasons: decision.reasons }
      if (decision.outcome === 'warn') return { outcome: 'warned', warnings: decision.warnings }
      const { operator } = workspaceOf(world)
      const message: MessageView = {
        id: `msg_${world.nextId()}`,
        position: (conversation.messages.at(-1)?.position ?? 0) + 1,
        kind: input.mode,
        text: input.text,
        at: world.now(),
        verdict: null,
        operator: { id: operator.id, name: operator.name },
        to: null,
        delivery: input.mode === 'reply' ? 'sent' : null,
        held: null,
        mayBeSeen: false,
        standingChanged: false,
        identitySwitched: false,
      }
      conversation.messages.push(message)
      const drafted = conversation.draft[input.mode]
      conversation.draft[input.mode] =
        restBehind(drafted, input.text) ?? (input.text.startsWith(drafted) ? '' : drafted)
      world.revision += 1
      world.sent.set(input.requestId, message.id)
      changed(conversation)
      return { outcome: 'sent', message, duplicate: false }
    },
    'reply.safeVersion': ({ conversationId, templateIds, text }) => {
      const standing = standingOf(held(conversationId))
      const locked = templateIds.map(template).find((one) => lockFor(one, standing, world.now()) !== null)
      if (locked !== undefined) {
        const alternative = world.templates.find(({ id }) => id === locked.alternativeId)
        return alternative === undefined
          ? { way: 'none', text: '', templateIds: [] }
          : { way: 'alternative', text: alternative.body, templateIds: [alternative.id] }
      }
      const left = text.replaceAll(cardNumber, '[removed]')
      return left === text ? { way: 'none', text: '', templateIds: [] } : { way: 'removed', text: left, templateIds }
    },
    'reply.retry': ({ messageId }) => {
      const message = found(
        world.conversations.flatMap(({ messages }) => messages).find(({ id }) => id === messageId),
        'reply',
      )
      message.delivery = 'delivered'
      message.held = null
      announce('conversation')
      return { delivery: 'delivered' }
    },
    'draft.read': ({ conversationId }) => draftsOf(held(conversationId), world.revision),
    'draft.save': ({ conversationId, mode, text, position }) => {
      const conversation = held(conversationId)
      const { id } = workspaceOf(world).operator
      const sent = conversation.messages
        .filter((one) => one.kind === mode && one.operator?.id === id && one.position > (position ?? Infinity))
        .flatMap((one) => {
          const rest = restBehind(text, one.text)
          if (rest === null) return []
          text = rest
          return [{ position: one.position, text: one.text }]
        })
      conversation.draft[mode] = text
      world.revision += 1
      return { revision: world.revision, position: conversation.messages.at(-1)?.position ?? 0, sent }
    },
    'draft.discard': ({ conversationId, mode }) => {
      held(conversationId).draft[mode] = ''
      world.revision += 1
      return {}
    },
    'template.list': ({ conversationId, archived }) => {
      const standing = conversationId === null ? null : standingOf(held(conversationId))
      return {
        templates: world.templates
          .filter((one) => archived === true || !one.archived)
          .map((one) => viewOf(world, one, standing === null ? null : lockFor(one, standing, world.now()))),
      }
    },
    'template.render': ({ conversationId, templateId }) => {
      const standing = standingOf(held(conversationId))
      const unresolved: string[] = []
      const text = template(templateId).body.replace(/\{\{([^{}]+)\}\}/g, (whole, inside: string) => {
        const [name = '', fallback] = inside.split('|')
        if (name === standing.field && standing.status === 'verified') return standing.value ?? whole
        if (fallback !== undefined) return fallback
        unresolved.push(name)
        return whole
      })
      return { text, unresolved }
    },
    'template.read': ({ templateId }) => {
      requireSupervisor(world)
      const held = template(templateId)
      const { title, body, sensitivity, tags, version } = held
      const { operator } = workspaceOf(world)
      const one = { title, body, sensitivity, tags, operator: { id: operator.id, name: operator.name } }
      const versions = Array.from({ length: version }, (_, index) => ({
        ...one,
        version: version - index,
        at: world.now() - index * 86_400_000,
      }))
      return { template: viewOf(world, held, null), versions }
    },
    'template.save': ({ templateId, title, body, sensitivity, tags, alternativeId }) => {
      const words = { title, body, sensitivity, tags, alternativeId }
      requireSupervisor(world)
      const same = world.templates.find((one) => one.title === words.title && one.id !== templateId)
      if (same !== undefined) throw new ProblemError('conflict', `Another template is already called “${same.title}”.`)
      if (templateId === null) {
        const made: HeldTemplate = { ...words, id: `tmpl_${world.nextId()}`, version: 1, archived: false }
        world.templates.push(made)
        announce('templates')
        return viewOf(world, made, null)
      }
      const before = template(templateId)
      Object.assign(before, words, { version: before.version + 1 })
      announce('templates')
      return viewOf(world, before, null)
    },
    'template.archive': ({ templateId, archived }) => {
      requireSupervisor(world)
      const held = template(templateId)
      held.archived = archived
      announce('templates')
      return viewOf(world, held, null)
    },
    'template.export': ({ format }) => {
      requireSupervisor(world)
      const rows = world.templates.filter(({ archived }) => !archived)
      const text =
        format === 'json'
          ? JSON.stringify({ format: 'bonafide-templates', version: 1, templates: rows }, null, 2)
          : rows.map(({ title, sensitivity, body }) => [title, sensitivity, JSON.stringify(body)].join(',')).join('\n')
      return { text, fileName: `templates.${format}` }
    },
    'template.saveFile': ({ format }) => {
      requireSupervisor(world)
      return { saved: { file: `templates.${format}`, folder: 'Downloads' } }
    },
    'template.import': ({ text }) => {
      requireSupervisor(world)
      const lines = text.split('\n').filter((line) => line.trim() !== '')
      return { added: 0, changed: 0, same: lines.length, problems: [], applied: false }
    },
  }
}

/** What somebody typed into a conversation of this world. */
export function draftsOf(conversation: HeldConversation, revision = 1): { reply: DraftView; note: DraftView } {
  const view = (text: string): DraftView => ({
    text,
    templateIds: [],
    revision,
    held: null,
    taken: false,
    position: conversation.messages.at(-1)?.position ?? 0,
  })
  return { reply: view(conversation.draft.reply), note: view(conversation.draft.note) }
}

function viewOf(world: World, template: HeldTemplate, lock: TemplateView['lock']): TemplateView {
  const { alternativeId, body, ...rest } = template
  const alternative = world.templates.find(({ id }) => id === alternativeId)
  return {
    ...rest,
    body: lock === null ? body : null,
    alternative: alternative === undefined ? null : { id: alternative.id, title: alternative.title },
    lock,
  }
}

const cardNumber = /\b(?:\d{4} ?){4}\b/g

function findingsIn(text: string): ScanFinding[] {
  return Array.from(text.matchAll(cardNumber), (match) => ({
    kind: 'card-number' as const,
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }))
}

function gate(
  world: World,
  conversation: HeldConversation,
  templateIds: readonly string[],
  text: string,
  sendAnyway: boolean,
): GateDecision {
  const standing = standingOf(conversation)
  const reasons = templateIds.flatMap((id) => {
    const template = world.templates.find((one) => one.id === id)
    if (template === undefined)
      return [{ code: 'unknown-template' as const, message: 'This template is not here any more.' }]
    const lock = lockFor(template, standing, world.now())
    return lock === null ? [] : [lock]
  })
  if (conversation.state === 'closed')
    reasons.push({ code: 'conversation-closed', message: 'This conversation is closed. Open it again to reply.' })
  if (/\{\{[^{}]+\}\}/.test(text))
    reasons.push({ code: 'unresolved-variable', message: 'A variable in the text has no value yet.' })
  const found = findingsIn(text).length > 0
  const secret = { code: 'secret-in-text' as const, message: 'This text holds a card number.' }
  if (found && standing.status !== 'verified') reasons.push(secret)
  if (reasons.length > 0) return { outcome: 'block', reasons }
  return found && !sendAnyway ? { outcome: 'warn', warnings: [secret] } : { outcome: 'allow' }
}
