import { people } from '../../demo/people.ts'
import { reviewPage } from '../pages/review-page.ts'
import { expect, test } from '../support/desk.ts'
import { decided, openFlags, restrictedLocks, says, theFlag } from '../support/review.ts'
import { siteServer } from '../support/send-from-server.ts'

test.describe.configure({ timeout: 180_000 })

test('claims a customer exactly, by keyboard: blocked; what the blocked one writes is flagged, the customer is not', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  const customer = await shop.visit('/fernand/signed-in')
  await says(customer, 'Where is my parcel?')
  const impostor = await shop.visit('/fernand/unsigned')
  await says(impostor, 'Send it to my new flat.')
  const { id, conversationId } = await theFlag(desk, 'claims-verified-contact')

  await desk.goTo('Review')
  const row = review.row('Claims a verified customer')
  await expect(row.getByRole('img', { name: 'Serious' })).toBeVisible()
  await expect(row).toContainText('Workshop · nobody yet')
  await expect(review.beside).toContainText('The two are exactly the same.')
  await expect(review.beside.locator('mark')).toHaveCount(0)
  await expect(review.detail.getByRole('region', { name: 'The known customer' })).toContainText(people.ines.email)
  await expect(review.evidence.locator('[data-about]')).toContainText('Send it to my new flat.')

  await page.keyboard.press('j')
  await review.followUpByKeys('b', 'Tries to have parcels sent elsewhere.', 'Block')
  await expect(review.detail.getByText(/is blocked here since/)).toBeVisible()
  await review.decideByKeys('2', 'Not the customer.')
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'impersonation' })

  await says(impostor, 'Hello? It is urgent.')
  await says(customer, 'Thank you, it came.')
  const met = await theFlag(desk, 'blocked-identity')
  expect(met.conversationId).toBe(conversationId)
  expect((await openFlags(desk)).map((flag) => flag.conversationId)).toEqual(
    (await openFlags(desk)).map(() => conversationId),
  )
  await expect(review.row('Blocked identity').getByRole('img', { name: 'Serious' })).toBeVisible()
  await review.tab('Blocked').click()
  await expect(page.getByRole('table', { name: 'Blocked identities' })).toContainText(people.ines.email)

  await desk.goTo('Inbox')
  await desk.openConversationWith('Thank you, it came.')
  expect(await desk.badgeUnder('Thank you, it came.')).toMatch(/^Verified/)
  await desk.openConversationWith('Hello? It is urgent.')
  expect(await desk.badgeUnder('Hello? It is urgent.')).toMatch(/^Not authenticated/)
})

test('blocked identity, by mouse: it was a mistake, the block is lifted, and the next message is not flagged', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  const visitor = await shop.visit('/yourgpt/forged')
  await says(visitor, 'My hash is odd today.')
  await desk.goTo('Review')
  await review.row('Proof rejected').locator('.review-row-body').click()
  await review.followUpByMouse('Block this identity', 'Looks wrong.', 'Block')
  await says(visitor, 'Hello?')
  await expect(review.row('Blocked identity')).toBeVisible()
  const { id } = await theFlag(desk, 'blocked-identity')

  await review.row('Blocked identity').locator('.review-row-body').click()
  await expect(review.detail).toContainText('which a supervisor blocked in this channel')
  await expect(review.detail.getByText(/is blocked here since/)).toContainText('one message met')
  await expect(review.evidence).toContainText('blocked an identity in “Bike shop”: Looks wrong.')
  await review.followUpByMouse('Lift the block', 'It is the customer; their site signs wrongly.', 'Lift the block')
  await expect(review.detail.getByRole('button', { name: 'Block this identity' })).toBeVisible()
  await review.decideByMouse('Blocked identity', 'Genuine', 'Called them.')
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'genuine' })
  await review.decideByMouse('Proof rejected', 'Set-up fault', 'Their site signs wrongly.')

  await says(visitor, 'Am I back?')
  expect((await openFlags(desk)).map(({ kind }) => kind)).not.toContain('blocked-identity')
  await review.tab('Blocked').click()
  await expect(page.getByText('Nobody is blocked')).toBeVisible()
})

