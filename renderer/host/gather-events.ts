import type { ChangeEvent } from '#shared/contract/requests.ts'

export interface GatherPace {
  /** Between one delivery and the next, at the least. All times in ms. */
  pause: number
  /** What a slow window waits at the most. */
  longest?: number
  /** True while somebody is typing. */
  typing?: () => boolean
  /** What typing may hold up a delivery at the most. */
  longestTyped?: number
}

/**
 * Lets the first call through at once and gathers those that follow within `pause`, and for as long as the one before
 * has not settled, into one later call: a lone message is shown immediately, a flood does not make the window ask a
 * hundred times a second, and an answer on its way is never thrown away for the next event. A window that takes long to
 * get and draw its answers asks more rarely, and what was gathered waits for a gap between keys, so that typing comes
 * first.
 */
export function gatherEvents(deliver: (events: ChangeEvent[]) => Promise<unknown> | void, pace: GatherPace) {
  const { pause, longest = 1_000, typing = () => false, longestTyped = 500 } = pace
  let waiting: ChangeEvent[] = []
  let waitingSince = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let delivering = false
  let stopped = false

  const wait = (ms: number) => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => {
      timer = null
      if (waiting.length > 0 && typing() && performance.now() - waitingSince < longestTyped) wait(pause / 4)
      else flush()
    }, ms)
  }

  const flush = () => {
    if (waiting.length === 0 || delivering || stopped) return
    const events = waiting
    waiting = []
    delivering = true
    const begun = performance.now()
    wait(pause)
    void (async () => deliver(events))()
      .catch(() => undefined)
      .then(() => {
        delivering = false
        if (stopped) return
        const rest = Math.min(longest, 4 * (performance.now() - begun))
        if (rest > pause) wait(rest)
        else if (timer === null) flush()
      })
  }

  return {
    add(event: ChangeEvent) {
      if (waiting.length === 0) waitingSince = performance.now()
      const known = waiting.some((one) => one.topic === event.topic && one.conversationId === event.conversationId)
      if (!known) waiting.push(event)
      if (timer === null) flush()
    },
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting = []
    },
  }
}

/** A key within this time (ms) is a sign that more are to come. */
const typingGap = 200

/** Watches the keys of this window; `typing` tells whether one was pressed just now. */
export function watchTyping() {
  let lastKey = Number.NEGATIVE_INFINITY
  const note = ({ timeStamp }: KeyboardEvent) => {
    lastKey = timeStamp
  }
  addEventListener('keydown', note, { capture: true })
  return {
    typing: () => performance.now() - lastKey < typingGap,
    stop: () => removeEventListener('keydown', note, { capture: true }),
  }
}
