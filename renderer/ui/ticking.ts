import { useSyncExternalStore } from 'react'

interface Ticker {
  now: number
  listeners: Set<() => void>
  subscribe: (listener: () => void) => () => void
  read: () => number
}

const tickers = new Map<number, Ticker>()

function createTicker(every: number): Ticker {
  let timer: ReturnType<typeof setInterval> | null = null
  const ticker: Ticker = {
    now: Date.now(),
    listeners: new Set(),
    subscribe(listener) {
      ticker.listeners.add(listener)
      timer ??= setInterval(() => {
        ticker.now = Date.now()
        for (const tell of ticker.listeners) tell()
      }, every)
      return () => {
        ticker.listeners.delete(listener)
        if (ticker.listeners.size > 0 || timer === null) return
        clearInterval(timer)
        timer = null
      }
    },
    read() {
      // While nobody listened the time stood still.
      if (timer === null) ticker.now = Date.now()
      return ticker.now
    },
  }
  return ticker
}

/**
 * The time (ms since 1970), renewed every `every` milliseconds while somebody shows it. All who show it tick together:
 * a list of waiting times is drawn once a second, not once for each row.
 */
export function useNow(every: number): number {
  let ticker = tickers.get(every)
  if (ticker === undefined) {
    ticker = createTicker(every)
    tickers.set(every, ticker)
  }
  return useSyncExternalStore(ticker.subscribe, ticker.read)
}
