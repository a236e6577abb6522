import { signInPage } from '../pages/sign-in-page.ts'
import { violations } from '../support/accessibility.ts'
import { expect, test } from '../support/desk.ts'
import { addOperatorBy } from '../support/operators.ts'

/** axe reads every element of several pages, twice each: on a busy machine that alone takes a minute. */
test.describe.configure({ timeout: 240_000 })

test('the widget has no violation of WCAG 2.2 AA, in light and dark', async ({ shop }) => {
  const visitor = await shop.visit('/fernand/forged')
  await visitor.write('Hello there.')
  await visitor.sent('Hello there.')
  const found = await violations(visitor.page, 'widget')
  const refused = await shop.visit('/account/unsigned')
  await refused.write('Close my account.')
  await refused.hears('refused')
  found.push(...(await violations(refused.page, 'widget, refused')))
  const passerBy = await shop.visit('/yourgpt/anonymous')
  found.push(...(await violations(passerBy.page, 'widget, form')))
  expect(found).toEqual([])
})

test('inbox, thread, templates and why have no violation of WCAG 2.2 AA', async ({ desk, shop }) => {
  const { page } = desk
  const visitor = await shop.visit('/yourgpt/switch')
  await visitor.write('When will my brakes be ready?')
  await visitor.sent('When will my brakes be ready?')
  await visitor.identifyAgain()
  await visitor.write('And now?')
  await visitor.sent('And now?')
  await desk.openConversationWith('And now?')
  const found = await violations(page, 'inbox')
  await desk.replyBox.fill('/')
  await desk.templates.waitFor()
  found.push(...(await violations(page, 'template picker')))
  await desk.replyBox.fill('')
  await desk.badge('And now?').click()
  await page.getByRole('dialog').getByText('How it was checked').waitFor()
  found.push(...(await violations(page, 'why')))
  expect(found).toEqual([])
})

test('the views beside the inbox have no violation of WCAG 2.2 AA', async ({ launch }) => {
  const desk = await launch()
  const { page } = desk
  const found = await violations(page, 'welcome')
  await desk.ask('demo.begin', {})
  for (const view of ['Live', 'Review', 'Contacts', 'Templates', 'Channels', 'Insights', 'Settings'] as const) {
    await desk.goTo(view)
    await page.getByRole('heading', { name: view, level: 1 }).waitFor()
    found.push(...(await violations(page, view.toLowerCase())))
  }
  expect(found).toEqual([])
})

test('set-up, sign-in, lock and override requests have no violation of WCAG 2.2 AA', async ({ launch }) => {
  const desk = await launch({ as: false })
  const { page } = desk
  const way = signInPage(page)
  const found = await violations(page, 'set-up')
  await way.begin('Ada')
  await addOperatorBy(page, 'Mia', 'agent')
  await desk.chooseFromMenu('Sign out')
  await way.signIn('Ada', 'not the passphrase')
  await way.card.getByText('do not fit').waitFor()
  found.push(...(await violations(page, 'sign-in')))
  await way.signIn('Ada')
  await desk.goTo('Review')
  await page.getByRole('tab', { name: /Override requests/ }).click()
  await page.getByText('Nobody has asked for an override').waitFor()
  found.push(...(await violations(page, 'override requests')))
  await desk.goTo('Settings')
  await page.getByRole('button', { name: 'Change my passphrase' }).click()
  found.push(...(await violations(page, 'settings')))
  await page.keyboard.press('Control+L')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  found.push(...(await violations(page, 'lock')))
  expect(found).toEqual([])
})
