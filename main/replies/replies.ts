import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { ReplyEnvelope } from '#shared/domain/envelope.ts'
import type { ConversationId } from '#shared/domain/ids.ts'
import type { BlockReason, TemplateView } from '#shared/domain/reply.ts'
import type { Clock } from '../clock.ts'
import { messageViewWith } from '../conversations/inbox.ts'
import type { DraftDirectory, OperatorDirectory } from '../conversations/ports.ts'
import { newId, type RandomBytes } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import type { VisitorPort } from '../transport/port.ts'
import { lockOf } from './gate.ts'
import { renderTemplate } from './render.ts'
import { starterTemplates } from './starter-templates.ts'
import type { ReplyReads, ReplyWrites } from './stored/operations.ts'
import type { StoredTemplate } from './stored/templates.ts'

export interface RepliesParts {
  store: Store<ReplyWrites, ReplyReads>
  operators: OperatorDirectory
  /** The way to the visitors. */
  toVisitors: Pick<VisitorPort, 'reply'>
  clock: Clock
  randomBytes: RandomBytes
  onChange: (event: ChangeEvent) => void
}

/** Without a conversation nobody is verified, so nothing sensitive is shown. */
const noConversation: BlockReason = {
  code: 'not-verified',
  message: 'Its text is shown in the conversation of an authenticated visitor.',
}

/** What the window asks of replies. Every function rejects with a ProblemError, e.g. `not-found`. */
export function createReplies({ store, operators, toVisitors, clock, randomBytes, onChange }: RepliesParts) {
  const messageFor = messageViewWith(operators)
  const underWay = new Set<Promise<void>>()

  /** Gives a stored reply to the transport. Where nobody is connected it stays queued: the visitor's history holds it. */
  async function handOver(envelope: ReplyEnvelope): Promise<void> {
    const { connections } = await toVisitors.reply(envelope)
    if (connections === 0) return
    await store.write('replies.markHandedOver', { messageId: envelope.message.id, at: clock() })
    onChange({ topic: 'conversation', conversationId: envelope.message.conversationId })
  }

  const startHandOver = (envelope: ReplyEnvelope): void => {
    // It is stored already: what goes wrong here delays it until the visitor connects again, and loses nothing.
    const work: Promise<void> = handOver(envelope)
      .catch(() => {})
      .finally(() => underWay.delete(work))
    underWay.add(work)
  }

  return {
    /** An empty database gets its first templates. */
    async prepare(): Promise<void> {
      const templates = starterTemplates.map((template) => ({ ...template, templateId: newId('tmpl', randomBytes) }))
      await store.write('templates.prepare', { templates, at: clock() })
    },

    async send(input: RequestInput<'reply.send'>, by: OperatorView): Promise<RequestOutput<'reply.send'>> {
      if (input.text.trim() === '') throw new ProblemError('input-invalid', 'There is nothing to send yet.')
      const { conversationId } = input
      const sent = await store.write('replies.send', {
        ...input,
        operatorId: by.id,
        newIds: { message: newId('msg', randomBytes), flag: newId('flag', randomBytes) },
        at: clock(),
      })
      if (sent.outcome === 'blocked') {
        if (sent.flagged) {
          onChange({ topic: 'flags', conversationId })
          onChange({ topic: 'inbox', conversationId })
        }
        return { outcome: 'blocked', reasons: sent.reasons }
      }
      const message = messageFor(sent.message)
      if (sent.address !== null) {
        const { id, text, at } = message
        const name = message.operator?.name ?? by.name
        startHandOver({
          ...sent.address,
          message: { id, conversationId, from: 'agent', name, text, at, clientMessageId: null },
          request: input.askToSignIn ? 'identify-again' : null,
        })
      }
      if (!sent.duplicate) {
        onChange({ topic: 'conversation', conversationId })
        onChange({ topic: 'inbox', conversationId })
      }
      return { outcome: 'sent', message, duplicate: sent.duplicate }
    },

    preview: (input: RequestInput<'reply.preview'>): Promise<RequestOutput<'reply.preview'>> =>
      store.read('replies.preview', { ...input, at: clock() }),

    /** Every template with its lock. The body of a locked one stays here. */
    async templates({ conversationId }: RequestInput<'template.list'>): Promise<RequestOutput<'template.list'>> {
      const stored = await store.read('templates.list', {})
      const lock = await lockFor(conversationId)
      return { templates: stored.map((template) => viewOf(template, lock(template))) }
    },

    async render(
      { conversationId, templateId }: RequestInput<'template.render'>,
      by: OperatorView,
    ): Promise<RequestOutput<'template.render'>> {
      const template = (await store.read('templates.list', {})).find(({ id }) => id === templateId)
      if (template === undefined) throw new ProblemError('not-found', 'This template does not exist any more.')
      const now = clock()
      const standing = await store.read('replies.standing', { conversationId, at: now })
      const lock = lockOf(template.sensitivity, { ...standing, now })
      if (lock !== null) throw new ProblemError('not-allowed', lock.message)
      return renderTemplate(template, standing.fields, by.name)
    },

    async saveDraft({ conversationId, mode, text }: RequestInput<'draft.save'>): Promise<Record<string, never>> {
      const known = await store.write('drafts.save', { conversationId, mode, text })
      if (!known) throw new ProblemError('not-found', 'This conversation does not exist any more.')
      return {}
    },

    /** Resolves when nothing is on its way to the transport. Call before the store closes. */
    async settle(): Promise<void> {
      await Promise.all(underWay)
    },
  }

  async function lockFor(
    conversationId: ConversationId | null,
  ): Promise<(template: StoredTemplate) => BlockReason | null> {
    if (conversationId === null) return ({ sensitivity }) => (sensitivity === 'public' ? null : noConversation)
    const now = clock()
    const standing = await store.read('replies.standing', { conversationId, at: now })
    return ({ sensitivity }) => lockOf(sensitivity, { ...standing, now })
  }
}
export type Replies = ReturnType<typeof createReplies>

/** What was typed and not sent, for whoever shows a conversation. */
export function createDraftDirectory(store: Store<ReplyWrites, ReplyReads>): DraftDirectory {
  return { get: (conversationId) => store.read('drafts.get', { conversationId }) }
}

function viewOf({ id, title, sensitivity, tags, body }: StoredTemplate, lock: BlockReason | null): TemplateView {
  return { id, title, sensitivity, tags, body: lock === null ? body : null, lock }
}
