import { useEffect, useState } from 'react'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** `now` (ms since 1970), renewed every `every` milliseconds while the component is shown. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

/** How long ago in the shortest words: `just now`, `14 min ago`, `3 h ago`, `2 days ago`, then a date. Times in ms. */
export function relativeTime(at: number, now: number): string {
  const age = now - at
  if (age < minute) return 'just now'
  if (age < hour) return `${Math.floor(age / minute)} min ago`
  if (age < day) return `${Math.floor(age / hour)} h ago`
  if (age < 7 * day) return `${Math.floor(age / day)} ${age < 2 * day ? 'day' : 'days'} ago`
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
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

/** `14:02`, or with the day in front when it was not today. */
export function clockTime(at: number, now: number): string {
  const date = new Date(at)
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (date.toDateString() === new Date(now).toDateString()) return time
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`
}

/** The whole date and time, for hovering. */
export function exactTime(at: number): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'medium' })
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

/** Time since `at`, ticking: for whoever waits. */
export function Waiting({ since }: { since: number }) {
  const now = useNow(second)
  return (
    <time dateTime={new Date(since).toISOString()} title={`Waiting since ${exactTime(since)}`}>
      {spanOfTime(now - since)}
    </time>
  )
}
