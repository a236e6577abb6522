import { writeSync } from 'node:fs'
import { identity, openConsole } from '../../conversations/testing/open-console.ts'

/**
 * A process that stores messages as fast as it can until it is killed. Each lane numbers its messages and goes on
 * where it was left: a message that was sent and never acknowledged is sent again, as a visitor's page does.
 *
 * It prints `session TOKEN` once, and a line `LANE NUMBER MESSAGE-ID` for each acknowledgement. Printed synchronously:
 * what was acknowledged has left the process before the lane sends its next message.
 */
export interface KilledWriterPlan {
  path: string
  sessionToken: string | null
  /** The number of each lane's next message. */
  next: number[]
}

const plan = JSON.parse(process.argv[2] ?? '') as KilledWriterPlan
const console = await openConsole({ path: plan.path })
if (console.warning !== null) throw new Error(console.warning)
const { sessionId, sessionToken } = await console.open(null, plan.sessionToken)
if (sessionToken !== null) writeSync(1, `session ${sessionToken}\n`)
const write = async (lane: number, first: number) => {
  for (let number = first; ; number += 1) {
    const payload = number % 2 ? identity('ada@shop.example') : null
    const receipt = await console.say(sessionId, payload, `lane ${lane} message ${number}`, `lane-${lane}-${number}`)
    if (receipt.outcome !== 'accepted') throw new Error(receipt.code)
    writeSync(1, `${lane} ${number} ${receipt.messageId}\n`)
  }
}
await Promise.all(plan.next.map((first, lane) => write(lane, first)))
