import type { Standing } from '#shared/domain/conversation.ts'
import type { ContactId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { provenSubject, subjectOf } from './subject.ts'

/** A standing as it is stored, with the contact that was proven. Time is not looked at here: see `standingAt`. */
export interface StoredStanding extends Standing {
  provenContactId: ContactId | null
}

/** The standing of a conversation without a visitor's message. */
export function noStanding(at: number): StoredStanding {
  return {
    status: 'none',
    reason: null,
    field: null,
    value: null,
    since: at,
    provenAt: null,
    validUntil: null,
    provenContactId: null,
  }
}

/**
 * The standing after one more visitor message. Only the newest message counts: a conversation is verified while,
 * and only while, its newest visitor message is.
 * @param contactId the contact that the verdict proves, where it proves one
 * @param at when the message was taken in (ms)
 */
export function nextStanding(
  before: StoredStanding,
  verdict: Verdict,
  contactId: ContactId | null,
  at: number,
): StoredStanding {
  const proven = provenSubject(verdict)
  // A verdict that says verified and proves nothing that we can name is a mistake: it must not open anything.
  const status = verdict.status === 'verified' && (!proven || contactId === null) ? 'unchecked' : verdict.status
  const reason = status === verdict.status ? verdict.reason : 'check-error'
  const subject = proven ?? subjectOf(verdict)
  const after: StoredStanding = {
    status,
    reason,
    field: subject?.field ?? verdict.field,
    value: subject?.value ?? null,
    since: at,
    provenAt: status === 'verified' ? at : before.provenAt,
    validUntil: verdict.validUntil,
    provenContactId: status === 'verified' ? contactId : null,
  }
  return differs(standingAt(before, at), after) ? after : { ...after, since: before.since }
}

/**
 * The standing as it is at a moment: what was verified is `expired` once its proof's time is over.
 * @param now milliseconds since 1970
 */
export function standingAt<Kind extends Standing>(stored: Kind, now: number): Kind {
  if (stored.status !== 'verified' || stored.validUntil === null || now < stored.validUntil) return stored
  const over = { ...stored, status: 'expired' as const, reason: 'proof-expired' as const, since: stored.validUntil }
  return 'provenContactId' in over ? { ...over, provenContactId: null } : over
}

/** Whether people must be told that the standing is another one: its status, or who it is about. */
export function differs(before: Standing, after: Standing): boolean {
  return before.status !== after.status || before.field !== after.field || before.value !== after.value
}

/**
 * Whether a divider belongs above the message that brought `after`: never above the first of a conversation.
 * @param at when the message was taken in (ms): a proof that ran out before it is compared as expired
 */
export function standingChanges(before: Standing, after: Standing, at: number): boolean {
  return before.status !== 'none' && differs(standingAt(before, at), after)
}
