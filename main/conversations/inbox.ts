import type { ChangeEvent, ContactRow, Explanation, RequestInput, RequestOutput } from '#shared/contract/requests.ts'
import type { ConversationRow, ConversationView, MessageView } from '#shared/domain/conversation.ts'
import type { ChannelId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import { sentenceFor } from '#shared/domain/sentences.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/port.ts'
import type { ChannelDirectory, DraftDirectory, OperatorDirectory } from './ports.ts'
import type { ConversationReads, ConversationWrites } from './stored/operations.ts'
import type { StoredConversationRow, StoredMessageView } from './stored/rows.ts'
import { verdictSummary } from './stored/rows.ts'

export interface InboxParts {
  store: Store<ConversationWrites, ConversationReads>
  channels: ChannelDirectory
  operators: OperatorDirectory
  drafts: DraftDirectory
  clock: Clock
  onChange(event: ChangeEvent): void
}

/** What the window asks of conversations. Every function rejects with a ProblemError, e.g. `not-found`. */
export function createInbox({ store, channels, operators, drafts, clock, onChange }: InboxParts) {
  const rowFor = conversationRowWith(channels, operators)
  const messageFor = messageViewWith(operators)

  const changed = (row: StoredConversationRow): ConversationRow => {
    onChange({ topic: 'conversation', conversationId: row.id })
    onChange({ topic: 'inbox', conversationId: row.id })
    return rowFor(row)
  }

  return {
    /** @param operatorId whose `mine` is meant */
    async list(input: RequestInput<'inbox.list'>, operatorId: OperatorId): Promise<RequestOutput<'inbox.list'>> {
      const { rows, nextCursor, counts } = await store.read('inbox.page', { ...input, operatorId, now: clock() })
      return { rows: rows.map(rowFor), nextCursor, counts }
    },

    /** @param by whose drafts are given back */
    async open({ conversationId }: RequestInput<'conversation.open'>, by: OperatorId): Promise<ConversationView> {
      const [view, draft] = await Promise.all([
        store.read('conversation.view', { conversationId, now: clock() }),
        drafts.get(conversationId, by),
      ])
      const { row, messages, hasOlder, identity } = view
      return { row: rowFor(row), messages: messages.map(messageFor), hasOlder, identity, draft }
    },

    async older(input: RequestInput<'conversation.older'>): Promise<RequestOutput<'conversation.older'>> {
      const { messages, hasOlder } = await store.read('conversation.older', input)
      return { messages: messages.map(messageFor), hasOlder }
    },

    /** @param by who does it */
    async assign(input: RequestInput<'conversation.assign'>, by: OperatorId): Promise<ConversationRow> {
      const { conversationId, operatorId: assigneeId } = input
      return changed(
        await store.write('conversation.assign', { conversationId, assigneeId, operatorId: by, at: clock() }),
      )
    },

    async close({ conversationId }: RequestInput<'conversation.close'>, by: OperatorId): Promise<ConversationRow> {
      return changed(await store.write('conversation.close', { conversationId, operatorId: by, at: clock() }))
    },

    async reopen({ conversationId }: RequestInput<'conversation.reopen'>, by: OperatorId): Promise<ConversationRow> {
      return changed(await store.write('conversation.reopen', { conversationId, operatorId: by, at: clock() }))
    },

    async markRead(input: RequestInput<'conversation.markRead'>, by: OperatorId): Promise<ConversationRow> {
      const row = await store.write('conversation.markRead', { ...input, operatorId: by, at: clock() })
      onChange({ topic: 'inbox', conversationId: row.id })
      return rowFor(row)
    },

    search: (input: RequestInput<'conversation.search'>): Promise<RequestOutput<'conversation.search'>> =>
      store.read('conversation.search', { ...input, now: clock() }),

    /** Every step of a check, in words for whoever runs the site. */
    async why({ messageId }: RequestInput<'message.why'>): Promise<Explanation> {
      return explanation(messageId, await store.read('message.why', { messageId }))
    },

    async contacts(input: RequestInput<'contacts.list'>): Promise<RequestOutput<'contacts.list'>> {
      const { rows, nextCursor } = await store.read('contacts.page', input)
      return {
        rows: rows.map(
          ({ channelId, ...row }): ContactRow => ({ ...row, channel: channelNameWith(channels)(channelId) }),
        ),
        nextCursor,
      }
    },

    /** For the rail's badges. */
    counts: (): Promise<{ waiting: number; openFlags: number }> => store.read('inbox.workspaceCounts', {}),
  }
}

/** Fills the names of channel and assignee into a stored row. */
export function conversationRowWith(channels: ChannelDirectory, operators: OperatorDirectory) {
  return ({ channelId, assigneeId, ...row }: StoredConversationRow): ConversationRow => {
    const channel = channels.get(channelId)
    return {
      ...row,
      channel: channel
        ? { id: channelId, name: channel.name, scheme: channel.scheme, site: channel.site }
        : { id: channelId, name: 'Removed channel', scheme: 'yourgpt', site: '' },
      assignee:
        assigneeId === null ? null : { id: assigneeId, name: operators.nameOf(assigneeId) ?? 'Former operator' },
    }
  }
}

/** Fills the operator's name into a stored message. */
export function messageViewWith(operators: OperatorDirectory) {
  const named = (id: OperatorId | null) =>
    id === null ? null : { id, name: operators.nameOf(id) ?? 'Former operator' }
  return ({ operatorId, otherId, ...message }: StoredMessageView): MessageView => {
    const operator = named(operatorId)
    const other = named(otherId)
    return {
      ...message,
      operator,
      to: message.kind === 'whisper' ? other : null,
      text: message.kind === 'event' && operator !== null ? takenOverWords(operator.name, other?.name) : message.text,
    }
  }
}

const takenOverWords = (by: string, from: string | undefined): string =>
  `${by} took this conversation over${from === undefined ? '; nobody had it' : ` from ${from}`}`

/** A channel's id with the name people know it by. */
export function channelNameWith(channels: ChannelDirectory) {
  return (channelId: ChannelId): { id: ChannelId; name: string } => ({
    id: channelId,
    name: channels.get(channelId)?.name ?? 'Removed channel',
  })
}

function explanation(messageId: MessageId, verdict: Parameters<typeof verdictSummary>[0]): Explanation {
  const { status, reason, field, evidence } = verdict
  return {
    messageId,
    headline: sentenceFor(status, reason, {
      field,
      borrowed: evidence.borrowed,
      assurance: verdict.assurance,
    }),
    verdict: verdictSummary(verdict),
    steps: verdict.steps,
    hints: verdict.hints,
    fields: Object.entries(verdict.fields).map(([name, { value, provenance }]) => ({ name, value, provenance })),
  }
}
