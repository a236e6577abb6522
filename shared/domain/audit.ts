import type { ConversationId } from './ids.ts'

/** One entry of the journal as a supervisor reads it. */
export interface AuditEntry {
  /** The sequence number as a text. */
  id: string
  seq: number
  at: number
  kind: string
  /** Who did it: an operator's name, `a visitor` or `the console`. */
  by: string
  sentence: string
  conversationId: ConversationId | null
  erased: boolean
}
