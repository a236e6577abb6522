import type { Refusal } from '#shared/domain/envelope.ts'
import type { ConsolePort, Transport, VisitorPort } from './port.ts'

const unavailable: Refusal = {
  outcome: 'refused',
  code: 'console-unavailable',
  sentence: 'The support desk is not available at the moment. Your message is kept here and will be sent again.',
  retry: true,
}

/**
 * A transport for an intake and a console in one process: plain function calls.
 *
 * Before a console is attached, `open` and `message` answer the refusal `console-unavailable`, and there are no
 * doors. A console that throws or rejects, which its port forbids, is answered in the same way: the intake never
 * sees an exception. Before an intake is attached, replies reach nobody (`connections: 0`).
 */
export function createLocalTransport(): Transport {
  let console: ConsolePort | null = null
  let intake: VisitorPort | null = null

  return {
    toConsole: {
      async open(envelope) {
        if (console === null) return unavailable
        try {
          return await console.open(envelope)
        } catch {
          return unavailable
        }
      },
      async message(envelope) {
        if (console === null) return unavailable
        try {
          return await console.message(envelope)
        } catch {
          return unavailable
        }
      },
      delivered: (messageId) => console?.delivered(messageId),
      ended: (connectionId) => console?.ended(connectionId),
      refused: (reports) => console?.refused(reports),
      doors: () => console?.doors() ?? [],
    },
    toVisitors: {
      reply: async (envelope) => (intake === null ? { connections: 0 } : intake.reply(envelope)),
      doorsChanged: () => intake?.doorsChanged(),
      dropAudience: (audience) => intake?.dropAudience(audience),
    },
    attachConsole(port) {
      console = port
      intake?.doorsChanged()
    },
    attachIntake(port) {
      intake = port
    },
  }
}
