import type { ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'
import type { ReadEvent } from './read-events.ts'
import { readEvent } from './read-events.ts'

export interface EventSearch {
  /** The value by which a person is known, e.g. an e-mail; every conversation that they took part in. */
  person?: string | null | undefined
  conversationId?: ConversationId | null | undefined
  operatorId?: OperatorId | null | undefined
  kind?: string | null | undefined
  /** Milliseconds since 1970, both included. */
  from?: number | null | undefined
  to?: number | null | undefined
  cursor?: string | null | undefined
  limit: number
}

const columns = 'j.seq, j.at, j.type, j.actor, c.json'
const rest = `(@kind IS NULL OR j.type = @kind) AND (@operator IS NULL OR j.actor = @operator)
  AND (@from IS NULL OR j.at >= @from) AND (@to IS NULL OR j.at <= @to) AND j.seq < @before
  ORDER BY j.seq DESC LIMIT @limit`

/** One page of the journal, newest first, by keyset. */
export function searchEvents(
  handle: ReadHandle | WriteHandle,
  input: EventSearch,
): { events: ReadEvent[]; nextCursor: string | null } {
  const { person = null, conversationId = null, operatorId = null, kind = null, limit } = input
  const values = {
    kind,
    operator: operatorId === null ? null : `operator:${operatorId}`,
    from: input.from ?? null,
    to: input.to ?? null,
    before: /^[0-9]{1,15}$/.test(input.cursor ?? '') ? Number(input.cursor) : Number.MAX_SAFE_INTEGER,
    limit: limit + 1,
  }
  const found =
    person === null && conversationId === null
      ? all<Parameters<typeof readEvent>[0]>(
          handle,
          operatorId === null
            ? `SELECT ${columns} FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq WHERE ${rest}`
            : `SELECT ${columns} FROM journal j INDEXED BY journal_of_operators
                 LEFT JOIN journal_content c ON c.seq = j.seq
               WHERE j.actor = @operator AND j.actor >= 'operator:' AND j.actor < 'operator;' AND ${rest}`,
          values,
        )
      : all<Parameters<typeof readEvent>[0]>(
          handle,
          `WITH wanted AS (
             SELECT @conversationId AS id WHERE @conversationId IS NOT NULL
             UNION SELECT k.conversation_id FROM contacts p JOIN conversation_contacts k ON k.contact_id = p.id
             WHERE @person IS NOT NULL AND p.value = @person COLLATE NOCASE
           ), entries AS (
             SELECT e.seq FROM wanted w JOIN conversation_events e ON e.conversation_id = w.id
             UNION SELECT m.seq FROM wanted w JOIN messages m ON m.conversation_id = w.id
           )
           SELECT ${columns} FROM entries e JOIN journal j ON j.seq = e.seq
             LEFT JOIN journal_content c ON c.seq = j.seq WHERE ${rest}`,
          { ...values, person, conversationId },
        )
  const events = found.slice(0, limit).map(readEvent)
  return { events, nextCursor: found.length > limit ? String(events.at(-1)?.seq) : null }
}
