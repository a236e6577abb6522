import type { Page } from '@playwright/test'
import { consolePage } from '../pages/console-page.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { addOperatorBy, firstOperator, passphraseOf, signInBy } from '../support/operators.ts'

test.describe.configure({ timeout: 240_000 })

const question = 'Is my parcel on its way?'

/** Opens one more window by Ctrl+N, which asks who is there. */
async function secondWindow(desk: Desk, operator = firstOperator): Promise<Page> {
  const page = await desk.running.nextWindow(() => desk.page.keyboard.press('Control+N'))
  await signInBy(page, operator)
  return page
}

const button = (page: Page, name: string | RegExp) => consolePage(page).composer.getByRole('button', { name })

test('two windows of one conversation: one types, the other sends, and nothing goes out twice', async ({
  desk,
  shop,
}) => {
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  const page = await secondWindow(desk)
  const other = consolePage(page)
  await other.openConversationWith(question)

  await desk.replyBox.focus()
  await desk.page.keyboard.type('It left this morning.')
  await expect(other.replyBox).toHaveValue('It left this morning.')
  await other.replyBox.focus()
  await page.keyboard.press('Control+Enter')
  await expect(visitor.message('It left this morning.')).toBeVisible()
  await expect(desk.replyBox).toHaveValue('')
  await expect(desk.thread.getByText('It left this morning.')).toBeVisible()
  await expect(button(desk.page, /^Send to/)).toBeDisabled()
  await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
})

test('one window locks: all of that person lock, another person’s stays open', async ({ desk }) => {
  await addOperatorBy(desk.page, 'Mia', 'agent')
  const own = await secondWindow(desk)
  const colleagues = await secondWindow(desk, 'Mia')

  await desk.page.bringToFront()
  await desk.page.keyboard.press('Control+L')
  for (const page of [desk.page, own]) await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await expect(colleagues.locator('.title-operator')).toContainText('Mia')

  await signInPage(own).unlock(passphraseOf(firstOperator))
  await expect(own.locator('header.title')).toBeVisible()
  await expect(desk.page.getByRole('heading', { name: 'Locked' })).toBeVisible()

  // Closing one window ends neither the console nor the others.
  await colleagues.close()
  await own.keyboard.press('Control+K')
  await expect(own.locator('.palette')).toBeVisible()
})
