import type { Answers } from '../in-memory-host.ts'
import type { World } from './world.ts'
import { requireSupervisor } from './world.ts'

/** The journal, from memory: what the sample flags tell. */
export function answerAudit(world: World): Pick<Answers, Extract<keyof Answers, `audit.${string}`>> {
  return {
    'audit.list': ({ cursor, limit, kind }) => {
      requireSupervisor(world)
      const rows = world.flags
        .map((flag, index) => ({
          id: String(1_000 - index),
          seq: 1_000 - index,
          at: flag.raisedAt,
          kind: 'flag.raised',
          by: 'a visitor',
          sentence: `Flagged: ${flag.sentence}`,
          conversationId: flag.conversationId,
          erased: false,
        }))
        .filter((row) => !kind || row.kind === kind)
      const from = Number(cursor ?? 0)
      return { rows: rows.slice(from, from + limit), nextCursor: null, kinds: ['flag.raised', 'message.received'] }
    },
    'audit.export': ({ format }) => {
      requireSupervisor(world)
      return { folder: 'exports', file: `journal.${format}`, entries: world.flags.length }
    },
    'audit.erase': () => {
      requireSupervisor(world)
      return { erasureId: `eras_${world.nextId()}`, entries: 0, conversations: 0 }
    },
  }
}
