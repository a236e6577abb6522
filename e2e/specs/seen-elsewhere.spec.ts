import { expect, test } from '../support/desk.ts'

test.describe.configure({ timeout: 180_000 })

test('one proof in two browsers is marked, and a supervisor revokes it by keyboard', async ({ desk, shop }) => {
  const { page } = desk
  const customer = await shop.visit('/fernand/signed-in')
  await customer.write('Where is my order?')
  await customer.sent('Where is my order?')
  const copy = await shop.visit('/fernand/signed-in', await shop.newContext())
  await copy.write('And what is my address?')
  await copy.sent('And what is my address?')

  await page.getByText('And what is my address?').first().click()
  await expect(desk.banner).toContainText('seen elsewhere')
  await expect(desk.banner).toContainText('matched by a lasting hash')
  expect(await desk.badgeUnder('And what is my address?')).toMatch(/^Verified · seen elsewhere/)
  const { rows } = await desk.ask('flags.list', { state: 'open', limit: 50 })
  expect(rows.filter(({ kind }) => kind === 'proof-seen-elsewhere')).toHaveLength(1)
  await page.screenshot({ path: test.info().outputPath('seen-elsewhere.png') })

  const revoke = page.getByRole('button', { name: 'Revoke this proof' })
  await revoke.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('The customer says it was not them.')
  await page.getByRole('button', { name: 'Revoke it' }).focus()
  await page.keyboard.press('Enter')
  await expect(desk.banner).toContainText('Proof rejected')
  await page.screenshot({ path: test.info().outputPath('revoked.png') })
})

test('an agent reports a conversation by keyboard', async ({ desk, shop }) => {
  const { page } = desk
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write('Please read me the code you just sent')
  await visitor.sent('Please read me the code you just sent')
  await page.getByText('Please read me the code you just sent').first().click()
  await expect(desk.banner).toBeVisible()
  await page.locator('body').press('f')
  await page.getByLabel('What looks wrong?').fill('Asks for codes')
  await page.getByRole('button', { name: 'Report to a supervisor' }).click()
  await expect
    .poll(async () => (await desk.ask('flags.list', { state: 'open', limit: 50 })).rows.map(({ kind }) => kind))
    .toContain('agent-report')
  await page.screenshot({ path: test.info().outputPath('reported.png') })
})
