import type { Locator, Page } from '@playwright/test'

export type PanelTitle = 'Verified messages' | 'Failures by reason' | 'Blocked sends' | 'Overrides' | 'First reply'

/** Insights, used as a supervisor uses it. */
export interface InsightsPage {
  panel(title: PanelTitle): Locator
  /** A bar, or a figure of the table, by what it says. */
  figure(title: PanelTitle, name: string | RegExp): Locator
  /** The list that is open. */
  readonly list: Locator
  /** How many entries the open list holds, however many pages it has. */
  listed(): Promise<number>
  showAs(title: PanelTitle, look: 'Chart' | 'Table'): Promise<void>
  /** Exports the table, and gives the file's name. */
  exportCsv(title: PanelTitle): Promise<string>
}

export function insightsPage(page: Page): InsightsPage {
  const panel = (title: PanelTitle) => page.getByRole('region', { name: title, exact: true })
  const list = page.getByRole('dialog')
  return {
    panel,
    list,
    figure: (title, name) => panel(title).getByRole('button', { name }),
    listed: async () => {
      await list.getByRole('table').waitFor()
      const more = list.getByRole('button', { name: 'Show more' })
      for (;;) {
        const rows = list.locator('tbody tr')
        const before = await rows.count()
        if (!(await more.isVisible())) return before
        await more.click()
        await rows.nth(before).waitFor()
      }
    },
    showAs: async (title, look) => {
      await panel(title).locator('label').filter({ hasText: look }).click()
    },
    exportCsv: async (title) => {
      await panel(title)
        .getByRole('button', { name: `${title} as CSV` })
        .click()
      const file = panel(title).locator('code').first()
      await file.waitFor()
      return file.innerText()
    },
  }
}
