import type { Locator, Page } from '@playwright/test'

export type DecisionTitle = 'Genuine' | 'Impersonation' | 'Set-up fault'
export type FilterName = 'Reason' | 'Severity' | 'Age' | 'Channel' | 'Agent'

/** Review, used as a supervisor uses it. */
export interface ReviewPage {
  readonly rows: Locator
  /** The row that is looked at. */
  readonly current: Locator
  readonly detail: Locator
  readonly evidence: Locator
  /** The two values side by side, where somebody claims to be somebody. */
  readonly beside: Locator
  /** What became of the last decision. */
  readonly result: Locator
  readonly note: Locator
  row(reason: string): Locator
  tab(name: string): Locator
  filter(name: FilterName): Locator
  /** By mouse: the row, the decision, the note, the button. Waits until the flag has left the queue. */
  decideByMouse(reason: string, decision: DecisionTitle, note: string): Promise<void>
  /** By keyboard, about what is looked at or selected: one digit, the note, Ctrl Enter. */
  decideByKeys(digit: '1' | '2' | '3', note: string): Promise<void>
  /** A follow-up by its button. */
  followUpByMouse(button: string, note: string | null, action: string): Promise<void>
  /** A follow-up by its letter. */
  followUpByKeys(letter: string, note: string, action: string): Promise<void>
}

export function reviewPage(page: Page): ReviewPage {
  const list = page.getByRole('list', { name: 'Flags' })
  const rows = list.getByRole('listitem')
  const detail = page.getByRole('region', { name: 'The flag being looked at' })
  const note = detail.getByRole('textbox', { name: 'Why' })
  const dialog = page.getByRole('dialog')
  const row = (reason: string) => rows.filter({ has: page.locator('.review-kind').getByText(reason, { exact: true }) })
  const filter = (name: FilterName) =>
    page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: new RegExp(`\\b${name}$`) })
  return {
    rows,
    detail,
    note,
    row,
    filter,
    current: list.locator('[data-current]'),
    evidence: detail.getByRole('region', { name: 'Evidence' }),
    beside: detail.getByRole('figure', { name: 'Who is claimed beside who is known' }),
    result: page.locator('.review-result'),
    tab: (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) }),
    decideByMouse: async (reason, decision, text) => {
      await row(reason).locator('.review-row-body').click()
      await detail.getByRole('button', { name: decision }).click()
      await note.fill(text)
      await detail.getByRole('button', { name: /^(Decide|Settle)$/ }).click()
      await row(reason).waitFor({ state: 'detached' })
    },
    decideByKeys: async (digit, text) => {
      await page.keyboard.press(digit)
      await note.and(page.locator(':focus')).waitFor()
      await page.keyboard.insertText(text)
      await page.keyboard.press('Control+Enter')
      await note.waitFor({ state: 'detached' })
    },
    followUpByMouse: async (button, text, action) => {
      await detail.getByRole('button', { name: button }).click()
      if (text !== null) await dialog.getByRole('textbox').fill(text)
      await dialog.getByRole('button', { name: action, exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    },
    followUpByKeys: async (letter, text, action) => {
      await page.keyboard.press(letter)
      await dialog.getByRole('textbox').and(page.locator(':focus')).waitFor()
      await page.keyboard.insertText(text)
      const button = dialog.getByRole('button', { name: action, exact: true })
      for (let tabs = 0; tabs < 4 && !(await isFocused(button)); tabs += 1) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
    },
  }
}

const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement)
