import { assertNever } from '#shared/domain/assert-never.ts'
import type { RefusalCode, VisitorHistoryMessage } from '#shared/domain/envelope.ts'
import type { VerdictStatus } from '#shared/domain/verdict.ts'
import { closeCodes, type ServerFrame, type VisitorForm } from '#shared/domain/visitor-frames.ts'
import { type Connection, createConnection, type SocketLike } from './connection.ts'
import type { Outbox } from './outbox.ts'
import type { Announce } from './page-events.ts'
import type { Shelf } from './shelf.ts'
import { nobody } from './who.ts'
import { words } from './words.ts'

export interface ChatLine {
  /** Stays the same from writing to history, so that a message on screen never jumps. */
  key: string
  from: 'visitor' | 'agent'
  name: string | null
  text: string
  at: number
  conversationId: string | null
  /** Of the visitor's own messages. */
  state: 'sending' | 'waiting' | 'sent' | 'refused' | null
  notice: string | null
}

export interface ChatState {
  connection: 'connecting' | 'online' | 'offline'
  /** Why the whole chat is refused at the moment. */
  refusal: { code: RefusalCode; sentence: string } | null
  status: VerdictStatus | null
  offerForm: boolean
  lines: ChatLine[]
  unread: number
  notice: string | null
}

export interface ChatParts {
  openSocket: () => SocketLike
  /** Milliseconds since 1970, as this browser has it. */
  clock: () => number
  shelf: Shelf
  outbox: Outbox
  announce: Announce
  /** One page at a time says hello, so that tabs which open together share one session. */
  alone: (work: () => Promise<void>) => Promise<void>
  /** Answers which pages of this browser are no more; `at` is when the page wrote. */
  gonePages: () => Promise<(page: string, at: number) => boolean>
  /** Tells the other tabs of this browser what was sent. */
  tellOthers: (sent: { who: string; message: VisitorHistoryMessage }) => void
  pageUrl: () => string
  /** For whoever sets the site up: the page's developer console. */
  say: (text: string) => void
  random: () => number
  onChange: (state: ChatState) => void
}

export interface Chat {
  start(): void
  /** `identity` is the JSON text of the vendor's payload, or null; `who` a mark of whom it names. */
  identify(identity: string | null, who: string): void
  write(text: string): void
  retry(id: string): void
  remove(id: string): void
  fillForm(form: VisitorForm): void
  skipForm(): void
  /** The visitor looks at the messages, or no longer does. */
  look(looking: boolean): void
  heardFromOthers(sent: { who: string; message: VisitorHistoryMessage }): void
  nudge(): void
}

const ackWithin = 20_000
const helloWithin = 8_000
const restAfterIdentity = 1_000
const newestAgain = 10
/** Refusals of the connection as a whole, which may come at any time. */
const doorCodes: readonly RefusalCode[] = ['unknown-channel', 'origin-not-allowed', 'too-many-connections', 'too-fast']

/**
 * The conversation as this page knows it: who the page says is here, what waits to be sent, what the desk has.
 * One message is under way at a time, and the next goes out when it is acknowledged; so their order is kept and
 * whatever was not acknowledged is sent again under the same id, which the desk stores once.
 */
