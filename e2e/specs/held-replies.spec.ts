import { expect, test } from '../support/desk.ts'

test.describe.configure({ timeout: 180_000 })

const question = 'Which invoice was that?'

test('a restricted reply that waits is held from an impostor who comes back, and goes out once it is settled', async ({
  desk,
  shop,
}) => {
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  const address = visitor.page.url()
  await visitor.page.goto('about:blank')

  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const conversationId = rows[0]?.id
  if (conversationId === undefined) throw new Error('there is no conversation')
  const { templates } = await desk.ask('template.list', { conversationId })
  const restricted = templates.find(({ sensitivity }) => sensitivity === 'restricted')
  const wording = (restricted?.body ?? '').replaceAll(/\{\{[^{}]*\}\}/g, 'Jan')
  const reply = desk.thread.locator('.message[data-kind="reply"]')
  await desk.replyBox.fill(wording)
  await desk.page.keyboard.press('Control+Enter')
  await expect(reply).toContainText('waiting until the visitor is back')

  const { flagId } = await desk.ask('flags.report', { conversationId, note: 'It is not her voice.' })
  await visitor.page.goto(address)
  await visitor.openChat()
  await expect(visitor.message(question)).toBeVisible()
  await expect(reply).toContainText('held back, not delivered: A supervisor must look at a serious flag')
  await expect(visitor.log.locator('.line.agent')).toHaveCount(0)
  await reply.getByRole('button', { name: 'Try again' }).press('Enter')
  await expect(reply).toContainText('held back, not delivered')
  await expect(visitor.log.locator('.line.agent')).toHaveCount(0)

  await desk.switchTo('Supervisor')
  await desk.ask('flags.decide', { flagIds: [flagId], decision: 'genuine', note: 'Called her.', draft: false })
  await desk.openConversation(conversationId)
  await reply.getByRole('button', { name: 'Try again' }).press('Enter')
  await expect(reply).toContainText('delivered', { timeout: 20_000 })
  await expect(reply).not.toContainText('not delivered')
  await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
})
