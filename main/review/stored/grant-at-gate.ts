import type { ConversationId, MessageId, OperatorId, TemplateId } from '#shared/domain/ids.ts'
import type { GrantAtGate } from '#shared/domain/reply.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'

/** One reply as a grant is bound to it. */
export interface GrantedReply {
  conversationId: ConversationId
  /** The agent who sends. */
  operatorId: OperatorId
  /** Every template the text draws on, named or lifted, by id and version, in the order of their ids. */
  templates: { id: TemplateId; version: number }[]
  /** SHA-256 (lower-case hex) of the text in UTF-8, exactly as it would go out. */
  textDigest: string
  /** Milliseconds since 1970. */
  at: number
}

/**
 * What a grant says about one reply, at the gate. Called inside the transaction that would send it, and for previews;
 * it is synchronous, changes nothing, and answers `none` where there is no grant at all.
 */
export function grantAtGate(_handle: ReadHandle | WriteHandle, _reply: GrantedReply): GrantAtGate {
  return { standing: 'none', grantId: null }
}

/** The reply went out by this grant: it is used up in the same transaction. Throws where it cannot be, which sends nothing. */
export function useGrantUp(_handle: WriteHandle, _use: GrantAtGate & { messageId: MessageId; at: number }): void {}
