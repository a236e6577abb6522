import type { Standing } from '#shared/domain/conversation.ts'
import type { ContactId } from '#shared/domain/ids.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { provenSubject, subjectOf } from './subject.ts'

/** A standing as it is stored, with the contact that was proven and the end of the key that proved it. Time is not looked at here: see `standingAt`. */
export interface StoredStanding extends Standing {
  provenContactId: ContactId | null
  /** When the key of its proof retires, or did (ms); null while no end is set. */
  keyRetiresAt: number | null
  /** When that key was found to have been seen outside (ms), and when the proof itself was revoked; null for neither. */
  keyCompromisedAt: number | null
  proofRevokedAt: number | null
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
    keyRetiresAt: null,
    keyCompromisedAt: null,
    proofRevokedAt: null,
  }
}

/**
 * The standing after one more visitor message. Only the newest message counts: a conversation is verified while,
 * and only while, its newest visitor message is.
 * @param contactId the contact that the verdict proves, where it proves one
 * @param at when the message was taken in (ms)
 * @param keyRetiresAt when the key of the verdict retires (ms); null while no end is set
 */
export function nextStanding(
  before: StoredStanding,
  verdict: Verdict,
  contactId: ContactId | null,
  at: number,
  keyRetiresAt: number | null = null,
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
    keyRetiresAt: status === 'verified' ? keyRetiresAt : null,
    keyCompromisedAt: null,
    proofRevokedAt: null,
  }
  return differs(standingAt(before, at), after) ? after : { ...after, since: before.since }
}

/**
 * The standing as it is at a moment. What was verified is `expired` once its proof's time is over, `unchecked` once the key
 * of its proof is retired or was seen outside, and `failed` once the proof was revoked; the earliest of these counts.
 * @param now milliseconds since 1970
 */
export function standingAt(stored: StoredStanding, now: number): StoredStanding {
  if (stored.status !== 'verified') return stored
  let end: (typeof endings)[number] | null = null
  for (const ending of endings) {
    const at = stored[ending.at]
    if (at !== null && at <= now && (end === null || at < (stored[end.at] ?? 0))) end = ending
  }
  if (end === null) return stored
  const { status, reason } = end
  return { ...stored, status, reason, since: stored[end.at] ?? now, provenContactId: null }
}

/** Of two that came at the same moment, the one that stands first here. */
const endings = [
  { at: 'proofRevokedAt', status: 'failed', reason: 'proof-revoked' },
  { at: 'keyCompromisedAt', status: 'unchecked', reason: 'key-compromised' },
  { at: 'validUntil', status: 'expired', reason: 'proof-expired' },
  { at: 'keyRetiresAt', status: 'unchecked', reason: 'key-retired' },
] as const satisfies { at: keyof StoredStanding; status: Standing['status']; reason: Standing['reason'] }[]

/** Whether people must be told that the standing is another one: its status, or who it is about. */
export function differs(before: Standing, after: Standing): boolean {
  return before.status !== after.status || before.field !== after.field || before.value !== after.value
}

/**
 * Whether a divider belongs above the message that brought `after`: never above the first of a conversation.
 * @param at when the message was taken in (ms): a proof that ran out before it is compared as expired
 */
export function standingChanges(before: StoredStanding, after: Standing, at: number): boolean {
  return before.status !== 'none' && differs(standingAt(before, at), after)
}