test('a blocked identity is refused where the channel enforces, and its text is not kept', async ({ desk, shop }) => {
  const review = reviewPage(desk.page)
  const visitor = await shop.visit('/account/signed-in')
  await says(visitor, 'Close the account of my wife.')
  await desk.openConversationWith('Close the account of my wife.')
  await desk.page.keyboard.press('Escape')
  await desk.page.locator('body').press('f')
  await desk.page.getByLabel('What looks wrong?').fill('Not their account')
  await desk.page.getByRole('button', { name: 'Report to a supervisor' }).click()
  await desk.goTo('Review')
  await review.row('Reported by an agent').locator('.review-row-body').click()
  await review.detail.getByRole('button', { name: 'Block this identity' }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByText('Everybody, also with a proof').click()
  await dialog.getByRole('textbox').fill('The account is abused.')
  await dialog.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(review.detail.getByText(/is blocked here since/)).toBeVisible()
  await review.decideByMouse('Reported by an agent', 'Impersonation', 'Abused account.')

  await visitor.write('Then close mine, number 4711.')
  const { detail } = await visitor.hears('refused')
  expect(detail.code).toBe('blocked-visitor')
  const { rows } = await desk.ask('refusals.list', {})
  expect(rows.map(({ code }) => code)).toContain('blocked-visitor')
  const entries = await desk.ask('audit.list', { limit: 200 })
  expect(JSON.stringify(entries)).not.toContain('4711')
})

test('a lookalike, by keyboard: the letter is marked, impersonation keeps restricted templates locked', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  const customer = await shop.visit('/fernand/signed-in')
  await says(customer, 'Where is my parcel?')
  const almost = await shop.visit('/fernand/lookalike')
  await says(almost, 'Same parcel, other address.')
  const { id, conversationId } = await theFlag(desk, 'claims-verified-contact')

  await desk.goTo('Review')
  await page.keyboard.press('j')
  await expect(review.current.getByRole('img', { name: 'Serious' })).toBeVisible()
  await expect(review.beside.locator('mark')).toHaveCount(2)
  await expect(review.beside.locator('mark').first()).toContainText('\u0435')
  await expect(review.beside).toContainText('Cyrillic')
  await expect(review.evidence.locator('[data-about]')).toContainText('Same parcel, other address.')
  await review.decideByKeys('2', 'One letter is Cyrillic.')
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'impersonation' })
  const { rows } = await desk.ask('flags.ofConversation', { conversationId })
  expect(rows).toMatchObject([{ kind: 'claims-verified-contact', decision: 'impersonation' }])
  expect(await restrictedLocks(desk, conversationId)).not.toEqual([])
})

test('only the name of a customer, by mouse: genuine, and nothing else changes', async ({ desk, shop }) => {
  const { page } = desk
  const review = reviewPage(page)
  const customer = await shop.visit('/talkative/signed-in')
  await says(customer, 'What does my policy cover?')
  // Somebody who writes to the desk by a form, where nothing but the name is the customer's.
  const { channels } = await desk.ask('channels.list', {})
  const server = await siteServer(desk, channels.find(({ name }) => name === 'Insurance desk')?.id ?? 'chan_none')
  const form = { name: people.hana.name, email: 'another.hana@example.com' }
  expect(await server.send({ session: 'ticket-1', text: 'I am new here.', form })).not.toBeNull()
  server.close()
  const { id, conversationId } = await theFlag(desk, 'claims-verified-contact')

  await desk.goTo('Review')
  const row = review.row('Claims a verified customer')
  await expect(row.getByRole('img', { name: 'Notice' })).toBeVisible()
  await row.locator('.review-row-body').click()
  await expect(review.detail).toContainText('gives the name of')
  await expect(review.beside).toContainText('Name claimed here')
  await expect(review.beside).toContainText('The two are exactly the same.')
  await expect(review.detail.getByRole('region', { name: 'The known customer' })).toContainText(people.hana.email)
  await review.decideByMouse('Claims a verified customer', 'Genuine', 'A namesake, with another policy.')
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'genuine' })
  // Genuine says that the flag was nothing; it proves nobody.
  expect(await restrictedLocks(desk, conversationId)).toEqual(['not-verified'])
  await desk.goTo('Inbox')
  await desk.openConversationWith('I am new here.')
  expect(await desk.badgeUnder('I am new here.')).toMatch(/^Not authenticated/)
})
