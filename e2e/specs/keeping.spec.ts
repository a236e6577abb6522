import { visitorPage } from '../pages/visitor-page.ts'
import { expect, test } from '../support/desk.ts'

const texts = (count: number) => Array.from({ length: count }, (_, index) => `Message number ${index + 1}.`)

test('a page that is loaded again resumes its own conversation', async ({ desk, shop }) => {
  const visitor = await shop.visit('/yourgpt/anonymous')
  await visitor.write('Are you open on Sunday?')
  await visitor.sent('Are you open on Sunday?')
  await visitor.page.reload()
  await visitor.openChat()
  await expect(visitor.message('Are you open on Sunday?')).toHaveCount(1)
  await visitor.write('And on Monday?')
  await visitor.sent('And on Monday?')
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  expect(rows).toHaveLength(1)
})

test('messages written while the console is gone arrive once, in order, when it is back', async ({
  launch,
  visitors,
}) => {
  const desk = await launch()
  const { port, profileFolder } = desk.running
  const { demo } = await desk.ask('demo.begin', {})
  const url = demo?.pages.find((page) => page.url.endsWith('/fernand/signed-in'))?.url ?? ''
  const context = await visitors.newContext()
  const visitor = visitorPage(await context.newPage())
  await visitor.page.goto(url)
  await visitor.openChat()
  const [first = '', ...rest] = texts(6)
  await visitor.write(first)
  await visitor.sent(first)

  await desk.running.kill()
  for (const text of rest) await visitor.write(text)
  await expect(visitor.log.locator('.line.visitor')).toHaveCount(6)

  const again = await launch({ profileFolder, port })
  await expect(visitor.log.locator('.line.visitor.sent')).toHaveCount(6, { timeout: 40_000 })
  const { rows } = await again.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  expect(rows).toHaveLength(1)
  const [row] = rows
  if (row === undefined) return
  const { messages } = await again.ask('conversation.open', { conversationId: row.id })
  expect(messages.filter(({ kind }) => kind === 'visitor').map(({ text }) => text)).toEqual(texts(6))
  expect(messages.every(({ verdict }) => verdict === null || verdict.status === 'verified')).toBe(true)
  await context.close()
})
