import Database from 'better-sqlite3'
import type { EventType } from '../../journal/events.ts'
import { mayDo } from './who-may.ts'

export interface SeenEvent {
  seq: number
  type: EventType
  actor: string
  content: Record<string, unknown>
}

/** What comes a moment later than the request that caused it. */
const trailing: ReadonlySet<EventType> = new Set(['operator.signedOut', 'operator.locked'])

/** Follows the journal from outside, with roles as the journal itself gives them, and judges each event. */
export function watchJournal(databasePath: string) {
  const sql = new Database(databasePath, { readonly: true })
  const rows = sql.prepare(
    `SELECT j.seq, j.type, j.actor, c.json FROM journal j JOIN journal_content c ON c.seq = j.seq
     WHERE j.seq > ? ORDER BY j.seq`,
  )
  const roles = new Map<string, string>()
  const wrong: string[] = []
  const counts = new Map<string, number>()
  let last = 0

  function judge({ seq, type, actor, content }: SeenEvent): void {
    const find = (sentence: string) => wrong.push(`${seq} ${type} by ${actor}: ${sentence}`)
    const allowed = mayDo[type]
    const kind = actor.split(':')[0]
    const operatorId = actor.slice('operator:'.length)
    if (kind === 'system' && !allowed.includes('system')) find('not a doing of the console itself')
    if (kind === 'session' && !allowed.includes('visitor')) find('not a doing of a visitor')
    if (kind === 'operator') {
      const isSupervisor = roles.get(operatorId) === 'supervisor'
      if (!allowed.includes('operator') && !(allowed.includes('supervisor') && isSupervisor)) find('not theirs to do')
      const own = content['operatorId']
      const aboutOthers = ['conversation.assigned', 'operator.added', 'operator.keyStated', 'operator.retired']
      if (own !== undefined && own !== operatorId && !aboutOthers.includes(type)) find('in the name of another one')
    }
    if (
      'verdict' in content &&
      !(kind === 'session' && /^(message\.(received|refused)|visitor\.identified)$/.test(type))
    ) {
      find('a verdict that is not from the intake')
    }
    if (type === 'operator.added') roles.set(content['operatorId'] as string, content['role'] as string)
    if (type === 'operator.keyStated' && content['state'] === 'active') {
      roles.set(content['operatorId'] as string, content['role'] as string)
    }
  }

  return {
    /** Everything since the last look. */
    next(): SeenEvent[] {
      const found = (rows.all(last) as { seq: number; type: EventType; actor: string; json: string }[]).map(
        ({ json, ...rest }) => ({ ...rest, content: JSON.parse(json) as Record<string, unknown> }),
      )
      for (const event of found) {
        judge(event)
        counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
      }
      last = found.at(-1)?.seq ?? last
      return found
    },
    /** Events that a request caused at once, leaving out those that trail after an earlier one. */
    isTrailing: (event: SeenEvent): boolean => trailing.has(event.type),
    roleOf: (operatorId: string): string | undefined => roles.get(operatorId),
    wrong,
    counts,
    /** All rows of a table that a person could have changed without the journal, as one text. */
    snapshot: (table: string): string => JSON.stringify(sql.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()),
    all: <Row>(query: string): Row[] => sql.prepare(query).all() as Row[],
    close: () => void sql.close(),
  }
}
export type JournalWatch = ReturnType<typeof watchJournal>
