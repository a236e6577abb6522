import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { measured } from '../../main/testing/endurance.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { everyScreen } from '../support/every-screen.ts'
import { hostileMarkup } from '../support/hostile-markup.ts'
import { sendFromServer } from '../support/send-from-server.ts'

const naughty = JSON.parse(
  readFileSync(new URL('../../main/identity/vectors/blns/blns.json', import.meta.url), 'utf8'),
) as string[]

test.describe.configure({ timeout: 300_000 })

/** A console without channels shows its welcome until it is left. */
async function toInbox(desk: Desk) {
  await desk.ask('demo.begin', {})
  await desk.toInbox()
}

/** Watches the window for what text must never become: elements, running script, requests. */
async function watch(page: Page) {
  const requests: string[] = []
  const errors: string[] = []
  page.on('request', (sent) => requests.push(sent.url()))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.evaluate(() => {
    const state = { violations: [] as string[], foreign: new Set<string>(), texts: new Set<string>() }
    Object.assign(globalThis, { watched: state })
    document.addEventListener('securitypolicyviolation', (event) => state.violations.push(event.violatedDirective))
    const ours = '.code-mark, .ui-hidden, .given-link, .given-link *, .message-fold'
    const look = () => {
      for (const box of document.querySelectorAll('bdi, .message-bubble')) {
        state.texts.add(box.textContent ?? '')
        for (const element of box.querySelectorAll('*'))
          if (!element.matches(ours)) state.foreign.add(element.outerHTML)
      }
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    look()
  })
  return async () => {
    const origin = new URL(page.url()).origin
    const seen = await page.evaluate(() => {
      const { watched, ran } = globalThis as unknown as {
        watched: { violations: string[]; foreign: Set<string>; texts: Set<string> }
        ran?: number
      }
      return { violations: watched.violations, foreign: [...watched.foreign], texts: watched.texts.size, ran: ran ?? 0 }
    })
    return { ...seen, errors, requests: requests.filter((url) => !url.startsWith(origin)) }
  }
}

test('naughty strings and markup are text wherever they stand', async ({ desk }) => {
  const { page } = desk
  const texts = [...new Set([...naughty, ...hostileMarkup])]
  const finish = await watch(page)
  const own = texts.map((text, index) => ({
    session: `one-${index}`,
    text: text || '(empty)',
    identity: { email: text, name: text, id: text },
  }))
  const together = hostileMarkup.map((text) => ({ session: 'together', text: text || '(empty)' }))
  const sent = [...own, ...together]
  const stored = await sendFromServer(desk, sent)

  await toInbox(desk)
  await desk.list.waitFor()
  await everyScreen(desk.list)
  await desk.list.evaluate((element) => element.scrollTo(0, 0))
  await desk.list.getByRole('option').first().click()
  await desk.thread.waitFor()
  // The thread holds what was written last; going up brings the older pages.
  const older = page.getByRole('button', { name: 'Show older messages' })
  while ((await older.count()) > 0) {
    const before = await heightOf(desk.thread)
    await desk.thread.evaluate((element) => element.scrollTo(0, 0))
    await older.click({ timeout: 1_000 }).catch(() => undefined)
    await expect.poll(async () => (await older.count()) === 0 || (await heightOf(desk.thread)) > before).toBe(true)
  }
  await everyScreen(desk.thread)
  await desk.goTo('Contacts')
  await everyScreen(page.locator('.contacts-scroll'))
  await desk.goTo('Review')
  await page.getByRole('main').waitFor()

  const seen = await finish()
  measured(
    'naughty strings and markup on screen',
    `${texts.length} texts, ${stored} of ${sent.length} messages stored, ${seen.texts} texts drawn: ` +
      `${seen.foreign.length} elements, ${seen.ran} scripts, ${seen.requests.length} requests, ${seen.violations.length} CSP reports`,
  )
  expect(seen).toMatchObject({ foreign: [], ran: 0, requests: [], violations: [], errors: [] })
  expect(stored).toBeGreaterThan(sent.length - 20)
  expect(seen.texts).toBeGreaterThan(texts.length)
})

const heightOf = (scroller: Locator) => scroller.evaluate((element) => element.scrollHeight)
