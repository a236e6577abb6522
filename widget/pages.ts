/** Which pages (tabs, loads) of this browser chat on the same channel, told by locks that each holds while it lives. */
export interface Pages {
  /** This page's own name: new with every load. */
  readonly self: string
  /** Runs `work` while no other page of this channel runs theirs. Without locks in the browser, it just runs. */
  alone(work: () => Promise<void>): Promise<void>
  /** A test of whether a page is no more. Without locks: when what it wrote is older than 15 s. */
  gonePages(): Promise<(page: string, at: number) => boolean>
}

const goneAfter = 15_000

export function createPages(channel: string, locks: LockManager | undefined, newId: () => string): Pages {
  const prefix = `bonafide.${channel}.`
  const self = newId()
  // Held until the page is unloaded; the browser then lets it go by itself.
  void locks?.request(`${prefix}page.${self}`, () => new Promise<void>(() => {}))

  const byAge = (_page: string, at: number) => Date.now() - at > goneAfter

  return {
    self,
    async alone(work) {
      if (locks === undefined) await work()
      else await locks.request(`${prefix}hello`, work)
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
