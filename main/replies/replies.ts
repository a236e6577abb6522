import type { ChangeEvent, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { ReplyEnvelope } from '#shared/domain/envelope.ts'
import type { ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { BlockReason, TemplateView } from '#shared/domain/reply.ts'
import type { Clock } from '../clock.ts'
import { messageViewWith } from '../conversations/inbox.ts'
import type { DraftDirectory, OperatorDirectory } from '../conversations/ports.ts'
import { newId, type RandomBytes } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import type { VisitorPort } from '../transport/port.ts'
import { checkTemplate } from './check-template.ts'
import { gateError, lockOf } from './gate.ts'
import { renderTemplate } from './render.ts'
import { starterTemplates } from './starter-templates.ts'
import type { RetryOutcome } from './stored/asked-again.ts'
import type { ReplyReads, ReplyWrites } from './stored/operations.ts'
import type { OutboxEntry } from './stored/outbox.ts'
import type { StoredTemplate } from './stored/templates.ts'
import { exportTemplates, readTemplateFile } from './template-files.ts'

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
  let listening: ReturnType<typeof setTimeout> | null = null
  /** More was handed over while the time of something earlier ran. */
  let listensAgain = false

  const announce = (conversationId: ConversationId) => onChange({ topic: 'conversation', conversationId })

  /**
   * Gives a stored reply to the transport. Where nobody is connected it waits: the visitor's history holds it. Where
   * the transport does not take it, that is recorded and shown, and the agent tries again.
   */
  async function handOver(envelope: ReplyEnvelope, wasFailed: boolean): Promise<void> {
    const { id: messageId, conversationId } = envelope.message
    let connections: number
    try {
      connections = (await toVisitors.reply(envelope)).connections
    } catch {
      if (await store.write('replies.markFailed', { messageId, at: clock() })) announce(conversationId)
      return
    }
    if (connections > 0) {
      await store.write('replies.markHandedOver', { messageId, at: clock() })
      listenForSilence()
    } else if (wasFailed) await store.write('replies.markQueued', { messageId, at: clock() })
    else return
    announce(conversationId)
  }

  const startHandOver = (envelope: ReplyEnvelope): void => {
    // It is stored already: what goes wrong with the database here delays its next state, and loses nothing.
    const work: Promise<void> = handOver(envelope, false)
      .catch(() => {})
      .finally(() => underWay.delete(work))
    underWay.add(work)
  }

  return {
    /** An empty database gets its first templates. */
    async prepare(): Promise<void> {
      const templates = starterTemplates.map((template) => ({ ...template, templateId: newId('tmpl', randomBytes) }))
      await store.write('templates.prepare', { templates, at: clock() })
      await noticeSilence()
    },

    noticeSilence,
    listenForSilence,

    async send(input: RequestInput<'reply.send'>, by: OperatorView): Promise<RequestOutput<'reply.send'>> {
      if (input.text.trim() === '') throw new ProblemError('input-invalid', 'There is nothing to send yet.')
      const { conversationId } = input
      const sent = await store.write('replies.send', {
        ...input,
        sendAnyway: input.sendAnyway ?? false,
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
      if (sent.outcome === 'warned') return sent
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
        onChange({ topic: 'drafts', conversationId })
        // It may have gone out by a grant, which is used up now.
        onChange({ topic: 'grants', conversationId })
      }
      return { outcome: 'sent', message, duplicate: sent.duplicate }
    },

    async preview(input: RequestInput<'reply.preview'>, by: OperatorView): Promise<RequestOutput<'reply.preview'>> {
      const { decision, ...rest } = await store.read('replies.preview', { ...input, operatorId: by.id, at: clock() })
      return { ...decision, ...rest }
    },

    safeVersion: (
      input: RequestInput<'reply.safeVersion'>,
      by: OperatorView,
    ): Promise<RequestOutput<'reply.safeVersion'>> =>
      store.read('replies.safeVersion', { ...input, agentName: by.name, at: clock() }),

    /** Hands a reply over once more, if the gate allows it now: the same reply, which the visitor's widget shows once. */
    async retry({ messageId }: RequestInput<'reply.retry'>): Promise<RequestOutput<'reply.retry'>> {
      const entry = await store.read('replies.outboxEntry', { messageId })
      if (entry.delivery === 'delivered') return { delivery: entry.delivery }
      const refusal = refusalIn(await store.write('replies.retry', { messageId, at: clock() }))
      announce(entry.conversationId)
      if (refusal !== null) throw new ProblemError('not-allowed', refusal.message)
      await handOver(envelopeOf(entry), true)
      return { delivery: (await store.read('replies.outboxEntry', { messageId })).delivery }
    },

    /** Templates with their locks. The body of a locked one stays here; without a conversation supervisors see all. */
    async templates(
      { conversationId, archived }: RequestInput<'template.list'>,
      by: OperatorView,
    ): Promise<RequestOutput<'template.list'>> {
      const stored = await store.read('templates.list', {})
      const shown = stored.filter((template) => archived === true || !template.archived)
      const lock = await lockFor(conversationId, by)
      return { templates: shown.map((template) => viewOf(stored, template, lock(template))) }
    },

    async render(
      { conversationId, templateId }: RequestInput<'template.render'>,
      by: OperatorView,
    ): Promise<RequestOutput<'template.render'>> {
      const template = (await store.read('templates.list', {})).find(({ id }) => id === templateId)
      if (template === undefined || template.archived) {
        throw new ProblemError('not-found', 'This template does not exist any more.')
      }
      const now = clock()
      const standing = await store.read('replies.standing', { conversationId, at: now })
      const lock = lockOf(template.sensitivity, { ...standing, now })
      if (lock !== null) throw new ProblemError('not-allowed', lock.message)
      return renderTemplate(template, standing.fields, by.name)
    },

    /** One template as its editor shows it. For supervisors: the handler sees to that. */
    async template({ templateId }: RequestInput<'template.read'>): Promise<RequestOutput<'template.read'>> {
      const [stored, versions] = await Promise.all([
        store.read('templates.list', {}),
        store.read('templates.versions', { templateId }),
      ])
      const template = stored.find(({ id }) => id === templateId)
      if (template === undefined) throw new ProblemError('not-found', 'This template does not exist any more.')
      return {
        template: viewOf(stored, template, null),
        versions: versions.map(({ operatorId, ...version }) => ({
          ...version,
          operator:
            operatorId === null ? null : { id: operatorId, name: operators.nameOf(operatorId) ?? 'Former operator' },
        })),
      }
    },

    async saveTemplate(input: RequestInput<'template.save'>, by: OperatorView): Promise<TemplateView> {
      const problem = checkTemplate(input)
      if (problem !== null) throw new ProblemError('input-invalid', problem)
      const change = { ...input, newId: newId('tmpl', randomBytes) }
      const [saved] = await store.write('templates.save', {
        changes: [change],
        actor: `operator:${by.id}`,
        at: clock(),
      })
      onChange({ topic: 'templates', conversationId: null })
      return viewOf(await store.read('templates.list', {}), saved as StoredTemplate, null)
    },

    async archiveTemplate(input: RequestInput<'template.archive'>, by: OperatorView): Promise<TemplateView> {
      const template = await store.write('templates.archive', { ...input, actor: `operator:${by.id}`, at: clock() })
      onChange({ topic: 'templates', conversationId: null })
      return viewOf(await store.read('templates.list', {}), template, null)
    },

    /** Every template in use, as a file. */
    async exportTemplates({ format }: RequestInput<'template.export'>): Promise<RequestOutput<'template.export'>> {
      const stored = await store.read('templates.list', {})
      return { text: exportTemplates(format, stored), fileName: `templates.${format}` }
    },

    /** Reads a file of templates and says what it would do; with `apply`, and without a problem in it, does it. */
    async importTemplates(
      { format, text, apply }: RequestInput<'template.import'>,
      by: OperatorView,
    ): Promise<RequestOutput<'template.import'>> {
      const stored = await store.read('templates.list', {})
      const read = readTemplateFile(format, text, stored, () => newId('tmpl', randomBytes))
      const { changes, ...report } = read
      if (!apply || report.problems.length > 0) return { ...report, applied: false }
      await store.write('templates.save', { changes, actor: `operator:${by.id}`, at: clock() })
      onChange({ topic: 'templates', conversationId: null })
      return { ...report, applied: true }
    },

    drafts: ({ conversationId }: RequestInput<'draft.read'>, by: OperatorId): Promise<RequestOutput<'draft.read'>> =>
      store.read('drafts.get', { conversationId, operatorId: by, at: clock() }),

    async saveDraft(input: RequestInput<'draft.save'>, by: OperatorId): Promise<RequestOutput<'draft.save'>> {
      const { templateIds = [], held = null, position = null, ...rest } = input
      const { conversationId } = rest
      const saved = await store.write('drafts.save', {
        ...rest,
        templateIds,
        held,
        position,
        operatorId: by,
        at: clock(),
      })
      if (saved === null) throw new ProblemError('not-found', 'This conversation does not exist any more.')
      onChange({ topic: 'drafts', conversationId })
      return saved
    },

    async discardDraft(input: RequestInput<'draft.discard'>, by: OperatorId): Promise<Record<string, never>> {
      await store.write('drafts.discard', { ...input, operatorId: by, at: clock() })
      onChange({ topic: 'drafts', conversationId: input.conversationId })
      return {}
    },

    /** Resolves when nothing is on its way to the transport. Call before the store closes. */
    async settle(): Promise<void> {
      if (listening !== null) clearTimeout(listening)
      await Promise.all(underWay)
    },
  }

  /**
   * Looks a moment after the time in which a widget would have answered. What is handed over meanwhile does not put that
   * off: a desk that always writes would never look.
   */
  function listenForSilence(): void {
    if (listening !== null) {
      listensAgain = true
      return
    }
    listening = setTimeout(() => {
      listening = null
      void noticeSilence().catch(() => {})
      if (!listensAgain) return
      listensAgain = false
      listenForSilence()
    }, acknowledgedWithin + 1_000)
    listening.unref()
  }

  /** What was handed over and never acknowledged did not arrive as far as anybody knows, and is shown so. */
  async function noticeSilence(): Promise<void> {
    const at = clock()
    const late = await store.write('replies.failUnacknowledged', { before: at - acknowledgedWithin, at })
    for (const conversationId of late) announce(conversationId)
  }

  function envelopeOf({ messageId, conversationId, operatorId, text, at, ...address }: OutboxEntry): ReplyEnvelope {
    const { channelId, sessionId, audience } = address
    const name = operators.nameOf(operatorId) ?? 'Support'
    return {
      channelId,
      sessionId,
      audience,
      message: { id: messageId, conversationId, from: 'agent', name, text, at, clientMessageId: null },
      request: null,
    }
  }

  async function lockFor(
    conversationId: ConversationId | null,
    by: OperatorView,
  ): Promise<(template: StoredTemplate) => BlockReason | null> {
    if (conversationId === null) {
      return ({ sensitivity }) => (sensitivity === 'public' || by.role === 'supervisor' ? null : noConversation)
    }
    const now = clock()
    const standing = await store.read('replies.standing', { conversationId, at: now })
    return ({ sensitivity }) => lockOf(sensitivity, { ...standing, now })
  }
}
export type Replies = ReturnType<typeof createReplies>

/** A widget acknowledges within a moment; this long without a word means that nobody heard (ms). */
export const acknowledgedWithin = 30_000

/** What was typed and not sent, for whoever shows a conversation. */
export function createDraftDirectory(store: Store<ReplyWrites, ReplyReads>, clock: Clock): DraftDirectory {
  return { get: (conversationId, operatorId) => store.read('drafts.get', { conversationId, operatorId, at: clock() }) }
}

/** Only a plain yes is one: what the store did not answer like that is refused. */
function refusalIn(answer: RetryOutcome | null | undefined): BlockReason | null {
  if (answer?.outcome === 'allow') return null
  return answer?.outcome === 'block' ? answer.reason : gateError
}

function viewOf(
  all: readonly StoredTemplate[],
  { id, version, title, sensitivity, tags, body, alternativeId, archived }: StoredTemplate,
  lock: BlockReason | null,
): TemplateView {
  const alternative = all.find((template) => template.id === alternativeId)
  return {
    id,
    version,
    title,
    sensitivity,
    tags,
    body: lock === null ? body : null,
    alternative: alternative === undefined ? null : { id: alternative.id, title: alternative.title },
    archived,
    lock,
  }
}
