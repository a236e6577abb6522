/**
 * Identifiers. Each kind carries its own prefix, so that an id of one kind handed where another is due
 * neither compiles nor parses.
 */
export type ChannelId = `chan_${string}`
export type KeyId = `key_${string}`
export type ConversationId = `conv_${string}`
export type MessageId = `msg_${string}`
export type ContactId = `cont_${string}`
export type SessionId = `sess_${string}`
export type OperatorId = `oper_${string}`
export type TemplateId = `tmpl_${string}`
export type FlagId = `flag_${string}`
/** A block of one identity in one channel. */
export type BlockId = `blck_${string}`
export type GrantId = `grnt_${string}`
export type GrantRequestId = `greq_${string}`
/** An erasure of a person's content. */
export type ErasureId = `eras_${string}`
/** One look of a supervisor at a conversation. */
export type LookId = `look_${string}`

export const idPattern = /^(chan|key|conv|msg|cont|sess|oper|tmpl|flag|grnt|greq|blck|eras|look)_[0-9a-z]{1,40}$/
