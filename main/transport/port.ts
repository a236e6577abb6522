import type {
  ChannelDoor,
  MessageEnvelope,
  MessageReceipt,
  OpenEnvelope,
  OpenReceipt,
  RefusalReport,
  ReplyEnvelope,
} from '#shared/domain/envelope.ts'
import type { ContactId, MessageId } from '#shared/domain/ids.ts'

/** What the intake may ask of the console. Implemented by the record; carried by a transport. */
export interface ConsolePort {
  /** Start or resume a session, or identify again: verifies, and answers with what this visitor may see. */
  open(envelope: OpenEnvelope): Promise<OpenReceipt>
  /** Verify and store one message. Resolves with `accepted` only after the commit. Never rejects. */
  message(envelope: MessageEnvelope): Promise<MessageReceipt>
  /** A reply reached a visitor's widget, which acknowledged it. */
  delivered(messageId: MessageId): void
  /** A widget's connection is over: what it was proven by is no longer in use there. */
  ended(connectionId: string): void
  /** What was refused at the door since the last report, already gathered. */
  refused(reports: RefusalReport[]): void
  doors(): ChannelDoor[]
}

/** What the console may ask of the intake. */
export interface VisitorPort {
  /** Hand a reply to the connections that may see it; answers how many there were. */
  reply(envelope: ReplyEnvelope): Promise<{ connections: number }>
  /** The channels changed: doors must be read again. */
  doorsChanged(): void
  /** Close what a contact or session may no longer see, e.g. after a proof was revoked. */
  dropAudience(audience: ContactId): void
}

/** A transport joins the two. `local` is a function call; a team's one carries the same envelopes over a network. */
export interface Transport {
  readonly toConsole: ConsolePort
  readonly toVisitors: VisitorPort
  attachConsole(port: ConsolePort): void
  attachIntake(port: VisitorPort): void
}
