import type { VerdictSummary } from '#shared/domain/conversation.ts'
import type { ChannelId, ConversationId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import { failureStatuses, type InsightEntry, quarterHour } from '#shared/domain/insights.ts'
import { sentenceFor } from '#shared/domain/sentences.ts'
import type { ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import { parseVerdict, verdictSummary } from '../../conversations/stored/rows.ts'
import type { JournalEvents } from '../../journal/events.ts'
import { readRedactions } from '../../journal/redactions.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'

/** An entry before names are filled in from the directories. */
export type StoredInsightEntry = Omit<InsightEntry, 'channel' | 'operator'> & {
  channelId: ChannelId
  operatorId: OperatorId | null
}

export interface StoredInsightPage {
  rows: StoredInsightEntry[]
  nextCursor: string | null
}

export interface MessagesInput {
  /** True: only those whose status is a failure. */
  failures: boolean
  /** Milliseconds since 1970, the end excluded. */
  from: number
  to: number
  /** Newest entry of the journal that counts. */
  upTo: number
  channelId: ChannelId | null
  status: VerdictStatus | null
  reason: string | null
  cursor: string | null
  limit: number
}

/** A quarter of an hour in which something was counted, and where in the journal that stands. */
interface Stretch {
  quarter: number
  first: number
  last: number
  /** 1 where one of them was refused. */
  refused: 0 | 1
}

type Found = StoredInsightEntry & { seq: number }

const stretchesAtOnce = 64
const refusalsAtOnce = 500

/**
 * The checked messages that a figure counts, newest first. The counters say in which stretches of the journal they
 * stand, so that a rare one among a million is found without an index of its own.
 */
export function listMessages(handle: ReadHandle | WriteHandle, input: MessagesInput): StoredInsightPage {
  const { limit } = input
  const [, fromQuarter, fromSeq] = input.cursor?.match(/^([0-9]{1,12}):([0-9]{1,15})$/) ?? []
  let quarter = fromQuarter === undefined ? Math.ceil(input.to / quarterHour) : Number(fromQuarter)
  let before = fromSeq === undefined ? input.upTo + 1 : Math.min(Number(fromSeq), input.upTo + 1)
  const found: (Found & { quarter: number })[] = []
  let redactions: ReadonlyMap<number, string> | null = null
  const redacted = (seq: number) => {
    redactions ??= readRedactions(handle)
    return redactions.get(seq)
  }
  for (;;) {
    const stretches = stretchesUntil(handle, input, quarter)
    for (const stretch of stretches) {
      // The cursor's own quarter goes on below its entry; each one before it begins at its newest.
      const until = stretch.quarter === quarter ? before : input.upTo + 1
      const wanted = limit + 1 - found.length
      const taken = takenIn(handle, input, stretch, until, wanted)
      const refused = stretch.refused === 1 ? refusedIn(handle, input, stretch, until, wanted, redacted) : []
      const here = [...taken, ...refused].toSorted((one, other) => other.seq - one.seq).slice(0, wanted)
      found.push(...here.map((row) => ({ ...row, quarter: stretch.quarter })))
      if (found.length > limit) break
    }
    const last = stretches.at(-1)
    if (found.length > limit || last === undefined || stretches.length < stretchesAtOnce) break
    quarter = last.quarter - 1
    before = input.upTo + 1
  }
  const page = found.slice(0, limit)
  const end = page.at(-1)
  return {
    rows: page.map(({ seq: _seq, quarter: _quarter, ...row }) => row),
    nextCursor: found.length > limit && end ? `${end.quarter}:${end.seq}` : null,
  }
}

function stretchesUntil(handle: ReadHandle | WriteHandle, input: MessagesInput, quarter: number): Stretch[] {
  const { from, upTo, channelId, status, reason, failures } = input
  return all<Stretch>(
    handle,
    `SELECT quarter, min(first_seq) AS first, max(last_seq) AS last, max(taken = 0) AS refused
     FROM message_counts CROSS JOIN check_outcomes ON id = outcome_id
     WHERE quarter >= @lowest AND quarter <= @quarter AND first_seq <= @upTo AND ${ofChannel('channel_id')}
       AND (@status IS NULL OR status = @status) AND (@reason IS NULL OR reason = @reason)
       AND (@failures = 0 OR status IN (${failing}))
     GROUP BY quarter ORDER BY quarter DESC LIMIT ${stretchesAtOnce}`,
    { lowest: Math.floor(from / quarterHour), quarter, upTo, channelId, status, reason, failures: failures ? 1 : 0 },
  )
}

const ofChannel = (column: string) => `(@channelId IS NULL OR ${column} = @channelId)`
const failing = failureStatuses.map((status) => `'${status}'`).join(', ')

function takenIn(
  handle: ReadHandle | WriteHandle,
  input: MessagesInput,
  stretch: Stretch,
  until: number,
  limit: number,
): Found[] {
  const { from, to, channelId, status, reason, failures } = input
  return all<{
    seq: number
    id: MessageId
    at: number
    text: string
    verdict: string
    conversationId: ConversationId
    channelId: ChannelId
    title: string
  }>(
    handle,
    `SELECT m.seq, m.id, m.at, m.text, m.verdict, m.conversation_id AS conversationId, c.channel_id AS channelId, c.title
     FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE m.seq >= @first AND m.seq <= @last AND m.seq < @until AND m.kind = 'visitor' AND m.at >= @from AND m.at < @to
       AND ${ofChannel('c.channel_id')} AND (@status IS NULL OR m.status = @status)
       AND (@failures = 0 OR m.status IN (${failing})) AND (@reason IS NULL OR m.verdict ->> '$.reason' = @reason)
     ORDER BY m.seq DESC LIMIT @limit`,
    {
      ...placeOf(stretch, from, to),
      until,
      channelId,
      status,
      reason,
      failures: failures ? 1 : 0,
      limit,
    },
  ).map(({ seq, id, title, verdict, ...row }) => ({
    ...row,
    seq,
    id: String(seq),
    messageId: id,
    visitor: title,
    verdict: verdictSummary(parseVerdict(verdict)),
    ...nothingElse,
  }))
}

/** Refused messages stand in the journal alone, and their text nowhere. */
function refusedIn(
  handle: ReadHandle | WriteHandle,
  input: MessagesInput,
  stretch: Stretch,
  until: number,
  limit: number,
  redacted: (seq: number) => string | undefined,
): Found[] {
  const found: Found[] = []
  const { from, to } = input
  for (let before = until; found.length < limit; ) {
    const rows = all<{ seq: number; at: number; json: string | null }>(
      handle,
      `SELECT j.seq, j.at, c.json FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq
       WHERE j.seq >= @first AND j.seq <= @last AND j.seq < @before AND j.type = 'message.refused'
         AND j.at >= @from AND j.at < @to ORDER BY j.seq DESC LIMIT ${refusalsAtOnce}`,
      { ...placeOf(stretch, from, to), before },
    )
    for (const { seq, at, json } of rows) {
      before = seq
      const content = json ?? redacted(seq)
      const entry = content === undefined ? null : refusedEntry(seq, at, content)
      if (entry !== null && isWanted(entry, input) && found.length < limit) found.push(entry)
    }
    if (rows.length < refusalsAtOnce) break
  }
  return found
}

/** Within both the quarter and the period: their borders are the same, unless the clock was set back meanwhile. */
const placeOf = ({ quarter, first, last }: Stretch, from: number, to: number) => ({
  first,
  last,
  from: Math.max(from, quarter * quarterHour),
  to: Math.min(to, (quarter + 1) * quarterHour),
})

const nothingElse = { operatorId: null, reasons: [], step: null, wait: null } satisfies Partial<StoredInsightEntry>

function refusedEntry(seq: number, at: number, json: string): Found {
  const { channelId, verdict } = JSON.parse(json) as JournalEvents['message.refused']
  return {
    seq,
    id: String(seq),
    at,
    channelId,
    conversationId: null,
    messageId: null,
    visitor: verdict.value,
    text: null,
    verdict: summaryOf(verdict, at),
    ...nothingElse,
  }
}

function summaryOf(verdict: JournalEvents['message.refused']['verdict'], checkedAt: number): VerdictSummary {
  const { status, reason, field, value } = verdict
  const nobodys = { borrowed: null, keyTail: null, assurance: null, elsewhere: null, validUntil: null }
  return { status, reason, field, value, sentence: sentenceFor(status, reason, { field }), checkedAt, ...nobodys }
}

function isWanted(
  { channelId, verdict }: StoredInsightEntry,
  input: Pick<MessagesInput, 'channelId' | 'status' | 'reason' | 'failures'>,
): boolean {
  const status = verdict?.status
  const reason: ReasonCode | undefined = verdict?.reason
  return (
    (input.channelId === null || channelId === input.channelId) &&
    (input.status === null || status === input.status) &&
    (input.reason === null || reason === input.reason) &&
    (!input.failures || (failureStatuses as readonly unknown[]).includes(status))
  )
}
