import type { OutgoingMessage } from './outbox.ts'

const ackWithin = 20_000

export interface DeliveryParts {
  /** The message whose turn it is; undefined where none may go out now. */
  next: () => OutgoingMessage | undefined
  /** False where nothing could be sent. */
  send: (message: OutgoingMessage) => boolean
  /** The desk did not answer in time. */
  onSilence: () => void
}

/**
 * One message is under way at a time, and the next goes out when it is acknowledged: so their order is kept, and
 * whatever was not acknowledged is sent again under the same id, which the desk stores once.
 */
export function createDelivery({ next, send, onSilence }: DeliveryParts) {
  let underWay: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    underWay: () => underWay,
    /** Sends the next message, if none is under way. */
    go(): void {
      if (underWay !== null) return
      const message = next()
      if (message === undefined || !send(message)) return
      underWay = message.id
      timer = setTimeout(onSilence, ackWithin)
    },
    /** Nothing is waited for any more. */
    stop(): void {
      underWay = null
      clearTimeout(timer)
    },
  }
}
