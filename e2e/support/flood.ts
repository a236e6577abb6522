import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface FloodOrder {
  /** Where the intake listens. */
  url: string
  channelId: string
  origin: string
  /** The channel's secret: every message of the flood is signed, which costs the console most. */
  secret: string
  perSecond: number
  seconds: number
  sockets: number
  /** What each message says, before its number. */
  words: string
}

export interface FloodReport {
  offered: number
  /** Ids of the messages that were acknowledged. */
  acknowledged: string[]
  /** How often each code of refusal was heard. */
  refused: Record<string, number>
  /** Refusals that say not to try again. */
  refusedWithoutRetry: number
  /** How often connections were closed, by code. */
  closed: Record<string, number>
  /** Messages that found no open connection, or none that was read from. */
  heldBack: number
  /** Messages on open connections that were neither acknowledged nor refused. */
  unanswered: number
  connections: number
}

const script = join(import.meta.dirname, 'flood-process.ts')
const node = process.versions.node.startsWith('24.')
  ? process.execPath
  : join(import.meta.dirname, '../../node_modules/.bin/node')

/** An intake that belongs to no console, in a process of its own: what floods it costs the machine just as much. */
export async function openOtherIntake(): Promise<{ url: string; channelId: string; close(): void }> {
  const intake = join(import.meta.dirname, '../../main/intake/testing/intake-process.ts')
  const child = fork(intake, [], { execPath: node, execArgv: [] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { url: `http://127.0.0.1:${port}`, channelId: 'chan_shop', close: () => child.disconnect() }
}

/** Floods an intake from a process of its own, and resolves with what came of it. */
export async function flood(order: FloodOrder): Promise<FloodReport> {
  const child: ChildProcess = fork(script, [JSON.stringify(order)], { execPath: node, execArgv: [] })
  const ended = once(child, 'exit')
  const [report] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('the flood ended without a report')
    }),
  ])) as [FloodReport]
  await ended
  return report
}
