import type { Browser, BrowserContext } from '@playwright/test'
import type { Scenario } from './scenarios.ts'

/** Which browser a visitor sits at. Nothing is shared between two of them: no cookie, no storage. */
export interface VisitorBrowsers {
  enter(scenario: Scenario): Promise<BrowserContext>
  /** The visitor has gone; their tabs are closed. */
  leave(scenario: Scenario, context: BrowserContext): Promise<void>
}

/** Everybody in a browser of their own that nobody has used before. */
export function newBrowsers(browser: Browser): VisitorBrowsers {
  return { enter: () => browser.newContext(), leave: (_scenario, context) => context.close() }
}

/** As `newBrowsers`, but these visitors come back with the browser they had, as people do. */
export function ownBrowsers(browser: Browser, returning: readonly Scenario[]): VisitorBrowsers {
  const fresh = newBrowsers(browser)
  const pages = new Set(returning.map(({ page }) => page))
  const owned = new Map<string, BrowserContext>()
  return {
    enter: async (scenario) => {
      const own = owned.get(scenario.page) ?? (await fresh.enter(scenario))
      if (pages.has(scenario.page)) owned.set(scenario.page, own)
      return own
    },
    leave: async (scenario, context) => {
      if (!pages.has(scenario.page)) return fresh.leave(scenario, context)
      for (const page of context.pages()) await page.close()
    },
  }
}
