import { rmSync, writeFileSync, writeSync } from 'node:fs'
import { ProblemError } from '#shared/contract/result.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { origin, startConsole } from '../../testing/console.ts'

/**
 * A whole console on a disk that fills up and is freed again, several times over. Prints what it saw as one line of
 * JSON. The disk is full while the file `full` exists (`disk-shim.c`).
 */
export interface FullDiskPlan {
  profileFolder: string
  full: string
  times: number
  /** How long everything may take (ms). */
  patience: number
}

export interface FullDiskReport {
  acknowledged: MessageId[]
  /** Texts that were refused and never acknowledged. */
  refused: string[]
  /** Per time: what was answered while the disk was full, the notices then, and those when it was not any more. */
  times: { agent: string; visitor: string; during: string[]; afterwards: string[] }[]
}

const plan = JSON.parse(process.argv[2] ?? '') as FullDiskPlan
const console = await startConsole({ profileFolder: plan.profileFolder })
const channel = await console.ask('channels.add', {
  name: 'Shop',
  scheme: 'fernand',
  policy: 'observe',
  origins: [origin],
  settings: {},
})
const visitor = await console.visit(channel.id, null)
const report: FullDiskReport = { acknowledged: [], refused: [], times: [] }
const first = await visitor.say('hello')
report.acknowledged.push(first.messageId)
let notes = 0
let messages = 0

// Whatever is waited for and never comes would otherwise stop the tests for good.
setTimeout(() => {
  writeSync(
    2,
    `nothing more happened: ${JSON.stringify({ times: report.times.length, notes, messages, heard: visitor.arrived })}\n`,
  )
  process.exit(3)
}, plan.patience).unref()

/** Writes notes until one is refused. Answers its code. */
async function fillDisk(): Promise<string> {
  for (;;) {
    notes += 1
    try {
      const answer = await console.ask('reply.send', {
        conversationId: first.conversationId,
        requestId: `request-${notes}`,
        mode: 'note',
        text: 'x'.repeat(8_000),
        templateIds: [],
        seenPosition: 100_000,
        askToSignIn: false,
      })
      if (answer.outcome === 'sent') report.acknowledged.push(answer.message.id)
    } catch (error) {
      return error instanceof ProblemError ? error.code : 'thrown'
    }
  }
}

/**
 * Says things until one is refused. A small message may still find room on a full disk, in a write-ahead log that began
 * again at its start: then it is acknowledged, and must be there.
 */
async function sayUntilRefused() {
  for (;;) {
    messages += 1
    const said = { type: 'message', id: `full-${messages}`, text: `message ${messages}` } as const
    visitor.send(said)
    const answer = await visitor.nextOf('ack', 'refused')
    if (answer.type === 'refused') return { said, refusal: answer }
    report.acknowledged.push(answer.messageId)
  }
}

const notices = () =>
  console
    .notices()
    .filter(({ id }) => id === 'storage')
    .map(({ severity, title }) => `${severity}: ${title}`)

for (let time = 0; time < plan.times; time += 1) {
  writeFileSync(plan.full, '')
  const agent = await fillDisk()
  const { said, refusal } = await sayUntilRefused()
  report.refused.push(`${said.text} while full`)
  const during = notices()
  rmSync(plan.full)
  // The page sends the same message again.
  visitor.send(said)
  const acknowledged = await visitor.next('ack')
  report.acknowledged.push(acknowledged.messageId)
  report.times.push({ agent, visitor: `${refusal.code}, ${refusal.retry}`, during, afterwards: notices() })
}
await console.stop()
writeSync(1, `${JSON.stringify(report)}\n`)
