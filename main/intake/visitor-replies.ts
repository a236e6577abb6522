import type { ReplyEnvelope } from '#shared/domain/envelope.ts'
import type { ContactId, MessageId, SessionId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'

/** Which replies one connection may see, who is proven to be on it, and which replies it may say it has received. */
export interface VisitorReplies {
  /** Hands over a reply if this visitor may see it, once it is known who that is. */
  offer(envelope: ReplyEnvelope): Promise<boolean>
  /** True where this visitor is proven to be the contact, or may be about to be: an identification is under way. */
  mayBe(contact: ContactId): boolean
  /** From here until `known`, nobody is proven on this connection, and replies are held. */
  unknown(): void
  /** Forgets who was proven before; the answer of the console is about to be asked for. */
  forget(): void
  proven(sessionId: SessionId, audience: ContactId | null, until: number | null): void
  known(): void
  /** What proved this visitor holds no more, e.g. its key was retired since. */
  noLonger(): void
  /** From now on the visitor may acknowledge this message. */
  expectReceipt(messageId: MessageId): void
  /** True once for each message that was expected. */
  received(messageId: MessageId): boolean
  close(): void
}

const deliverableMax = 2_000
const heldMax = 64
/** Node fires timers beyond 2^31 - 1 ms at once. */
const longestTimer = 2_147_483_647

/**
 * @param handOver sends one reply; false where nobody is there
 * @param onProofEnd called when what was proven holds no longer, so that the page can prove it again
 */
export function createVisitorReplies(
  clock: Clock,
  handOver: (envelope: ReplyEnvelope) => boolean,
  onProofEnd: () => void,
): VisitorReplies {
  let sessionId: SessionId | null = null
  let audience: ContactId | null = null
  let audienceUntil: number | null = null
  /** Identifications that wait for their answer. */
  let unanswered = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined
  const held: { envelope: ReplyEnvelope; settle: (handedOver: boolean) => void }[] = []
  /** Sent and not yet acknowledged: only these may be reported as delivered. */
  const deliverable = new Set<MessageId>()

  const maySee = (envelope: ReplyEnvelope) => {
    if (envelope.audience === null) return sessionId !== null && envelope.sessionId === sessionId
    return audience === envelope.audience && (audienceUntil === null || clock() < audienceUntil)
  }

  const give = (envelope: ReplyEnvelope): boolean => {
    if (closed || !maySee(envelope)) return false
    expectReceipt(envelope.message.id)
    return handOver(envelope)
  }

  const expectReceipt = (messageId: MessageId) => {
    const oldest = deliverable.size >= deliverableMax ? deliverable.values().next().value : undefined
    if (oldest !== undefined) deliverable.delete(oldest)
    deliverable.add(messageId)
  }

  /** Without a reply to come, silence would not tell the page that it has to prove itself again. */
  const watchProof = () => {
    clearTimeout(timer)
    if (closed || audience === null || audienceUntil === null) return
    const left = audienceUntil - clock()
    // Over already when it was given: ending now would only come back as the same again.
    if (left <= 0) return
    timer = setTimeout(() => (left > longestTimer ? watchProof() : onProofEnd()), Math.min(left, longestTimer)).unref()
  }

  return {
    async offer(envelope) {
      if (closed) return false
      if (unanswered === 0) return give(envelope)
      if (held.length >= heldMax) return false
      return new Promise<boolean>((settle) => held.push({ envelope, settle }))
    },
    mayBe: (contact) => unanswered > 0 || audience === contact,
    unknown() {
      unanswered += 1
    },
    forget() {
      audience = null
      audienceUntil = null
      clearTimeout(timer)
    },
    proven(session, contact, until) {
      sessionId = session
      audience = contact
      audienceUntil = until
      watchProof()
    },
    known() {
      unanswered -= 1
      if (unanswered === 0) for (const { envelope, settle } of held.splice(0)) settle(give(envelope))
    },
    noLonger() {
      audience = null
      clearTimeout(timer)
    },
    expectReceipt,
    received: (messageId) => deliverable.delete(messageId),
    close() {
      closed = true
      clearTimeout(timer)
      for (const { settle } of held.splice(0)) settle(false)
    },
  }
}
