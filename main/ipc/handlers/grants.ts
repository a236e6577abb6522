import { requireSupervisor } from '../../operators/operators.ts'
import type { SessionDesk } from '../../operators/session-desk.ts'
import type { Grants } from '../../review/grants/grants.ts'
import type { HandlersOf } from './handlers.ts'

export function grantHandlers(grants: Grants, sessions: SessionDesk): HandlersOf<'grants'> {
  return {
    'grants.request': (input, by) => grants.request(input, by.id),
    'grants.mine': (input, by) => grants.mine(input, by.id),
    'grants.list': async (input, by) => {
      requireSupervisor(by, 'see override requests')
      return grants.list(input)
    },
    'grants.approve': async (input, by, { windowId }) => {
      requireSupervisor(by, 'approve an override request')
      return grants.approve(input, sessions.acting(by, windowId))
    },
    'grants.decline': async (input, by) => {
      requireSupervisor(by, 'decline an override request')
      return grants.decline(input, by.id)
    },
  }
}
