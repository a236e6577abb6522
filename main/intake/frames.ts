import { z } from 'zod'
import type { RefusalCode } from '#shared/domain/envelope.ts'
import { idPattern, type MessageId } from '#shared/domain/ids.ts'
import {
  clientMessageIdPattern,
  frameBytesMax,
  identityTextMax,
  messageTextMax,
  type ServerFrame,
  type VisitorFrame,
} from '#shared/domain/visitor-frames.ts'
import { parseStrictJson } from '#shared/strict/json.ts'

/** Text that SQLite and a screen can hold whole: no NUL. Lone surrogates are already refused by the strict parser. */
export const wholeText = z.string().refine((text) => !text.includes('\0'))

const formLine = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u)
/** The short form an anonymous visitor may fill in. Claims, never proof. */
export const visitorForm = z.strictObject({ name: formLine(200).optional(), email: formLine(320).optional() })
/** Address of the page, for the agent to read. */
export const pageAddress = z
  .string()
  .max(2_048)
  .regex(/^[^\p{Cc}]*$/u)

const messageId = z.custom<MessageId>(
  (value) => typeof value === 'string' && value.startsWith('msg_') && idPattern.test(value),
)

const visitorFrame: z.ZodType<VisitorFrame> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    sessionToken: z.string().min(1).max(200).nullable(),
    identity: z.string().max(identityTextMax).nullable(),
    form: visitorForm.nullable(),
    pageUrl: pageAddress.nullable(),
    time: z.int().min(0).max(8.64e15).optional(),
  }),
  z.strictObject({
    type: z.literal('identify'),
    identity: z.string().max(identityTextMax).nullable(),
    form: visitorForm.nullable().optional(),
  }),
  z.strictObject({
    type: z.literal('message'),
    id: z.string().regex(clientMessageIdPattern),
    text: wholeText.min(1).max(messageTextMax),
  }),
  z.strictObject({ type: z.literal('received'), messageId }),
  z.strictObject({ type: z.literal('ping') }),
])

export type ParsedFrame =
  | { outcome: 'frame'; frame: VisitorFrame }
  /** `id` is the refused message's own id where it can be told, so that its sender learns which one it was. */
  | { outcome: 'refused'; id: string | null; code: RefusalCode }

/**
 * Reads one text frame of a visitor: strict JSON (no duplicate members, no lone surrogates, bounded depth), known
 * type, exactly its members, every value in bounds. Never throws.
 */
export function parseVisitorFrame(text: string): ParsedFrame {
  const parsed = parseStrictJson(text, { maxCharacters: frameBytesMax })
  if (!parsed.ok) return { outcome: 'refused', id: null, code: 'malformed' }
  const checked = visitorFrame.safeParse(parsed.value)
  if (checked.success) return { outcome: 'frame', frame: checked.data }

  const loose = parsed.value as { type?: unknown; id?: unknown; text?: unknown } | null
  if (loose !== null && typeof loose === 'object' && loose.type === 'message' && typeof loose.id === 'string') {
    const id = clientMessageIdPattern.test(loose.id) ? loose.id : null
    const tooLarge = typeof loose.text === 'string' && loose.text.length > messageTextMax
    return { outcome: 'refused', id, code: tooLarge ? 'too-large' : 'malformed' }
  }
  return { outcome: 'refused', id: null, code: 'malformed' }
}

export function writeServerFrame(frame: ServerFrame): string {
  return JSON.stringify(frame)
}
