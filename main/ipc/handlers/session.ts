import type { SessionDesk } from '../../operators/session-desk.ts'
import type { SessionHandlers } from './handlers.ts'

export function sessionHandlers(desk: SessionDesk): SessionHandlers {
  return {
    'session.get': async (_input, { windowId }) => desk.view(windowId),
    'session.begin': (input, { windowId }) => desk.begin(windowId, input),
    'session.claim': (input, { windowId }) => desk.claim(windowId, input),
    'session.signIn': (input, { windowId }) => desk.signIn(windowId, input),
    'session.changePassphrase': async (input, { windowId }) => {
      await desk.changePassphrase(windowId, input)
      return {}
    },
    'session.touch': async (_input, { windowId }) => {
      desk.touch(windowId)
      return {}
    },
    'session.lock': async (_input, { windowId }) => {
      desk.lock(windowId)
      return {}
    },
    'session.signOut': async (_input, { windowId }) => {
      desk.signOut(windowId)
      return {}
    },
  }
}
