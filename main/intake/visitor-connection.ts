import type { RawData, WebSocket } from 'ws'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ChannelDoor, Refusal, RefusalCode, ReplyEnvelope, VisitorContext } from '#shared/domain/envelope.ts'
import type { ContactId, MessageId, SessionId } from '#shared/domain/ids.ts'
import { closeCodes, type ServerFrame, type VisitorForm, type VisitorFrame } from '#shared/domain/visitor-frames.ts'
import type { Clock } from '../clock.ts'
import type { ConsolePort } from '../transport/port.ts'
import { createFrameQueue } from './frame-queue.ts'
import { parseVisitorFrame, writeServerFrame } from './frames.ts'
import { createTokenBucket, type IntakeLimits } from './limits.ts'
import { type RefusalLedger, refusal } from './refusals.ts'

export interface VisitorConnection {
  readonly door: ChannelDoor
  readonly origin: string
  /** Hands over a reply if this visitor may see it; resolves with whether it was handed over. */
  offer(envelope: ReplyEnvelope): Promise<boolean>
  /** True where this visitor is proven to be the contact, or may be about to be: an identification is under way. */
  mayBe(contact: ContactId): boolean
  /** True once a message of this connection was stored: then it is a conversation, and not only a page left open. */
  readonly conversing: boolean
  /** Says why (where there is a reason to say), and closes. */
  end(closeCode: number, reason: Refusal | null): void
}

export interface VisitorConnectionParts {
  socket: WebSocket
  door: ChannelDoor
  /** Already compared with the door. */
  origin: string
  client: string | null
  toConsole: ConsolePort
  limits: IntakeLimits
  clock: Clock
  refusals: RefusalLedger
  onClose: () => void
}

const deliverableMax = 2_000
const heldRepliesMax = 64
/** Node fires timers beyond 2^31 - 1 ms at once. */
const longestTimer = 2_147_483_647

/** Says `reason` to a visitor whose connection ends here, and closes; a peer that does not answer is cut off. */
export function endSocket(socket: WebSocket, closeCode: number, reason: Refusal | null): void {
  if (socket.readyState !== socket.OPEN) return
  if (reason !== null) {
    const { code, sentence, retry } = reason
    socket.send(writeServerFrame({ type: 'refused', id: null, code, sentence, retry }))
  }
  socket.close(closeCode, reason?.code ?? '')
  setTimeout(() => socket.terminate(), 1_000).unref()
}

/**
 * One visitor's connection, from `hello` to its end. It keeps the identity that the page named last and sends it with
 * every message; what arrives is handled in order, and an identification is ordered with the messages around it.
 */
