import { useEffect, useRef } from 'react'

/** What has been in view for less than this has not been read: a hand on its way to Send does not see it (ms). */
export const shortestLook = 700

/**
 * Marks what is in view as read once somebody has had the time to look at it, in a window that is shown and has the
 * focus.
 *
 * @param newest position of the newest message in view; null while the end is out of view
 */
export function useLookedAt(newest: number | null, seen: number, mark: (position: number) => void): void {
  const inView = useRef(newest)
  inView.current = newest
  const isDue = newest !== null && newest > seen
  useEffect(() => {
    if (!isDue) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const stop = () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
    }
    const look = () => {
      stop()
      // What comes while the time runs has a look of its own after it.
      const from = inView.current
      if (from === null || document.visibilityState !== 'visible' || !document.hasFocus()) return
      timer = setTimeout(() => mark(from), shortestLook)
    }
    look()
    addEventListener('focus', look)
    addEventListener('blur', stop)
    document.addEventListener('visibilitychange', look)
    return () => {
      stop()
      removeEventListener('focus', look)
      removeEventListener('blur', stop)
      document.removeEventListener('visibilitychange', look)
    }
  }, [isDue, seen, mark])
}
