import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView, Role } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import { newId } from '../new-id.ts'
import type { Acting, KeyStatements } from './key-statements.ts'
import { makeSigningKey } from './operator-secret.ts'
import { newStartPassphrase } from './passphrase.ts'
import { type Roster, viewOf } from './roster.ts'

/** Who works here: operators come, change their role, get a new start and leave, by a supervisor's key. */
export function people(roster: Roster, keys: KeyStatements) {
  const { clock, randomBytes } = roster

  const isSoleSupervisor = (id: OperatorId): boolean =>
    roster.entries().every((entry) => entry.id === id || entry.retired || entry.role !== 'supervisor' || !entry.secret)

  return {
    /** A new operator, with a passphrase that is shown once and good for choosing an own one. */
    add: (acting: Acting, { name, role }: { name: string; role: Role }) =>
      roster.inTurn(async () => {
        if (roster.entries().some((entry) => !entry.retired && entry.name.toLowerCase() === name.toLowerCase())) {
          throw new ProblemError('conflict', 'There is already an operator of this name.')
        }
        const operatorId = newId('oper', randomBytes)
        const key = makeSigningKey()
        const startPassphrase = newStartPassphrase(randomBytes)
        const stated = await keys.replace(acting, { operatorId, role }, key, 'added')
        const actor = `operator:${acting.by.id}` as const
        const added = { type: 'operator.added', actor, at: clock(), content: { operatorId, name, role } } as const
        const secret = await roster.seal(operatorId, 'start', startPassphrase, key)
        await roster.commit({ ...stated, events: [added, ...stated.events], secret })
        return { operator: { id: operatorId, name, role } satisfies OperatorView, startPassphrase }
      }),

    /** A new key under a new start passphrase. What the old key signed can still be told by its public half. */
    reset: (acting: Acting, operatorId: OperatorId) =>
      roster.inTurn(async () => {
        const entry = roster.present(operatorId)
        if (operatorId === acting.by.id) {
          throw new ProblemError('not-allowed', 'Change your own passphrase instead of resetting it.')
        }
        const key = makeSigningKey()
        const startPassphrase = newStartPassphrase(randomBytes)
        const stated = await keys.replace(acting, { operatorId, role: entry.role }, key, 'reset')
        await roster.commit({ ...stated, secret: await roster.seal(operatorId, 'start', startPassphrase, key) })
        return { operator: viewOf(roster.present(operatorId)), startPassphrase }
      }),

    setRole: (acting: Acting, operatorId: OperatorId, role: Role): Promise<OperatorView> =>
      roster.inTurn(async () => {
        const entry = roster.present(operatorId)
        if (entry.role === role) return viewOf(entry)
        if (role === 'agent' && isSoleSupervisor(operatorId)) throw lastSupervisor()
        const key = keys.activeKeyOf(operatorId)
        if (key === null) {
          throw new ProblemError('conflict', 'Reset this operator’s passphrase first: they have no key in use.')
        }
        await roster.commit(await keys.replace(acting, { operatorId, role }, key, 'role'))
        return viewOf(roster.present(operatorId))
      }),

    /** Ends an operator's key and passphrase. What they did stays under their name. */
    retire: (acting: Acting, operatorId: OperatorId): Promise<void> =>
      roster.inTurn(async () => {
        const { role } = roster.present(operatorId)
        if (isSoleSupervisor(operatorId)) throw lastSupervisor()
        const stated = await keys.replace(acting, { operatorId, role }, null, 'retired')
        const actor = `operator:${acting.by.id}` as const
        const retired = { type: 'operator.retired', actor, at: clock(), content: { operatorId } } as const
        await roster.commit({ ...stated, events: [...stated.events, retired], forget: operatorId })
      }),
  }
}

function lastSupervisor(): ProblemError {
  return new ProblemError('conflict', 'This is the last supervisor. Make another one first.')
}
