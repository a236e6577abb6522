import type { VisitorForm, VisitorFrame } from '#shared/domain/visitor-frames.ts'
import type { Pages } from './pages.ts'
import type { Shelf } from './shelf.ts'
import { nobody } from './who.ts'

const helloWithin = 8_000
const restAfterIdentity = 1_000

export interface IntroductionParts {
  shelf: Shelf
  /** One page at a time says hello, and hears which session the one before it began: tabs share one. */
  pages: Pick<Pages, 'alone' | 'tellSession' | 'sessionOfOthers'>
  /** Milliseconds since 1970, as this browser has it. */
  clock: () => number
  pageUrl: () => string
  form: () => VisitorForm | null
  /** False where there is no connection to send it on. */
  send: (frame: VisitorFrame) => boolean
}

/**
 * Who the page says is here, in which session, and whether the desk has answered to that. Nothing is written in
 * somebody's name before the desk knows them.
 */
export function createIntroduction(parts: IntroductionParts) {
  const { shelf, pages } = parts
  let identity: string | null = null
  let who = nobody
  let up = false
  let greeted = false
  /** Identities sent and not answered. */
  let unanswered = 0
  /** An identity was given a moment ago; and then the same one again. */
  let resting = false
  let repeated = false
  let sessionToken: string | null = null
  /** Once: a session that the desk has forgotten may still be told by a page that has not heard so. */
  let askedOthers = false
  let finishHello: (() => void) | null = null

  const claims = () => (identity === null ? parts.form() : null)

  const sayHello = () => {
    if (!up || greeted) return false
    greeted = true
    unanswered = 1
    const time = Math.max(0, Math.round(parts.clock()))
    return parts.send({ type: 'hello', sessionToken, identity, form: claims(), pageUrl: parts.pageUrl(), time })
  }

  const beginSession = async () => {
    sessionToken ??= shelf.get('session')
    if (sessionToken === null && !askedOthers) {
      askedOthers = true
      const told = await pages.sessionOfOthers()
      sessionToken ??= shelf.get('session') ?? told
    }
    await new Promise<void>((resolve) => {
      finishHello = resolve
      // Others wait for this one; not for ever.
      setTimeout(resolve, helloWithin)
      if (!sayHello()) resolve()
    })
  }

  const sendIdentity = () => {
    repeated = false
    if (up && greeted && parts.send({ type: 'identify', identity, form: claims() })) unanswered += 1
  }

  return {
    identity: () => identity,
    who: () => who,
    isUp: () => up,
    isAnswered: () => unanswered === 0,
    connected(): void {
      up = true
    },
    disconnected(): void {
      up = false
      greeted = false
      unanswered = 0
      finishHello?.()
    },
    async hello(): Promise<void> {
      // Ours before the shelf's: what this page sent and heard no answer to belongs to its own session.
      sessionToken ??= shelf.get('session')
      if (sessionToken !== null) sayHello()
      else await pages.alone(beginSession)
    },
    keepSession(token: string): void {
      sessionToken = token
      shelf.set('session', token)
      pages.tellSession(token)
    },
    /** @returns false where there is no session to forget */
    forgetSession(): boolean {
      if (sessionToken === null) return false
      sessionToken = null
      shelf.remove('session')
      pages.tellSession(null)
      return true
    },
    /** The desk has said something to the hello: the next page may say its own. */
    heard(): void {
      finishHello?.()
    },
    /** One identity was answered. @returns false where another is on its way already: the answer is not about them */
    answered(): boolean {
      unanswered = Math.max(0, unanswered - 1)
      return unanswered === 0
    },
    /** A page may say the same on every render: once in a while is enough, and the last call is never lost. */
    isRepetition(next: string | null): boolean {
      if (next === identity && resting) {
        repeated = true
        return true
      }
      resting = true
      setTimeout(() => {
        resting = false
        if (repeated) sendIdentity()
      }, restAfterIdentity)
      return false
    },
    identify(nextIdentity: string | null, nextWho: string): void {
      identity = nextIdentity
      who = nextWho
      sendIdentity()
    },
    sendIdentity,
  }
}
