/**
 * Runs the work of one connection in the order in which it arrived. A `barrier` waits for everything before it and
 * holds back everything after it; other work overlaps up to `width`, started in order.
 */
export interface FrameQueue {
  add(kind: 'barrier' | 'work', run: () => Promise<void>): void
  /** Waiting and running. */
  readonly length: number
  /** Forgets what waits. What runs is left to end. */
  clear(): void
}

/** `onDrain` is called whenever something has ended, `onFailure` before that where it rejected. */
export function createFrameQueue(width: number, onDrain: () => void, onFailure: () => void): FrameQueue {
  const waiting: { kind: 'barrier' | 'work'; run: () => Promise<void> }[] = []
  let running = 0
  let closed = false

  const pump = () => {
    while (!closed) {
      const head = waiting[0]
      if (head === undefined) return
      if (running > 0 && (head.kind === 'barrier' || running >= width)) return
      waiting.shift()
      running += 1
      if (head.kind === 'barrier') closed = true
      void head
        .run()
        .catch(onFailure)
        .finally(() => {
          running -= 1
          if (head.kind === 'barrier') closed = false
          pump()
          onDrain()
        })
    }
  }

  return {
    add(kind, run) {
      waiting.push({ kind, run })
      pump()
    },
    get length() {
      return waiting.length + running
    },
    clear() {
      waiting.length = 0
    },
  }
}
