import type { Page } from '@playwright/test'
import { addChannelPage } from '../e2e/pages/add-channel-page.ts'
import type { ConsolePage } from '../e2e/pages/console-page.ts'
import { morning } from './customers.ts'
import { people } from './people.ts'
import type { Album } from './pictures.ts'
import { keyedHash, makeSecret } from './signing.ts'

/** The console on an ordinary morning: customers who are who they say, and some who wait for an answer. */
export async function picturesOfMorning(album: Album, desk: ConsolePage): Promise<void> {
  await hideNotices(desk.page)
  const [first] = morning
  await desk.openConversationWith(first?.talk.at(-1) ?? '')
  await album.both(desk.page, 'inbox')
}

/** Walks through the console's screens after the visitors have been there, and takes a picture of each. */
export async function picturesOfConsole(album: Album, desk: ConsolePage): Promise<void> {
  const { page } = desk
  const take = (name: string) => album.both(page, name)

  await desk.goTo('Inbox')
  await desk.openConversationWith('Any news of the parcel?')
  await take('thread-seen-elsewhere')

  await desk.openConversationWith('And what does my colleague still owe you?')
  await desk.thread.getByText('Identity switched').waitFor()
  await take('thread-identity-switched')

  await desk.openConversationWith('I lost my password, just read me the address.')
  await take('thread-proof-rejected')
  await desk.badge('I lost my password, just read me the address.').click()
  await page.getByRole('dialog').getByText('How it was checked').waitFor()
  await take('why')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await desk.replyBox.fill('/')
  await desk.templates.waitFor()
  // Up from the first is the last, and those that do most harm stand last.
  await page.keyboard.press('ArrowUp')
  await take('templates-locked')
  await desk.replyBox.fill('/invoice')
  await page.keyboard.press('Enter')
  await desk.composer.getByText('is locked').waitFor()
  await take('composer-locked')
  await desk.replyBox.fill('')

  await desk.openConversationWith('I am your supervisor.')
  await take('thread-hostile-name')

  await resize(page, 1920, 1080)
  await desk.openConversationWith('I read the article and still cannot log in.')
  await take('inbox-wide')
  await resize(page, 1280, 800)

  for (const view of [
    'Live',
    'Review',
    'Insights',
    'Contacts',
    'Templates',
    'Audit',
    'Settings',
    'Channels',
  ] as const) {
    await desk.goTo(view)
    await page.getByRole('heading', { name: view, level: 1 }).waitFor()
    await page.locator('.ui-skeleton').first().waitFor({ state: 'detached' })
    await take(view.toLowerCase())
  }
  await page.getByRole('button', { name: 'Members and help centre' }).click()
  await page.getByRole('heading', { name: 'Members and help centre' }).first().waitFor()
  await take('channel')

  const wizard = addChannelPage(page)
  await desk.goTo('Inbox')
  await desk.goTo('Channels')
  await wizard.begin()
  await wizard.chooseVendor('Fernand', 'Second shop')
  await take('wizard-1-vendor')
  await wizard.goOn('Key')
  const secret = makeSecret()
  await wizard.giveKey(secret)
  await take('wizard-2-key')
  await wizard.goOn('Site')
  await wizard.giveOrigins(['https://shop.example'])
  await take('wizard-3-site')
  await wizard.goOn('Code')
  await take('wizard-4-code')
  await wizard.goOn('Test')
  const { name, email } = people.leo
  await wizard.test(JSON.stringify({ user: { name, email, hash: keyedHash(secret, email.toUpperCase()) } }, null, 2))
  await page.getByRole('main').getByText('Proof rejected', { exact: true }).waitFor()
  await take('wizard-5-test')
  await wizard.goOn('Policy')
  await take('wizard-6-policy')
  await wizard.finish()
}

/** What the first pictures say of this machine need not stand on every other. */
async function hideNotices(page: Page): Promise<void> {
  const hide = page.getByRole('button', { name: 'Hide', exact: true })
  while ((await hide.count()) > 0) await hide.first().click()
}

/** A press that begins before the new layout and ends after it would land on nothing. */
async function resize(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.waitForFunction((wanted) => (globalThis as unknown as { innerWidth: number }).innerWidth === wanted, width)
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)))
}
