import { requireSupervisor } from '../../operators/operators.ts'
import type { Replies } from '../../replies/replies.ts'
import type { HandlersOf } from './handlers.ts'

/** Asks in a window where to put a text. Answers names without a path; null where the person thought better of it. */
export type SaveFile = (
  windowId: number,
  file: { name: string; text: string },
) => Promise<{ file: string; folder: string } | null>

/** Everybody writes and sends; supervisors alone change, export and import templates, and see their history. */
export function replyHandlers(replies: Replies, saveFile: SaveFile): HandlersOf<'reply' | 'draft' | 'template'> {
  return {
    'reply.preview': (input, by) => replies.preview(input, by),
    'reply.send': (input, by) => replies.send(input, by),
    'reply.safeVersion': (input, by) => replies.safeVersion(input, by),
    'reply.retry': (input) => replies.retry(input),
    'draft.read': (input, by) => replies.drafts(input, by.id),
    'draft.save': (input, by) => replies.saveDraft(input, by.id),
    'draft.discard': (input, by) => replies.discardDraft(input, by.id),
    'template.list': (input, by) => replies.templates(input, by),
    'template.render': (input, by) => replies.render(input, by),
    'template.read': async (input, by) => {
      requireSupervisor(by, 'see a template’s history')
      return replies.template(input)
    },
    'template.save': async (input, by) => {
      requireSupervisor(by, 'change templates')
      return replies.saveTemplate(input, by)
    },
    'template.archive': async (input, by) => {
      requireSupervisor(by, 'archive templates')
      return replies.archiveTemplate(input, by)
    },
    'template.export': async (input, by) => {
      requireSupervisor(by, 'export templates')
      return replies.exportTemplates(input)
    },
    'template.saveFile': async (input, by, { windowId }) => {
      requireSupervisor(by, 'export templates')
      const { text, fileName } = await replies.exportTemplates(input)
      return { saved: await saveFile(windowId, { name: fileName, text }) }
    },
    'template.import': async (input, by) => {
      requireSupervisor(by, 'import templates')
      return replies.importTemplates(input, by)
    },
  }
}
