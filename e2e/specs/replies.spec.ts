import type { ConversationId } from '#shared/domain/ids.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { tabTo } from '../support/keys.ts'
import { request } from '../support/requests.ts'

// Each starts a console, a browser and a visitor; a loaded machine takes its time.
test.describe.configure({ timeout: 180_000 })

const question = 'Where was my parcel going again?'
const reworded =
  'I have just sent you a link to set a new password to the address we know. It works once, and only for the next 30 minutes.'

async function onlyConversation(desk: Desk): Promise<ConversationId> {
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  expect(rows).toHaveLength(1)
  return (rows[0] as { id: ConversationId }).id
}

const bar = (desk: Desk, words: string | RegExp) => desk.composer.getByRole('status').filter({ hasText: words })
const button = (desk: Desk, name: string | RegExp) => desk.composer.getByRole('button', { name })

async function textsSent(desk: Desk, conversationId: ConversationId): Promise<string[]> {
  const { messages } = await desk.ask('conversation.open', { conversationId })
  return messages.filter(({ kind }) => kind === 'reply').map(({ text }) => text)
}

test('a locked template, by keyboard alone: the reason, and its public alternative instead', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  await desk.replyBox.focus()
  await desk.page.keyboard.type('/invoice')
  await expect(desk.templates.getByRole('option', { name: /Invoice copy/ })).toHaveAttribute('aria-disabled', 'true')
  await desk.page.keyboard.press('Enter')
  await expect(bar(desk, 'is locked')).toBeVisible()
  await tabTo(button(desk, 'Send a safe version'))
  await desk.page.keyboard.press('Enter')
  await expect(desk.replyBox).toHaveValue(/Please sign in to your account/)
  await expect(button(desk, /^Send to unverified visitor/)).toBeEnabled()
  await desk.replyBox.focus()
  await desk.page.keyboard.press('Control+Enter')
  await expect(visitor.message('Please sign in to your account')).toBeVisible()
})

test('a locked template, by mouse', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  await desk.replyBox.click()
  await desk.replyBox.pressSequentially('/reset')
  // What is locked is marked as disabled, and says why when it is chosen all the same.
  await desk.templates.getByRole('option', { name: /Password reset link/ }).click({ force: true })
  await expect(bar(desk, 'is locked')).toBeVisible()
  await button(desk, 'Send a safe version').click()
  await expect(desk.replyBox).toHaveValue(/we only talk about accounts and orders with people who are signed in/)
  await button(desk, /^Send to unverified visitor/).click()
  await expect(visitor.message('people who are signed in')).toBeVisible()
})

test('the wording of a locked template is locked too: pasted, reworded, and when the request is made directly', async ({
  desk,
  shop,
}) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  const conversationId = await onlyConversation(desk)
  for (const text of [
    'I have sent a link to set a new password to ines@example.com. It works once and for the next 30 minutes.',
    reworded,
  ]) {
    await desk.replyBox.fill('')
    await desk.replyBox.focus()
    await desk.page.keyboard.insertText(text)
    await expect(bar(desk, 'not authenticated')).toBeVisible()
    await expect(button(desk, /^Send to/)).toBeDisabled()
    await desk.page.keyboard.press('Control+Enter')
    const direct = await request(desk.page, 'reply.send', {
      conversationId,
      requestId: `direct-${text.length}-${Date.now()}`,
      mode: 'reply',
      text,
      templateIds: [],
      seenPosition: 1,
      askToSignIn: false,
      sendAnyway: true,
    })
    expect(direct).toMatchObject({ ok: true, value: { outcome: 'blocked' } })
  }
  expect(await textsSent(desk, conversationId)).toEqual([])
  await expect(visitor.log.locator('.line.agent')).toHaveCount(0)
})

