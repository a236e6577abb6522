import type { ConversationId, GrantRequestId, OperatorId } from '#shared/domain/ids.ts'
import { type OverrideStep, quarterHour } from '#shared/domain/insights.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import type { Projection } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'

/** The tables this projection writes. */
export const insightTables: readonly string[] = [
  'check_outcomes',
  'message_counts',
  'gate_refusals',
  'override_steps',
  'first_replies',
]

/**
 * What Insights counts follows the journal: a message costs one counter, and what is rarer a row. Attached after
 * conversations and grants, whose rows it reads.
 */
export const insightProjection: Projection = {
  'message.received': (handle, { seq, at, content }) => countMessage(handle, seq, at, 1, content),
  'message.refused': (handle, { seq, at, content }) => countMessage(handle, seq, at, 0, content),
  'reply.blocked': (handle, { seq, at, content }) => {
    for (const code of new Set(content.reasons)) {
      run(
        handle,
        `INSERT INTO gate_refusals (at, seq, code, channel_id, conversation_id, operator_id)
         SELECT ?, ?, ?, channel_id, id, ? FROM conversations WHERE id = ?`,
        at,
        seq,
        code,
        content.operatorId,
        content.conversationId,
      )
    }
  },
  'reply.sent': (handle, { seq, at, content }) => {
    // The console's own request to sign in answers nothing.
    if (content.askToSignIn) return
    run(
      handle,
      `INSERT INTO first_replies (conversation_id, asked_at, channel_id, wait, seq, operator_id, message_id)
       SELECT id, created_at, channel_id, max(0, ? - created_at), ?, ?, ? FROM conversations WHERE id = ?
       ON CONFLICT DO NOTHING`,
      at,
      seq,
      content.operatorId,
      content.messageId,
      content.conversationId,
    )
  },
  'grant.requested': (handle, { seq, at, content }) => {
    const { conversationId, operatorId } = content
    noteStep(handle, { at, seq, step: 'requested', conversationId, requestId: null, operatorId })
  },
  'grant.approved': (handle, { seq, at, content: { requestId, operatorId } }) => {
    noteStep(handle, { at, seq, step: 'approved', conversationId: null, requestId, operatorId })
  },
  'grant.declined': (handle, { seq, at, content: { requestId, operatorId } }) => {
    noteStep(handle, { at, seq, step: 'declined', conversationId: null, requestId, operatorId })
  },
  // Whoever asked is the one who may use it.
  'grant.used': (handle, { seq, at, content: { requestId } }) => {
    noteStep(handle, { at, seq, step: 'used', conversationId: null, requestId, operatorId: null })
  },
}

function countMessage(
  handle: WriteHandle,
  seq: number,
  at: number,
  taken: 0 | 1,
  { channelId, verdict }: { channelId: string; verdict: { status: VerdictStatus; reason: string } },
): void {
  run(
    handle,
    `INSERT INTO message_counts (quarter, outcome_id, count, first_seq, last_seq) VALUES (?, ?, 1, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + 1, last_seq = excluded.last_seq`,
    Math.floor(at / quarterHour),
    outcomeId(handle, channelId, taken, verdict.status, verdict.reason),
    seq,
    seq,
  )
}

/** Numbered in the order in which they first occur, so that replay gives them the same numbers. */
function outcomeId(handle: WriteHandle, ...outcome: [string, 0 | 1, VerdictStatus, string]): number {
  const known = one<{ id: number }>(
    handle,
    'SELECT id FROM check_outcomes WHERE channel_id = ? AND taken = ? AND status = ? AND reason = ?',
    ...outcome,
  )
  if (known !== null) return known.id
  const made = one<{ id: number }>(
    handle,
    'INSERT INTO check_outcomes (channel_id, taken, status, reason) VALUES (?, ?, ?, ?) RETURNING id',
    ...outcome,
  )
  if (made === null) throw new Error('an outcome was stored and has no number')
  return made.id
}

function noteStep(
  handle: WriteHandle,
  row: {
    at: number
    seq: number
    step: OverrideStep
    /** One of the two says where. */
    conversationId: ConversationId | null
    requestId: GrantRequestId | null
    operatorId: OperatorId | null
  },
): void {
  const { at, seq, step, conversationId, requestId, operatorId } = row
  if (conversationId !== null) {
    run(
      handle,
      `INSERT INTO override_steps (at, seq, step, channel_id, conversation_id, operator_id)
       SELECT ?, ?, ?, channel_id, id, ? FROM conversations WHERE id = ?`,
      at,
      seq,
      step,
      operatorId,
      conversationId,
    )
    return
  }
  run(
    handle,
    `INSERT INTO override_steps (at, seq, step, channel_id, conversation_id, operator_id)
     SELECT ?, ?, ?, c.channel_id, c.id, coalesce(?, g.operator_id)
     FROM grant_requests g JOIN conversations c ON c.id = g.conversation_id WHERE g.id = ?`,
    at,
    seq,
    step,
    operatorId,
    requestId,
  )
}
