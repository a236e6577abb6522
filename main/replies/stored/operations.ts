import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { markHandedOver, previewReply, sendReply, standingForTemplates } from './send.ts'
import { findDrafts, listTemplates, prepareTemplates, saveDraft } from './templates.ts'

export const replyWrites = {
  'replies.send': sendReply,
  'replies.markHandedOver': markHandedOver,
  'templates.prepare': prepareTemplates,
  'drafts.save': saveDraft,
}
export type ReplyWrites = typeof replyWrites

export const replyReads = {
  'replies.preview': previewReply,
  'replies.standing': standingForTemplates,
  'templates.list': (handle: ReadHandle | WriteHandle, _input: Record<string, never>) => listTemplates(handle),
  'drafts.get': findDrafts,
}
export type ReplyReads = typeof replyReads
