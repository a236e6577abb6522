import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ChannelDoor, Refusal, RefusalCode, VisitorContext } from '#shared/domain/envelope.ts'
import type { SessionId } from '#shared/domain/ids.ts'
import { clientMessageIdPattern, identityTextMax, messageTextMax } from '#shared/domain/visitor-frames.ts'
import { parseStrictJson } from '#shared/strict/json.ts'
import { platforms } from '#shared/vendors/vendor.ts'
import type { Clock } from '../clock.ts'
import type { ConsolePort } from '../transport/port.ts'
import { pageAddress, visitorForm, wholeText } from './frames.ts'
import { comesFromBrowser, headerValues, isOrigin } from './hosts-and-origins.ts'
import { createBuckets, type IntakeLimits } from './limits.ts'
import { type RefusalLedger, refusal, statusOfRefusal } from './refusals.ts'

const body = z.strictObject({
  /** The server's own stable name of the session, e.g. a ticket number. */
  session: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\p{Cc}]+$/u),
  text: wholeText.min(1).max(messageTextMax),
  /** The vendor's payload, as a page would hand it to the vendor's script: an object. Kept as its own source text. */
  identity: z
    .string()
    .max(identityTextMax)
    .regex(/^(?:\{|null$)/)
    .optional(),
  form: visitorForm.optional(),
  /** The kind of app the visitor writes from, for vendors that give each a secret of its own. */
  platform: z.enum(platforms).optional(),
  page: z.strictObject({ origin: z.string().max(300).refine(isOrigin), url: pageAddress }).optional(),
})

const jsonType = /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i
const bearer = /^Bearer ([A-Za-z0-9._~+/-]{16,200}=*)$/
const nobodysDigest = Buffer.alloc(32)
const sessionsKept = 10_000

/** Constant-time: the digest of what was sent against the channel's digest, or against one that no token has. */
function tokenMatches(authorization: string[], door: ChannelDoor | undefined): boolean {
  const token = authorization.length === 1 ? bearer.exec(authorization[0] ?? '')?.[1] : undefined
  const sent = createHash('sha256')
    .update(token ?? '')
    .digest()
  const known = door?.serverTokenDigest ?? null
  const expected = known !== null && /^[0-9a-f]{64}$/.test(known) ? Buffer.from(known, 'hex') : null
  const equal = timingSafeEqual(sent, expected ?? nobodysDigest)
  return equal && expected !== null && token !== undefined
}

/**
 * `POST /v1/channels/:channelId/messages`: one message from a site's own server.
 *
 * Needs `Authorization: Bearer` with the channel's token, `Idempotency-Key` (the client message id) and a JSON body
 * `{ session, text, identity?, form?, platform?, page? }`. Answers 201 `{ messageId, conversationId, status, duplicate }` after
 * the commit, 200 where the message was there already, or `{ code, sentence }`. A wrong token and an unknown channel
 * get the same answer, byte for byte. Anything a browser sends is refused, so no page can use a server's token.
 */
