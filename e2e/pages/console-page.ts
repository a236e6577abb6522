import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { ConversationId } from '#shared/domain/ids.ts'
import { addOperatorBy } from '../support/operators.ts'
import { ask } from '../support/requests.ts'
import { signInPage } from './sign-in-page.ts'

export type ViewTitle =
  | 'Inbox'
  | 'Live'
  | 'Review'
  | 'Contacts'
  | 'Templates'
  | 'Channels'
  | 'Insights'
  | 'Audit'
  | 'Settings'

/** The console's window, used as an agent uses it. */
export interface ConsolePage {
  readonly page: Page
  readonly list: Locator
  readonly thread: Locator
  readonly banner: Locator
  readonly composer: Locator
  readonly replyBox: Locator
  readonly templates: Locator
  readonly identityPanel: Locator
  /** Goes to a view by the rail. */
  goTo(view: ViewTitle): Promise<void>
  /** Leaves the welcome, which stays to show the demo's pages. */
  toInbox(): Promise<void>
  /** The rows of the list whose last message is this one. */
  row(text: string): Locator
  /** Opens a conversation from the list, wherever it stands in it. */
  openConversation(id: ConversationId): Promise<void>
  /** Opens the conversation whose last message is this one. */
  openConversationWith(text: string): Promise<void>
  /** A visitor's message of the open thread. */
  message(text: string): Locator
  /** Waits until this message is there and has been read, as a person reads before they answer. */
  reads(text: string): Promise<void>
  /** Leaves the box for the messages, and goes to the first of them, by keys alone. */
  lookUpByKeys(): Promise<void>
  /** The line under a visitor's message: the badge and when. It opens "Why?". */
  badge(text: string): Locator
  /** What that line says, e.g. `Verified · e-mail · 12:04`. */
  badgeUnder(text: string): Promise<string>
  /** Sends the reply in the box, as it stands. */
  send(): Promise<void>
  /** Signs out by the menu and in as another operator. One who is not there yet is added first, as an agent. */
  switchTo(operator: string): Promise<void>
  /** Opens the menu of the person at the console and chooses from it. */
  chooseFromMenu(entry: string): Promise<void>
}

export function consolePage(page: Page): ConsolePage {
  const list = page.getByRole('listbox', { name: /conversations$/ })
  const thread = page.getByRole('log', { name: 'Messages' })
  const composer = page.getByRole('region', { name: 'Write' })
  const message = (text: string) => thread.locator('.message[data-kind="visitor"]').filter({ hasText: text })
  const badge = (text: string) => message(text).getByRole('button', { name: /why/i })
  const chooseFromMenu = async (entry: string) => {
    await page.locator('.title-operator').click()
    await page
      .getByRole('menuitem')
      .filter({ has: page.getByText(entry, { exact: true }) })
      .first()
      .click()
  }
  const row = (text: string) => list.getByRole('option').filter({ hasText: text })
  return {
    page,
    list,
    thread,
    composer,
    message,
    badge,
    row,
    banner: page.getByRole('region', { name: 'Standing of this visitor' }),
    replyBox: composer.getByRole('textbox', { name: 'Reply to visitor' }),
    templates: composer.getByRole('listbox', { name: 'Templates' }),
    identityPanel: page.getByRole('complementary', { name: 'Who is this?' }),
    goTo: async (view) => {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click()
    },
    toInbox: () => page.getByRole('main').getByRole('button', { name: 'Go to the inbox' }).click(),
    openConversation: async (id) => {
      await list.waitFor()
      const wanted = page.locator(`#row-${id}`)
      await scrollTo(list, wanted)
      await wanted.click()
      await thread.waitFor()
    },
    openConversationWith: async (text) => {
      await list.waitFor()
      await scrollTo(list, row(text))
      await row(text).click()
      await message(text).waitFor()
    },
    reads: async (text) => {
      const row = thread.locator('.thread-row').filter({ hasText: text })
      await row.last().waitFor()
      await expect(row.last()).not.toHaveAttribute('data-unseen')
    },
    lookUpByKeys: async () => {
      await composer.locator('textarea').press('Escape')
      for (let steps = 0; steps < 6; steps += 1) {
        if (await thread.evaluate((element) => element === element.ownerDocument.activeElement)) break
        await page.keyboard.press('F6')
      }
      await expect(thread).toBeFocused()
      await page.keyboard.press('Home')
      await expect(page.getByRole('button', { name: /^(Latest|\d+ new)/ })).toBeVisible()
    },
    badgeUnder: async (text) => {
      await badge(text).waitFor()
      return (await badge(text).innerText()).replace(/\s+/g, ' ').trim()
    },
    send: () => composer.getByRole('button', { name: /^(Send|Add note)/ }).click(),
    chooseFromMenu,
    switchTo: async (operator) => {
      const { operators } = await ask(page, 'session.get', {})
      if (!operators.some(({ name }) => name === operator)) await addOperatorBy(page, operator, 'agent')
      await chooseFromMenu('Sign out')
      await signInPage(page).signIn(operator)
      await page.locator('.title-operator').filter({ hasText: operator }).waitFor()
    },
  }
}

/** The list draws only the rows near what is seen. */
async function scrollTo(list: Locator, wanted: Locator): Promise<void> {
  for (let screen = 0; screen < 200; screen += 1) {
    if ((await wanted.count()) > 0) return
    await list.evaluate(
      (element, turn) =>
        new Promise<void>((done) => {
          const scroller = element as { scrollTop: number; clientHeight: number }
          scroller.scrollTop = turn * scroller.clientHeight
          setTimeout(done, 50)
        }),
      screen,
    )
  }
  throw new Error('The list holds no such conversation')
}
