import { z } from 'zod'
import type { AuditEntry } from '../../domain/audit.ts'
import type { ErasureId } from '../../domain/ids.ts'
import { id, line } from './parts.ts'

export const auditInputs = {
  /** The journal, newest first. Every filter may be left out. */
  'audit.list': z.strictObject({
    person: line(300).nullish(),
    conversationId: id('conv').nullish(),
    operatorId: id('oper').nullish(),
    kind: z.string().max(60).nullish(),
    from: z.int().nullish(),
    to: z.int().nullish(),
    cursor: z.string().max(20).nullish(),
    limit: z.int().min(1).max(200),
  }),
  /** Writes the whole journal to a file beside the database, which only this user may read. */
  'audit.export': z.strictObject({ format: z.enum(['jsonl', 'csv']) }),
  /** Erases a person's content for good. */
  'audit.erase': z.strictObject({ contactId: id('cont'), reason: line(500) }),
} as const

export interface AuditOutputs {
  'audit.list': { rows: AuditEntry[]; nextCursor: string | null; kinds: string[] }
  'audit.export': { folder: string; file: string; entries: number }
  'audit.erase': { erasureId: ErasureId; entries: number; conversations: number }
}
