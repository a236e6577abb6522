import { ProblemError } from '#shared/contract/result.ts'
import type { InsightDay } from '#shared/domain/insights.ts'

const daysMost = 366

export interface Period {
  days?: number | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}

/**
 * The calendar days of a period in the time zone of this machine. A day begins at its first moment: where clocks are
 * put forward at midnight that is one o'clock, and a day of 23 or 25 hours is one day.
 * @param now milliseconds since 1970; the last `days` days end with the one that holds it
 * @throws ProblemError `input-invalid` where the dates are none, or too many
 */
export function daysOf({ days, from, to }: Period, now: number): InsightDay[] {
  const today = dateAt(now)
  if (days !== null && days !== undefined) {
    return Array.from({ length: days }, (_, index) => dayOf({ ...today, day: today.day - (days - 1 - index) }))
  }
  const first = readDate(from)
  const last = readDate(to)
  if (first === null || last === null) {
    throw new ProblemError('input-invalid', 'Give the first and the last day as dates, e.g. 2026-03-29.')
  }
  const found: InsightDay[] = []
  for (let day = first.day; ; day += 1) {
    const next = dayOf({ ...first, day })
    if (next.start > startOf(last)) break
    if (found.length === daysMost) {
      throw new ProblemError('input-invalid', 'This period is too long. Choose 366 days at most.')
    }
    found.push(next)
  }
  if (found.length === 0) {
    throw new ProblemError('input-invalid', 'The period ends before it begins. Choose a later last day.')
  }
  return found
}

interface CalendarDate {
  year: number
  /** From 0. */
  month: number
  /** From 1; beyond the end of the month it means the days after it. */
  day: number
}

function dateAt(time: number): CalendarDate {
  const date = new Date(time)
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() }
}

const startOf = ({ year, month, day }: CalendarDate): number => new Date(year, month, day).getTime()

function dayOf(date: CalendarDate): InsightDay {
  const start = startOf(date)
  // Named by the calendar, not by the clock: a day that a time zone left out has its name and no moment.
  const named = new Date(Date.UTC(date.year, date.month, date.day)).toISOString().slice(0, 10)
  return { date: named, start, end: startOf({ ...date, day: date.day + 1 }) }
}

function readDate(text: string | null | undefined): CalendarDate | null {
  const [, year, month, day] = /^(2[0-9]{3})-([0-9]{2})-([0-9]{2})$/.exec(text ?? '') ?? []
  const date = { year: Number(year), month: Number(month) - 1, day: Number(day) }
  if (year === undefined) return null
  return dayOf(date).date === text ? date : null
}
