import type { ConversationId } from '#shared/domain/ids.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { tabTo } from '../support/keys.ts'
import { request } from '../support/requests.ts'

test.describe.configure({ timeout: 180_000 })

const question = 'Where was my parcel going again?'

async function onlyConversation(desk: Desk): Promise<ConversationId> {
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  expect(rows).toHaveLength(1)
  return (rows[0] as { id: ConversationId }).id
}

test('a locked template is refused even when the send request is made directly', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  const conversationId = await onlyConversation(desk)

  const { templates } = await desk.ask('template.list', { conversationId })
  const locked = templates.filter(({ lock }) => lock !== null)
  expect(new Set(locked.map(({ sensitivity }) => sensitivity))).toEqual(new Set(['personal', 'restricted']))
  for (const template of locked) expect(template.body).toBeNull()
  expect(templates.filter(({ sensitivity }) => sensitivity === 'public').every(({ lock }) => lock === null)).toBe(true)

  for (const template of locked) {
    const sent = await request(desk.page, 'reply.send', {
      conversationId,
      requestId: `direct-${template.id.slice(5, 25)}`,
      mode: 'reply',
      text: 'Here you are.',
      templateIds: [template.id],
      seenPosition: 1,
      askToSignIn: false,
    })
    expect(sent).toMatchObject({ ok: true, value: { outcome: 'blocked', reasons: [{ code: 'not-verified' }] } })
    const rendered = await request(desk.page, 'template.render', { conversationId, templateId: template.id })
    expect(rendered).toMatchObject({ ok: false, problem: { code: 'not-allowed' } })
  }

  const { messages } = await desk.ask('conversation.open', { conversationId })
  expect(messages.filter(({ kind }) => kind === 'reply')).toEqual([])
  await expect(visitor.log.locator('.line.agent')).toHaveCount(0)
})

test('a template is locked in the composer, and opens in place when the proof arrives', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)

  await desk.replyBox.focus()
  await desk.page.keyboard.type('/invoice')
  const option = desk.templates.getByRole('option', { name: /Invoice copy/ })
  await expect(option).toHaveAttribute('aria-disabled', 'true')
  await desk.page.keyboard.press('Enter')
  await expect(desk.composer.getByRole('status').filter({ hasText: 'is locked' })).toBeVisible()
  await expect(desk.replyBox).toHaveValue('/invoice')

  // The agent asks; the page identifies again by itself, and this time with a proof.
  await visitor.identifyAgain()
  const proven = 'Now I am signed in.'
  await visitor.write(proven)
  await visitor.sent(proven)
  await expect(desk.banner).toContainText('Verified')
  await desk.reads(proven)

  await desk.replyBox.fill('')
  await desk.replyBox.focus()
  await desk.page.keyboard.type('/invoice')
  await expect(option).toHaveAttribute('aria-disabled', 'false')
  await desk.page.keyboard.press('Enter')
  await expect(desk.replyBox).toHaveValue(/ines@example\.com/)
  await desk.page.keyboard.press('Control+Enter')
  await expect(visitor.message('ines@example.com')).toBeVisible()
})

test('asking to sign in reaches the page, which can identify again', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  await desk.banner.getByRole('button', { name: 'Ask to sign in' }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog
    .getByRole('button', { name: /send|ask/i })
    .last()
    .click()
  await visitor.hears('identify-again')
  await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
})

test('by keyboard: asked to sign in from a blocked reply; what arrives meanwhile is read before it goes', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(Array.from({ length: 60 }, (_, line) => `Line ${line} of my list`).join('\n'))
  await visitor.sent('Line 0 of')
  await desk.openConversationWith('Line 0 of')
  await desk.replyBox.focus()
  await keyboard.type('The invoice went to ines@example.com')
  await expect(desk.composer.getByRole('button', { name: 'Ask to sign in' })).toBeVisible()
  await desk.lookUpByKeys()
  await desk.replyBox.focus()
  await tabTo(desk.composer.getByRole('button', { name: 'Ask to sign in' }))
  await keyboard.press('Enter')
  const dialog = desk.page.getByRole('dialog', { name: 'Ask to sign in' })
  await expect(dialog.getByRole('textbox', { name: 'Message to the visitor' })).toBeFocused()
  await visitor.write('I am in a hurry!')
  await visitor.sent('I am in a hurry!')
  await expect(desk.page.getByText('1 new message')).toBeAttached()
  await tabTo(dialog.getByRole('button', { name: 'Send to visitor' }))
  await keyboard.press('Enter')
  await expect(dialog.getByRole('group', { name: 'What arrived' })).toContainText('I am in a hurry!')
  await expect(visitor.log.locator('.line.agent')).toHaveCount(0)
  await keyboard.press('Enter')
  await visitor.hears('identify-again')
  await expect(dialog).toHaveCount(0)
  await expect(desk.replyBox).toHaveValue('The invoice went to ines@example.com')
  await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
})
