import { people } from '../../demo/people.ts'
import { expect, test } from '../support/desk.ts'
import { request } from '../support/requests.ts'

test('another identity in mid-conversation draws a divider and is flagged, for supervisors only', async ({
  desk,
  shop,
}) => {
  const visitor = await shop.visit('/yourgpt/switch')
  await visitor.write('When will my brakes be ready?')
  await visitor.sent('When will my brakes be ready?')
  await visitor.identifyAgain()
  await visitor.write('And what does my colleague owe you?')
  await visitor.sent('And what does my colleague owe you?')

  await desk.switchTo('Supervisor')
  await desk.openConversationWith('And what does my colleague owe you?')
  await expect(desk.thread).toContainText('Identity switched')
  await expect(desk.thread).toContainText('From here on: not authenticated')
  expect(await desk.badgeUnder('When will my brakes be ready?')).toMatch(/^Verified/)
  expect(await desk.badgeUnder('And what does my colleague owe you?')).toMatch(/^Not authenticated/)

  await desk.goTo('Review')
  await expect(desk.page.getByRole('main')).toContainText(people.aiko.id)
  await expect(desk.page.getByRole('main')).toContainText(people.jonas.id)

  await desk.switchTo('Agent')
  await expect(
    desk.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Review' }),
  ).toHaveCount(0)
  expect(await request(desk.page, 'flags.list', { state: 'open', limit: 10 })).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed' },
  })
})
