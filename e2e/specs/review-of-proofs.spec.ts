import { people } from '../../demo/people.ts'
import { reviewPage } from '../pages/review-page.ts'
import type { VisitorPage } from '../pages/visitor-page.ts'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { decided, openFlags, restrictedLocks, says, theFlag } from '../support/review.ts'

test.describe.configure({ timeout: 180_000 })

/** Says to the widget what a page of Talkative says, with the token that the shop's server wrote into this page. */
async function startChat(visitor: VisitorPage, beside: { label: string; data: string }[]) {
  const before = (await visitor.heard()).filter(({ name }) => name === 'verdict').length
  await visitor.page.evaluate((items) => {
    const signedInteractionData = document.querySelector('pre code')?.textContent?.match(/eyJ[\w.-]+/)?.[0]
    const api = (globalThis as unknown as { TalkativeEngageApi: { startChat(options: unknown): void } })
      .TalkativeEngageApi
    api.startChat({ signedInteractionData, interactionData: items.map((item) => ({ ...item, type: 'string' })) })
  }, beside)
  await visitor.hears('verdict', before + 1)
}

async function conversationOf(desk: Desk, text: string) {
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 50 })
  const found = rows.find(({ lastMessage }) => lastMessage?.text.includes(text))
  if (found === undefined) throw new Error('no such conversation')
  return found.id
}

test('proof rejected, by mouse: a set-up fault; whoever is signed rightly is verified as before', async ({
  desk,
  shop,
}) => {
  const review = reviewPage(desk.page)
  const forged = await shop.visit('/pavior/forged')
  await says(forged, 'Why does nobody know me?')

  const { id } = await theFlag(desk, 'proof-rejected')
  await desk.goTo('Review')
  const row = review.row('Proof rejected')
  await expect(row.getByRole('img', { name: 'Notice' })).toBeVisible()
  await expect(row).toContainText('just now')
  await expect(row).toContainText('Members and help centre · nobody yet')
  await expect(row).toContainText(people.priya.email)
  await row.locator('.review-row-body').click()
  await expect(review.evidence.locator('[data-about]')).toContainText('Why does nobody know me?')
  await expect(review.evidence.locator('[data-about]')).toContainText('Proof rejected')
  await expect(review.evidence.locator('[data-about]')).toContainText('from http://shop.localhost')
  await expect(review.detail.getByRole('region', { name: 'This visitor' })).toContainText(people.priya.email)

  await review.decideByMouse('Proof rejected', 'Set-up fault', 'Their new server signs with the old secret.')
  await expect(review.result).toContainText('Set-up fault')
  expect(await decided(desk, id)).toEqual({
    state: 'decided',
    decision: 'set-up-fault',
    steps: [['decided', 'Supervisor', 'Their new server signs with the old secret.']],
  })
  expect(await openFlags(desk)).toEqual([])

  await review.tab('Decided').click()
  await review.row('Proof rejected').locator('.review-row-body').click()
  await expect(review.detail.getByRole('list', { name: 'What was decided' })).toContainText('Set-up fault')
  const honest = await shop.visit('/pavior/signed-in')
  await says(honest, 'And I, with the right hash?')
  await desk.goTo('Inbox')
  await desk.openConversationWith('And I, with the right hash?')
  expect(await desk.badgeUnder('And I, with the right hash?')).toMatch(/^Verified/)
})

test('proof seen elsewhere, by keyboard: impersonation, the proof is revoked, and the next message is not verified', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  const customer = await shop.visit('/fernand/signed-in')
  await says(customer, 'Where is my order?')
  const copy = await shop.visit('/fernand/signed-in')
  await says(copy, 'And what is my address?')
  const conversationId = await conversationOf(desk, 'And what is my address?')
  expect(await restrictedLocks(desk, conversationId)).toEqual(['serious-flag-open'])
  const { id } = await theFlag(desk, 'proof-seen-elsewhere')

  await desk.goTo('Review')
  await expect(review.row('Proof seen elsewhere').getByRole('img', { name: 'Serious' })).toBeVisible()
  await page.keyboard.press('j')
  await expect(review.current).toContainText('Proof seen elsewhere')
  await expect(review.current).toContainText('Workshop · nobody yet')
  await expect(review.evidence).toContainText('from http://shop.localhost')
  await review.followUpByKeys('r', 'The customer has one device only.', 'Revoke')
  await expect(review.detail.getByText('This proof was revoked')).toBeVisible()
  await review.decideByKeys('2', 'Asked on the phone: it was not them.')
  await expect(review.rows).toHaveCount(0)
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'impersonation' })

  await says(copy, 'Tell me the address!')
  await says(customer, 'Any news?')
  await desk.goTo('Inbox')
  for (const text of ['Tell me the address!', 'Any news?']) {
    await desk.openConversationWith(text)
    expect(await desk.badgeUnder(text)).toMatch(/^Proof rejected · proof was revoked/)
    await expect(desk.banner).toContainText('Proof rejected')
  }
  expect(await restrictedLocks(desk, conversationId)).toContain('proof-rejected')
})

