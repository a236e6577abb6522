import { requireSupervisor } from '../../operators/operators.ts'
import type { WorkspaceDesk } from '../../workspace/workspace.ts'
import type { HandlersOf } from './handlers.ts'

export function workspaceHandlers(workspace: WorkspaceDesk): HandlersOf<'workspace' | 'demo'> {
  return {
    'workspace.get': (_input, by) => workspace.get(by),
    'workspace.setPreferences': async (input, by) => {
      // Anybody may have the console lock sooner; later is for whoever answers for it.
      const isLater = input.idleMinutes !== undefined && input.idleMinutes > workspace.preferences().idleMinutes
      if (isLater) requireSupervisor(by, 'let the console wait longer before it locks')
      return workspace.setPreferences(by, input)
    },
    'workspace.openWindow': async () => {
      workspace.openWindow()
      return {}
    },
    'demo.begin': async (_input, by) => {
      requireSupervisor(by, 'begin the demo')
      return workspace.beginDemo(by)
    },
  }
}
