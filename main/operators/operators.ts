import { randomBytes } from 'node:crypto'
import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView, Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { Clock } from '../clock.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../storage/port.ts'
import type { OperatorReads, OperatorWrites } from './stored/operators.ts'

export interface Operators {
  list(): OperatorView[]
  /** Who works in this window now. */
  current(): OperatorView
  nameOf(operatorId: OperatorId): string | null
  add(by: OperatorView, input: { name: string; role: Role }): Promise<OperatorView>
  switchTo(by: OperatorView, operatorId: OperatorId): Promise<void>
}

/** The people of this console, held in memory beside the database. An empty database gets one of each role. */
export async function openOperators(store: Store<OperatorWrites, OperatorReads>, clock: Clock): Promise<Operators> {
  await store.write('operators.prepare', {
    at: clock(),
    operators: [
      { operatorId: newId('oper', randomBytes), name: 'Supervisor', role: 'supervisor' },
      { operatorId: newId('oper', randomBytes), name: 'Agent', role: 'agent' },
    ],
  })
  let held = await store.read('operators.list', {})
  const reload = async () => {
    held = await store.read('operators.list', {})
  }
  const find = (id: OperatorId | null) => held.operators.find((operator) => operator.id === id) ?? null
  return {
    list: () => held.operators,
    current() {
      // Nobody chosen is nobody with rights: the first agent, never a supervisor by accident.
      const current = find(held.currentId) ?? held.operators.find((operator) => operator.role === 'agent')
      if (current === undefined) throw new ProblemError('not-found', 'There is no operator. Restart Bonafide.')
      return current
    },
    nameOf: (operatorId) => find(operatorId)?.name ?? null,
    async add(by, { name, role }) {
      const operatorId = newId('oper', randomBytes)
      const added = await store.write('operators.add', {
        operatorId,
        name,
        role,
        actor: `operator:${by.id}`,
        at: clock(),
      })
      await reload()
      return added
    },
    async switchTo(by, operatorId) {
      const known = await store.write('operators.switch', { operatorId, actor: `operator:${by.id}`, at: clock() })
      if (!known) throw new ProblemError('not-found', 'This operator does not exist any more.')
      await reload()
    },
  }
}

/** @throws ProblemError `not-allowed` unless the operator is a supervisor. `what` ends the sentence "Only a supervisor may …". */
export function requireSupervisor(operator: OperatorView, what: string): void {
  if (operator.role !== 'supervisor') {
    throw new ProblemError('not-allowed', `Only a supervisor may ${what}. Switch to a supervisor, or ask one.`)
  }
}
