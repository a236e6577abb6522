import type { ConversationId } from '#shared/domain/ids.ts'
import type { ScanFinding, Sensitivity } from '#shared/domain/reply.ts'
import type { LoadedStanding } from '../../conversations/stored/load-standing.ts'
import type { ReadHandle, WriteHandle } from '../../storage/port.ts'
import { all } from '../../storage/statement.ts'
import { scanFor } from './scan-for.ts'
import { liftedParts, templatesDrawnOn } from './templates-drawn-on.ts'

/** Replies that a new one is read behind: as many as one text would be cut into, and no older than this (ms). */
const repliesRead = 8
const noOlderThan = 30 * 60_000
/** Of what they say, the end (UTF-16 units). */
const longestBefore = 2_000

/**
 * What a reply finishes that the ones before it began: a number, or the wording of a sensitive template, that was spread
 * over several. What stands in the earlier ones alone was judged when they were sent, and what stands in this one alone is
 * judged by itself.
 */
export function continuedIn(
  handle: ReadHandle | WriteHandle,
  standing: LoadedStanding,
  text: string,
  at: number,
): { findings: ScanFinding[]; sensitivities: Sensitivity[] } {
  const before = repliesBefore(handle, standing.conversationId, at)
  if (before === '') return { findings: [], sensitivities: [] }
  const joined = `${before} ${text}`
  const begin = before.length + 1
  // "The code is" wants the rest of its sentence; after a full stop another one begins.
  const isUnfinished = !/[.!?\u2026)\u3002]["\u201d\u2019]?\s*$/u.test(before)
  const findings = scanFor(handle, standing, joined)
    .filter(({ start, end }) => end > begin && (isUnfinished || start < before.length))
    .map(({ kind, start, end }) => ({ kind, start: Math.max(0, start - begin), end: end - begin }))
  const spread = liftedParts(handle, joined).filter(({ start, end }) => start < before.length && end > begin)
  const sensitivities = templatesDrawnOn(
    handle,
    spread.map(({ templateId }) => templateId),
    '',
  ).flatMap((each) => (each.known ? [each.sensitivity] : []))
  return { findings, sensitivities }
}

function repliesBefore(handle: ReadHandle | WriteHandle, conversationId: ConversationId, at: number): string {
  return all<{ text: string }>(
    handle,
    `SELECT text FROM messages WHERE conversation_id = ? AND kind = 'reply' AND at >= ? ORDER BY position DESC LIMIT ?`,
    conversationId,
    at - noOlderThan,
    repliesRead,
  )
    .map(({ text }) => text)
    .toReversed()
    .join(' ')
    .slice(-longestBefore)
    .trimEnd()
}
