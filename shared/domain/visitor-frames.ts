import type { RefusalCode, VisitorHistoryMessage } from './envelope.ts'
import type { ConversationId, MessageId } from './ids.ts'
import type { VerdictStatus } from './verdict.ts'

/**
 * What travels over the visitor's WebSocket, one JSON text per frame: used by the widget and by the intake.
 * Every frame is at most `frameBytesMax` bytes of UTF-8.
 */
export const frameBytesMax = 65_536
/** Longest message, in UTF-16 code units (what `maxlength` of a text area counts). */
export const messageTextMax = 8_000
/** Longest identity payload, in UTF-16 code units of its JSON text. */
export const identityTextMax = 32_768
/** Shape of a `clientMessageId`. */
export const clientMessageIdPattern = /^[A-Za-z0-9_-]{1,64}$/

/** What an anonymous visitor typed into the form before the chat. A claim, never a proof. */
export interface VisitorForm {
  name?: string
  email?: string
}

/** From the widget. `hello` is the first frame of every connection, and comes once. */
export type VisitorFrame =
  | {
      type: 'hello'
      /** Resumes the session it was given for; null begins one. */
      sessionToken: string | null
      /** JSON text of the vendor's payload exactly as the page gave it; null where it named nobody. */
      identity: string | null
      form: VisitorForm | null
      pageUrl: string | null
      /** What this browser's clock says (ms since 1970): helps to find a wrong clock, and is believed for nothing else. */
      time?: number
    }
  | { type: 'identify'; identity: string | null; form?: VisitorForm | null }
  | { type: 'message'; id: string; text: string }
  /** A reply is on the visitor's screen. */
  | { type: 'received'; messageId: MessageId }
  | { type: 'ping' }

/** To the widget. */
export type ServerFrame =
  | {
      /** Answers `hello` and `identify`. The history replaces whatever the widget showed before. */
      type: 'opened'
      /** Given once, when the session was made. */
      sessionToken: string | null
      status: VerdictStatus
      sentence: string
      offerForm: boolean
      history: VisitorHistoryMessage[]
      policy: 'observe' | 'warn' | 'enforce'
    }
  /** The message `id` is stored. Sent after the commit and never before. */
  | {
      type: 'ack'
      id: string
      messageId: MessageId
      conversationId: ConversationId
      at: number
      status: VerdictStatus
      warning: string | null
    }
  /** `id` names the message that was refused; null refuses `hello`, `identify` or the connection itself. */
  | { type: 'refused'; id: string | null; code: RefusalCode; sentence: string; retry: boolean }
  | { type: 'reply'; message: VisitorHistoryMessage; request: 'identify-again' | null }
  | { type: 'pong' }

/** Codes with which the intake closes a visitor's connection. Each follows a `refused` frame, `proofEnded` excepted. */
export const closeCodes = {
  /** Frames that cannot be read. */
  malformed: 4400,
  /** What this connection was allowed to see has changed: connect again and identify again. */
  proofEnded: 4401,
  /** Unknown channel, or a page that may not chat. */
  notAllowed: 4403,
  /** No `hello` in time. */
  tooSlow: 4408,
  /** Too many frames or connections. */
  tooMany: 4429,
} as const
