import type { Page } from '@playwright/test'
import type { Desk } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'

test.describe.configure({ timeout: 180_000 })

/** Pictures in both themes, for whoever looks at them. */
async function pictures(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}.png`) })
  }
}

const queueOf = (page: Page) => page.getByRole('list', { name: 'Flags' }).getByRole('button')

const openFlags = async (desk: Desk) => (await desk.ask('flags.list', { state: 'open', limit: 100 })).rows

test('a lookalike of a verified customer is one flag that names the letter that differs', async ({ desk, shop }) => {
  const { page } = desk
  const customer = await shop.visit('/fernand/signed-in')
  await customer.write('Where is my parcel?')
  await customer.sent('Where is my parcel?')
  const almost = await shop.visit('/fernand/lookalike')
  await almost.write('Send it to my new flat, please')
  await almost.sent('Send it to my new flat, please')

  const flags = await openFlags(desk)
  expect(flags.map(({ kind }) => kind)).toEqual(['claims-verified-contact'])
  expect(flags[0]?.comparison?.differences).toHaveLength(1)
  await desk.openConversationWith('Send it to my new flat, please')
  await pictures(page, 'claimed')

  // By keyboard: through the rail into the queue, and the first flag is the one being looked at.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Review' }).focus()
  await page.keyboard.press('Enter')
  await queueOf(page).first().focus()
  const detail = page.getByRole('region', { name: 'The flag being looked at' })
  const beside = detail.getByRole('figure', { name: 'Who is claimed beside who is known' })
  await expect(beside.locator('mark')).toHaveCount(2)
  await expect(beside.locator('mark').first()).toContainText('\u0435')
  await expect(beside).toContainText('Cyrillic')
  await expect(detail).toContainText('How it differs')
  await pictures(page, 'flag-of-lookalike')
})

test('a secret that its own site gives away ends the key, and nobody reads it', async ({ desk, shop }) => {
  const { page } = desk
  const visitor = await shop.visit('/parts/leaks-secret')
  await visitor.write('Do you have a chain?')
  await visitor.sent('Do you have a chain?')
  const raised = (await openFlags(desk)).filter(({ kind }) => kind === 'secret-exposed')
  expect(raised).toHaveLength(1)
  expect(raised[0]?.severity).toBe('serious')

  await desk.openConversationWith('Do you have a chain?')
  await expect(desk.banner).toContainText('Cannot be checked')
  await expect(desk.banner).toContainText('key was seen outside')
  await expect(page.locator('body')).not.toContainText(/[0-9a-f]{40}/)
  await expect(page.getByText('A secret was seen outside')).toBeVisible()
  await pictures(page, 'conversation-of-exposed-key')

  // By keyboard from the notice: what the flag says, and what the channel says is to be done.
  const notice = page.getByRole('alert').filter({ hasText: 'A secret was seen outside' })
  await notice.getByRole('button', { name: 'See the flag' }).focus()
  await page.keyboard.press('Enter')
  await expect(queueOf(page)).toHaveCount(1)
  await queueOf(page)
    .filter({ hasText: /secret/i })
    .click()
  await expect(page.getByRole('region', { name: 'The flag being looked at' })).toContainText(
    'verifies nothing any more',
  )
  await pictures(page, 'flag-of-secret')
  await desk.goTo('Channels')
  await pictures(page, 'channels-with-exposed-key')
  await notice.getByRole('button', { name: 'Open its keys' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Spare parts' })).toBeVisible()
  await expect(page.getByText('Seen outside', { exact: true })).toBeVisible()
  await expect(page.getByText(/make a new secret, add it here/)).toBeVisible()
  await pictures(page, 'channel-of-exposed-key')
})

test('a secret typed into a message is blotted out, and ends its key at once', async ({ desk, shop }) => {
  const secret = 'mK4vQ9xT2bW7nR5yL8cJ3hD6fG1sZ0pA'
  const demo = (await desk.ask('channels.list', {})).channels.find(({ name }) => name === 'Workshop')
  if (demo === undefined) throw new Error('The demo shop has no workshop')
  const key = { label: 'Second key', material: secret, acceptRepair: false, acceptDegradedKeystore: true }
  await desk.ask('keys.add', { channelId: demo.id, ...key })
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(`I found ${secret} in your page`)
  await expect(visitor.log).toContainText('I found')
  await desk.openConversationWith('I found [secret removed] in your page')
  const raised = (await openFlags(desk)).filter(({ kind }) => kind === 'secret-exposed')
  expect(raised).toHaveLength(1)
  expect(raised[0]?.sentence).toContain('“Second key” of the channel “Workshop”')
  expect(raised[0]?.messageText).toBe('I found [secret removed] in your page')
  const after = (await desk.ask('channels.list', {})).channels.find(({ id }) => id === demo.id)
  expect(after?.keys.map(({ compromisedAt }) => compromisedAt !== null)).toEqual([false, true])
  await expect(desk.page.locator('body')).not.toContainText(secret)
  await pictures(desk.page, 'blotted')
})
