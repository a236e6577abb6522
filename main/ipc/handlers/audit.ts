import { requireSupervisor } from '../../operators/operators.ts'
import type { createAudit } from '../../review/audit.ts'
import type { HandlersOf } from './handlers.ts'

export function auditHandlers(audit: ReturnType<typeof createAudit>): HandlersOf<'audit'> {
  return {
    'audit.list': async (input, by) => {
      requireSupervisor(by, 'read the journal')
      return audit.list(input)
    },
    'audit.export': async (input, by) => {
      requireSupervisor(by, 'export the journal')
      return audit.export(input, by.id)
    },
    'audit.erase': async (input, by) => {
      requireSupervisor(by, 'erase a person')
      return audit.erase(input, by.id)
    },
  }
}
