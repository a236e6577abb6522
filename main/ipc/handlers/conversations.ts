import { ProblemError } from '#shared/contract/result.ts'
import type { OperatorView } from '#shared/domain/channel.ts'
import type { createInbox } from '../../conversations/inbox.ts'
import type { Operators } from '../../operators/operators.ts'
import type { HandlersOf } from './handlers.ts'

interface Parts {
  inbox: ReturnType<typeof createInbox>
  operators: Operators
}

export function conversationHandlers({
  inbox,
  operators,
}: Parts): HandlersOf<'inbox' | 'conversation' | 'message' | 'contacts'> {
  return {
    'inbox.list': (input, by) => inbox.list(input, by.id),
    'conversation.open': async (input, by) => {
      const view = await inbox.open(input, by.id)
      const { verdict } = view.identity
      return verdict === null ? view : { ...view, identity: { ...view.identity, verdict: withoutHints(verdict, by) } }
    },
    'conversation.older': (input) => inbox.older(input),
    'conversation.assign': async (input, by) => {
      if (input.operatorId !== null && operators.nameOf(input.operatorId) === null) {
        throw new ProblemError('not-found', 'This operator does not exist any more.')
      }
      return inbox.assign(input, by.id)
    },
    'conversation.close': (input, by) => inbox.close(input, by.id),
    'conversation.reopen': (input, by) => inbox.reopen(input, by.id),
    'conversation.markRead': (input, by) => inbox.markRead(input, by.id),
    'conversation.search': (input) => inbox.search(input),
    'message.why': async (input, by) => withoutHints(await inbox.why(input), by),
    'contacts.list': (input) => inbox.contacts(input),
  }
}

/** Near misses are for whoever sets a channel up: they tell how a forged proof could be made to fit better. */
function withoutHints<Explained extends { hints: unknown[] }>(explained: Explained, by: OperatorView): Explained {
  return by.role === 'supervisor' ? explained : { ...explained, hints: [] }
}
