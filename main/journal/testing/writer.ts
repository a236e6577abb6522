import { writeSync } from 'node:fs'
import type { MessageReceipt } from '#shared/domain/envelope.ts'
import { identity, openConsole } from '../../conversations/testing/open-console.ts'

/**
 * A process that stores messages as fast as it can and prints each acknowledged one, until it is killed.
 * Printed synchronously: what was acknowledged has left the process before the next message is sent.
 */
const path = process.argv[2]
if (!path) throw new Error('name the database')
const console = await openConsole({ path })
const { sessionId } = await console.open(null)
const write = async (lane: number) => {
  for (let count = 0; ; count += 1) {
    const text = `run ${process.pid} lane ${lane} message ${count}`
    const payload = count % 2 ? identity('ada@shop.example') : null
    const receipt: MessageReceipt = await console.say(sessionId, payload, text, `p${process.pid}-${lane}-${count}`)
    if (receipt.outcome === 'accepted') writeSync(1, `${receipt.messageId} ${text}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane)))
