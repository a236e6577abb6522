import type { ChannelPolicy, Role, SchemeSettings } from '#shared/domain/channel.ts'
import type { RefusalCode, VisitorContext } from '#shared/domain/envelope.ts'
import type { GrantTemplate } from '#shared/domain/grant.ts'
import type {
  BlockId,
  ChannelId,
  ContactId,
  ConversationId,
  ErasureId,
  FlagId,
  GrantId,
  GrantRequestId,
  KeyId,
  LookId,
  MessageId,
  OperatorId,
  SessionId,
  TemplateId,
} from '#shared/domain/ids.ts'
import type { BlockReason, BlockReasonCode, ScanKind, Sensitivity } from '#shared/domain/reply.ts'
import type {
  BlockScope,
  ClaimComparison,
  Decision,
  ExposedForm,
  ExposurePlace,
  FlagKind,
} from '#shared/domain/review.ts'
import type { ProofSightings, SchemeName, Verdict } from '#shared/domain/verdict.ts'
import type { Platform, TokenAlgorithm } from '#shared/vendors/vendor.ts'

/**
 * Everything that can happen, by type. Each module keeps its own section; the journal holds nothing else.
 * Contents are plain JSON and carry every id and time a projection needs, so that replay is deterministic.
 * No secret, hash of a visitor's proof, or token ever stands in one.
 */
export interface OperatorEvents {
  'operator.added': { operatorId: OperatorId; name: string; role: Role }
  /** Only in journals from before operators had passphrases. */
  'operator.switched': { operatorId: OperatorId }
  /**
   * A supervisor's key says which key an operator signs with, under which role, or that it ended. `x` is the public
   * key (RFC 8037), `kid` its name, `statement` the signed form (a compact JWS) that everything else is read from.
   */
  'operator.keyStated': {
    operatorId: OperatorId
    kid: string
    x: string
    role: Role
    state: 'active' | 'ended'
    cause: OperatorKeyCause
    statement: string
  }
  'operator.retired': { operatorId: OperatorId }
  /** Never the passphrase, nor anything made from it. */
  'operator.passphraseChosen': { operatorId: OperatorId }
  'operator.signedIn': { operatorId: OperatorId }
  'operator.signInFailed': { operatorId: OperatorId }
  'operator.signedOut': { operatorId: OperatorId }
  'operator.locked': { operatorId: OperatorId; cause: 'idle' | 'asked' }
}
/** `first` and `claimed` begin a console's keys; `anew` begins them again where the keystore had lost them. */
export type OperatorKeyCause = 'first' | 'claimed' | 'anew' | 'added' | 'reset' | 'role' | 'retired'

export interface ChannelEvents {
  'channel.added': {
    channelId: ChannelId
    name: string
    scheme: SchemeName
    policy: ChannelPolicy
    origins: string[]
    settings: SchemeSettings
    freshnessMinutes: number
  }
  'channel.updated': {
    channelId: ChannelId
    name?: string
    policy?: ChannelPolicy
    origins?: string[]
    settings?: SchemeSettings
    freshnessMinutes?: number
  }
  /** `digest` is the SHA-256 (hex) of a 256-bit random token. */
  'channel.serverTokenMade': { channelId: ChannelId; digest: string }
}

/** The sealed bytes of a key are never journalled: they stay in a table of the keyring that replay leaves alone. */
export interface KeyEvents {
  'key.added': {
    channelId: ChannelId
    keyId: KeyId
    kind: 'secret' | 'publicKey'
    label: string
    fingerprint: string
    warnings: string[]
    /** Absent in entries from before there were tokens. */
    kid?: string | null
    algorithm?: TokenAlgorithm | null
    platform?: Platform | null
  }
  /** `at` is when the key ends (ms): now for retired, later for retiring; null makes it active again. */
  'key.retired': { channelId: ChannelId; keyId: KeyId; at: number | null }
  /** The secret was seen in something that came in: it verifies nothing any more. `form` says how it was written. */
  'key.compromised': { channelId: ChannelId; keyId: KeyId; form: ExposedForm; seenIn: ExposurePlace }
}

