import type { Projection } from '../../journal/projections.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { retryReply } from './asked-again.ts'
import { discardDraft, findDrafts, saveDraft } from './drafts.ts'
import {
  failUnacknowledged,
  findOutboxEntry,
  markFailed,
  markHandedOver,
  markQueued,
  outboxProjection,
} from './outbox.ts'
import { findSafeVersion } from './safe-version.ts'
import { previewReply, sendReply, standingForTemplates } from './send.ts'
import {
  archiveTemplate,
  listTemplates,
  prepareTemplates,
  saveTemplates,
  templateProjection,
  templateVersions,
} from './templates.ts'

export const replyWrites = {
  'replies.send': sendReply,
  'replies.retry': retryReply,
  'replies.markHandedOver': markHandedOver,
  'replies.markFailed': markFailed,
  'replies.markQueued': markQueued,
  'replies.failUnacknowledged': failUnacknowledged,
  'templates.prepare': prepareTemplates,
  'templates.save': saveTemplates,
  'templates.archive': archiveTemplate,
  'drafts.save': saveDraft,
  'drafts.discard': discardDraft,
}
export type ReplyWrites = typeof replyWrites

export const replyReads = {
  'replies.preview': previewReply,
  'replies.standing': standingForTemplates,
  'replies.safeVersion': findSafeVersion,
  'replies.outboxEntry': findOutboxEntry,
  'templates.list': (handle: ReadHandle | WriteHandle, _input: Record<string, never>) => listTemplates(handle),
  'templates.versions': templateVersions,
  'drafts.get': findDrafts,
}
export type ReplyReads = typeof replyReads

export const replyProjection: Projection = { ...templateProjection, ...outboxProjection }
