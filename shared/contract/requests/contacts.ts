import { z } from 'zod'
import type { Universe } from '../../domain/conversation.ts'
import type { ChannelId, ContactId } from '../../domain/ids.ts'

export const contactsInputs = {
  'contacts.list': z.strictObject({
    query: z.string().max(200),
    cursor: z.string().max(200).nullable(),
    limit: z.int().min(1).max(200),
  }),
} as const

export interface ContactRow {
  id: ContactId
  channel: { id: ChannelId; name: string }
  field: string
  value: string
  universe: Universe
  firstSeenAt: number
  lastSeenAt: number
  lastVerifiedAt: number | null
  conversations: number
}

export interface ContactsOutputs {
  'contacts.list': { rows: ContactRow[]; nextCursor: string | null }
}