export interface SessionEvents {
  /** One of `tokenDigest` (SHA-256, hex) and `name` (a server's own name for it) is set. */
  'session.opened': {
    sessionId: SessionId
    channelId: ChannelId
    tokenDigest: string | null
    name: string | null
    via: VisitorContext['via']
  }
  /** The page named a visitor when it opened or identified again. `contactId` is used if the contact is new. */
  'visitor.identified': { sessionId: SessionId; channelId: ChannelId; contactId: ContactId; verdict: Verdict }
  /** A proof that matched opened a session, or a place, in which it was not used before. */
  'proof.seen': {
    channelId: ChannelId
    sessionId: SessionId
    /** As in the verdict's evidence: it is no hash that a page could send. */
    fingerprint: string
    origin: string | null
    client: string | null
    via: VisitorContext['via']
    /** The key that it was proven by. Earlier versions did not write it down. */
    keyId?: Verdict['keyId']
    elsewhere: ProofSightings['elsewhere']
  }
}

/** What a supervisor decided about one proof: it never verifies again in that channel, until it is restored. */
export interface ProofEvents {
  'proof.revoked': {
    channelId: ChannelId
    fingerprint: string
    messageId: MessageId
    note: string
    operatorId: OperatorId
  }
  'proof.restored': {
    channelId: ChannelId
    fingerprint: string
    messageId: MessageId
    note: string
    operatorId: OperatorId
  }
}

export interface MessageEvents {
  'message.received': {
    messageId: MessageId
    conversationId: ConversationId
    sessionId: SessionId
    channelId: ChannelId
    clientMessageId: string
    text: string
    verdict: Verdict
    /** Used if the contact that is named here is new. */
    contactId: ContactId
    origin: string | null
    pageUrl: string | null
    client: string | null
    via: VisitorContext['via']
    standingChanged: boolean
    identitySwitched: boolean
    /** The channel's policy at that moment. */
    policy: ChannelPolicy
    /** The block that this message met, and that only marks it; absent in most. */
    blockId?: BlockId
  }
  /** Refused by the policy `enforce`. Its text is not kept. */
  'message.refused': {
    sessionId: SessionId
    channelId: ChannelId
    clientMessageId: string
    /** What a supervisor needs to know of it. Not the whole verdict: whoever is refused may try as often as they like. */
    verdict: Pick<Verdict, 'status' | 'reason' | 'scheme' | 'field' | 'keyId'> & {
      value: string | null
      proofFingerprint: string | null
    }
    origin: string | null
    /** The block that refused it; absent where the policy alone did. */
    blockId?: BlockId
  }
  /** Refused at the door, gathered. */
  'door.refused': { channelId: ChannelId | null; code: RefusalCode; origin: string | null; count: number }
}

export interface ConversationEvents {
  'conversation.assigned': { conversationId: ConversationId; operatorId: OperatorId | null }
  'conversation.closed': { conversationId: ConversationId }
  'conversation.reopened': { conversationId: ConversationId }
  'conversation.read': { conversationId: ConversationId; position: number }
}

/** What a supervisor does in a conversation that is in somebody else's hands. */
export interface LiveEvents {
  /** One look at a thread, from opening to closing it. Nobody but the journal is told. */
  'live.looked': { conversationId: ConversationId; operatorId: OperatorId; lookId: LookId }
  /** A note for `toId`, the agent in charge at that moment. It is no reply, and never leaves the console. */
  'live.whispered': {
    messageId: MessageId
    conversationId: ConversationId
    operatorId: OperatorId
    toId: OperatorId
    requestId: string
    text: string
  }
  /** The conversation is `operatorId`'s from here on. `fromId` had it before; null where nobody did. */
  'live.takenOver': {
    messageId: MessageId
    conversationId: ConversationId
    operatorId: OperatorId
    fromId: OperatorId | null
  }
}

export interface ReplyEvents {
  'reply.sent': {
    messageId: MessageId
    conversationId: ConversationId
    operatorId: OperatorId
    requestId: string
    text: string
    templateIds: TemplateId[]
    /** The contact proven at that moment: only they may read it elsewhere. Null when nobody was. */
    audience: ContactId | null
    askToSignIn: boolean
    /** What the scan found and the agent sent all the same. */
    warned?: ScanKind[]
    /** The supervisor's grant by which it went out. */
    grantId?: GrantId
  }
  'note.added': {
    messageId: MessageId
    conversationId: ConversationId
    operatorId: OperatorId
    requestId: string
    text: string
  }
  /** Given to the transport; the visitor's widget has not shown it yet. */
  'reply.handedOver': { messageId: MessageId }
  'reply.delivered': { messageId: MessageId }
  /** `failed` replies were handed to the transport and did not get there. */
  'reply.failed': { messageId: MessageId }
  /** Tried again, and nobody was there to take it: it waits for the visitor. */
  'reply.requeued': { messageId: MessageId }
  /**
   * The gate was asked again before a reply that waited was given to the visitor, or tried again, and refused: it was
   * not given. Its text stands in `reply.sent` alone.
   */
  'reply.held': { messageId: MessageId; reason: BlockReason }
  /** The gate refused. The text is not kept. */
  'reply.blocked': {
    conversationId: ConversationId
    operatorId: OperatorId
    templateIds: TemplateId[]
    reasons: BlockReasonCode[]
    /** What the scan found in it. */
    kinds?: ScanKind[]
  }
  /** The gate showed the agent what the scan found, and sent nothing yet. The text is not kept. */
  'reply.warned': {
    conversationId: ConversationId
    operatorId: OperatorId
    templateIds: TemplateId[]
    kinds: ScanKind[]
  }
  'template.added': TemplateContent
  /** `version` is the one that it made: one more than before. */
  'template.edited': TemplateContent & { version: number }
  'template.archived': { templateId: TemplateId }
  'template.restored': { templateId: TemplateId }
}

