import type { OperatorState } from '#shared/contract/requests.ts'
import type { DirectoryEntry } from '../../operators/directory.ts'
import { type Operators, requireSupervisor } from '../../operators/operators.ts'
import type { SessionDesk } from '../../operators/session-desk.ts'
import type { HandlersOf } from './handlers.ts'

interface Parts {
  operators: Operators
  sessions: SessionDesk
  onChange: () => void
}

export function operatorHandlers({ operators, sessions, onChange }: Parts): HandlersOf<'operators'> {
  return {
    'operators.list': async (_input, by) => {
      requireSupervisor(by, 'see all operators')
      return {
        rows: operators.entries().map((entry) => {
          const { id, name, role, lastSignedInAt, failures } = entry
          return { id, name, role, state: stateOf(entry), lastSignedInAt, failures }
        }),
      }
    },
    'operators.add': async (input, by, { windowId }) => {
      requireSupervisor(by, 'add an operator')
      const added = await operators.add(sessions.acting(by, windowId), input)
      onChange()
      return added
    },
    'operators.reset': async ({ operatorId }, by, { windowId }) => {
      requireSupervisor(by, 'reset a passphrase')
      const reset = await operators.reset(sessions.acting(by, windowId), operatorId)
      sessions.endAllOf(operatorId)
      onChange()
      return reset
    },
    'operators.setRole': async ({ operatorId, role }, by, { windowId }) => {
      requireSupervisor(by, 'change a role')
      const changed = await operators.setRole(sessions.acting(by, windowId), operatorId, role)
      onChange()
      return changed
    },
    'operators.retire': async ({ operatorId }, by, { windowId }) => {
      requireSupervisor(by, 'retire an operator')
      await operators.retire(sessions.acting(by, windowId), operatorId)
      sessions.endAllOf(operatorId)
      onChange()
      return {}
    },
  }
}

function stateOf({ retired, secret }: DirectoryEntry): OperatorState {
  if (retired) return 'retired'
  if (secret === null) return 'without'
  return secret === 'start' ? 'starting' : 'active'
}
