import type { Problem } from '#shared/contract/result.ts'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { OperatorId } from '#shared/domain/ids.ts'
import type { BlockReason, DraftView } from '#shared/domain/reply.ts'
import type { ComposeMode } from './drafts.ts'
import type { Answer } from './sending.ts'
import { isAbout } from './sending.ts'
import type { Preview } from './use-preview.ts'
import type { Replaced } from './use-replaced.ts'
import type { LockedPick } from './use-slash.ts'

/** What stands between a text and its visitor, one thing at a time. */
export type Obstacle =
  | { kind: 'problem'; problem: Problem; canRetry: boolean }
  | { kind: 'arrived'; reason: BlockReason; messages: readonly MessageView[] }
  /** `attempted`: the agent pressed Send already, so that sending anyway is one more act and not the first. */
  | { kind: 'warned'; warnings: readonly BlockReason[]; attempted: boolean }
  /** `lifted`: titles of the templates whose wording the text carries without naming them. */
  | { kind: 'blocked'; reasons: readonly BlockReason[]; lifted: readonly string[] }
  | { kind: 'locked-template'; pick: LockedPick; lock: BlockReason }
  | { kind: 'held'; reason: BlockReason }
  | { kind: 'safe-version' }
  | { kind: 'discarded' }
  | { kind: 'no-safe-version' }

export interface Question {
  mode: ComposeMode
  text: string
  /** Of whatever else than sending was asked for this text. */
  problem: Problem | null
  answer: Answer | null
  preview: Preview
  replaced: Replaced | null
  lockedPick: LockedPick | null
  held: DraftView['held']
  messages: readonly MessageView[]
  me: OperatorId | null
}

/**
 * What was answered, where it is still about this text. A proof that came since may have opened it; what arrived unseen
 * stays a stop until it is answered, since no preview knows of it.
 */
export function answerAbout({ answer, text, preview }: Pick<Question, 'answer' | 'text' | 'preview'>): Answer | null {
  if (answer === null || !isAbout(answer, text)) return null
  const isOpen = answer.kind === 'blocked' && preview.answer?.outcome === 'allow' && unseenIn(answer) === null
  return isOpen ? null : answer
}

/** The reason that is about what nobody has read yet. */
export function unseenIn(answer: Answer | null): BlockReason | null {
  return answer?.kind === 'blocked' ? (answer.reasons.find(({ code }) => code === 'unseen-message') ?? null) : null
}

export function obstacleOf(question: Question): Obstacle | null {
  const { text, preview, replaced, lockedPick, held, problem } = question
  const answer = answerAbout(question)
  if (answer?.kind === 'failed') return { kind: 'problem', problem: answer.problem, canRetry: true }
  if (problem !== null) return { kind: 'problem', problem, canRetry: false }
  const refused = answer?.kind === 'blocked' ? answer : null
  const unseen = unseenIn(refused)
  if (refused !== null && unseen !== null) {
    return { kind: 'arrived', reason: unseen, messages: arrivedAfter(refused.seen, question.messages, question.me) }
  }
  if (replaced?.text === text) {
    if (replaced.kind === 'no-safe-version') return { kind: 'no-safe-version' }
    if (preview.reasons.length === 0) return { kind: replaced.kind }
  }
  const known = new Set(refused?.reasons.map(({ code }) => code))
  const reasons = [...(refused?.reasons ?? []), ...preview.reasons.filter(({ code }) => !known.has(code))]
  if (reasons.length > 0) return { kind: 'blocked', reasons, lifted: preview.answer?.lifted ?? [] }
  if (lockedPick?.template.lock) return { kind: 'locked-template', pick: lockedPick, lock: lockedPick.template.lock }
  const warned = answer?.kind === 'warned' ? answer : null
  const warnings = warned?.warnings ?? (preview.answer?.outcome === 'warn' ? preview.answer.warnings : [])
  if (warnings.length > 0 && question.mode === 'reply') {
    // What was typed on since has not been warned about: it takes another look, and another press of Send.
    return { kind: 'warned', warnings, attempted: warned?.judged === text }
  }
  return held !== null && text.trim() === '' ? { kind: 'held', reason: held } : null
}

/** What came in after a position: the visitor's messages and colleagues' replies. */
export function arrivedAfter(position: number, messages: readonly MessageView[], me: OperatorId | null): MessageView[] {
  return messages.filter(
    (one) => one.position > position && (one.kind === 'visitor' || (one.kind === 'reply' && one.operator?.id !== me)),
  )
}