export interface TemplateContent {
  templateId: TemplateId
  title: string
  body: string
  sensitivity: Sensitivity
  tags: string[]
  /** The public template that may be sent instead. */
  alternativeId?: TemplateId | null
}

export interface FlagEvents {
  'flag.raised': {
    flagId: FlagId
    kind: FlagKind
    severity: 'serious' | 'notice'
    sentence: string
    conversationId: ConversationId
    messageId: MessageId | null
    /** Fingerprint of the proof that the flag is about; absent in most. */
    proof?: string
    /** Who was claimed beside who is known; absent where nobody is compared. */
    comparison?: ClaimComparison
    /** The key that was seen outside; absent in all others, and in journals from before it was noted. */
    keyId?: KeyId
  }
  /** Only in journals from before there were decisions. */
  'flag.acknowledged': { flagId: FlagId; operatorId: OperatorId }
  'flag.drafted': FlagDecided
  'flag.decided': FlagDecided
  'flag.disputed': { flagId: FlagId; operatorId: OperatorId; note: string }
  'flag.settled': FlagDecided
  'identity.blocked': {
    blockId: BlockId
    channelId: ChannelId
    field: string
    value: string
    scope: BlockScope
    flagId: FlagId
    operatorId: OperatorId
    note: string
  }
  'identity.unblocked': { blockId: BlockId; operatorId: OperatorId; note: string }
}

export interface ErasureEvents {
  /** A person's content is gone from these entries; each says what is left of it. */
  'content.erased': {
    erasureId: ErasureId
    contactId: ContactId
    reason: string
    operatorId: OperatorId
    entries: { seq: number; content: unknown }[]
  }
}

export interface ExportEvents {
  /** Everything that the journal holds was written into a file, which stands outside of it from then on. */
  'journal.exported': { operatorId: OperatorId; format: 'jsonl' | 'csv'; file: string }
}

export interface FlagDecided {
  flagId: FlagId
  operatorId: OperatorId
  decision: Decision
  note: string
}

export interface GrantEvents {
  /** The text stands here because the agent hands it on; that of a merely blocked reply is not kept. */
  'grant.requested': {
    requestId: GrantRequestId
    conversationId: ConversationId
    operatorId: OperatorId
    text: string
    textDigest: string
    templates: GrantTemplate[]
    reasons: BlockReasonCode[]
    note: string
  }
  /** `token` is the signed grant. It is no secret: it opens one reply of one agent, which it names. */
  'grant.approved': {
    requestId: GrantRequestId
    grantId: GrantId
    operatorId: OperatorId
    reason: string
    token: string
    expiresAt: number
  }
  'grant.declined': { requestId: GrantRequestId; operatorId: OperatorId; note: string }
  'grant.used': { requestId: GrantRequestId; grantId: GrantId; messageId: MessageId }
}

export interface JournalEvents
  extends OperatorEvents,
    GrantEvents,
    ErasureEvents,
    ExportEvents,
    ChannelEvents,
    KeyEvents,
    SessionEvents,
    ProofEvents,
    MessageEvents,
    ConversationEvents,
    LiveEvents,
    ReplyEvents,
    FlagEvents {}

export type EventType = keyof JournalEvents

/** Who did it. */
export type Actor = `operator:${OperatorId}` | `session:${SessionId}` | 'system'

/** What a write operation hands in. `at` is milliseconds since 1970. */
export interface EventDraft<Type extends EventType = EventType> {
  type: Type
  actor: Actor
  at: number
  content: JournalEvents[Type]
}

/** The same once it stands in the journal. `seq` rises by one from 1. */
export interface JournalEvent<Type extends EventType = EventType> extends EventDraft<Type> {
  seq: number
}
