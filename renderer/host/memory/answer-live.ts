import type { RequestInput } from '#shared/contract/requests.ts'
import { ProblemError } from '#shared/contract/result.ts'
import type { ConversationRow, MessageView } from '#shared/domain/conversation.ts'
import { liveStandings } from '#shared/domain/live.ts'
import type { Answers, InMemoryHost } from '../in-memory-host.ts'
import { identityOf } from './answer-conversations.ts'
import { heldIn } from './held-conversation.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { extraConversation } from './sample-inbox.ts'
import type { World } from './world.ts'
import { found, requireSupervisor, rowFor, workspaceOf } from './world.ts'

/** Every open conversation and the ways into one, from memory. Looks are counted and not kept: there is no journal here. */
export function answerLive(
  world: World,
  announce: InMemoryHost['announce'],
): Pick<Answers, Extract<keyof Answers, `live.${string}`>> {
  const held = heldIn(world)
  const changed = (conversation: HeldConversation) => {
    announce('conversation', conversation.id)
    announce('inbox')
  }
  const add = (conversation: HeldConversation, message: Pick<MessageView, 'kind' | 'text' | 'to'>): MessageView => {
    const { id, name } = workspaceOf(world).operator
    const added: MessageView = {
      id: `msg_${world.nextId()}`,
      position: (conversation.messages.at(-1)?.position ?? 0) + 1,
      at: world.now(),
      verdict: null,
      operator: { id, name },
      delivery: null,
      held: null,
      mayBeSeen: false,
      standingChanged: false,
      identitySwitched: false,
      ...message,
    }
    conversation.messages.push(added)
    return added
  }
  const nameOf = (id: string) =>
    found(
      world.operators.find((one) => one.id === id),
      'operator',
    ).name

  return {
    'live.list': (input) => {
      requireSupervisor(world)
      return page(world, input)
    },
    'live.rows': ({ conversationIds }) => {
      requireSupervisor(world)
      return { rows: conversationIds.map((id) => rowFor(world, held(id))) }
    },
    'live.look': ({ conversationId }) => {
      requireSupervisor(world)
      held(conversationId)
      return { lookId: `look_${world.nextId()}` }
    },
    'live.view': ({ conversationId }) => {
      requireSupervisor(world)
      const conversation = held(conversationId)
      return {
        row: rowFor(world, conversation),
        messages: conversation.messages.slice(-50),
        hasOlder: conversation.messages.length > 50,
        identity: identityOf(world, conversation),
      }
    },
    'live.older': ({ conversationId, before }) => {
      requireSupervisor(world)
      const older = held(conversationId).messages.filter(({ position }) => position < before)
      return { messages: older.slice(-50), hasOlder: older.length > 50 }
    },
    'live.whisper': ({ conversationId, text }) => {
      requireSupervisor(world)
      const conversation = held(conversationId)
      const to = conversation.assigneeId
      if (to === null || to === world.operatorId) throw new ProblemError('conflict', 'There is nobody to whisper to.')
      const message = add(conversation, { kind: 'whisper', text, to: { id: to, name: nameOf(to) } })
      changed(conversation)
      return message
    },
    'live.takeOver': ({ conversationId }) => {
      requireSupervisor(world)
      const conversation = held(conversationId)
      const from = conversation.assigneeId === null ? '; nobody had it' : ` from ${nameOf(conversation.assigneeId)}`
      const text = `${nameOf(world.operatorId)} took this conversation over${from}`
      add(conversation, { kind: 'event', text, to: null })
      conversation.assigneeId = world.operatorId
      changed(conversation)
      return rowFor(world, conversation)
    },
  }
}

const idleSince = (row: ConversationRow) => row.lastMessage?.at ?? 0
const later = Number.MAX_SAFE_INTEGER
const orders: Record<RequestInput<'live.list'>['sort'], (one: ConversationRow, other: ConversationRow) => number> = {
  waiting: (one, other) => (one.waitingSince ?? later) - (other.waitingSince ?? later),
  idle: (one, other) => idleSince(one) - idleSince(other),
  latest: (one, other) => idleSince(other) - idleSince(one),
  standing: (one, other) => rank(one) - rank(other),
  agent: (one, other) => (one.assignee?.name ?? '~').localeCompare(other.assignee?.name ?? '~'),
  channel: (one, other) => one.channel.name.localeCompare(other.channel.name),
}
const rank = ({ standing }: ConversationRow) => (liveStandings as readonly string[]).indexOf(standing.status)

function page(world: World, input: RequestInput<'live.list'>) {
  const { sort, standing, agent, channelId, waiting, cursor, limit } = input
  const rows = world.conversations
    .map((one) => rowFor(world, one))
    .filter(
      (row) =>
        row.state === 'open' &&
        !row.id.startsWith('conv_extra') &&
        (standing === null || row.standing.status === standing) &&
        (agent === null || (row.assignee?.id ?? 'nobody') === agent) &&
        (channelId === null || row.channel.id === channelId) &&
        (waiting === null || (row.waitingSince !== null) === (waiting === 'waiting')),
    )
    .toSorted(orders[sort])
  const unfiltered = standing === null && agent === null && channelId === null && waiting === null
  const total = rows.length + (unfiltered ? world.extraRows : 0)
  const start = Number(cursor ?? 0)
  const end = Math.min(total, start + limit)
  return {
    rows: Array.from({ length: Math.max(0, end - start) }, (_, offset) => {
      const index = start + offset
      return rows[index] ?? rowFor(world, extraConversation(world, index - rows.length))
    }),
    nextCursor: end < total ? String(end) : null,
  }
}
