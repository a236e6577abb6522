import { requireSupervisor } from '../../operators/operators.ts'
import type { createReview } from '../../review/review.ts'
import type { HandlersOf } from './handlers.ts'

export function reviewHandlers(
  review: ReturnType<typeof createReview>,
): HandlersOf<'flags' | 'identities' | 'refusals'> {
  return {
    'flags.list': async (input, by) => {
      requireSupervisor(by, 'see what was flagged')
      return review.flags(input)
    },
    'flags.read': async (input, by) => {
      requireSupervisor(by, 'read a case')
      return review.read(input)
    },
    'flags.decide': async (input, by) => {
      requireSupervisor(by, 'decide about flags')
      return review.decide(input, by.id)
    },
    'flags.dispute': (input, by) => review.dispute(input, by.id),
    'flags.settle': async (input, by) => {
      requireSupervisor(by, 'settle a dispute')
      return review.settle(input, by.id)
    },
    'flags.tellAgent': async (input, by) => {
      requireSupervisor(by, 'answer a flag')
      return review.tellAgent(input, by.id)
    },
    'flags.ofConversation': (input) => review.ofConversation(input),
    'identities.list': async (_input, by) => {
      requireSupervisor(by, 'see who is blocked')
      return review.blocks()
    },
    'identities.block': async (input, by) => {
      requireSupervisor(by, 'block an identity')
      return review.block(input, by.id)
    },
    'identities.unblock': async (input, by) => {
      requireSupervisor(by, 'lift a block')
      return review.unblock(input, by.id)
    },
    'flags.report': (input, by) => review.report(input, by),
    'refusals.list': async (_input, by) => {
      requireSupervisor(by, 'see what was refused')
      return review.refusals()
    },
  }
}
