import { createHash, randomBytes } from 'node:crypto'
import type {
  ChannelDoor,
  MessageEnvelope,
  MessageReceipt,
  OpenEnvelope,
  OpenReceipt,
  Refusal,
  RefusalReport,
  VisitorHistoryMessage,
} from '#shared/domain/envelope.ts'
import type { ContactId, MessageId, SessionId } from '#shared/domain/ids.ts'
import type { ConsolePort } from '../../transport/port.ts'

/** A console in memory, for tests of what stands before it: it keeps what it is told, and answers as a test wants. */
export interface ScriptedConsole extends ConsolePort {
  readonly opened: OpenEnvelope[]
  readonly received: MessageEnvelope[]
  /** What a database would hold: each message once. */
  readonly stored: (VisitorHistoryMessage & { sessionId: SessionId; identity: string | null })[]
  readonly reports: RefusalReport[]
  readonly deliveries: MessageId[]
  /** Connections that are over. */
  readonly endings: string[]
  doorList: ChannelDoor[]
  policy: 'observe' | 'warn' | 'enforce'
  /** Called before a message is stored, and before its receipt is given. */
  beforeStore: (envelope: MessageEnvelope) => Promise<void>
  beforeReceipt: (envelope: MessageEnvelope) => Promise<void>
  beforeOpened: (envelope: OpenEnvelope) => Promise<void>
  /** Stores an agent's reply; handing it to the visitor is up to the test. */
  reply(sessionId: SessionId, text: string): VisitorHistoryMessage
}

const unverified: Refusal = {
  outcome: 'refused',
  code: 'unverified-visitor',
  sentence: 'Please sign in on this site to chat.',
  retry: false,
}

/** Whoever's identity names `"good"` as its hash is verified by the `email` beside it. */
export function createScriptedConsole(doorList: ChannelDoor[], clock: () => number = Date.now): ScriptedConsole {
  const tokens = new Map<string, SessionId>()
  const names = new Map<string, SessionId>()
  let made = 0

  const judge = (identity: string | null) => {
    if (identity === null) return { status: 'anonymous', audience: null } as const
    const email = /"email":\s*"([^"]+)"/.exec(identity)?.[1] ?? ''
    if (!/"good"/.test(identity)) return { status: 'claimed', audience: null } as const
    const audience: ContactId = `cont_${createHash('sha256').update(email).digest('hex').slice(0, 20)}`
    return { status: 'verified', audience } as const
  }
  const audiences = new Map<SessionId, ContactId>()

  const port: ScriptedConsole = {
    opened: [],
    received: [],
    stored: [],
    reports: [],
    deliveries: [],
    endings: [],
    doorList,
    policy: 'observe',
    beforeStore: async () => {},
    beforeReceipt: async () => {},
    beforeOpened: async () => {},

    async open(envelope): Promise<OpenReceipt> {
      port.opened.push(envelope)
      await port.beforeOpened(envelope)
      const { status, audience } = judge(envelope.context.identity)
      if (port.policy === 'enforce' && audience === null) return unverified
      const { sessionToken, sessionName } = envelope
      let sessionId = sessionName === null ? tokens.get(sessionToken ?? '') : names.get(sessionName)
      let token: string | null = null
      if (sessionId === undefined) {
        made += 1
        sessionId = `sess_${made}`
        if (sessionName === null) {
          token = randomBytes(24).toString('base64url')
          tokens.set(token, sessionId)
        } else names.set(sessionName, sessionId)
      }
      if (audience !== null) audiences.set(sessionId, audience)
      const mine = sessionId
      return {
        outcome: 'opened',
        sessionId,
        sessionToken: token,
        status,
        sentence: `This visitor is ${status}.`,
        offerForm: status === 'anonymous',
        audience,
        audienceUntil: null,
        history: port.stored
          .filter(
            (entry) => entry.sessionId === mine || (audience !== null && audiences.get(entry.sessionId) === audience),
          )
          .map(({ sessionId: _session, identity: _identity, ...message }) => message),
        policy: port.policy,
      }
    },

    async message(envelope): Promise<MessageReceipt> {
      port.received.push(envelope)
      const { status, audience } = judge(envelope.context.identity)
      if (port.policy === 'enforce' && audience === null) return unverified
      await port.beforeStore(envelope)
      const { sessionId, clientMessageId, text, context } = envelope
      let message = port.stored.find(
        (entry) => entry.sessionId === sessionId && entry.clientMessageId === clientMessageId,
      )
      const duplicate = message !== undefined
      if (message === undefined) {
        message = {
          id: `msg_${port.stored.length + 1}`,
          conversationId: `conv_${sessionId.slice(5)}`,
          from: 'visitor',
          name: null,
          text,
          at: clock(),
          clientMessageId,
          sessionId,
          identity: context.identity,
        }
        port.stored.push(message)
      }
      await port.beforeReceipt(envelope)
      return {
        outcome: 'accepted',
        messageId: message.id,
        conversationId: message.conversationId,
        duplicate,
        status,
        warning: port.policy === 'warn' && audience === null ? 'This visitor is not signed in.' : null,
        at: message.at,
      }
    },

    delivered: (messageId) => void port.deliveries.push(messageId),
    ended: (connectionId) => void port.endings.push(connectionId),
    refused: (reports) => void port.reports.push(...reports),
    doors: () => port.doorList,

    reply(sessionId, text) {
      const message: VisitorHistoryMessage = {
        id: `msg_${port.stored.length + 1}`,
        conversationId: `conv_${sessionId.slice(5)}`,
        from: 'agent',
        name: 'Amara',
        text,
        at: clock(),
        clientMessageId: null,
      }
      port.stored.push({ ...message, sessionId, identity: null })
      return message
    },
  }
  return port
}

export const shopOrigin = 'https://shop.example'
export const serverToken = 'server-token-for-tests-0123456789abcdef'

export function shopDoor(changes: Partial<ChannelDoor> = {}): ChannelDoor {
  return {
    channelId: 'chan_shop',
    name: 'Shop',
    scheme: 'fernand',
    origins: [shopOrigin],
    serverTokenDigest: createHash('sha256').update(serverToken).digest('hex'),
    ...changes,
  }
}
