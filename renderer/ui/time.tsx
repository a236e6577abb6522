import { useNow } from './ticking.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

// Made once: making one costs more than drawing a row of the inbox.
const dateWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const clockWords = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const exactWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })

/** How long ago in the shortest words: `just now`, `14 min ago`, `3 h ago`, `2 days ago`, then a date. Times in ms. */
export function relativeTime(at: number, now: number): string {
  const age = now - at
  if (age < minute) return 'just now'
  if (age < hour) return `${Math.floor(age / minute)} min ago`
  if (age < day) return `${Math.floor(age / hour)} h ago`
  if (age < 7 * day) return `${Math.floor(age / day)} ${age < 2 * day ? 'day' : 'days'} ago`
  return dateWords.format(at)
}

/** A span of time as a stopwatch shows it: `0:08`, `4:12`, then `1 h 5 m`, `3 d`. In milliseconds. */
export function spanOfTime(span: number): string {
  const whole = Math.max(0, span)
  if (whole < hour) {
    const seconds = Math.floor((whole % minute) / second)
    return `${Math.floor(whole / minute)}:${String(seconds).padStart(2, '0')}`
  }
  if (whole < day) return `${Math.floor(whole / hour)} h ${Math.floor((whole % hour) / minute)} m`
  return `${Math.floor(whole / day)} d`
}

/** `14:02`, or with the day in front when it is not today's, and the year when it is another one. */
export function clockTime(at: number, now: number): string {
  const time = clockWords.format(at)
  if (new Date(at).toDateString() === new Date(now).toDateString()) return time
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return `${(sameYear ? dayWords : dateWords).format(at)} ${time}`
}

/** The whole date and time, for hovering. */
export function exactTime(at: number): string {
  return exactWords.format(at)
}

/** A point in time: relative words (or the clock's), the exact time on hover. `at` in ms since 1970. */
export function Time({ at, as = 'relative' }: { at: number; as?: 'relative' | 'clock' }) {
  const now = useNow(30 * second)
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {as === 'clock' ? clockTime(at, now) : relativeTime(at, now)}
    </time>
  )
}

/** Time since `at`, ticking: for whoever waits, or for what `words` says. */
export function Waiting({ since, words = 'Waiting since' }: { since: number; words?: string }) {
  const now = useNow(second)
  return (
    <time dateTime={new Date(since).toISOString()} title={`${words} ${exactTime(since)}`}>
      {spanOfTime(now - since)}
    </time>
  )
}
