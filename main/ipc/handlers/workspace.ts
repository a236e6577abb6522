import type { Operators } from '../../operators/operators.ts'
import { requireSupervisor } from '../../operators/operators.ts'
import type { WorkspaceDesk } from '../../workspace/workspace.ts'
import type { HandlersOf } from './handlers.ts'

interface Parts {
  workspace: WorkspaceDesk
  operators: Operators
  onChange: () => void
}

export function workspaceHandlers({
  workspace,
  operators,
  onChange,
}: Parts): HandlersOf<'workspace' | 'demo' | 'operators'> {
  return {
    'workspace.get': () => workspace.get(),
    'workspace.setPreferences': (input) => workspace.setPreferences(input),
    'demo.begin': async (_input, by) => {
      requireSupervisor(by, 'begin the demo')
      return workspace.beginDemo()
    },
    'operators.add': async (input, by) => {
      requireSupervisor(by, 'add an operator')
      const added = await operators.add(by, input)
      onChange()
      return added
    },
    'operators.switch': async ({ operatorId }, by) => {
      await operators.switchTo(by, operatorId)
      onChange()
      return workspace.get()
    },
  }
}
