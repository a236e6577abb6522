import type { createProofs } from '../../conversations/proofs.ts'
import { requireSupervisor } from '../../operators/operators.ts'
import type { HandlersOf } from './handlers.ts'

export function proofHandlers(proofs: ReturnType<typeof createProofs>): HandlersOf<'proofs'> {
  return {
    'proofs.revoke': async (input, by) => {
      requireSupervisor(by, 'revoke a proof')
      return proofs.revoke(input, by.id)
    },
    'proofs.restore': async (input, by) => {
      requireSupervisor(by, 'restore a proof')
      return proofs.restore(input, by.id)
    },
  }
}
