import type { Locator, Page } from '@playwright/test'
import { passphraseOf } from '../support/operators.ts'

/** What stands before the console, used as a person uses it. */
export interface SignInPage {
  readonly card: Locator
  readonly passphrase: Locator
  /** Sets up a new console, and waits for it. */
  begin(name: string): Promise<void>
  /** Chooses who one is, types the passphrase and presses Enter. Does not wait for what follows. */
  signIn(name: string, passphrase?: string): Promise<void>
  /** The same at a locked window, where it is known who one is. */
  unlock(passphrase: string): Promise<void>
  /** Chooses an own passphrase, after a start passphrase. */
  choose(passphrase: string): Promise<void>
}

export function signInPage(page: Page): SignInPage {
  const card = page.locator('.sign-in-card')
  const passphrase = card.getByRole('textbox', { name: 'Passphrase', exact: true })
  const choose = async (text: string) => {
    await card.getByRole('textbox', { name: 'New passphrase' }).fill(text)
    await card.getByRole('textbox', { name: 'The same again' }).fill(text)
    await page.keyboard.press('Enter')
  }
  const unlock = async (text: string) => {
    await passphrase.fill(text)
    await page.keyboard.press('Enter')
  }
  return {
    card,
    passphrase,
    choose,
    unlock,
    begin: async (name) => {
      await card.getByRole('textbox', { name: 'Your name' }).fill(name)
      await choose(passphraseOf(name))
      await page.locator('header.title').waitFor()
    },
    signIn: async (name, text = passphraseOf(name)) => {
      await card.waitFor()
      const label = page.locator('.ui-choice-label').getByText(name, { exact: true })
      const option = card.locator('.ui-choice-option').filter({ has: label })
      if ((await option.count()) > 0) await option.click()
      await unlock(text)
    },
  }
}
