import type { Shelf } from './shelf.ts'

/** A message on its way. It stays in the outbox until the desk has acknowledged it or the visitor removes it. */
export interface OutgoingMessage {
  /** The client message id: however often it is sent, it is stored once. */
  id: string
  text: string
  /** When it was written (ms). */
  at: number
  /** Whom the page named when it was written. It is never sent in another person's name unless the visitor says so. */
  who: string
  /** The page (tab, load) that sends it. */
  page: string
  /** Why it was refused; null while it waits. */
  refusal: string | null
}

export interface Outbox {
  add(text: string, who: string): OutgoingMessage
  /** This page's messages, oldest first. */
  own(): OutgoingMessage[]
  /** Acknowledged, or removed by the visitor. */
  settle(id: string): void
  refuse(id: string, sentence: string): void
  retry(id: string, who: string): void
  /** Takes over what pages left behind that are no more, e.g. this page before it was loaded again. */
  adopt(isGone: (page: string, message: OutgoingMessage) => boolean): void
}

const start = 'out.'

/** Every message has a key of its own, so that tabs which write at the same moment cannot overwrite each other's. */
export function createOutbox(shelf: Shelf, page: string, clock: () => number, newId: () => string): Outbox {
  let lastAt = 0

  const read = (key: string): OutgoingMessage | null => {
    try {
      const value = JSON.parse(shelf.get(key) ?? 'null') as Partial<OutgoingMessage> | null
      const { id, text, at, who, page, refusal } = value ?? {}
      if (typeof id !== 'string' || typeof text !== 'string' || typeof at !== 'number') return null
      if (typeof who !== 'string' || typeof page !== 'string') return null
      return { id, text, at, who, page, refusal: typeof refusal === 'string' ? refusal : null }
    } catch {
      return null
    }
  }
  const write = (message: OutgoingMessage) => shelf.set(start + message.id, JSON.stringify(message))
  const all = () =>
    shelf
      .keys(start)
      .map(read)
      .filter((message) => message !== null)
      .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
  const change = (id: string, changes: Partial<OutgoingMessage>) => {
    const message = read(start + id)
    if (message !== null) write({ ...message, ...changes })
  }

  return {
    add(text, who) {
      // Rising even where the clock stands still or steps back: it is also the order of sending.
      lastAt = Math.max(clock(), lastAt + 1)
      const message: OutgoingMessage = { id: newId(), text, at: lastAt, who, page, refusal: null }
      write(message)
      return message
    },
    own: () => all().filter((message) => message.page === page),
    settle: (id) => shelf.remove(start + id),
    refuse: (id, sentence) => change(id, { refusal: sentence }),
    retry: (id, who) => change(id, { refusal: null, who }),
    adopt(isGone) {
      for (const message of all()) {
        if (message.page !== page && isGone(message.page, message)) write({ ...message, page })
      }
    },
  }
}
