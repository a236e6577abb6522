import type { ChannelId, ContactId, ConversationId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { one, run } from '../../storage/statement.ts'
import { provenSubject, subjectOf } from '../subject.ts'
import { noteProvenValues } from './proven-values.ts'

interface ContactKey {
  id: ContactId
  universe: 'signup' | 'lead'
}

/** The contact a channel knows by this field and value; values are compared exactly as they were sent. */
export function findContact(
  handle: ReadHandle | WriteHandle,
  channelId: ChannelId,
  field: string,
  value: string,
): ContactKey | null {
  return one<ContactKey>(
    handle,
    'SELECT id, universe FROM contacts WHERE channel_id = ? AND field = ? AND value = ?',
    channelId,
    field,
    value,
  )
}

interface Sighting {
  channelId: ChannelId
  verdict: Verdict
  /** Used if the contact is new. */
  newContactId: ContactId
  at: number
  seq: number
}

/**
 * Brings the contact of a verdict up to date. A proof makes it a signup for good; a claim makes a lead where nobody
 * is known by that value, and leaves a signup exactly as it is.
 * @returns the contact this verdict may be attached to, or null
 */
export function noteContact(handle: WriteHandle, sighting: Sighting): { id: ContactId; proven: boolean } | null {
  const { channelId, verdict, at } = sighting
  const proven = provenSubject(verdict)
  const subject = proven ?? subjectOf(verdict)
  if (!subject) return null
  const known = findContact(handle, channelId, subject.field, subject.value)
  if (proven) noteProvenValues(handle, channelId, known?.id ?? sighting.newContactId, verdict)
  if (!known) {
    run(
      handle,
      `INSERT INTO contacts (id, channel_id, field, value, universe, first_seen_at, last_seen_at, last_verified_at, made_seq)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      sighting.newContactId,
      channelId,
      subject.field,
      subject.value,
      proven ? 'signup' : 'lead',
      at,
      at,
      proven ? at : null,
      sighting.seq,
    )
    return { id: sighting.newContactId, proven: proven !== null }
  }
  if (proven) {
    if (known.universe === 'lead') {
      // What was only claimed before stays a claim: the count starts over with what is proven.
      run(handle, `UPDATE contacts SET universe = 'signup', conversations = 0 WHERE id = ?`, known.id)
    }
    run(handle, 'UPDATE contacts SET last_seen_at = ?, last_verified_at = ? WHERE id = ?', at, at, known.id)
    return { id: known.id, proven: true }
  }
  if (known.universe === 'signup') return null
  run(handle, 'UPDATE contacts SET last_seen_at = ? WHERE id = ?', at, known.id)
  return { id: known.id, proven: false }
}

/** Notes that a contact took part in a conversation, by proof or by a claim that nobody's proof contradicts. */
export function attachContact(
  handle: WriteHandle,
  conversationId: ConversationId,
  contact: { id: ContactId; proven: boolean },
): void {
  const changed = contact.proven
    ? run(
        handle,
        `INSERT INTO conversation_contacts (contact_id, conversation_id, proven) VALUES (?, ?, 1)
         ON CONFLICT DO UPDATE SET proven = 1 WHERE proven = 0`,
        contact.id,
        conversationId,
      )
    : run(
        handle,
        `INSERT INTO conversation_contacts (contact_id, conversation_id, proven) VALUES (?, ?, 0) ON CONFLICT DO NOTHING`,
        contact.id,
        conversationId,
      )
  if (changed > 0) run(handle, 'UPDATE contacts SET conversations = conversations + 1 WHERE id = ?', contact.id)
}
