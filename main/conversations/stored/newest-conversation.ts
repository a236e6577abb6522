import type { SessionId } from '#shared/domain/ids.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { one } from '../../storage/statement.ts'
import type { ConversationRecord } from './rows.ts'

/** The conversation a session goes on with: its newest open one, or its newest, which a new message opens again. */
export function newestConversation(handle: WriteHandle, sessionId: SessionId): ConversationRecord | null {
  return one(handle, newestIn('open'), sessionId) ?? one(handle, newestIn('closed'), sessionId)
}

/**
 * With `= ?` and an order, SQLite plans the statement anew whenever the value is another one, which costs ten times
 * the search; `IN (?)` is planned once. The plus keeps the state out of the choice of the index.
 */
function newestIn(state: ConversationRecord['state']): string {
  return `SELECT * FROM conversations WHERE session_id IN (?) AND +state = '${state}' ORDER BY activity_seq DESC LIMIT 1`
}
