import { requireSupervisor } from '../../operators/operators.ts'
import type { createReview } from '../../review/review.ts'
import type { HandlersOf } from './handlers.ts'

export function reviewHandlers(review: ReturnType<typeof createReview>): HandlersOf<'flags' | 'refusals'> {
  return {
    'flags.list': async (input, by) => {
      requireSupervisor(by, 'see what was flagged')
      return review.flags(input)
    },
    'flags.acknowledge': async (input, by) => {
      requireSupervisor(by, 'acknowledge flags')
      return review.acknowledge(input, by.id)
    },
    'flags.report': (input, by) => review.report(input, by),
    'refusals.list': async (_input, by) => {
      requireSupervisor(by, 'see what was refused')
      return review.refusals()
    },
  }
}