export function serveServerMessages(
  app: FastifyInstance,
  parts: {
    doors: () => ReadonlyMap<string, ChannelDoor>
    toConsole: ConsolePort
    limits: IntakeLimits
    clock: Clock
    refusals: RefusalLedger
  },
): void {
  const { doors, toConsole, limits, clock, refusals } = parts
  const rates = createBuckets(clock, limits.serverMessagesPerSecond, limits.serverMessageBurst)
  /** Sessions already opened, so that a message is one call to the console. The console judges every message anyway. */
  const sessions = new Map<string, SessionId>()

  const deny = (
    reply: FastifyReply,
    door: ChannelDoor | undefined,
    code: RefusalCode,
    status = statusOfRefusal[code],
  ) => {
    refusals.note(door?.channelId ?? null, code, null)
    return answerRefusal(reply, refusal(code), status)
  }

  const deliver = async (
    context: VisitorContext,
    session: string,
    clientMessageId: string,
    text: string,
    peerTime: number | null,
  ) => {
    const key = `${context.channelId} ${session}`
    for (let attempt = 1; ; attempt += 1) {
      let sessionId = sessions.get(key)
      if (sessionId === undefined) {
        const opening = { context, sessionToken: null, sessionName: session, receivedAt: clock(), peerTime }
        const opened = await toConsole.open(opening)
        if (opened.outcome === 'refused') return opened
        sessionId = opened.sessionId
        const oldest = sessions.size >= sessionsKept ? sessions.keys().next().value : undefined
        if (oldest !== undefined) sessions.delete(oldest)
        sessions.set(key, sessionId)
      }
      const receipt = await toConsole.message({ context, sessionId, clientMessageId, text, receivedAt: clock() })
      if (receipt.outcome === 'accepted' || receipt.code !== 'unknown-session' || attempt > 1) return receipt
      sessions.delete(key)
    }
  }

  const doorOf = (request: FastifyRequest) => doors().get((request.params as { channelId: string }).channelId)

  app.post('/v1/channels/:channelId/messages', {
    // Before the body is read: whoever may not send is not listened to.
    async onRequest(request, reply) {
      const door = doorOf(request)
      if (comesFromBrowser(request.raw.rawHeaders)) return deny(reply, undefined, 'origin-not-allowed')
      const authorized = tokenMatches(headerValues(request.raw.rawHeaders, 'authorization'), door)
      if (!authorized || door === undefined) return deny(reply, undefined, 'not-authorised')
      if (!jsonType.test(request.headers['content-type'] ?? '')) return deny(reply, door, 'malformed', 415)
      if (request.headers['content-encoding'] !== undefined) return deny(reply, door, 'malformed', 415)
      if (!rates.take(door.channelId)) return deny(reply, door, 'too-fast')
    },
    async handler(request, reply) {
      const door = doorOf(request)
      if (door === undefined) return deny(reply, undefined, 'not-authorised')
      const keys = headerValues(request.raw.rawHeaders, 'idempotency-key')
      const clientMessageId = keys.length === 1 ? keys[0] : undefined
      if (clientMessageId === undefined || !clientMessageIdPattern.test(clientMessageId)) {
        return deny(reply, door, 'malformed')
      }
      const text = readUtf8(request.body as Buffer)
      const parsed = text === null ? null : parseStrictJson(text, { maxCharacters: limits.bytes, asText: ['identity'] })
      const checked = parsed?.ok ? body.safeParse(parsed.value) : null
      if (!checked?.success) return deny(reply, door, 'malformed')
      const { session, form, page, identity, platform } = checked.data
      const context: VisitorContext = {
        channelId: door.channelId,
        identity: identity === undefined || identity === 'null' ? null : identity,
        form: form ?? null,
        origin: page?.origin ?? null,
        pageUrl: page?.url ?? null,
        client: 'server',
        via: 'server',
        platform: platform ?? null,
      }
      const peerTime = dateOf(headerValues(request.raw.rawHeaders, 'date'))
      const receipt = await deliver(context, session, clientMessageId, checked.data.text, peerTime)
      switch (receipt.outcome) {
        case 'accepted': {
          const { messageId, conversationId, status, duplicate } = receipt
          return reply.code(duplicate ? 200 : 201).send({ messageId, conversationId, status, duplicate })
        }
        case 'refused':
          return answerRefusal(reply, receipt, statusOfRefusal[receipt.code])
        default:
          return assertNever(receipt)
      }
    },
  })
}

/** The one `Date` of a request in the form that is sent today (IMF-fixdate, RFC 9110 §5.6.7), in ms; else null. */
function dateOf(dates: string[]): number | null {
  const [date] = dates
  if (dates.length !== 1 || date === undefined || !/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date))
    return null
  const time = Date.parse(date)
  return Number.isNaN(time) ? null : time
}

function answerRefusal(reply: FastifyReply, { code, sentence }: Refusal, status: number) {
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(status).send({ code, sentence })
}

function readUtf8(bytes: Buffer | undefined): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes ?? Buffer.alloc(0))
  } catch {
    return null
  }
}
