import { ProblemError } from '#shared/contract/result.ts'
import type { ChannelId, ContactId, ErasureId, OperatorId } from '#shared/domain/ids.ts'
import type { WriteHandle } from '../../storage/port.ts'
import { all, one, run } from '../../storage/statement.ts'
import { eraseContents } from '../erase.ts'
import { record } from '../projections.ts'
import { redactContent } from '../redact-content.ts'
import { readRedactions } from '../redactions.ts'

/** Values shorter than this are erased only where they stand alone: they are parts of other words. */
const shortest = 5

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
  const strong = values.filter((value) => value.length >= shortest).map((value) => value.toLowerCase())
  const entries: { seq: number; content: unknown }[] = []
  const stored = all<{ seq: number; json: string | null }>(
    handle,
    'SELECT j.seq, c.json FROM journal j LEFT JOIN journal_content c ON c.seq = j.seq ORDER BY j.seq',
  )
  for (const { seq, json: own } of stored) {
    const json = own ?? redactions.get(seq)
    if (json === undefined) continue
    const whole = about.has(seq)
    const lower = json.toLowerCase()
    if (!whole && !strong.some((value) => lower.includes(JSON.stringify(value).slice(1, -1)))) continue
    const content = redactContent(JSON.parse(json), { values, mark, whole, shortest })
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

/** Where the person took part, and where somebody was named by one of their values. */
function conversationsOf(handle: WriteHandle, contactId: ContactId, values: readonly string[]): string[] {
  const found = new Set(
    all<{ id: string }>(
      handle,
      'SELECT conversation_id AS id FROM conversation_contacts WHERE contact_id = ?',
      contactId,
    ).map(({ id }) => id),
  )
  for (const value of values.filter(({ length }) => length >= shortest)) {
    const needle = JSON.stringify(value).slice(1, -1).toLowerCase()
    for (const { id } of all<{ id: string }>(
      handle,
      `SELECT DISTINCT conversation_id AS id FROM messages
       WHERE instr(lower(coalesce(verdict, '')), ?) > 0 OR instr(lower(text), ?) > 0`,
      needle,
      value.toLowerCase(),
    )) {
      found.add(id)
    }
  }
  return [...found]
}
