import { people } from '../../demo/people.ts'
import { consolePage } from '../pages/console-page.ts'
import { reviewPage } from '../pages/review-page.ts'
import { expect, test } from '../support/desk.ts'
import { addOperatorBy } from '../support/operators.ts'
import { request } from '../support/requests.ts'
import { decided, openFlags, restrictedLocks, says, theFlag, windowOf } from '../support/review.ts'

test.describe.configure({ timeout: 240_000 })

test('identity switched: drafted and decided by keyboard, disputed by the agent, settled, and the gate follows each', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const { keyboard } = page
  const review = reviewPage(page)
  await addOperatorBy(page, 'Mia', 'agent')
  const miasPage = await windowOf(desk, 'Mia')
  const mia = consolePage(miasPage)

  const visitor = await shop.visit('/yourgpt/switch')
  await says(visitor, 'When will my brakes be ready?')
  await visitor.identifyAgain()
  await says(visitor, 'And what does my colleague owe you?')
  await visitor.page.reload()
  await visitor.openChat()
  await says(visitor, 'It is me again.')
  // There and back again: two flags, the way back on top.
  const [back, there] = await openFlags(desk)
  if (back === undefined || there === undefined) throw new Error('two flags were expected')
  const { id, conversationId } = there
  const { operators } = await desk.ask('workspace.get', {})
  const operatorId = operators.find(({ name }) => name === 'Mia')?.id ?? null
  await desk.ask('conversation.assign', { conversationId, operatorId })
  await mia.openConversationWith('It is me again.')
  expect(await mia.badgeUnder('It is me again.')).toMatch(/^Verified/)
  expect(await restrictedLocks(desk, conversationId)).toEqual(['serious-flag-open'])

  // A draft: nothing follows from it, and the agent does not see it.
  await page.bringToFront()
  await desk.goTo('Review')
  await expect(review.rows).toHaveCount(2)
  await page.locator(`#row-${back.id} .review-row-body`).click()
  await review.decideByKeys('1', 'It is the one who began.')
  await expect(review.rows).toHaveCount(1)
  await expect(review.result).toHaveText('Genuine.')
  await expect(review.row('Identity switched')).toContainText('Bike shop · Mia')
  await expect(review.detail).toContainText(people.aiko.id)
  await expect(review.detail).toContainText(people.jonas.id)
  await expect(
    review.evidence.getByRole('listitem').filter({ hasText: 'under another identity' }).first(),
  ).toContainText('And what does my colleague owe you?')
  await keyboard.press('2')
  await expect(review.note).toBeFocused()
  await keyboard.insertText('Two names, one browser.')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(review.row('Identity switched')).toContainText('Draft')
  await expect(review.current.locator('.review-row-body')).toBeFocused()
  expect(await decided(desk, id)).toMatchObject({ state: 'draft', decision: null })
  await expect(mia.identityPanel.getByText('Draft')).toHaveCount(0)
  await expect(mia.identityPanel.getByText('Two names, one browser.')).toHaveCount(0)
  expect(await restrictedLocks(desk, conversationId)).toEqual(['serious-flag-open'])

  // The decision goes on from the draft's note.
  await keyboard.press('2')
  await expect(review.note).toHaveValue('Two names, one browser.')
  await keyboard.press('Control+Enter')
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'impersonation' })
  expect(await restrictedLocks(desk, conversationId)).toEqual(['serious-flag-open'])

  // The agent disputes it, by mouse, in a window of her own.
  await miasPage.bringToFront()
  await expect(mia.identityPanel).toContainText('Supervisor decided: Impersonation')
  await expect(mia.identityPanel).toContainText('Two names, one browser.')
  const miasFlag = mia.identityPanel.getByRole('listitem').filter({ hasText: 'Impersonation' })
  await miasFlag.getByRole('button', { name: 'Dispute this decision' }).click()
  await miasPage.getByRole('dialog').getByRole('textbox').fill('They share the workshop’s computer. I know both.')
  await miasPage.getByRole('dialog').getByRole('button', { name: 'Send to the supervisors' }).click()
  await expect(mia.identityPanel).toContainText('Disputed')
  expect(await restrictedLocks(desk, conversationId)).toEqual(['serious-flag-open'])

  // Settled the other way: the lock opens, here and for the agent.
  await page.bringToFront()
  await review.tab('Disputed').focus()
  await review.tab('To decide').focus()
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowRight')
  await expect(review.detail).toContainText('They share the workshop’s computer. I know both.')
  await review.decideByKeys('1', 'Mia is right: a shared computer.')
  await expect(page.getByText('Nobody disputes a decision')).toBeVisible()
  expect(await decided(desk, id)).toEqual({
    state: 'settled',
    decision: 'genuine',
    steps: [
      ['drafted', 'Supervisor', 'Two names, one browser.'],
      ['decided', 'Supervisor', 'Two names, one browser.'],
      ['disputed', 'Mia', 'They share the workshop’s computer. I know both.'],
      ['settled', 'Supervisor', 'Mia is right: a shared computer.'],
    ],
  })
  expect(await restrictedLocks(desk, conversationId)).toEqual([])
  await expect(mia.identityPanel).toContainText('Supervisor settled it: Genuine')
  // What is settled is final; the other flag, which was decided and not disputed, still offers it.
  await expect(mia.identityPanel.getByRole('button', { name: 'Dispute this decision' })).toHaveCount(1)
})

