import { writeSync } from 'node:fs'
import type { JsonObject } from '#shared/strict/json.ts'
import { accepted, openConsole } from './open-console.ts'
import { tokenVerify } from './token-verify.ts'

/**
 * A process that uses one token after the other, each in a session of its own, until it is killed. It prints
 * `NUMBER SESSION-TOKEN` once a use is acknowledged: synchronously, before the next begins.
 */
export interface KilledTokenPlan {
  path: string
  publicJwk: JsonObject
  /** Identities to hand over, by their number. */
  payloads: Record<number, string>
}

const plan = JSON.parse(process.argv[2] ?? '') as KilledTokenPlan
const console = await openConsole({ path: plan.path, verify: tokenVerify(plan.publicJwk) })
const use = async (number: number, payload: string) => {
  const { sessionId, sessionToken, status } = await console.open(payload)
  // Half of them only open a session, and never write.
  const said = number % 2 === 0 ? accepted(await console.say(sessionId, payload, `token ${number}`)).status : status
  if (said !== 'verified') throw new Error(`token ${number} was ${said}`)
  writeSync(1, `${number} ${sessionToken}\n`)
}
for (const [number, payload] of Object.entries(plan.payloads)) await use(Number(number), payload)
writeSync(1, 'all\n')
setInterval(() => undefined, 1_000)
