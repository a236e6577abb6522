import type { ReasonCode } from '#shared/domain/verdict.ts'
import { lazily } from '#shared/lazily.ts'
import { readIsoTime } from '../iso-time.ts'
import type { LabelReading } from './talkative-data.ts'
import { skeletonOf } from './talkative-data.ts'

/** Labels that speak to us, not about the visitor. */
export const policyLabels: readonly string[] = ['issued_at', 'expires_at', 'conversation_id']

const policySkeletons = lazily(() => new Set(policyLabels.map(bareSkeletonOf)))

/** How far two clocks may differ (ms). */
export const clockTolerance = 60_000

const unixSeconds = /^\d{1,11}$/
const unixMilliseconds = /^\d{12,14}$/

export type PolicyJudgement =
  | { ok: true; validUntil: number | null }
  | {
      ok: false
      status: 'failed' | 'expired'
      reason: Extract<ReasonCode, 'payload-malformed' | 'proof-expired' | 'not-yet-valid' | 'bound-elsewhere'>
      validUntil: number | null
    }

/**
 * Talkative's signed data has no time and no audience of its own, so it can be replayed for ever. A site may sign three
 * labels of ours beside its data, which are enforced when present: `issued_at`, `expires_at` (ISO 8601 with a zone, or
 * whole seconds since 1970) and `conversation_id`. A label that only looks like one of them was meant to be it, and is not
 * passed over in silence.
 */
export function judgePolicyLabels(
  signed: ReadonlyMap<string, LabelReading>,
  now: { at: number; conversationId: string | null },
): PolicyJudgement {
  const issuedAt = readTime(signed.get('issued_at'))
  const expiresAt = readTime(signed.get('expires_at'))
  const conversation = signed.get('conversation_id')
  const imitated = [...signed.keys()].some(isPolicyLookalike)
  if (imitated || issuedAt === 'malformed' || expiresAt === 'malformed' || (conversation && !isSound(conversation))) {
    return { ok: false, status: 'failed', reason: 'payload-malformed', validUntil: null }
  }
  const validUntil = expiresAt === null ? null : expiresAt + clockTolerance
  if (issuedAt !== null && issuedAt > now.at + clockTolerance) {
    return { ok: false, status: 'failed', reason: 'not-yet-valid', validUntil }
  }
  // An unknown conversation is another one: what cannot be compared does not hold.
  if (conversation && conversation.item.text !== now.conversationId) {
    return { ok: false, status: 'failed', reason: 'bound-elsewhere', validUntil }
  }
  if (validUntil !== null && now.at >= validUntil) {
    return { ok: false, status: 'expired', reason: 'proof-expired', validUntil }
  }
  return { ok: true, validUntil }
}

/** True where a time that cannot be read is one in milliseconds: for a hint alone. */
export function hasMilliseconds(signed: ReadonlyMap<string, LabelReading>): boolean {
  return ['issued_at', 'expires_at'].some((label) => unixMilliseconds.test(signed.get(label)?.item.text ?? ''))
}

/** Differs from a policy label in letter case, white space, hyphens, compatibility forms or look-alike letters alone. */
function isPolicyLookalike(label: string): boolean {
  return !policyLabels.includes(label) && policySkeletons().has(bareSkeletonOf(label))
}

function bareSkeletonOf(label: string): string {
  return skeletonOf(label).replaceAll(/[\p{Pc}\p{Pd}]/gu, '')
}

function isSound(reading: LabelReading): boolean {
  return !reading.conflict && reading.item.isText
}

function readTime(reading: LabelReading | undefined): number | null | 'malformed' {
  if (reading === undefined) return null
  if (!isSound(reading)) return 'malformed'
  const { text } = reading.item
  // Twelve digits and more would be milliseconds: read as seconds they are valid for tens of thousands of years.
  if (unixSeconds.test(text)) return Number(text) * 1000
  return readIsoTime(text) ?? 'malformed'
}
