import type { FlagDecision, ReviewStep } from '#shared/domain/review.ts'
import { identityKey } from '#shared/text/identity-key.ts'
import type { Projection } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { run } from '../../storage/statement.ts'

/** The tables this projection writes. */
export const reviewProjected: readonly string[] = ['flags', 'flag_steps', 'identity_blocks', 'refusals']

/** Flags and refusals follow the journal. */
export const reviewProjection: Projection = {
  'flag.raised': (handle, { at, seq, content }) => {
    run(
      handle,
      `INSERT INTO flags (id, seq, kind, severity, sentence, conversation_id, message_id, raised_at, proof, comparison)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      content.flagId,
      seq,
      content.kind,
      content.severity,
      content.sentence,
      content.conversationId,
      content.messageId,
      at,
      content.proof ?? null,
      content.comparison === undefined ? null : JSON.stringify(content.comparison),
    )
  },
  'flag.acknowledged': (handle, event) => {
    close(handle, event, 'settled', 'acknowledged')
    noteStep(handle, event, 'acknowledged', 'acknowledged', '')
  },
  'flag.drafted': (handle, event) => {
    const { flagId, decision, note } = event.content
    run(handle, `UPDATE flags SET state = 'draft', decision = NULL WHERE id = ?`, flagId)
    noteStep(handle, event, 'drafted', decision, note)
  },
  'flag.decided': (handle, event) => {
    close(handle, event, 'decided', event.content.decision)
    noteStep(handle, event, 'decided', event.content.decision, event.content.note)
  },
  'flag.disputed': (handle, event) => {
    run(handle, `UPDATE flags SET state = 'disputed' WHERE id = ?`, event.content.flagId)
    noteStep(handle, event, 'disputed', null, event.content.note)
  },
  'flag.settled': (handle, event) => {
    close(handle, event, 'settled', event.content.decision)
    noteStep(handle, event, 'settled', event.content.decision, event.content.note)
  },
  'identity.blocked': (handle, { at, seq, content }) => {
    run(
      handle,
      `INSERT INTO identity_blocks (id, seq, channel_id, field, value, lookalike, scope, flag_id, note, blocked_by,
         blocked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      content.blockId,
      seq,
      content.channelId,
      content.field,
      content.value,
      identityKey(content.field, content.value),
      content.scope,
      content.flagId,
      content.note,
      content.operatorId,
      at,
    )
  },
  'identity.unblocked': (handle, { at, content }) => {
    run(handle, 'UPDATE identity_blocks SET lifted_at = ? WHERE id = ?', at, content.blockId)
  },
  'message.received': (handle, { content }) => countHit(handle, content.blockId),
  'door.refused': (handle, { at, content }) => {
    noteRefusal(handle, content.channelId, content.code, content.origin, content.count, at)
  },
  'message.refused': (handle, { at, content }) => {
    const code = content.blockId === undefined ? 'unverified-visitor' : 'blocked-visitor'
    noteRefusal(handle, content.channelId, code, content.origin, 1, at)
    countHit(handle, content.blockId)
  },
}

/** The first decision takes a flag out of the queue; a later one only changes what counts. */
function close(
  handle: WriteHandle,
  { at, content }: { at: number; content: { flagId: string; operatorId: string } },
  state: 'decided' | 'settled',
  decision: FlagDecision,
): void {
  run(
    handle,
    `UPDATE flags SET state = ?, decision = ?, acknowledged_at = coalesce(acknowledged_at, ?),
       acknowledged_by = coalesce(acknowledged_by, ?) WHERE id = ?`,
    state,
    decision,
    at,
    content.operatorId,
    content.flagId,
  )
}

function noteStep(
  handle: WriteHandle,
  { seq, at, content }: { seq: number; at: number; content: { flagId: string; operatorId: string } },
  what: ReviewStep['what'],
  decision: FlagDecision | null,
  note: string,
): void {
  run(
    handle,
    'INSERT INTO flag_steps (seq, flag_id, what, operator_id, at, decision, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
    seq,
    content.flagId,
    what,
    content.operatorId,
    at,
    decision,
    note,
  )
}

function countHit(handle: WriteHandle, blockId: string | undefined): void {
  if (blockId !== undefined) run(handle, 'UPDATE identity_blocks SET hits = hits + 1 WHERE id = ?', blockId)
}

function noteRefusal(
  handle: WriteHandle,
  channelId: string | null,
  code: string,
  origin: string | null,
  count: number,
  at: number,
): void {
  run(
    handle,
    `INSERT INTO refusals (channel_id, code, origin, count, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at`,
    channelId ?? '',
    code,
    origin ?? '',
    count,
    at,
    at,
  )
}
