import type { InsightListName, OverrideStep, StatusCounts } from '#shared/domain/insights.ts'
import type { BlockReasonCode } from '#shared/domain/reply.ts'
import type { ReasonCode, VerdictStatus } from '#shared/domain/verdict.ts'
import { verdictStatuses } from '#shared/domain/verdict.ts'
import { shortReason, trustLook } from '../../trust/standing-words.ts'
import { refusedBecause } from '../review/override-requests/request-words.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** `1 message`, `1,204 messages`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** A span (ms) in two units at most: `48 s`, `4 min 12 s`, `3 h 5 min`, `2 days 4 h`. */
export function spanWords(span: number): string {
  const two = (large: number, largeWord: string, small: number, smallWord: string) =>
    small === 0 ? `${large} ${largeWord}` : `${large} ${largeWord} ${small} ${smallWord}`
  if (span < minute) return `${Math.floor(span / second)} s`
  if (span < hour) return two(Math.floor(span / minute), 'min', Math.floor((span % minute) / second), 's')
  if (span < day) return two(Math.floor(span / hour), 'h', Math.floor((span % hour) / minute), 'min')
  const days = Math.floor(span / day)
  return two(days, days === 1 ? 'day' : 'days', Math.floor((span % day) / hour), 'h')
}

/** A share that is never rounded to all or to nothing: `67 %`, `<1 %`, `>99 %`. */
export function shareWords(count: number, all: number): string {
  if (all === 0) return 'none'
  const percent = Math.round((100 * count) / all)
  if (percent === 100 && count < all) return '>99 %'
  if (percent === 0 && count > 0) return '<1 %'
  return `${percent} %`
}

/** A calendar day (`2026-03-29`) in words; it is a name, so no time zone has a say in it. */
export function dayWords(date: string, length: 'long' | 'short' | 'axis'): string {
  const options: Record<typeof length, Intl.DateTimeFormatOptions> = {
    long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    short: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    axis: { day: 'numeric', month: 'short' },
  }
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { ...options[length], timeZone: 'UTC' })
}

export function sumOf(counts: StatusCounts): number {
  return verdictStatuses.reduce((sum, status) => sum + counts[status], 0)
}

/** `Proof rejected: hash does not match`. */
export function failureWords(status: VerdictStatus, reason: ReasonCode): string {
  const short = shortReason(reason)
  const { words } = trustLook(status)
  return short === null ? words : `${words}: ${short}`
}

/** Why the gate refused, without the full stop of its sentence. */
export function blockWords(code: BlockReasonCode): string {
  return refusedBecause[code].replace(/\.$/, '')
}

export const stepWords: Record<OverrideStep, string> = {
  requested: 'Requested',
  approved: 'Approved',
  declined: 'Declined',
  used: 'Used',
}

/** What a list holds, one and many. */
export const listNouns: Record<InsightListName, [string, string]> = {
  messages: ['message', 'messages'],
  failures: ['message', 'messages'],
  blocked: ['blocked send', 'blocked sends'],
  overrides: ['override', 'overrides'],
  'first-replies': ['conversation', 'conversations'],
  unanswered: ['conversation', 'conversations'],
}
