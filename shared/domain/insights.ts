import type { VerdictSummary } from './conversation.ts'
import type { ChannelId, ConversationId, MessageId } from './ids.ts'
import type { BlockReasonCode } from './reply.ts'
import type { ReasonCode, VerdictStatus } from './verdict.ts'

/** Checked messages are counted per quarter of an hour (ms): the border of a day in every time zone is one of theirs. */
export const quarterHour = 15 * 60_000

/** Statuses in which something was to be checked and did not come out right. `docs/insights.md` says why these. */
export const failureStatuses = ['failed', 'expired', 'unchecked'] as const satisfies readonly VerdictStatus[]

/** The five panels. `docs/insights.md` says what each counts. */
export const insightPanels = ['share', 'failures', 'blocked', 'overrides', 'first-replies'] as const
export type InsightPanel = (typeof insightPanels)[number]

/** What a list can hold. `unanswered` are the conversations that the first replies leave out. */
export const insightLists = ['messages', 'failures', 'blocked', 'overrides', 'first-replies', 'unanswered'] as const
export type InsightListName = (typeof insightLists)[number]

/** What happens to an override, in its order. Each step counts at its own time. */
export const overrideSteps = ['requested', 'approved', 'declined', 'used'] as const
export type OverrideStep = (typeof overrideSteps)[number]

/** A calendar day of the machine's time zone: from `start` to `end` (ms), the end excluded. It can have 23 or 25 hours. */
export interface InsightDay {
  /** `2026-03-29`. */
  date: string
  start: number
  end: number
}

export type StatusCounts = Record<VerdictStatus, number>

/** How long visitors waited for the first reply (ms); null where nobody was answered. */
export interface FirstReplyTimes {
  answered: number
  unanswered: number
  median: number | null
  ninetieth: number | null
}

interface OfChannel {
  channelId: ChannelId
}

/** Everything that Insights shows for one period, from one moment. */
export interface InsightFigures {
  days: InsightDay[]
  /** Names of the channels that occur, in the order in which they are shown. */
  channels: { id: ChannelId; name: string }[]
  /** Sequence number of the journal's newest entry that is counted: a list up to it holds exactly what was counted. */
  upTo: number
  /** When it was counted (ms). */
  at: number
  share: { byChannel: (OfChannel & { counts: StatusCounts })[]; byDay: StatusCounts[]; all: StatusCounts }
  failures: { status: VerdictStatus; reason: ReasonCode; count: number }[]
  /** `sends` counts each blocked send once, however many reasons it had. */
  blocked: { sends: number; reasons: { code: BlockReasonCode; count: number }[] }
  overrides: Record<OverrideStep, number>
  firstReplies: { byChannel: (OfChannel & FirstReplyTimes)[]; byDay: FirstReplyTimes[]; all: FirstReplyTimes }
}

/** One thing that a figure counts. What does not apply to it is null, or empty. */
export interface InsightEntry {
  id: string
  at: number
  channel: { id: ChannelId; name: string }
  /** Null for a message that was refused: it is in no conversation. */
  conversationId: ConversationId | null
  messageId: MessageId | null
  /** Whom the conversation shows, or whom a refused message named; null where nobody. */
  visitor: string | null
  /** The agent who sent or asked, or the supervisor who decided. */
  operator: string | null
  verdict: VerdictSummary | null
  text: string | null
  reasons: BlockReasonCode[]
  step: OverrideStep | null
  /** How long the visitor waited (ms). */
  wait: number | null
}
