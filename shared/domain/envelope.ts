import type { Platform } from '../vendors/vendor.ts'
import type { ChannelId, ContactId, ConversationId, MessageId, SessionId } from './ids.ts'
import type { SchemeName, VerdictStatus } from './verdict.ts'

/**
 * What travels between intake and console (the transport port). Plain JSON, so that the same envelopes can
 * cross a network. The intake parses and bounds them and knows nothing about keys.
 */

/** Who is on the other side of the line. `identity` is the JSON text of the vendor's payload exactly as it was sent. */
export interface VisitorContext {
  channelId: ChannelId
  /** JSON text of the vendor's payload, or null where the page identified nobody. */
  identity: string | null
  /** What an anonymous visitor typed into the form before the chat: a claim, never a proof. */
  form: { name?: string; email?: string } | null
  /** `Origin` header of the page, as the browser sent it; null for a server. */
  origin: string | null
  pageUrl: string | null
  /** Coarse client, e.g. `Chrome on Linux`, or `server`. */
  client: string | null
  via: 'widget' | 'server'
  /** The kind of app it comes from, as a server says it for its apps; a widget is always `web`. Absent: not known. */
  platform?: Platform | null
  /** The widget's connection, by an id that no other has; `ended` says when it is over. Absent for a server. */
  connectionId?: string
}

/** Begin or resume a session, or identify again within one. */
export interface OpenEnvelope {
  context: VisitorContext
  /** Bearer token of a session to resume; null starts a new one. Compared by its SHA-256 in the console. */
  sessionToken: string | null
  /** For a server: its own stable name of the session instead of a token, e.g. a ticket number. */
  sessionName: string | null
  receivedAt: number
  /** What the peer's own clock said when it sent this (ms since 1970), where it told. Compared with ours, and no more. */
  peerTime?: number | null
}

export interface VisitorHistoryMessage {
  id: MessageId
  conversationId: ConversationId
  from: 'visitor' | 'agent'
  /** The agent's display name; null for the visitor's own messages. */
  name: string | null
  text: string
  at: number
  clientMessageId: string | null
}

export type OpenReceipt =
  | {
      outcome: 'opened'
      sessionId: SessionId
      /** Given once, when the session was made. */
      sessionToken: string | null
      status: VerdictStatus
      /** Plain words for the page's developer console; never a hint, a secret or a token. */
      sentence: string
      /** True where the visitor should be offered the name and e-mail form. */
      offerForm: boolean
      /** Set while the visitor is verified: replies of that audience reach this connection. */
      audience: ContactId | null
      audienceUntil: number | null
      /** Own session's messages, and while verified also those of the same contact from anywhere. Oldest first. */
      history: VisitorHistoryMessage[]
      policy: 'observe' | 'warn' | 'enforce'
    }
  | Refusal

export interface MessageEnvelope {
  context: VisitorContext
  sessionId: SessionId
  /** Chosen by the sender; the same id in the same session is the same message. 1–64 of `[A-Za-z0-9_-]`. */
  clientMessageId: string
  text: string
  receivedAt: number
}

/** `ack` goes to the visitor only with an `accepted` receipt, which exists only after the commit. */
export type MessageReceipt =
  | {
      outcome: 'accepted'
      messageId: MessageId
      conversationId: ConversationId
      duplicate: boolean
      status: VerdictStatus
      /** Set where the channel's policy wants the page told that the visitor is not verified. */
      warning: string | null
      at: number
    }
  | Refusal

export const refusalCodes = [
  'unknown-channel',
  'origin-not-allowed',
  'host-not-allowed',
  'method-not-allowed',
  'not-authorised',
  'too-large',
  'malformed',
  'too-fast',
  'too-many-connections',
  'unverified-visitor',
  'blocked-visitor',
  'unknown-session',
  'console-unavailable',
  'storage-full',
  'id-reused',
  'secret-exposed',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** A refusal with a code and a sentence. `retry` tells the widget whether sending the same again can work. */
export interface Refusal {
  outcome: 'refused'
  code: RefusalCode
  sentence: string
  retry: boolean
}

/** A reply on its way to the visitor. Sent to sockets of the session, or of the audience when one is set. */
export interface ReplyEnvelope {
  channelId: ChannelId
  sessionId: SessionId
  /** When set, only connections that are proven to be this contact may receive it. */
  audience: ContactId | null
  message: VisitorHistoryMessage
  /** `identify-again` asks the widget to make its page identify the visitor again. */
  request: 'identify-again' | null
}

/** What the intake needs to know of a channel to let a page in. No key, no setting of the scheme. */
export interface ChannelDoor {
  channelId: ChannelId
  name: string
  scheme: SchemeName
  origins: string[]
  /** SHA-256 (hex) of the server-to-server bearer token, or null where none was made. */
  serverTokenDigest: string | null
}

/** One line per refusal at the door, gathered by the console for supervisors. */
export interface RefusalReport {
  channelId: ChannelId | null
  code: RefusalCode
  origin: string | null
  at: number
  count: number
}
