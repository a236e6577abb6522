import type { VerdictSummary } from '#shared/domain/conversation.ts'
import type { ChannelId } from '#shared/domain/ids.ts'
import type { InsightEntry, InsightListName } from '#shared/domain/insights.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import { sentenceFor } from '#shared/domain/sentences.ts'
import type { ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import type { World } from './world.ts'

/** One counted thing of the sample, with what the filters ask about. */
export type HeldEntry = InsightEntry & { list: Exclude<InsightListName, 'failures'>; seq: number }

const hour = 3_600_000
const verdicts: [VerdictStatus, ReasonCode][] = [
  ['verified', 'proof-matches'],
  ['verified', 'proof-matches'],
  ['verified', 'proof-matches'],
  ['verified', 'proof-matches'],
  ['claimed', 'no-proof'],
  ['verified', 'proof-matches'],
  ['failed', 'hash-mismatch'],
  ['anonymous', 'no-identity'],
  ['verified', 'proof-matches'],
  ['expired', 'proof-expired'],
  ['claimed', 'no-proof'],
  ['failed', 'signature-mismatch'],
  ['unchecked', 'no-key'],
  ['verified', 'proof-matches'],
  ['failed', 'hash-for-lower-field'],
]
const blocks: BlockReasonCode[][] = [
  ['not-verified'],
  ['not-verified', 'secret-in-text'],
  ['proof-rejected'],
  ['unseen-message'],
]

/** Ninety days of a quiet shop, the same in every run: more on weekdays, and more in the first channel. */
export function sampleInsights(world: World): HeldEntry[] {
  const { channels, conversations } = world
  if (channels.length === 0 || conversations.length === 0) return []
  const entries: HeldEntry[] = []
  const now = world.now()
  for (let back = 90 * 24; back > 0; back -= 1) {
    const at = now - back * hour
    const busy = isWeekend(at) ? 1 : 3 + ((back * 7) % 5)
    if (new Date(at).getHours() < 8 || new Date(at).getHours() > 18) continue
    for (let turn = 0; turn < busy; turn += 1) {
      const number = entries.length
      const channel = channels[(number * 5 + turn) % Math.min(3, channels.length)] ?? channels[0]
      const held = conversations[number % conversations.length]
      if (channel === undefined || held === undefined) continue
      const base = {
        at: at + turn * 60_000,
        channel: { id: channel.id as ChannelId, name: channel.name },
        conversationId: held.id,
        messageId: null,
        visitor: `visitor${number % 40}@example.com`,
        operator: null,
        verdict: null,
        text: null,
        reasons: [],
        step: null,
        wait: null,
      }
      const add = (list: HeldEntry['list'], more: Partial<InsightEntry>) =>
        entries.push({ ...base, ...more, list, id: `sample${entries.length}`, seq: entries.length })
      const [status, reason] = verdicts[(number + turn) % verdicts.length] ?? ['anonymous', 'no-identity']
      add('messages', { verdict: verdictOf(status, reason, base.visitor, base.at), text: 'Where is my order?' })
      if (number % 3 === 0) add('first-replies', { wait: 20_000 + ((number * 7_919) % 900_000), operator: 'Jian Yang' })
      if (number % 41 === 0) add('unanswered', {})
      if (number % 23 === 0) add('blocked', { reasons: blocks[number % blocks.length] ?? [], operator: 'Jian Yang' })
      if (number % 97 === 0) add('overrides', { step: 'requested', operator: 'Jian Yang' })
      if (number % 194 === 0) add('overrides', { step: 'approved', operator: 'Monica Hall' })
      if (number % 291 === 1) add('overrides', { step: 'declined', operator: 'Monica Hall' })
      if (number % 388 === 0) add('overrides', { step: 'used', operator: 'Jian Yang' })
    }
  }
  return entries
}

const isWeekend = (at: number) => [0, 6].includes(new Date(at).getDay())

function verdictOf(status: VerdictStatus, reason: ReasonCode, value: string, checkedAt: number): VerdictSummary {
  return {
    status,
    reason,
    field: status === 'anonymous' ? null : 'email',
    value: status === 'anonymous' ? null : value,
    sentence: sentenceFor(status, reason, { field: 'email', assurance: 'static-hash' }),
    borrowed: null,
    keyTail: null,
    assurance: status === 'verified' ? 'static-hash' : null,
    elsewhere: null,
    checkedAt,
    validUntil: null,
  }
}
