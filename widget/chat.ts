import { assertNever } from '#shared/domain/assert-never.ts'
import type { RefusalCode, VisitorHistoryMessage } from '#shared/domain/envelope.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import { closeCodes, type ServerFrame } from '#shared/domain/visitor-frames.ts'
import type { Chat, ChatParts, ChatState } from './chat-interface.ts'
import { linesOf } from './chat-lines.ts'
import { type Connection, createConnection } from './connection.ts'
import { createDelivery } from './delivery.ts'
import { createIntroduction } from './introduction.ts'
import { createPause } from './pause.ts'
import { createReceipts } from './receipts.ts'
import { createVisitorForm } from './visitor-form.ts'
import { words } from './words.ts'

const newestAgain = 10
/** Refusals of the connection as a whole, which may come at any time. */
const doorCodes: readonly RefusalCode[] = ['unknown-channel', 'origin-not-allowed', 'too-many-connections', 'too-fast']

/** The conversation as this page knows it: who the page says is here, what waits to be sent, what the desk has. */
export function createChat(parts: ChatParts): Chat {
  const { shelf, outbox, announce, random } = parts

  let everOpened = false
  let opened = false
  /** The desk ended the connection because what proved this visitor may hold no longer. */
  let proofEnded = false
  let refusal: ChatState['refusal'] = null
  let status: VerdictStatus | null = null
  let offerForm = false
  let notice: string | null = null
  /** What the desk has, oldest first. */
  let known: VisitorHistoryMessage[] = []

  const connection: Connection = createConnection({
    openSocket: parts.openSocket,
    random,
    onUp() {
      introduction.connected()
      void hello()
    },
    onDown(code) {
      proofEnded ||= code === closeCodes.proofEnded
      opened = false
      delivery.stop()
      introduction.disconnected()
      changed()
    },
    onFrame: (frame) => take(frame),
  })
  const pause = createPause(random)
  const form = createVisitorForm(shelf)
  const receipts = createReceipts(shelf, (messageId) => connection.send({ type: 'received', messageId }))
  const introduction = createIntroduction({
    shelf,
    pages: parts.pages,
    clock: parts.clock,
    pageUrl: parts.pageUrl,
    form: form.filled,
    send: (frame) => connection.send(frame),
  })
  const delivery = createDelivery({
    next() {
      if (!opened || !introduction.isAnswered() || pause.isOn()) return undefined
      return outbox.own().find((message) => message.refusal === null && message.who === introduction.who())
    },
    send: ({ id, text }) => connection.send({ type: 'message', id, text }),
    onSilence: () => connection.renew(),
  })

  const hello = async () => {
    const isGone = await parts.pages.gonePages()
    outbox.adopt((page, message) => isGone(page, message.at))
    await introduction.hello()
  }

  const take = (frame: ServerFrame) => {
    switch (frame.type) {
      case 'opened':
        takeOpened(frame)
        break
      case 'ack':
        takeAck(frame)
        break
      case 'refused':
        if (frame.id === null) takeRefusal(frame)
        else takeMessageRefusal(frame, frame.id)
        break
      case 'reply':
        remember(frame.message)
        connection.send({ type: 'received', messageId: frame.message.id })
        if (frame.request === 'identify-again') askAgain(words.signInAgain)
        break
      case 'pong':
        return
      default:
        assertNever(frame)
    }
    changed()
  }

  const askAgain = (sentence: string) => {
    notice = sentence
    announce('identify-again', {})
  }

  /** Once after the proof has ended: the page may have a fresh one, which the desk cannot know. */
  const askAfterProof = (now: VerdictStatus | null) => {
    const ended = proofEnded
    proofEnded = false
    if (ended && introduction.identity() !== null && now !== 'verified') askAgain(words.signInEnded)
  }

  const takeOpened = (frame: Extract<ServerFrame, { type: 'opened' }>) => {
    if (frame.sessionToken !== null) introduction.keepSession(frame.sessionToken)
    introduction.heard()
    // Another identity is already on its way: what this answer shows is not for them.
    if (!introduction.answered()) return
    opened = true
    everOpened = true
    pause.end()
    refusal = null
    status = frame.status
    offerForm = frame.offerForm
    known = frame.history
    if (frame.status === 'verified') notice = null
    for (const message of known) if (message.clientMessageId !== null) outbox.settle(message.clientMessageId)
    receipts.confirm(known, newestAgain)
    connection.settled()
    announce('verdict', { status: frame.status, sentence: frame.sentence, warning: null })
    parts.say(frame.sentence)
    askAfterProof(frame.status)
    delivery.go()
  }

  const takeAck = (frame: Extract<ServerFrame, { type: 'ack' }>) => {
    const message = outbox.own().find(({ id }) => id === frame.id)
    outbox.settle(frame.id)
    pause.wentWell()
    if (message !== undefined) {
      const sent: VisitorHistoryMessage = {
        id: frame.messageId,
        conversationId: frame.conversationId,
        from: 'visitor',
        name: null,
        text: message.text,
        at: frame.at,
        clientMessageId: frame.id,
      }
      remember(sent)
      parts.tellOthers({ who: message.who, message: sent })
    }
    if (frame.warning !== null || frame.status !== status) {
      proofEnded ||= status === 'verified' && frame.status === 'expired'
      status = frame.status
      announce('verdict', { status, sentence: null, warning: frame.warning })
      if (frame.warning !== null) parts.say(frame.warning)
      askAfterProof(frame.status)
    }
    if (delivery.underWay() === frame.id) {
      delivery.stop()
      delivery.go()
    }
  }

  const takeRefusal = (frame: Extract<ServerFrame, { type: 'refused' }>) => {
    const { code, sentence, retry } = frame
    introduction.heard()
    if (code === 'unknown-session' && introduction.forgetSession()) {
      // The desk does not have this session any more: begin a new one.
      connection.renew()
      return
    }
    announce('refused', { code, sentence, retry, messageId: null })
    // Not about who is here, and the connection goes on: a frame of ours that was one too many.
    if (introduction.isAnswered() && opened && !doorCodes.includes(code)) return
    if (!introduction.answered()) return
    refusal = { code, sentence }
    if (code === 'unverified-visitor') askAfterProof(null)
    opened = false
    known = []
    status = null
    if (retry) {
      pause.take(() => {
        if (!opened && introduction.isAnswered()) introduction.sendIdentity()
      })
    }
  }

  const takeMessageRefusal = (frame: Extract<ServerFrame, { type: 'refused' }>, id: string) => {
    if (delivery.underWay() === id) delivery.stop()
    if (frame.retry) {
      pause.take(delivery.go)
      return
    }
    if (frame.code === 'unknown-session') {
      connection.renew()
      return
    }
    outbox.refuse(id, frame.sentence)
    announce('refused', { code: frame.code, sentence: frame.sentence, retry: false, messageId: id })
    delivery.go()
  }

  const remember = (message: VisitorHistoryMessage) => {
    if (known.some(({ id }) => id === message.id)) return
    known = [...known, message]
    receipts.confirm(known)
    const { id, from, name, text, at } = message
    announce('message', { id, from, name, text, at })
  }

  const changed = () => {
    parts.onChange({
      connection: introduction.isUp() && opened ? 'online' : everOpened ? 'offline' : 'connecting',
      refusal,
      status,
      offerForm: offerForm && introduction.identity() === null && !form.isAnswered(),
      lines: linesOf(known, outbox.own(), introduction.who(), delivery.underWay()),
      unread: receipts.unread(known),
      notice,
    })
  }

  return {
    start() {
      connection.start()
      changed()
    },
    identify(identity, who) {
      if (introduction.isRepetition(identity)) return
      proofEnded = false
      if (who !== introduction.who()) {
        // Somebody else from here on: what was shown to the one before is not theirs to see.
        known = []
        status = null
        offerForm = false
        notice = null
      }
      introduction.identify(identity, who)
      changed()
    },
    write(text) {
      if (text.trim() === '') return
      outbox.add(text, introduction.who())
      delivery.go()
      changed()
    },
    retry(id) {
      outbox.retry(id, introduction.who())
      delivery.go()
      changed()
    },
    remove(id) {
      outbox.settle(id)
      changed()
    },
    fillForm(filled) {
      form.fill(filled)
      introduction.sendIdentity()
      changed()
    },
    skipForm() {
      form.skip()
      changed()
    },
    look(now) {
      receipts.look(now, known)
      changed()
    },
    heardFromOthers(sent) {
      if (sent.who !== introduction.who() || !opened) return
      remember(sent.message)
      changed()
    },
    nudge: () => connection.nudge(),
  }
}
