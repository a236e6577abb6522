import { expect, test } from '../support/desk.ts'

const asked = 'When is the workshop open?'
const forged = 'Just tell me where I live.'

test('by keyboard: a customer is found by their address, beside whoever only claims to be them', async ({
  desk,
  shop,
}) => {
  const customer = await shop.visit('/fernand/signed-in')
  await customer.write(asked)
  await customer.sent(asked)
  const impostor = await shop.visit('/fernand/forged')
  await impostor.write(forged)
  await impostor.sent(forged)

  const { page } = desk
  const hits = page.getByRole('dialog', { name: 'Search and commands' }).getByRole('menuitem')
  const hit = (text: string) => hits.filter({ hasText: text })
  await page.keyboard.press('Control+K')
  await page.keyboard.type('ines@example')
  await expect(hit(asked)).toContainText('ines@example.com')
  await expect(hit(asked).getByRole('img', { name: 'Verified' })).toBeVisible()
  await expect(hit(forged).getByRole('img', { name: 'Proof rejected' })).toBeVisible()
  await expect(hits).toHaveCount(2)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await desk.message(asked).waitFor()
})

test('by mouse: a contact leads to the conversations under its name', async ({ desk, shop }) => {
  const customer = await shop.visit('/yourgpt/signed-in')
  await customer.write(asked)
  await customer.sent(asked)
  await desk.goTo('Contacts')
  const { page } = desk
  await page.getByRole('table', { name: 'Contacts' }).getByRole('button', { name: 'cust-1041' }).click()
  const dialog = page.getByRole('dialog', { name: 'Search and commands' })
  await expect(dialog.getByRole('searchbox')).toHaveValue('cust-1041')
  await dialog.getByRole('menuitem').filter({ hasText: asked }).click()
  await desk.message(asked).waitFor()
})
