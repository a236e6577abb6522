import type { Clock } from '../clock.ts'

/** Requests a window may make at once, and how many it regains each second. A person's work stays far below. */
export const burst = 400
export const perSecond = 200

/** A token bucket for each window, so that a page gone wrong cannot starve the intake beside it. */
export function createRequestRate(clock: Clock): { admit(windowId: number): boolean; forget(windowId: number): void } {
  const buckets = new Map<number, { left: number; at: number }>()
  return {
    admit(windowId) {
      const now = clock()
      const bucket = buckets.get(windowId) ?? { left: burst, at: now }
      // A clock set back must not lock the window out: it only gains nothing for that moment.
      const gained = (Math.max(0, now - bucket.at) / 1_000) * perSecond
      const left = Math.min(burst, bucket.left + gained)
      const admitted = left >= 1
      buckets.set(windowId, { left: admitted ? left - 1 : left, at: now })
      return admitted
    },
    forget(windowId) {
      buckets.delete(windowId)
    },
  }
}