test('a card number stops at the unauthenticated, its safe version goes out, and the authenticated need a second act', async ({
  desk,
  shop,
}) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  const conversationId = await onlyConversation(desk)
  await desk.replyBox.fill('You paid with 4111 1111 1111 1111 on Monday.')
  await expect(bar(desk, 'a card number')).toBeVisible()
  await expect(button(desk, /^Send to/)).toBeDisabled()
  await button(desk, 'Send a safe version').click()
  await expect(desk.replyBox).toHaveValue('You paid with [removed] on Monday.')
  await expect(bar(desk, 'This is the safe version')).toBeVisible()
  await button(desk, 'Put my text back').click()
  await expect(desk.replyBox).toHaveValue('You paid with 4111 1111 1111 1111 on Monday.')
  await button(desk, 'Send a safe version').click()
  await button(desk, /^Send to unverified visitor/).click()
  await expect(visitor.message('You paid with [removed] on Monday.')).toBeVisible()

  await visitor.identifyAgain()
  await visitor.write('Now I am signed in.')
  await visitor.sent('Now I am signed in.')
  await expect(desk.banner).toContainText('Verified')
  await desk.reads('Now I am signed in.')
  await desk.replyBox.fill('It was 4111 1111 1111 1111.')
  await expect(bar(desk, 'Look again')).toBeVisible()
  await desk.page.keyboard.press('Control+Enter')
  await expect(button(desk, 'Send anyway')).toBeVisible()
  expect(await textsSent(desk, conversationId)).toEqual(['You paid with [removed] on Monday.'])
  await button(desk, 'Send anyway').click()
  await expect(visitor.message('It was 4111 1111 1111 1111.')).toBeVisible()
})

test('a proof that arrives while a draft is locked opens it in place', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  const text = 'I have sent a copy of your latest invoice to the address that we have.'
  await desk.replyBox.fill(text)
  await expect(bar(desk, 'not authenticated')).toBeVisible()
  await button(desk, 'Ask to sign in').click()
  const dialog = desk.page.getByRole('dialog', { name: 'Ask to sign in' })
  await dialog.getByRole('button', { name: 'Send to visitor' }).click()
  await visitor.hears('identify-again')
  await expect(desk.replyBox).toHaveValue(text)

  await visitor.identifyAgain()
  await visitor.write('Done, I am signed in.')
  await visitor.sent('Done, I am signed in.')
  await desk.reads('Done, I am signed in.')
  await expect(bar(desk, 'not authenticated')).toHaveCount(0)
  await expect(desk.replyBox).toHaveValue(text)
  await desk.replyBox.focus()
  await expect(button(desk, /^Send to ines@example.com/)).toBeEnabled()
  await desk.page.keyboard.press('Control+Enter')
  await expect(visitor.message(text)).toBeVisible()
})

test('a gap is shown by the caret, from one to the next, and nothing goes out with one', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  await desk.replyBox.focus()
  await desk.page.keyboard.type('Thanks. /which order')
  await expect(desk.templates.getByRole('option').first()).toContainText('Which order is it?')
  await desk.page.keyboard.press('Enter')
  await expect(desk.replyBox).toHaveValue(/^Thanks\. I have noted \{\{\?what it is about\}\}/)
  await expect(bar(desk, 'what it is about')).toBeVisible()
  await desk.page.keyboard.press('Control+End')
  await desk.page.keyboard.press('Control+Enter')
  const selected = () =>
    desk.replyBox.evaluate((element) => {
      const { value, selectionStart, selectionEnd } = element as unknown as {
        value: string
        selectionStart: number
        selectionEnd: number
      }
      return value.slice(selectionStart, selectionEnd)
    })
  await expect.poll(selected).toBe('{{?what it is about}}')
  await desk.page.keyboard.type('the parcel')
  await expect(bar(desk, 'Fill in')).toHaveCount(0)
  await desk.page.keyboard.press('Control+Enter')
  await expect(visitor.message('I have noted the parcel.')).toBeVisible()
})

test('two windows of one conversation: drafts follow, what one sends the other does not send again', async ({
  desk,
  shop,
}) => {
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  const conversationId = await onlyConversation(desk)
  await desk.replyBox.waitFor()
  // The other window is another sender of the same requests; this one hears of it as of any change.
  await desk.ask('draft.save', { conversationId, mode: 'reply', text: 'To the usual address.', templateIds: [] })
  await expect(desk.replyBox).toHaveValue('To the usual address.')
  await desk.replyBox.focus()
  await desk.page.keyboard.press('Control+End')
  await desk.page.keyboard.type(' It leaves today.')
  await expect
    .poll(async () => (await desk.ask('draft.read', { conversationId })).reply.text)
    .toBe('To the usual address. It leaves today.')

  const sent = await desk.ask('reply.send', {
    conversationId,
    requestId: 'from-the-other-window',
    mode: 'reply',
    text: 'To the usual address. It leaves today.',
    templateIds: [],
    seenPosition: 1,
    askToSignIn: false,
  })
  expect(sent.outcome).toBe('sent')
  await expect(desk.replyBox).toHaveValue('')
  await expect(button(desk, /^Send to/)).toBeDisabled()
  await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
  expect(await textsSent(desk, conversationId)).toEqual(['To the usual address. It leaves today.'])
})
