import type { Locator, Page } from '@playwright/test'
import type { ConversationId } from '#shared/domain/ids.ts'

/** The view of every open conversation, used as a supervisor uses it. */
export interface LivePage {
  readonly table: Locator
  /** The rows that are drawn. */
  readonly rows: Locator
  readonly look: Locator
  /** Takes the newest order over, where rows were held still. */
  readonly update: Locator
  row(id: ConversationId): Locator
  waiting(row: Locator): Locator
  idle(row: Locator): Locator
  heading(name: string): Locator
  /** Chooses from one of the filters. */
  choose(filter: 'Standing' | 'Agent' | 'Channel' | 'Waiting', option: string): Promise<void>
}

export function livePage(page: Page): LivePage {
  const table = page.getByRole('grid', { name: 'Open conversations' })
  const filters = page.getByRole('group', { name: 'Filters' })
  return {
    table,
    rows: table.getByRole('rowgroup').getByRole('row'),
    look: page.getByRole('complementary', { name: 'Look' }),
    update: page.locator('.live-update'),
    row: (id) => page.locator(`#live-${id}`),
    waiting: (row) => row.getByRole('gridcell').nth(4),
    idle: (row) => row.getByRole('gridcell').nth(5),
    heading: (name) => table.getByRole('columnheader', { name }),
    choose: async (filter, option) => {
      await filters.getByRole('button', { name: filter }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    },
  }
}
