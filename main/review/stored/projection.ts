import type { Projection } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { run } from '../../storage/statement.ts'

/** The tables this projection writes. */
export const reviewProjected: readonly string[] = ['flags', 'refusals']

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
  'flag.acknowledged': (handle, { at, content }) => {
    run(
      handle,
      'UPDATE flags SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ?',
      at,
      content.operatorId,
      content.flagId,
    )
  },
  'door.refused': (handle, { at, content }) => {
    noteRefusal(handle, content.channelId, content.code, content.origin, content.count, at)
  },
  'message.refused': (handle, { at, content }) => {
    noteRefusal(handle, content.channelId, 'unverified-visitor', content.origin, 1, at)
  },
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
