import { randomUUID } from 'node:crypto'
import type { RawData, WebSocket } from 'ws'
import { assertNever } from '#shared/domain/assert-never.ts'
import type { ChannelDoor, Refusal, RefusalCode, ReplyEnvelope, VisitorContext } from '#shared/domain/envelope.ts'
import type { ContactId, SessionId } from '#shared/domain/ids.ts'
import { closeCodes, type ServerFrame, type VisitorForm, type VisitorFrame } from '#shared/domain/visitor-frames.ts'
import type { Clock } from '../clock.ts'
import type { ConsolePort } from '../transport/port.ts'
import type { Backlog } from './backlog.ts'
import { createFrameQueue } from './frame-queue.ts'
import { parseVisitorFrame, writeServerFrame } from './frames.ts'
import { createTokenBucket, type IntakeLimits, type TokenBucket } from './limits.ts'
import { type RefusalLedger, refusal } from './refusals.ts'
import { createVisitorReplies } from './visitor-replies.ts'

export interface VisitorConnection {
  readonly door: ChannelDoor
  readonly origin: string
  /** Hands over a reply if this visitor may see it; resolves with whether it was handed over. */
  offer(envelope: ReplyEnvelope): Promise<boolean>
  /** True where this visitor is proven to be the contact, or may be about to be: an identification is under way. */
  mayBe(contact: ContactId): boolean
  /** True once a message of this connection was stored: then it is a conversation, and not only a page left open. */
  readonly conversing: boolean
  /** False once it was told to end. */
  readonly open: boolean
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
  /** Shared by all connections. */
  backlog: Backlog
  /** Shared by all connections: what they write beyond a person's pace. */
  hasty: TokenBucket
  onClose: () => void
}

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
  const { socket, door, origin, client, toConsole, limits, clock, refusals, backlog, hasty, onClose } = parts

  const connectionId = randomUUID()
  let greeted = false
  let ended = false
  let identity: string | null = null
  let form: VisitorForm | null = null
  let pageUrl: string | null = null
  let sessionToken: string | null = null
  let sessionId: SessionId | null = null
  let conversing = false
  /** What this connection has in the backlog, to be taken out when it ends. */
  const waiting = new Set<() => void>()

  const messages = createTokenBucket(clock, limits.messagesPerSecond, limits.messageBurst)
  const calm = createTokenBucket(clock, limits.calmMessagesPerSecond, limits.calmMessageBurst)
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

  const context = (): VisitorContext => ({
    channelId: door.channelId,
    identity,
    form,
    origin,
    pageUrl,
    client,
    via: 'widget',
    connectionId,
  })

  const replies = createVisitorReplies(
    clock,
    ({ message, request }) => {
      if (socket.readyState !== socket.OPEN) return false
      send({ type: 'reply', message, request })
      return true
    },
    () => end(closeCodes.proofEnded, null),
  )

  const open = async (receivedAt: number, peerTime: number | null) => {
    const receipt = await toConsole.open({ context: context(), sessionToken, sessionName: null, receivedAt, peerTime })
    switch (receipt.outcome) {
      case 'opened':
        sessionId = receipt.sessionId
        sessionToken = receipt.sessionToken ?? sessionToken
        replies.proven(receipt.sessionId, receipt.audience, receipt.audienceUntil)
        for (const message of receipt.history) if (message.from === 'agent') replies.expectReceipt(message.id)
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
  const enqueueOpen = (peerTime: number | null, change: () => void) => {
    const receivedAt = clock()
    replies.unknown()
    queue.add('barrier', async () => {
      change()
      replies.forget()
      await open(receivedAt, peerTime)
      replies.known()
    })
  }

  /** Queues one message, or refuses it where all connections together send too much. */
  const enqueueMessage = (id: string, text: string, receivedAt: number) => {
    if (!calm.take() && !hasty.take()) {
      refuseHaste(id)
      return
    }
    const leave = backlog.enter(text.length)
    if (leave === null) {
      refuse(id, 'too-fast')
      return
    }
    waiting.add(leave)
    queue.add('work', async () => {
      try {
        await message(id, text, receivedAt)
      } finally {
        waiting.delete(leave)
        leave()
      }
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
        if (status !== 'verified') replies.noLonger()
        send({ type: 'ack', id, messageId, conversationId, at, status, warning })
        break
      }
      case 'refused':
        // Whoever is refused for not being verified is not the contact that this connection was opened for.
        if (receipt.code === 'unverified-visitor' || receipt.code === 'blocked-visitor') replies.noLonger()
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
        enqueueOpen(frame.time ?? null, () => {
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
        enqueueOpen(null, () => {
          identity = frame.identity
          if (frame.form !== undefined) form = frame.form
        })
        return
      case 'message':
        if (messages.take()) enqueueMessage(frame.id, frame.text, clock())
        else refuseHaste(frame.id)
        return
      case 'received':
        if (!signals.take()) refuseHaste(null)
        else if (replies.received(frame.messageId)) toConsole.delivered(frame.messageId)
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
    replies.close()
    queue.clear()
    for (const leave of waiting) leave()
    toConsole.ended(connectionId)
    onClose()
  })

  return {
    door,
    origin,
    async offer(envelope) {
      return !ended && greeted && envelope.channelId === door.channelId && replies.offer(envelope)
    },
    mayBe: (contact) => replies.mayBe(contact),
    get conversing() {
      return conversing
    },
    get open() {
      return !ended
    },
    end,
  }
}
