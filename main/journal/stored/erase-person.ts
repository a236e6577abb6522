import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, ContactId, ErasureId, OperatorId } from '#shared/domain/ids.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
import { eraseContents } from '../erase.ts'
import { record } from '../projections.ts'
import { beginRedaction, shortestValue, tellsApart } from '../redact-content.ts'
import { readRedactions } from '../redactions.ts'

/**
 * Erases a person: every text of the conversations in which they took part or were named, and every value by which they
 * were named, wherever it stands in the journal. What is left of each entry stands in one event, so that tables can be
 * filled again and the chain checked.
 */
export function erasePerson(
  handle: WriteHandle,
  input: { erasureId: ErasureId; contactId: ContactId; reason: string; operatorId: OperatorId; at: number },
): { entries: number; conversations: number } {
  const { erasureId, contactId, reason, operatorId, at } = input
  const contact = one<{ value: string; channelId: ChannelId }>(
    handle,
    'SELECT value, channel_id AS channelId FROM contacts WHERE id = ?',
    contactId,
  )
  if (contact === null) throw new ProblemError('not-found', 'This contact does not exist any more.')
  if (one(handle, 'SELECT 1 FROM erasures WHERE contact_id = ?', contactId)) {
    throw new ProblemError('conflict', 'This person was erased already.')
  }
  const names = all<{ value: string }>(handle, 'SELECT value FROM proven_values WHERE contact_id = ?', contactId)
  const values = [...new Set([contact.value, ...names.map(({ value }) => value)])].filter((value) => value !== '')
  const redactions = readRedactions(handle)
  const conversations = conversationsOf(handle, contactId, values)
  const about = new Set(
    conversations.flatMap((id) =>
      all<{ seq: number }>(
        handle,
        `SELECT seq FROM messages WHERE conversation_id = ?
         UNION SELECT seq FROM conversation_events WHERE conversation_id = ?`,
        id,
        id,
      ).map(({ seq }) => seq),
    ),
  )
  const mark = `erased-${contactId.slice(-6)}`
  const redact = beginRedaction(values, mark)
  const needles = values.map((value) => {
    const quoted = JSON.stringify(value).toLowerCase()
    return value.length < shortestValue ? quoted : quoted.slice(1, -1)
  })
  const entries: { seq: number; content: unknown }[] = []
  const stored = all<{ seq: number; type: string; json: string | null }>(
    handle,
    'SELECT j.seq, j.type, c.json FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq ORDER BY j.seq',
  )
  for (const { seq, type, json: own } of stored) {
    const json = own ?? redactions.get(seq)
    if (json === undefined) continue
    const whole = about.has(seq)
    const lower = json.toLowerCase()
    if (!whole && !needles.some((needle) => lower.includes(needle))) continue
    const content = redact(type, JSON.parse(json), whole)
    if (JSON.stringify(content) !== json) entries.push({ seq, content })
  }
  record(handle, {
    type: 'content.erased',
    actor: `operator:${operatorId}`,
    at,
    content: { erasureId, contactId, reason, operatorId, entries },
  })
  for (const id of conversations) run(handle, 'DELETE FROM drafts WHERE conversation_id = ?', id)
  eraseContents(
    handle,
    entries.map(({ seq }) => seq),
  )
  return { entries: entries.length, conversations: conversations.length }
}

/**
 * Where the person took part or was named by one of their values, and where somebody wrote their address or phone number.
 * Any other value is somebody else's word, too: what was said with it stays.
 */
function conversationsOf(handle: WriteHandle, contactId: ContactId, values: readonly string[]): string[] {
  const found = new Set(
    all<{ id: string }>(
      handle,
      'SELECT conversation_id AS id FROM conversation_contacts WHERE contact_id = ?',
      contactId,
    ).map(({ id }) => id),
  )
  for (const value of values) {
    for (const { id } of all<{ id: string }>(
      handle,
      `SELECT DISTINCT conversation_id AS id FROM messages
       WHERE instr(lower(coalesce(verdict, '')), ?) > 0 OR (? AND instr(lower(text), ?) > 0)`,
      `"value":${JSON.stringify(value).toLowerCase()}`,
      tellsApart(value) ? 1 : 0,
      value.toLowerCase(),
    )) {
      found.add(id)
    }
  }
  return [...found]
}