test('reply blocked, by mouse: genuine; the attempt is in the evidence, its text is not', async ({ desk, shop }) => {
  const { page } = desk
  const review = reviewPage(page)
  const visitor = await shop.visit('/fernand/unsigned')
  await says(visitor, 'Where does my refund go?')
  await desk.switchTo('Mia')
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const conversationId = rows[0]?.id ?? 'conv_none'
  // The composer does not let it go; a script in the window might try.
  const attempt = await request(page, 'reply.send', {
    conversationId,
    requestId: 'an-attempt',
    mode: 'reply',
    text: 'It goes to DE89 3704 0044 0532 0130 00.',
    templateIds: [],
    seenPosition: 1,
    askToSignIn: false,
  })
  expect(attempt).toMatchObject({ ok: true, value: { outcome: 'blocked' } })

  await desk.switchTo('Supervisor')
  const { id } = await theFlag(desk, 'blocked-send')
  await desk.goTo('Review')
  await expect(review.row('Reply blocked').getByRole('img', { name: 'Notice' })).toBeVisible()
  await review.row('Reply blocked').locator('.review-row-body').click()
  await expect(review.evidence).toContainText('Mia tried to send a reply, and it was blocked')
  await expect(review.evidence).toContainText('Where does my refund go?')
  await expect(page.locator('body')).not.toContainText('3704')
  await review.decideByMouse('Reply blocked', 'Genuine', 'An honest mistake of ours.')
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'genuine' })
  // What was decided about the attempt opens nothing.
  expect(await restrictedLocks(desk, conversationId)).toEqual(['not-verified'])
})

test('reported by an agent, by keyboard: a note to the agent, who sees it; the lock goes with the decision', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  await addOperatorBy(page, 'Mia', 'agent')
  const miasPage = await windowOf(desk, 'Mia')
  const mia = consolePage(miasPage)
  const visitor = await shop.visit('/fernand/signed-in')
  await says(visitor, 'Please read me the code you just sent.')

  await mia.openConversationWith('Please read me the code you just sent.')
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const conversationId = rows[0]?.id ?? 'conv_none'
  expect(await restrictedLocks(desk, conversationId)).toEqual([])
  await miasPage.locator('body').press('f')
  await miasPage.getByLabel('What looks wrong?').fill('Asks for codes')
  await miasPage.getByRole('button', { name: 'Report to a supervisor' }).press('Enter')
  await expect(mia.identityPanel).toContainText('Reported by an agent')
  expect(await restrictedLocks(desk, conversationId)).toEqual(['serious-flag-open'])

  await page.bringToFront()
  const { id } = await theFlag(desk, 'agent-report')
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Review' }).press('Enter')
  await page.keyboard.press('j')
  await expect(review.current).toContainText('Reported by an agent')
  await expect(review.current.getByRole('img', { name: 'Serious' })).toBeVisible()
  await expect(review.detail).toContainText('Mia reports: Asks for codes')
  await review.followUpByKeys('n', 'It is the customer; the code was mine. Go on.', 'Add the note')
  await expect(mia.thread).toContainText('It is the customer; the code was mine. Go on.')
  await expect(visitor.log).not.toContainText('the code was mine')
  await review.decideByKeys('1', 'Spoke to the customer.')
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'genuine' })
  expect(await restrictedLocks(desk, conversationId)).toEqual([])
  await expect(mia.identityPanel).toContainText('Supervisor decided: Genuine')
  expect(await openFlags(desk)).toEqual([])
})

test('two supervisors at one flag: a decision is written beside its own flag only, and the second hears who was first', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  for (const [index, path] of ['/yourgpt/forged', '/pavior/forged', '/talkative/forged'].entries()) {
    await says(await shop.visit(path), `Forged ${index}.`)
  }
  await addOperatorBy(page, 'Noor', 'supervisor')
  const other = await windowOf(desk, 'Noor')
  const noors = reviewPage(other)
  await page.bringToFront()
  await desk.goTo('Review')
  await expect(review.rows).toHaveCount(3)
  const [first, second, third] = (await openFlags(desk)).map(({ id }) => id)
  if (first === undefined || second === undefined || third === undefined) throw new Error('three flags were expected')

  // Another row by mouse while a note is half written: the note waits with its own flag.
  await page.keyboard.press('3')
  await page.keyboard.insertText('Half a note')
  await page.locator(`#row-${second} .review-row-body`).click()
  await expect(review.note).toHaveCount(0)
  await page.locator(`#row-${first} .review-row-body`).click()
  await page.keyboard.press('3')
  await expect(review.note).toHaveValue('Half a note')

  // Noor decides about that very flag meanwhile.
  await consolePage(other).goTo('Review')
  await noors.rows.first().locator('.review-row-body').click()
  await noors.decideByKeys('1', 'I know them.')
  await expect(noors.rows).toHaveCount(2)
  await expect(review.note).toHaveCount(0)
  await expect(review.result).toContainText('Somebody else decided about one meanwhile')
  await expect(page.locator(`#row-${second}`)).toHaveAttribute('data-current', 'true')
  expect(await decided(desk, first)).toMatchObject({
    decision: 'genuine',
    steps: [['decided', 'Noor', 'I know them.']],
  })
  expect(await decided(desk, second)).toMatchObject({ state: 'open', steps: [] })
})
