import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { tabTo } from '../support/keys.ts'

/** The view of templates, used by keys alone. */
export interface TemplatesPage {
  readonly dialog: Locator
  /** Comes to the view by the palette. */
  open(): Promise<void>
  /** The row of a template. */
  item(title: string): Locator
  /** Comes to a button or field of the view, or of what is open over it, and presses Enter there. */
  press(name: string | RegExp): Promise<void>
  /** Comes to a field and types over what stands in it. */
  type(field: string, text: string): Promise<void>
  /** Chooses a file as a person does who comes to the file field by keys. */
  chooseFile(name: string, text: string | Buffer): Promise<void>
}

export function templatesPage(page: Page): TemplatesPage {
  const { keyboard } = page
  const dialog = page.getByRole('dialog').last()
  // With no listener left the browser's own dialog comes back, and switching it off again races with the key.
  page.on('filechooser', () => {})
  const scope = async () => ((await page.getByRole('dialog').count()) > 0 ? dialog : page.getByRole('main'))
  return {
    dialog,
    item: (title) =>
      page.locator('.templates-list li').filter({ has: page.getByRole('heading', { name: title, exact: true }) }),
    async open() {
      await keyboard.press('Control+K')
      await page.locator('.palette').waitFor()
      await keyboard.type('Templates')
      await keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: 'Templates', level: 1 })).toBeVisible()
    },
    async press(name) {
      await tabTo((await scope()).getByRole('button', { name, exact: typeof name === 'string' }), 120)
      await keyboard.press('Enter')
    },
    async type(field, text) {
      await tabTo((await scope()).getByRole('textbox', { name: field }), 40)
      await keyboard.press('Control+A')
      await keyboard.type(text)
    },
    async chooseFile(name, text) {
      const field = dialog.locator('input[type="file"]')
      await tabTo(field, 20)
      const chooser = page.waitForEvent('filechooser', { timeout: 10_000 })
      await keyboard.press('Space')
      const buffer = typeof text === 'string' ? Buffer.from(text) : text
      await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
    },
  }
}
