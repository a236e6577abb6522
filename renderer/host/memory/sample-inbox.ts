import type { ConversationRow } from '#shared/domain/conversation.ts'
import type { HeldConversation } from './sample-conversations.ts'
import { sampleConversations } from './sample-conversations.ts'
import type { World } from './world.ts'
import { rowFor } from './world.ts'

/** One page of the inbox: the written conversations, then as many made-up ones as were asked for. */
export function listInbox(world: World, input: { filter: string; cursor: string | null; limit: number }) {
  const rows = world.conversations.map((one) => rowFor(world, one))
  const mine = (row: ConversationRow) => row.state === 'open' && row.assignee?.id === world.operatorId
  const tests: Record<string, (row: ConversationRow) => boolean> = {
    mine,
    unassigned: (row) => row.state === 'open' && row.assignee === null,
    all: (row) => row.state === 'open',
    flagged: (row) => row.openFlags > 0,
    closed: (row) => row.state === 'closed',
  }
  const count = (name: string) => rows.filter(tests[name] ?? (() => false)).length
  const written = rows
    .filter(tests[input.filter] ?? (() => false))
    .filter((row) => !row.id.startsWith('conv_extra'))
    .toSorted((a, b) => (b.lastMessage?.at ?? 0) - (a.lastMessage?.at ?? 0))
  const extra = input.filter === 'all' || input.filter === 'unassigned' ? world.extraRows : 0
  const total = written.length + extra
  const start = input.cursor === null ? 0 : Number(input.cursor)
  const end = Math.min(total, start + input.limit)
  return {
    rows: Array.from({ length: Math.max(0, end - start) }, (_, offset) => {
      const index = start + offset
      return written[index] ?? rowFor(world, extraConversation(world, index - written.length))
    }),
    nextCursor: end < total ? String(end) : null,
    counts: {
      mine: count('mine'),
      unassigned: count('unassigned') + world.extraRows,
      all: count('all') + world.extraRows,
      flagged: count('flagged'),
      closed: count('closed'),
    },
  }
}

/** A conversation that exists only when somebody scrolls to it. The same index is always the same conversation. */
export function extraConversation(world: World, index: number): HeldConversation {
  const samples = sampleConversations(world.now() - (index + 100) * 60_000, 'oper_jian').slice(0, 9)
  const sample = samples[index % samples.length]
  if (sample === undefined) throw new Error('there is no sample to copy')
  const suffix = `extra${index}`
  return {
    ...sample,
    id: `conv_${suffix}`,
    assigneeId: null,
    messages: sample.messages.map((message) => ({ ...message, id: `msg_${suffix}x${message.position}` as const })),
  }
}
