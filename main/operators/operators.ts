import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { DirectoryEntry } from './directory.ts'
import { keyStatements } from './key-statements.ts'
import type { SigningKey } from './operator-secret.ts'
import { people } from './people.ts'
import { type OperatorsParts, openRoster, viewOf } from './roster.ts'
import { signingIn } from './signing-in.ts'

/** The people of this console: who they are, their passphrases and their keys. */
export async function openOperators(parts: OperatorsParts) {
  const roster = await openRoster(parts)
  const keys = keyStatements(roster)
  const { store, clock } = roster

  return {
    ...signingIn(roster, keys),
    ...people(roster, keys),

    /** Everybody who works here now. */
    list: (): OperatorView[] =>
      roster
        .entries()
        .filter((entry) => !entry.retired)
        .map(viewOf),
    /** Everybody who ever did, with what supervisors need to know. */
    entries: (): readonly DirectoryEntry[] => roster.entries(),
    find: (id: OperatorId): OperatorView | null => {
      const entry = roster.find(id)
      return entry === null ? null : viewOf(entry)
    },
    nameOf: (id: OperatorId): string | null => roster.entries().find((entry) => entry.id === id)?.name ?? null,
    /** Whether this key may approve now. */
    isSupervisorKey(key: SigningKey): boolean {
      const known = roster.trust()?.keys.get(key.kid)
      return known?.state === 'active' && known.role === 'supervisor'
    },

    /** Somebody left the console, or it locked. */
    noteLeaving: (
      operatorId: OperatorId,
      left: { type: 'operator.signedOut' } | { type: 'operator.locked'; cause: 'idle' | 'asked' },
    ): Promise<void> => {
      const at = clock()
      if (left.type === 'operator.signedOut') {
        const actor = `operator:${operatorId}` as const
        return store.write('operators.commit', { events: [{ type: left.type, actor, at, content: { operatorId } }] })
      }
      const actor = left.cause === 'asked' ? (`operator:${operatorId}` as const) : 'system'
      const content = { operatorId, cause: left.cause }
      return store.write('operators.commit', { events: [{ type: left.type, actor, at, content }] })
    },
  }
}
export type Operators = Awaited<ReturnType<typeof openOperators>>

/** @throws ProblemError `not-allowed` unless the operator is a supervisor. `what` ends the sentence "Only a supervisor may …". */
export function requireSupervisor(operator: OperatorView, what: string): void {
  if (operator.role !== 'supervisor') {
    throw new ProblemError('not-allowed', `Only a supervisor may ${what}. Ask one.`)
  }
}
