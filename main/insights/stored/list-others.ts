import type { ChannelId, ConversationId, MessageId, OperatorId } from '#shared/domain/ids.ts'
import type { OverrideStep } from '#shared/domain/insights.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'
import type { StoredInsightEntry, StoredInsightPage } from './list-messages.ts'

export interface SpanInput {
  /** Milliseconds since 1970, the end excluded. */
  from: number
  to: number
  /** Newest entry of the journal that counts. */
  upTo: number
  channelId: ChannelId | null
  cursor: string | null
  limit: number
}

interface Row {
  /** What the list is ordered by, before the entry's number. */
  rank: number
  seq: number
  at: number
  channelId: ChannelId
  conversationId: ConversationId
  visitor: string
  operatorId: OperatorId | null
  messageId?: MessageId | null
  codes?: string
  step?: OverrideStep
  wait?: number
}

const common = `c.title AS visitor, c.channel_id AS channelId, c.id AS conversationId`
const after = `(@rank IS NULL OR rank < @rank OR (rank = @rank AND seq < @seq)) ORDER BY rank DESC, seq DESC LIMIT @limit`

/** Sends that the gate refused, each once, newest first; of one reason, or all. */
export function listGateRefusals(
  handle: ReadHandle | WriteHandle,
  input: SpanInput & { code: BlockReasonCode | null },
): StoredInsightPage {
  return page(
    handle,
    `SELECT * FROM (
       SELECT g.at AS rank, g.seq, g.at, g.operator_id AS operatorId, ${common},
         (SELECT group_concat(o.code) FROM gate_refusals o WHERE o.at = g.at AND o.seq = g.seq) AS codes
       FROM gate_refusals g JOIN conversations c ON c.id = g.conversation_id
       WHERE g.at >= @from AND g.at < @to AND g.seq <= @upTo AND (@channelId IS NULL OR g.channel_id = @channelId)
         AND (@code IS NULL OR g.code = @code)
       GROUP BY g.at, g.seq
     ) WHERE ${after}`,
    input,
    { code: input.code },
  )
}

/** Steps of overrides, newest first. */
export function listOverrideSteps(
  handle: ReadHandle | WriteHandle,
  input: SpanInput & { step: OverrideStep | null },
): StoredInsightPage {
  return page(
    handle,
    `SELECT * FROM (
       SELECT s.at AS rank, s.seq, s.at, s.step, s.operator_id AS operatorId, ${common}
       FROM override_steps s JOIN conversations c ON c.id = s.conversation_id
       WHERE s.at >= @from AND s.at < @to AND s.seq <= @upTo AND (@channelId IS NULL OR s.channel_id = @channelId)
         AND (@step IS NULL OR s.step = @step)
     ) WHERE ${after}`,
    input,
    { step: input.step },
  )
}

/** Conversations that began in the period and were answered, the longest wait first. */
export function listFirstReplies(handle: ReadHandle | WriteHandle, input: SpanInput): StoredInsightPage {
  return page(
    handle,
    `SELECT * FROM (
       SELECT f.wait AS rank, f.seq, f.asked_at AS at, f.wait, f.operator_id AS operatorId, f.message_id AS messageId,
         ${common}
       FROM first_replies f JOIN conversations c ON c.id = f.conversation_id
       WHERE f.asked_at >= @from AND f.asked_at < @to AND f.seq <= @upTo
         AND (@channelId IS NULL OR f.channel_id = @channelId)
     ) WHERE ${after}`,
    input,
    {},
  )
}

/** Conversations that began in the period and had no reply when it was counted, newest first. */
export function listUnanswered(handle: ReadHandle | WriteHandle, input: SpanInput): StoredInsightPage {
  return page(
    handle,
    `SELECT * FROM (
       SELECT c.created_at AS rank, m.seq, c.created_at AS at, c.assignee_id AS operatorId, m.id AS messageId, ${common}
       FROM conversations c INDEXED BY conversations_by_beginning
         JOIN messages m ON m.conversation_id = c.id AND m.position = 1
         LEFT JOIN first_replies f ON f.conversation_id = c.id AND f.seq <= @upTo
       WHERE c.created_at >= @from AND c.created_at < @to AND m.seq <= @upTo AND f.conversation_id IS NULL
         AND (@channelId IS NULL OR c.channel_id = @channelId)
     ) WHERE ${after}`,
    input,
    {},
  )
}

function page(
  handle: ReadHandle | WriteHandle,
  text: string,
  { from, to, upTo, channelId, cursor, limit }: SpanInput,
  more: Record<string, unknown>,
): StoredInsightPage {
  const [, rank, seq] = cursor?.match(/^([0-9]{1,15}):([0-9]{1,15})$/) ?? []
  const found = all<Row>(handle, text, {
    ...more,
    from,
    to,
    upTo,
    channelId,
    rank: rank === undefined ? null : Number(rank),
    seq: seq === undefined ? null : Number(seq),
    limit: limit + 1,
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows: rows.map(entryOf), nextCursor: found.length > limit && last ? `${last.rank}:${last.seq}` : null }
}

function entryOf({ seq, rank: _rank, codes, ...row }: Row): StoredInsightEntry {
  return {
    ...row,
    id: String(seq),
    messageId: row.messageId ?? null,
    verdict: null,
    text: null,
    reasons: (codes?.split(',') ?? []) as BlockReasonCode[],
    step: row.step ?? null,
    wait: row.wait ?? null,
  }
}
