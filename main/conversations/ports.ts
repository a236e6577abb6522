import type { ChannelPolicy, SchemeSettings } from '#shared/domain/channel.ts'
import type { ChannelDoor } from '#shared/domain/envelope.ts'
import type { ChannelId, ConversationId, OperatorId } from '#shared/domain/ids.ts'
import type { DraftView } from '#shared/domain/reply.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import type { VerificationKey } from '../identity/check.ts'

/** What the record needs to know of a channel. */
export interface ChannelFacts {
  id: ChannelId
  name: string
  scheme: SchemeName
  settings: SchemeSettings
  policy: ChannelPolicy
  origins: string[]
  freshnessMinutes: number
  serverTokenDigest: string | null
  /** The host people know the site by, e.g. `shop.example`. */
  site: string
}

/** The channels as they are now, held in memory: asked for every message. */
export interface ChannelDirectory {
  get(channelId: ChannelId): ChannelFacts | null
  doors(): ChannelDoor[]
}

/** The keys of a channel, opened. `available` is false when the keystore could not open some that exist. */
export interface KeyDirectory {
  keysFor(channelId: ChannelId): Promise<{ keys: VerificationKey[]; available: boolean }>
  /** Keys of other channels that still count, for a diagnosis alone. Left out where there is one channel. */
  keysOfOthers?(channelId: ChannelId): VerificationKey[]
}

/** Names of operators, held in memory. Null for one that is not known. */
export interface OperatorDirectory {
  nameOf(operatorId: OperatorId): string | null
}

/** What an operator had typed and not sent. */
export interface DraftDirectory {
  get(conversationId: ConversationId, operatorId: OperatorId): Promise<{ reply: DraftView; note: DraftView }>
}
