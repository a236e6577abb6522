import { journalEntries } from '../../journal/entries.ts'
import { readRedactions } from '../../journal/redactions.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'

export interface JournalFigures {
  /** How many, by `status`, `status reason`, reason of the gate, step. */
  messages: Record<string, number>
  failures: Record<string, number>
  blocked: Record<string, number>
  sends: number
  overrides: Record<string, number>
  /** Waits (ms) of conversations that began then and were answered, from the shortest. */
  waits: number[]
  unanswered: number
}

interface Content {
  channelId: string
  conversationId: string
  requestId: string
  askToSignIn: boolean
  reasons: string[]
  verdict: { status: string; reason: string }
}

/**
 * The same figures read from the journal itself, entry by entry and by other means than the tables: what they are
 * compared with in tests.
 */
export function countJournal(
  handle: ReadHandle | WriteHandle,
  { from, to, channelId }: { from: number; to: number; channelId: string | null },
): JournalFigures {
  const left = readRedactions(handle)
  const channelOf = new Map<string, string>()
  const begun = new Map<string, number>()
  const firstReply = new Map<string, number>()
  const conversationOf = new Map<string, string>()
  const figures: JournalFigures = {
    messages: {},
    failures: {},
    blocked: {},
    sends: 0,
    overrides: {},
    waits: [],
    unanswered: 0,
  }
  const add = (to_: Record<string, number>, key: string) => {
    to_[key] = (to_[key] ?? 0) + 1
  }
  for (const { seq, at, type, json } of journalEntries(handle)) {
    const content = JSON.parse(json ?? left.get(seq) ?? '{}') as Content
    const within = (channel: string | undefined) =>
      at >= from && at < to && (channelId === null || channel === channelId)
    if (type === 'message.received' && !begun.has(content.conversationId)) {
      begun.set(content.conversationId, at)
      channelOf.set(content.conversationId, content.channelId)
    }
    if (type === 'message.received' || type === 'message.refused') {
      const { status, reason } = content.verdict
      if (!within(content.channelId)) continue
      add(figures.messages, status)
      if (['failed', 'expired', 'unchecked'].includes(status)) add(figures.failures, `${status} ${reason}`)
    }
    if (type === 'reply.sent' && !content.askToSignIn && !firstReply.has(content.conversationId)) {
      firstReply.set(content.conversationId, at)
    }
    if (type === 'reply.blocked' && within(channelOf.get(content.conversationId))) {
      figures.sends += 1
      for (const code of content.reasons) add(figures.blocked, code)
    }
    if (type === 'grant.requested') conversationOf.set(content.requestId, content.conversationId)
    if (type.startsWith('grant.') && within(channelOf.get(conversationOf.get(content.requestId) ?? ''))) {
      add(figures.overrides, type.slice(6))
    }
  }
  for (const [conversation, at] of begun) {
    if (at < from || at >= to || (channelId !== null && channelOf.get(conversation) !== channelId)) continue
    const answered = firstReply.get(conversation)
    if (answered === undefined) figures.unanswered += 1
    else figures.waits.push(Math.max(0, answered - at))
  }
  figures.waits.sort((one, other) => one - other)
  return figures
}