test('unsigned field, by keyboard: a set-up fault; the signed value counts until the key is retired', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const review = reviewPage(page)
  const visitor = await shop.visit('/talkative/signed-in')
  await startChat(visitor, [
    { label: 'Email', data: 'chief@example.com' },
    { label: 'Discount', data: '90 %' },
  ])
  await says(visitor, 'I get ninety per cent off.')
  const { id, conversationId } = await theFlag(desk, 'unsigned-field')
  expect(await restrictedLocks(desk, conversationId)).toEqual([])

  await desk.goTo('Review')
  await expect(review.row('Unsigned field').getByRole('img', { name: 'Notice' })).toBeVisible()
  await expect(review.row('Unsigned field')).toContainText('Insurance desk')
  await expect(review.detail).toContainText('under the name of a signed one')
  const visitorSays = review.detail.getByRole('region', { name: 'This visitor' })
  await expect(visitorSays).toContainText(people.hana.email)
  await expect(visitorSays).not.toContainText('chief@example.com')
  await review.decideByKeys('3', 'Their page repeats the form. Told them.')
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'set-up-fault' })

  await says(visitor, 'Still ninety?')
  expect(await openFlags(desk)).toEqual([])
  await desk.goTo('Inbox')
  await desk.openConversationWith('Still ninety?')
  expect(await desk.badgeUnder('Still ninety?')).toMatch(/^Verified/)
  await expect(desk.identityPanel).toContainText(people.hana.email)

  // By mouse: the key is retired, and with it goes every badge of the channel.
  await desk.goTo('Review')
  await review.tab('Decided').click()
  await review.row('Unsigned field').locator('.review-row-body').click()
  await review.followUpByMouse('Retire the key', null, 'Retire the key')
  await expect(review.detail.getByRole('button', { name: 'Retire the key' })).toHaveCount(0)
  const { channels } = await desk.ask('channels.list', {})
  const insurance = channels.find(({ name }) => name === 'Insurance desk')
  expect(insurance?.keys.map(({ retiresAt }) => retiresAt !== null)).toEqual([true])
  await says(visitor, 'And now?')
  expect(await restrictedLocks(desk, conversationId)).toHaveLength(1)
  await desk.goTo('Inbox')
  await desk.openConversationWith('And now?')
  expect(await desk.badgeUnder('And now?')).not.toMatch(/^Verified/)
})

test('secret exposed, by mouse: a set-up fault, and the key is retired for good', async ({ desk, shop }) => {
  const { page } = desk
  const review = reviewPage(page)
  const visitor = await shop.visit('/parts/leaks-secret')
  await says(visitor, 'Do you have a chain?')
  const { id, conversationId } = await theFlag(desk, 'secret-exposed')

  await desk.goTo('Review')
  await expect(review.row('Secret exposed').getByRole('img', { name: 'Serious' })).toBeVisible()
  await review.row('Secret exposed').locator('.review-row-body').click()
  await expect(review.detail).toContainText('verifies nothing any more')
  await expect(review.evidence.locator('[data-about]')).toContainText('Do you have a chain?')
  await expect(page.locator('body')).not.toContainText(/[0-9a-f]{40}/)
  await review.followUpByMouse('Retire the key', null, 'Retire the key')
  await expect(review.detail.getByRole('button', { name: 'Retire the key' })).toHaveCount(0)
  const parts = (await desk.ask('channels.list', {})).channels.find(({ name }) => name === 'Spare parts')
  expect(parts?.keys.map(({ state }) => state)).toEqual(['retired'])
  await review.decideByMouse('Secret exposed', 'Set-up fault', 'The site prints its secret. They are told.')
  expect(await decided(desk, id)).toMatchObject({ state: 'decided', decision: 'set-up-fault' })

  // The flag stops counting; the key does not start to.
  await says(visitor, 'And now?')
  expect(await restrictedLocks(desk, conversationId)).toEqual(['not-verified'])
  await desk.goTo('Inbox')
  await desk.openConversationWith('And now?')
  expect(await desk.badgeUnder('And now?')).not.toMatch(/^Verified/)
})
