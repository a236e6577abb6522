import type { Live } from '../../live/live.ts'
import { requireSupervisor } from '../../operators/operators.ts'
import type { HandlersOf } from './handlers.ts'

export function liveHandlers(live: Live): HandlersOf<'live'> {
  return {
    'live.list': async (input, by) => {
      requireSupervisor(by, 'see all live conversations')
      return live.list(input)
    },
    'live.rows': async (input, by) => {
      requireSupervisor(by, 'see all live conversations')
      return live.rows(input)
    },
    'live.look': async (input, by) => {
      requireSupervisor(by, 'look at a live conversation')
      return live.look(input, by.id)
    },
    'live.view': async (input, by) => {
      requireSupervisor(by, 'look at a live conversation')
      return live.view(input, by.id)
    },
    'live.older': async (input, by) => {
      requireSupervisor(by, 'look at a live conversation')
      return live.older(input, by.id)
    },
    'live.whisper': async (input, by) => {
      requireSupervisor(by, 'whisper to an agent')
      return live.whisper(input, by.id)
    },
    'live.takeOver': async (input, by) => {
      requireSupervisor(by, 'take a conversation over')
      return live.takeOver(input, by.id)
    },
  }
}
