import type { Page } from '@playwright/test'

/** The six steps from a vendor to a working channel, done by keyboard where a person would. */
export type StepName = 'Key' | 'Site' | 'Code' | 'Test' | 'Policy'

export interface AddChannelPage {
  begin(): Promise<void>
  chooseVendor(vendor: string, name: string): Promise<void>
  giveKey(material: string): Promise<void>
  giveOrigins(origins: string[]): Promise<void>
  test(payload: string): Promise<void>
  /** Types into a field of this step. */
  fill(label: string | RegExp, text: string): Promise<void>
  /** Presses the button that leads on, and waits for that step. */
  goOn(to: StepName): Promise<void>
  finish(): Promise<void>
}

export function addChannelPage(page: Page): AddChannelPage {
  const main = page.getByRole('main')
  const step = (name: string) => main.locator('[aria-current="step"]').filter({ hasText: name })
  const goOn = async (to: StepName) => {
    const button = main.getByRole('button', { name: /^(Continue|Add the channel)$/ })
    await button.focus()
    await page.keyboard.press('Enter')
    await step(to).waitFor()
  }
  return {
    begin: async () => {
      await main.getByRole('button', { name: 'Add a channel' }).click()
      await step('Vendor').waitFor()
    },
    chooseVendor: async (vendor, name) => {
      await main.getByRole('searchbox', { name: 'Find your chat' }).focus()
      await page.keyboard.type(vendor)
      await page.keyboard.press('Enter')
      const radio = main.getByRole('radio', { name: new RegExp(`^${vendor}`), checked: true })
      await radio.waitFor()
      const field = main.getByRole('textbox', { name: 'Name of the channel' })
      await field.focus()
      await page.keyboard.type(name)
    },
    giveKey: async (material) => {
      const field = main.getByRole('textbox', { name: /key|secret/i }).first()
      await field.focus()
      await page.keyboard.insertText(material)
      await main.getByText('This key can be used').waitFor()
      const consent = main.getByRole('checkbox', { name: /keep the key here anyway/ })
      if ((await consent.count()) > 0) {
        await consent.focus()
        await page.keyboard.press('Space')
      }
    },
    giveOrigins: async (origins) => {
      await main
        .getByRole('textbox', { name: /origins|pages/i })
        .first()
        .focus()
      await page.keyboard.insertText(origins.join('\n'))
    },
    test: async (payload) => {
      await main.getByRole('textbox', { name: 'Payload' }).focus()
      await page.keyboard.insertText(payload)
      await main.getByRole('button', { name: 'Check' }).focus()
      await page.keyboard.press('Enter')
    },
    fill: async (label, text) => {
      await main.getByRole('textbox', { name: label }).focus()
      await page.keyboard.insertText(text)
    },
    goOn,
    finish: async () => {
      await main.getByRole('button', { name: 'Finish' }).focus()
      await page.keyboard.press('Enter')
    },
  }
}
