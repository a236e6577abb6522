import { writeSync } from 'node:fs'
import { identity, openConsole } from '../../conversations/testing/open-console.ts'

/**
 * A process that opens the console, stores messages in bursts and closes it again, several times over. Between the
 * bursts the database rests long enough to copy its log into the file. Prints each acknowledged message as a line
 * `MESSAGE-ID TEXT`.
 */
export interface PowerCutPlan {
  path: string
  rounds: number
  burstsPerRound: number
  messagesPerBurst: number
  /** Syncs less often than the product does, which loses messages: to see that the test would notice. */
  careless: boolean
}

/** Longer than the database waits before it uses its rest (`idleDelay` of the worker loop), in ms. */
const rest = 120

const plan = JSON.parse(process.argv[2] ?? '') as PowerCutPlan
const carelessUrl = new URL('./careless-database-worker.ts', import.meta.url)
for (let round = 0; round < plan.rounds; round += 1) {
  const console = await openConsole({ path: plan.path, ...(plan.careless ? { workerUrl: carelessUrl } : {}) })
  if (console.warning !== null) throw new Error(console.warning)
  const { sessionId } = await console.open(null)
  for (let burst = 0; burst < plan.burstsPerRound; burst += 1) {
    const write = async (lane: number) => {
      for (let number = lane; number < plan.messagesPerBurst; number += 4) {
        const text = `round ${round} burst ${burst} message ${number}`
        const receipt = await console.say(sessionId, number % 2 ? identity('ada@shop.example') : null, text)
        if (receipt.outcome !== 'accepted') throw new Error(receipt.code)
        writeSync(1, `${receipt.messageId} ${text}\n`)
      }
    }
    await Promise.all([0, 1, 2, 3].map(write))
    await new Promise((resolve) => setTimeout(resolve, rest))
  }
  await console.close()
}
