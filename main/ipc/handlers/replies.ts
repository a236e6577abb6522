import type { Replies } from '../../replies/replies.ts'
import type { HandlersOf } from './handlers.ts'

export function replyHandlers(replies: Replies): HandlersOf<'reply' | 'draft' | 'template'> {
  return {
    'reply.preview': (input) => replies.preview(input),
    'reply.send': (input, by) => replies.send(input, by),
    'draft.save': (input) => replies.saveDraft(input),
    'template.list': (input) => replies.templates(input),
    'template.render': (input, by) => replies.render(input, by),
  }
}
