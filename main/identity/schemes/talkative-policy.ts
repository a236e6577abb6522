import type { ReasonCode } from '#shared/domain/verdict.ts'
import type { LabelReading } from './talkative-data.ts'

/** How far two clocks may differ (ms). */
export const clockTolerance = 60_000

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/
const unixSeconds = /^\d{1,11}$/

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
 * whole seconds since 1970) and `conversation_id`.
 */
export function judgePolicyLabels(
  signed: ReadonlyMap<string, LabelReading>,
  now: { at: number; conversationId: string | null },
): PolicyJudgement {
  const issuedAt = readTime(signed.get('issued_at'))
  const expiresAt = readTime(signed.get('expires_at'))
  const conversation = signed.get('conversation_id')
  if (issuedAt === 'malformed' || expiresAt === 'malformed' || (conversation && !isSound(conversation))) {
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

function isSound(reading: LabelReading): boolean {
  return !reading.conflict && reading.item.isText
}

function readTime(reading: LabelReading | undefined): number | null | 'malformed' {
  if (reading === undefined) return null
  if (!isSound(reading)) return 'malformed'
  const { text } = reading.item
  // Twelve digits and more would be milliseconds: read as seconds they are valid for tens of thousands of years.
  if (unixSeconds.test(text)) return Number(text) * 1000
  const time = isoTime.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? 'malformed' : time
}
