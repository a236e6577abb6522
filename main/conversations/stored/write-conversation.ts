import type { WriteHandle } from '../../storage/port.ts'
import { run } from '../../storage/statement.ts'
import type { ConversationRecord } from './rows.ts'

/** Stores a conversation as a visitor's message leaves it. */
export function writeConversation(
  handle: WriteHandle,
  row: ConversationRecord,
  before: ConversationRecord | null,
): void {
  if (before === null) {
    run(handle, insertConversation, ...columns.map((name) => row[name]))
    return
  }
  const { statement, names } = before.waiting_since === null ? changed : stillWaiting
  run(handle, statement, ...names.map((name) => row[name]), row.id)
}

const columns = [
  'id',
  'channel_id',
  'session_id',
  'state',
  'assignee_id',
  'created_at',
  'activity_seq',
  'last_position',
  'read_position',
  'unread',
  'waiting_since',
  'last_text',
  'last_kind',
  'last_at',
  'open_flags',
  'title',
  'title_provenance',
  'standing_status',
  'standing_reason',
  'standing_field',
  'standing_value',
  'standing_since',
  'proven_at',
  'valid_until',
  'proven_contact_id',
  'named',
  'proof_key_id',
  'key_retires_at',
  'proof_fingerprint',
  'assurance',
  'elsewhere',
  'proof_revoked_at',
  'key_compromised_at',
] as const satisfies (keyof ConversationRecord)[]

const insertConversation = `INSERT INTO conversations (${columns.join(', ')})
  VALUES (${columns.map(() => '?').join(', ')})`

/** What a visitor's message never changes. */
const fixed: readonly string[] = [
  'id',
  'channel_id',
  'session_id',
  'assignee_id',
  'created_at',
  'read_position',
  'open_flags',
]
/** What a visitor's message changes. */
export const changed = updateOf(columns.filter((name) => !fixed.includes(name)))
/** The same while a conversation waits already, as most messages find it: its place in the order by waiting is not written again. */
export const stillWaiting = updateOf(changed.names.filter((name) => name !== 'waiting_since'))

function updateOf(names: (typeof columns)[number][]) {
  return {
    names,
    statement: `UPDATE conversations SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
  }
}
