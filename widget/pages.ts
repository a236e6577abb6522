/** Which pages (tabs, loads) of this browser chat on the same channel, told by locks that each holds while it lives. */
export interface Pages {
  /** This page's own name: new with every load. */
  readonly self: string
  /** Runs `work` while no other page of this channel runs theirs. Without locks in the browser, it just runs. */
  alone(work: () => Promise<void>): Promise<void>
  /** Tells the browser's other pages which session this one has, for as long as it lives; null takes that back. */
  tellSession(token: string | null): void
  /**
   * The session that another page has told. A page that runs alone finds here what the one before it told, which
   * `localStorage` does not promise: its changes reach the process of another tab a moment later.
   */
  sessionOfOthers(): Promise<string | null>
  /** A test of whether a page is no more. Without locks: when what it wrote is older than 15 s. */
  gonePages(): Promise<(page: string, at: number) => boolean>
}

const goneAfter = 15_000

export function createPages(channel: string, locks: LockManager | undefined, newId: () => string): Pages {
  const prefix = `bonafide.${channel}.`
  const self = newId()
  // Held until the page is unloaded; the browser then lets it go by itself.
  void locks?.request(`${prefix}page.${self}`, () => new Promise<void>(() => {}))

  let endTold: (() => void) | null = null

  const byAge = (_page: string, at: number) => Date.now() - at > goneAfter

  return {
    self,
    async alone(work) {
      if (locks === undefined) await work()
      else await locks.request(`${prefix}hello`, work)
    },
    tellSession(token) {
      endTold?.()
      endTold = null
      if (token === null) return
      // Ended before it is granted, it is let go at once.
      const ended = new Promise<void>((end) => (endTold = end))
      void locks?.request(`${prefix}session.${token}`, { mode: 'shared' }, () => ended)
    },
    async sessionOfOthers() {
      try {
        const start = `${prefix}session.`
        const { held, pending } = (await locks?.query()) ?? {}
        const told = [...(held ?? []), ...(pending ?? [])].find(({ name }) => name?.startsWith(start))
        return told?.name?.slice(start.length) ?? null
      } catch {
        return null
      }
    },
    async gonePages() {
      try {
        const { held, pending } = (await locks?.query()) ?? {}
        if (held === undefined) return byAge
        const alive = new Set([...held, ...(pending ?? [])].map((lock) => lock.name))
        return (page) => !alive.has(`${prefix}page.${page}`)
      } catch {
        return byAge
      }
    },
  }
}