export function createChat(parts: ChatParts): Chat {
  const { shelf, outbox, announce, random } = parts

  let identity: string | null = null
  let who = nobody
  let form: VisitorForm | null = readForm(shelf)
  let formSkipped = false

  let up = false
  let greeted = false
  let everOpened = false
  /** Identities sent and not answered. Nothing is written in somebody's name before the desk knows them. */
  let unanswered = 0
  let opened = false
  /** An identity was given a moment ago; and then the same one again. */
  let resting = false
  let repeated = false
  /** The desk ended the connection because what proved this visitor may hold no longer. */
  let proofEnded = false
  let finishHello: (() => void) | null = null
  let underWay: string | null = null
  let ackTimer: ReturnType<typeof setTimeout> | undefined
  let pauseTimer: ReturnType<typeof setTimeout> | undefined
  let pauses = 0

  let refusal: ChatState['refusal'] = null
  let status: VerdictStatus | null = null
  let offerForm = false
  let notice: string | null = null
  let looking = false
  /** What the desk has, oldest first. */
  let known: VisitorHistoryMessage[] = []
  let sessionToken: string | null = null

  const connection: Connection = createConnection({
    openSocket: parts.openSocket,
    random,
    onUp() {
      up = true
      void hello()
    },
    onDown(code) {
      proofEnded ||= code === closeCodes.proofEnded
      up = false
      greeted = false
      opened = false
      unanswered = 0
      stopWaiting()
      finishHello?.()
      changed()
    },
    onFrame: (frame) => take(frame),
  })

  const hello = async () => {
    const isGone = await parts.gonePages()
    outbox.adopt((page, message) => isGone(page, message.at))
    // Ours before the shelf's: what this page sent and heard no answer to belongs to its own session.
    sessionToken ??= shelf.get('session')
    if (sessionToken !== null) sayHello()
    else await parts.alone(() => beginSession())
  }

  const beginSession = () => {
    sessionToken ??= shelf.get('session')
    return new Promise<void>((resolve) => {
      finishHello = resolve
      // Others wait for this one; not for ever.
      setTimeout(resolve, helloWithin)
      if (!sayHello()) resolve()
    })
  }

  const sayHello = () => {
    if (!up || greeted) return false
    greeted = true
    unanswered = 1
    const time = Math.max(0, Math.round(parts.clock()))
    return connection.send({ type: 'hello', sessionToken, identity, form: claims(), pageUrl: parts.pageUrl(), time })
  }

  const claims = () => (identity === null ? form : null)

  const sendIdentity = () => {
    repeated = false
    if (up && greeted && connection.send({ type: 'identify', identity, form: claims() })) unanswered += 1
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
    if (ended && identity !== null && now !== 'verified') askAgain(words.signInEnded)
  }

  const takeOpened = (frame: Extract<ServerFrame, { type: 'opened' }>) => {
    if (frame.sessionToken !== null) {
      sessionToken = frame.sessionToken
      shelf.set('session', frame.sessionToken)
    }
    finishHello?.()
    unanswered = Math.max(0, unanswered - 1)
    // Another identity is already on its way: what this answer shows is not for them.
    if (unanswered > 0) return
    opened = true
    everOpened = true
    pauses = 0
    clearTimeout(pauseTimer)
    pauseTimer = undefined
    refusal = null
    status = frame.status
    offerForm = frame.offerForm
    known = frame.history
    if (frame.status === 'verified') notice = null
    for (const message of known) if (message.clientMessageId !== null) outbox.settle(message.clientMessageId)
    confirmReceipt(newestAgain)
    connection.settled()
    announce('verdict', { status: frame.status, sentence: frame.sentence, warning: null })
    parts.say(frame.sentence)
    askAfterProof(frame.status)
    pump()
  }

  const takeAck = (frame: Extract<ServerFrame, { type: 'ack' }>) => {
    const message = outbox.own().find(({ id }) => id === frame.id)
    outbox.settle(frame.id)
    pauses = 0
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
    if (underWay === frame.id) {
      stopWaiting()
      pump()
    }
  }

  const takeRefusal = (frame: Extract<ServerFrame, { type: 'refused' }>) => {
    const { code, sentence, retry } = frame
    finishHello?.()
    if (code === 'unknown-session' && sessionToken !== null) {
      // The desk does not have this session any more: begin a new one.
      sessionToken = null
      shelf.remove('session')
      connection.renew()
      return
    }
    announce('refused', { code, sentence, retry, messageId: null })
    // Not about who is here, and the connection goes on: a frame of ours that was one too many.
    if (unanswered === 0 && opened && !doorCodes.includes(code)) return
    unanswered = Math.max(0, unanswered - 1)
    if (unanswered > 0) return
    refusal = { code, sentence }
    if (code === 'unverified-visitor') askAfterProof(null)
    opened = false
    known = []
    status = null
    if (retry) {
      pause(() => {
        if (!opened && unanswered === 0) sendIdentity()
      })
    }
  }

  const takeMessageRefusal = (frame: Extract<ServerFrame, { type: 'refused' }>, id: string) => {
    if (underWay === id) stopWaiting()
    if (frame.retry) {
      pause(pump)
      return
    }
    if (frame.code === 'unknown-session') {
      connection.renew()
      return
    }
    outbox.refuse(id, frame.sentence)
    announce('refused', { code: frame.code, sentence: frame.sentence, retry: false, messageId: id })
    pump()
  }

  /** Longer each time, until something goes well. */
  const pause = (then: () => void) => {
    clearTimeout(pauseTimer)
    const wait = Math.min(30_000, 500 * 2 ** pauses) * (0.5 + random() / 2)
    pauses = Math.min(pauses + 1, 10)
    pauseTimer = setTimeout(() => {
      pauseTimer = undefined
      then()
    }, wait)
  }

  const stopWaiting = () => {
    underWay = null
    clearTimeout(ackTimer)
  }

  const pump = () => {
    if (!opened || unanswered > 0 || underWay !== null || pauseTimer !== undefined) return
    const next = outbox.own().find((message) => message.refusal === null && message.who === who)
    if (next === undefined || !connection.send({ type: 'message', id: next.id, text: next.text })) return
    underWay = next.id
    ackTimer = setTimeout(() => connection.renew(), ackWithin)
  }

  const remember = (message: VisitorHistoryMessage) => {
    if (known.some(({ id }) => id === message.id)) return
    known = [...known, message]
    confirmReceipt()
    const { id, from, name, text, at } = message
    announce('message', { id, from, name, text, at })
  }

  /**
   * Tells the desk which replies from the history are new to this browser. Pushed ones are confirmed as they come.
   *
   * @param again how many of the newest are told once more: a desk that crashed may not have kept what it was told
   */
  const confirmReceipt = (again = 0) => {
    const upTo = Number(shelf.get('received') ?? 0)
    const replies = known.filter(({ from }) => from === 'agent')
    const news = replies.filter(({ at }) => at > upTo)
    const due = Math.max(again, Math.min(news.length, 50))
    for (const { id } of replies.slice(Math.max(0, replies.length - due)))
      connection.send({ type: 'received', messageId: id })
    const last = news.at(-1)
    if (last !== undefined) shelf.set('received', String(last.at))
    if (looking) markSeen()
  }

  const markSeen = () => {
    const last = known.at(-1)
    if (last !== undefined && last.at > Number(shelf.get('seen') ?? 0)) shelf.set('seen', String(last.at))
  }

  const lines = (): ChatLine[] => {
    const stored = known.map(
      (message): ChatLine => ({
        key: message.clientMessageId ?? message.id,
        from: message.from,
        name: message.name,
        text: message.text,
        at: message.at,
        conversationId: message.conversationId,
        state: message.from === 'visitor' ? 'sent' : null,
        notice: null,
      }),
    )
    const shown = new Set(stored.map(({ key }) => key))
    const waiting = outbox
      .own()
      // What another named person wrote stays in the outbox unseen until that person is back.
      .filter((message) => !shown.has(message.id) && (message.who === who || message.who === nobody))
      .map((message): ChatLine => {
        const others = message.who !== who
        return {
          key: message.id,
          from: 'visitor',
          name: null,
          text: message.text,
          at: message.at,
          conversationId: null,
          state: message.refusal !== null || others ? 'refused' : message.id === underWay ? 'sending' : 'waiting',
          notice: message.refusal ?? (others ? words.otherPerson : null),
        }
      })
    return [...stored, ...waiting]
  }

  const changed = () => {
    const seen = Number(shelf.get('seen') ?? 0)
    parts.onChange({
      connection: up && opened ? 'online' : everOpened ? 'offline' : 'connecting',
      refusal,
      status,
      offerForm: offerForm && identity === null && form === null && !formSkipped,
      lines: lines(),
      unread: looking ? 0 : known.filter(({ from, at }) => from === 'agent' && at > seen).length,
      notice,
    })
  }

  return {
    start() {
      connection.start()
      changed()
    },
    identify(nextIdentity, nextWho) {
      // A page may say the same on every render: once in a while is enough, and the last call is never lost.
      if (nextIdentity === identity && resting) {
        repeated = true
        return
      }
      resting = true
      setTimeout(() => {
        resting = false
        if (repeated) sendIdentity()
      }, restAfterIdentity)
      proofEnded = false
      if (nextWho !== who) {
        // Somebody else from here on: what was shown to the one before is not theirs to see.
        known = []
        status = null
        offerForm = false
        notice = null
      }
      identity = nextIdentity
      who = nextWho
      sendIdentity()
      changed()
    },
    write(text) {
      if (text.trim() === '') return
      outbox.add(text, who)
      pump()
      changed()
    },
    retry(id) {
      outbox.retry(id, who)
      pump()
      changed()
    },
    remove(id) {
      outbox.settle(id)
      changed()
    },
    fillForm(filled) {
      form = filled
      shelf.set('form', JSON.stringify(filled))
      sendIdentity()
      changed()
    },
    skipForm() {
      formSkipped = true
      changed()
    },
    look(now) {
      looking = now
      if (now) markSeen()
      changed()
    },
    heardFromOthers(sent) {
      if (sent.who !== who || !opened) return
      remember(sent.message)
      changed()
    },
    nudge: () => connection.nudge(),
  }
}

function readForm(shelf: Shelf): VisitorForm | null {
  try {
    const { name, email } = JSON.parse(shelf.get('form') ?? 'null') as VisitorForm
    return { ...(typeof name === 'string' && { name }), ...(typeof email === 'string' && { email }) }
  } catch {
    return null
  }
}
