import { projections } from '../../database-parts.ts'
import { attachProjections } from '../../journal/projections.ts'
import type { WriteHandle } from '../../storage/port.ts'

/** How a call of the database fails. */
export type Way = 'throws' | 'answers nothing' | 'answers empty members'
export const ways: readonly Way[] = ['throws', 'answers nothing', 'answers empty members']

/**
 * Works over a database of which the `at`th call fails in one way (null: none does). Everything is undone afterwards.
 *
 * @returns what the work answered, or that it threw, and how many calls it made
 */
export function overFailingReads<Result>(
  real: WriteHandle,
  at: number,
  way: Way | null,
  work: (handle: WriteHandle) => Result,
): { answer: Result | 'threw'; calls: number } {
  let calls = 0
  const answer = (honest: () => unknown, nothing: unknown): unknown => {
    calls += 1
    if (calls !== at || way === null) return honest()
    if (way === 'throws') throw new Error('the disk is gone')
    if (way === 'answers nothing') return nothing
    const given = honest()
    const emptied = (row: unknown) => Object.fromEntries(Object.keys(row as object).map((name) => [name, null]))
    if (Array.isArray(given)) return given.map(emptied)
    return typeof given === 'object' && given !== null ? emptied(given) : given
  }
  const sql = new Proxy(real.sql, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'prepare') return typeof member === 'function' ? (member.bind(target) as unknown) : member
      return (text: string) => {
        const prepared = target.prepare(text)
        return {
          get: (...given: unknown[]) => answer(() => prepared.get(...given), undefined),
          all: (...given: unknown[]) => answer(() => prepared.all(...given), []),
          iterate: (...given: unknown[]) => (answer(() => prepared.all(...given), []) as unknown[])[Symbol.iterator](),
          run: (...given: unknown[]) => answer(() => prepared.run(...given), { changes: 0, lastInsertRowid: 0 }),
        }
      }
    },
  })
  const handle: WriteHandle = { power: 'write', sql }
  attachProjections(handle, projections)
  real.sql.exec('SAVEPOINT one_reply')
  try {
    return { answer: work(handle), calls }
  } catch {
    return { answer: 'threw', calls }
  } finally {
    real.sql.exec('ROLLBACK TO one_reply; RELEASE one_reply')
  }
}