export function serveVisitor(parts: VisitorConnectionParts): VisitorConnection {
  const { socket, door, origin, client, toConsole, limits, clock, refusals, onClose } = parts

  let greeted = false
  let ended = false
  let identity: string | null = null
  let form: VisitorForm | null = null
  let pageUrl: string | null = null
  let sessionToken: string | null = null
  let sessionId: SessionId | null = null
  let conversing = false
  let audience: ContactId | null = null
  let audienceUntil: number | null = null
  /** Identifications that wait for their answer. Meanwhile it is unknown who this is, so replies are held. */
  let opening = 0
  let proofTimer: NodeJS.Timeout | undefined
  const held: { envelope: ReplyEnvelope; settle: (handedOver: boolean) => void }[] = []
  /** Replies sent and not yet acknowledged: only these may be reported as delivered. */
  const deliverable = new Set<MessageId>()

  const messages = createTokenBucket(clock, limits.messagesPerSecond, limits.messageBurst)
  const signals = createTokenBucket(clock, limits.signalsPerSecond, limits.signalBurst)
  const patience = {
    haste: createTokenBucket(clock, 1, limits.hasteStrikes),
    malformed: createTokenBucket(clock, 0.1, limits.malformedStrikes),
  }

  const send = (frame: ServerFrame) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > limits.unreadBytes) {
      socket.terminate()
      return
    }
    socket.send(writeServerFrame(frame))
  }

  const end = (closeCode: number, reason: Refusal | null) => {
    ended = true
    queue.clear()
    endSocket(socket, closeCode, reason)
  }

  const refuse = (id: string | null, code: RefusalCode) => {
    refusals.note(door.channelId, code, origin)
    const { sentence, retry } = refusal(code)
    send({ type: 'refused', id, code, sentence, retry })
  }

  const refuseHaste = (id: string | null) => {
    if (patience.haste.take()) refuse(id, 'too-fast')
    else {
      refusals.note(door.channelId, 'too-fast', origin)
      end(closeCodes.tooMany, refusal('too-fast'))
    }
  }

  const refuseUnreadable = (id: string | null, code: RefusalCode) => {
    refuse(id, code)
    if (!patience.malformed.take()) end(closeCodes.malformed, null)
  }

  /** The console does not reject; where it did, nothing is known about this visitor any more. */
  const fail = () => {
    refusals.note(door.channelId, 'console-unavailable', origin)
    end(1011, refusal('console-unavailable'))
  }

  const queue = createFrameQueue(
    limits.inFlight,
    () => {
      if (socket.isPaused && queue.length <= limits.queuedFrames / 2) socket.resume()
    },
    fail,
  )

  /** Says when what was proven holds no longer, so that the page can prove it again; without it, silence. */
  const watchProof = () => {
    clearTimeout(proofTimer)
    if (ended || audience === null || audienceUntil === null) return
    const left = audienceUntil - clock()
    // Over already when it was given: ending now would only come back as the same again.
    if (left <= 0) return
    proofTimer = setTimeout(
      () => (left > longestTimer ? watchProof() : end(closeCodes.proofEnded, null)),
      Math.min(left, longestTimer),
    ).unref()
  }

  const context = (): VisitorContext => ({
    channelId: door.channelId,
    identity,
    form,
    origin,
    pageUrl,
    client,
    via: 'widget',
  })

  const maySee = (envelope: ReplyEnvelope) => {
    if (envelope.audience === null) return sessionId !== null && envelope.sessionId === sessionId
    return audience === envelope.audience && (audienceUntil === null || clock() < audienceUntil)
  }

  const handOver = (envelope: ReplyEnvelope): boolean => {
    if (ended || socket.readyState !== socket.OPEN || !maySee(envelope)) return false
    expectReceipt(envelope.message.id)
    send({ type: 'reply', message: envelope.message, request: envelope.request })
    return true
  }

  const expectReceipt = (messageId: MessageId) => {
    const oldest = deliverable.size >= deliverableMax ? deliverable.values().next().value : undefined
    if (oldest !== undefined) deliverable.delete(oldest)
    deliverable.add(messageId)
  }

  const open = async () => {
    const receipt = await toConsole.open({ context: context(), sessionToken, sessionName: null, receivedAt: clock() })
    switch (receipt.outcome) {
      case 'opened':
        sessionId = receipt.sessionId
        sessionToken = receipt.sessionToken ?? sessionToken
        audience = receipt.audience
        audienceUntil = receipt.audienceUntil
        watchProof()
        for (const message of receipt.history) if (message.from === 'agent') expectReceipt(message.id)
        send({
          type: 'opened',
          sessionToken: receipt.sessionToken,
          status: receipt.status,
          sentence: receipt.sentence,
          offerForm: receipt.offerForm,
          history: receipt.history,
          policy: receipt.policy,
        })
        break
      case 'refused':
        send({ type: 'refused', id: null, code: receipt.code, sentence: receipt.sentence, retry: receipt.retry })
        break
      default:
        assertNever(receipt)
    }
  }

  /** From here until the console's answer, nobody is proven on this connection. */
  const enqueueOpen = (change: () => void) => {
    opening += 1
    queue.add('barrier', async () => {
      change()
      audience = null
      audienceUntil = null
      clearTimeout(proofTimer)
      await open()
      opening -= 1
      if (opening === 0) for (const { envelope, settle } of held.splice(0)) settle(handOver(envelope))
    })
  }

  const message = async (id: string, text: string, receivedAt: number) => {
    if (sessionId === null) {
      refuse(id, 'unknown-session')
      return
    }
    const receipt = await toConsole.message({ context: context(), sessionId, clientMessageId: id, text, receivedAt })
    switch (receipt.outcome) {
      case 'accepted': {
        const { messageId, conversationId, at, status, warning } = receipt
        conversing = true
        // The proof that opened this connection no longer holds, e.g. its key was retired since.
        if (status !== 'verified') {
          audience = null
          clearTimeout(proofTimer)
        }
        send({ type: 'ack', id, messageId, conversationId, at, status, warning })
        break
      }
      case 'refused':
        // Whoever is refused for not being verified is not the contact that this connection was opened for.
        if (receipt.code === 'unverified-visitor') audience = null
        send({ type: 'refused', id, code: receipt.code, sentence: receipt.sentence, retry: receipt.retry })
        break
      default:
        assertNever(receipt)
    }
  }

  const take = (frame: VisitorFrame) => {
    if (!greeted && frame.type !== 'hello') {
      refuseUnreadable(frame.type === 'message' ? frame.id : null, 'unknown-session')
      return
    }
    switch (frame.type) {
      case 'hello':
        if (greeted) {
          refuseUnreadable(null, 'malformed')
          return
        }
        greeted = true
        clearTimeout(helloTimer)
        enqueueOpen(() => {
          sessionToken = frame.sessionToken
          identity = frame.identity
          form = frame.form
          pageUrl = frame.pageUrl?.startsWith(`${origin}/`) ? frame.pageUrl : null
        })
        return
      case 'identify':
        if (!messages.take()) {
          refuseHaste(null)
          return
        }
        enqueueOpen(() => {
          identity = frame.identity
          if (frame.form !== undefined) form = frame.form
        })
        return
      case 'message': {
        if (!messages.take()) {
          refuseHaste(frame.id)
          return
        }
        const receivedAt = clock()
        queue.add('work', () => message(frame.id, frame.text, receivedAt))
        return
      }
      case 'received':
        if (!signals.take()) refuseHaste(null)
        else if (deliverable.delete(frame.messageId)) toConsole.delivered(frame.messageId)
        return
      case 'ping':
        if (signals.take()) send({ type: 'pong' })
        else refuseHaste(null)
        return
      default:
        assertNever(frame)
    }
  }

  const read = (data: RawData, isBinary: boolean) => {
    if (isBinary) {
      refuseUnreadable(null, 'malformed')
      return
    }
    const parsed = parseVisitorFrame((data as Buffer).toString())
    if (parsed.outcome === 'frame') take(parsed.frame)
    else refuseUnreadable(parsed.id, parsed.code)
    if (queue.length >= limits.queuedFrames && !socket.isPaused) socket.pause()
  }

  const helloTimer = setTimeout(() => {
    refusals.note(door.channelId, 'malformed', origin)
    end(closeCodes.tooSlow, null)
  }, limits.helloWithin).unref()

  let answered = true
  const heartbeat = setInterval(() => {
    if (!answered) {
      socket.terminate()
      return
    }
    answered = false
    socket.ping()
  }, limits.pingEvery).unref()

  socket.on('pong', () => {
    answered = true
  })
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (ended) return
    answered = true
    try {
      read(data, isBinary)
    } catch {
      fail()
    }
  })
  socket.on('error', (error: Error & { code?: string }) => {
    // ws has already answered with 1007 or 1009 and closes by itself.
    const tooLarge = /MESSAGE_LENGTH|TOO_MANY/.test(error.code ?? '')
    if (error.code?.startsWith('WS_ERR')) {
      refusals.note(door.channelId, tooLarge ? 'too-large' : 'malformed', origin)
    }
  })
  socket.on('close', () => {
    ended = true
    clearTimeout(helloTimer)
    clearInterval(heartbeat)
    clearTimeout(proofTimer)
    queue.clear()
    for (const { settle } of held.splice(0)) settle(false)
    onClose()
  })

  return {
    door,
    origin,
    async offer(envelope) {
      if (ended || !greeted || envelope.channelId !== door.channelId) return false
      if (opening === 0) return handOver(envelope)
      if (held.length >= heldRepliesMax) return false
      return new Promise<boolean>((settle) => held.push({ envelope, settle }))
    },
    mayBe: (contact) => opening > 0 || audience === contact,
    get conversing() {
      return conversing
    },
    end,
  }
}
