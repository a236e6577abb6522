import type { ChannelId, ConversationId, GrantRequestId, MessageId, OperatorId, SessionId } from '#shared/domain/ids.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import { reasonsByStatus } from '#shared/domain/verdict.ts'
import { verdictOf } from '../../conversations/testing/verdict-of.ts'
import { projections } from '../../database-parts.ts'
import type { EventType, JournalEvents } from '../../journal/events.ts'
import { attachProjections, record } from '../../journal/projections.ts'
import { migrations } from '../../storage/migrations/all.ts'
import { openInMemory } from '../../storage/open.ts'
import type { WriteHandle } from '../../storage/port.ts'

export const agent: OperatorId = 'oper_agent'
export const supervisor: OperatorId = 'oper_supervisor'

/** A journal in memory, with every table that follows it, to which a test adds what happened and when (ms). */
export function openTraffic(handle: WriteHandle = openInMemory(migrations)) {
  attachProjections(handle, projections)
  let last = 0
  const next = () => (last += 1).toString(36)
  const sessions = new Set<string>()
  const add = <Type extends EventType>(type: Type, at: number, content: JournalEvents[Type]) =>
    record(handle, { type, at, actor: 'system', content })

  function sessionOf(at: number, channelId: ChannelId, conversationId: string): SessionId {
    const sessionId: SessionId = `sess_${conversationId.slice(5)}`
    if (!sessions.has(sessionId)) {
      sessions.add(sessionId)
      add('session.opened', at, { sessionId, channelId, tokenDigest: null, name: sessionId, via: 'server' })
    }
    return sessionId
  }

  return {
    handle,
    add,
    message(
      at: number,
      channelId: ChannelId,
      conversationId: ConversationId,
      status: VerdictStatus = 'anonymous',
      reason: string = reasonsByStatus[status][0],
    ): MessageId {
      const messageId: MessageId = `msg_${next()}`
      add('message.received', at, {
        messageId,
        conversationId,
        sessionId: sessionOf(at, channelId, conversationId),
        channelId,
        clientMessageId: messageId,
        text: 'Hello',
        verdict: checked(status, reason, at),
        contactId: `cont_${next()}`,
        origin: null,
        pageUrl: null,
        client: null,
        via: 'server',
        standingChanged: false,
        identitySwitched: false,
        policy: 'observe',
      })
      return messageId
    },
    refused(at: number, channelId: ChannelId, status: VerdictStatus, reason: string = reasonsByStatus[status][0]) {
      const { scheme, field, keyId, ...verdict } = checked(status, reason, at)
      add('message.refused', at, {
        sessionId: sessionOf(at, channelId, `conv_${next()}`),
        channelId,
        clientMessageId: next(),
        verdict: { status, reason: verdict.reason, scheme, field, keyId, value: null, proofFingerprint: null },
        origin: null,
      })
    },
    reply(at: number, conversationId: ConversationId, more: { askToSignIn?: boolean } = {}): MessageId {
      const messageId: MessageId = `msg_${next()}`
      const written = { messageId, conversationId, operatorId: agent, requestId: next(), text: 'Hello to you' }
      add('reply.sent', at, { ...written, templateIds: [], audience: null, askToSignIn: more.askToSignIn ?? false })
      return messageId
    },
    note(at: number, conversationId: ConversationId) {
      const written = { messageId: `msg_${next()}`, conversationId, operatorId: agent, requestId: next() } as const
      add('note.added', at, { ...written, text: 'Between us' })
    },
    blocked(at: number, conversationId: ConversationId, reasons: BlockReasonCode[]) {
      add('reply.blocked', at, { conversationId, operatorId: agent, templateIds: [], reasons })
    },
    requested(at: number, conversationId: ConversationId): GrantRequestId {
      const requestId: GrantRequestId = `greq_${next()}`
      add('grant.requested', at, {
        requestId,
        conversationId,
        operatorId: agent,
        text: 'Your IBAN',
        textDigest: '',
        templates: [],
        reasons: ['not-verified'],
        note: '',
      })
      return requestId
    },
    approved(at: number, requestId: GrantRequestId) {
      const grantId = `grnt_${requestId.slice(5)}` as const
      const decided = { requestId, grantId, operatorId: supervisor, reason: 'Called back', token: '', expiresAt: at }
      add('grant.approved', at, decided)
    },
    declined(at: number, requestId: GrantRequestId) {
      add('grant.declined', at, { requestId, operatorId: supervisor, note: 'No' })
    },
    used(at: number, requestId: GrantRequestId, messageId: MessageId) {
      add('grant.used', at, { requestId, grantId: `grnt_${requestId.slice(5)}`, messageId })
    },
    close: () => handle.sql.close(),
  }
}
export type Traffic = ReturnType<typeof openTraffic>

function checked(status: VerdictStatus, reason: string, checkedAt: number) {
  return verdictOf({
    status,
    reason: reason as ReturnType<typeof verdictOf>['reason'],
    fields: {},
    field: null,
    keyId: null,
    checkedAt,
  })
}
