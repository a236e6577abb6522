import type { Page } from '@playwright/test'
import type { ConsolePage } from '../pages/console-page.ts'
import { consolePage } from '../pages/console-page.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import type { VisitorPage } from '../pages/visitor-page.ts'
import type { Desk, Shop } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { tabTo } from '../support/keys.ts'
import { addOperatorBy, firstOperator, passphraseOf, signInBy } from '../support/operators.ts'
import { ask } from '../support/requests.ts'

test.describe.configure({ timeout: 240_000 })

const question = 'Is my parcel on its way?'

/** Opens one more window by Ctrl+N, which asks who is there. */
async function secondWindow(desk: Desk, operator = firstOperator): Promise<Page> {
  const page = await desk.running.nextWindow(() => desk.page.keyboard.press('Control+N'))
  await signInBy(page, operator)
  return page
}

/** A window of a new operator, who signs in there: the first window stays whose it is. */
async function windowOfNew(desk: Desk, name: string): Promise<Page> {
  const page = await desk.running.nextWindow(() => desk.page.keyboard.press('Control+N'))
  const { operator, startPassphrase } = await desk.ask('operators.add', { name, role: 'agent' })
  await ask(page, 'session.signIn', {
    operatorId: operator.id,
    passphrase: startPassphrase,
    newPassphrase: passphraseOf(name),
  })
  await page.locator('header.title').waitFor()
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

/** More lines than fit: whoever looks at the first of them does not see what comes in below. */
const long = Array.from({ length: 60 }, (_, line) => `Line ${line} of my list`).join('\n')

/** Two windows of one conversation that is longer than they are. The second is where something comes in unseen. */
async function twoWindows(desk: Desk, shop: Shop, operator: string) {
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write(long)
  await visitor.sent('Line 0 of')
  await desk.openConversationWith('Line 0 of')
  const other = consolePage(operator === firstOperator ? await secondWindow(desk) : await windowOfNew(desk, operator))
  await other.openConversationWith('Line 0 of')
  return { visitor, other }
}

/** Types over what stands in the box and presses Send, by keys alone. */
async function answerBy(window: ConsolePage, text: string) {
  await window.replyBox.focus()
  await window.page.keyboard.press('Control+A')
  await window.page.keyboard.type(text)
  await window.page.keyboard.press('Control+Enter')
}

/** Sending stopped, and shows what had come in. */
async function stopped(window: ConsolePage, arrived: string) {
  await expect(window.composer.getByText('Something arrived while you were writing.')).toBeVisible()
  await expect(window.composer.getByRole('group', { name: 'What arrived' })).toContainText(arrived)
  await expect(button(window.page, /^Send to/)).toBeDisabled()
  // Where Send is stopped, its key is too.
  await window.page.keyboard.press('Control+Enter')
}

/** Comes to a button of the composer by Tab from the box, and presses it. */
async function pressByKeys({ page, replyBox }: ConsolePage, name: string | RegExp) {
  await replyBox.focus()
  await tabTo(button(page, name))
  await page.keyboard.press('Enter')
}

const agentsWords = (visitor: VisitorPage) => visitor.log.locator('.line.agent')

for (const operator of [firstOperator, 'Mia']) {
  const who = operator === firstOperator ? 'one operator in two windows' : 'two operators'

  test(`${who}: what a visitor wrote unseen stops Send; edit, discard and send`, async ({ desk, shop }) => {
    const { visitor, other } = await twoWindows(desk, shop, operator)
    const arrives = async (text: string) => {
      await other.lookUpByKeys()
      await visitor.write(text)
      await visitor.sent(text)
      await expect(other.page.getByRole('button', { name: '1 new message' })).toBeVisible()
    }

    await arrives('Do not send it to me!')
    await answerBy(other, 'We ship it tomorrow.')
    await stopped(other, 'Do not send it to me!')
    await pressByKeys(other, 'Edit')
    await expect(other.replyBox).toBeFocused()
    await expect(other.replyBox).toHaveValue('We ship it tomorrow.')
    await expect(other.composer.getByText('Something arrived')).toHaveCount(0)

    await arrives('No, do send it.')
    await answerBy(other, 'We keep it then.')
    await stopped(other, 'No, do send it.')
    await pressByKeys(other, 'Discard')
    await expect(other.replyBox).toHaveValue('')
    await pressByKeys(other, 'Put my text back')
    await expect(other.replyBox).toHaveValue('We keep it then.')

    await arrives('Thank you.')
    await answerBy(other, 'It leaves at noon.')
    await stopped(other, 'Thank you.')
    await expect(agentsWords(visitor)).toHaveCount(0)
    await pressByKeys(other, /read it, send/)
    await expect(visitor.message('It leaves at noon.')).toBeVisible()
    await expect(other.replyBox).toHaveValue('')
    await expect(desk.thread.getByText('It leaves at noon.')).toBeVisible()
    await expect(agentsWords(visitor)).toHaveCount(1)
  })
}

test('two operators: a colleague’s reply stops Send and is shown, drafts stay apart, nothing goes out twice', async ({
  desk,
  shop,
}) => {
  const { visitor, other } = await twoWindows(desk, shop, 'Mia')
  await other.replyBox.focus()
  await other.page.keyboard.type('It is in the post.')
  await expect(desk.replyBox).toHaveValue('')
  await other.lookUpByKeys()

  await answerBy(desk, 'I have put it in the post today.')
  await expect(visitor.message('I have put it in the post today.')).toBeVisible()
  await expect(other.page.getByRole('button', { name: '1 new message' })).toBeVisible()
  await expect(other.replyBox).toHaveValue('It is in the post.')
  await other.replyBox.focus()
  await other.page.keyboard.press('Control+Enter')
  await stopped(other, 'I have put it in the post today.')
  await expect(other.composer.getByText(`answered by ${firstOperator}`)).toBeVisible()
  await pressByKeys(other, 'Discard')
  await expect(other.replyBox).toHaveValue('')
  await expect(agentsWords(visitor)).toHaveCount(1)
})

test('one operator in two windows: the same words, sent from both at once, go out once', async ({ desk, shop }) => {
  const { visitor, other } = await twoWindows(desk, shop, firstOperator)
  await desk.replyBox.focus()
  await desk.page.keyboard.type('It left this morning.')
  await expect(other.replyBox).toHaveValue('It left this morning.')
  await other.replyBox.focus()
  await Promise.all([desk.page.keyboard.press('Control+Enter'), other.page.keyboard.press('Control+Enter')])
  for (const window of [desk, other]) {
    await expect(window.replyBox).toHaveValue('')
    await expect(window.thread.getByText('It left this morning.')).toHaveCount(1)
  }
  await expect(agentsWords(visitor)).toHaveCount(1)
  await answerBy(desk, 'Anything else?')
  await expect(visitor.message('Anything else?')).toBeVisible()
  await expect(agentsWords(visitor)).toHaveCount(2)
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
