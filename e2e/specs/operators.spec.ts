import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { signInPage } from '../pages/sign-in-page.ts'
import { expect, test } from '../support/desk.ts'
import { passphraseOf } from '../support/operators.ts'
import { request } from '../support/requests.ts'

/** A passphrase takes some tenths of a second to work on, by design, and a busy machine takes several times that. */
test.describe.configure({ timeout: 180_000 })

test('one signs out and another in, and an agent may set nothing up', async ({ desk, shop }) => {
  await desk.switchTo('Agent')
  await expect(desk.page.locator('.title-operator')).toContainText('Agent')
  await expect(
    desk.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Review' }),
  ).toHaveCount(0)
  for (const attempt of [
    request(desk.page, 'flags.list', { state: 'open', limit: 10 }),
    request(desk.page, 'refusals.list', {}),
    request(desk.page, 'operators.list', {}),
    request(desk.page, 'operators.add', { name: 'Me', role: 'supervisor' }),
    request(desk.page, 'channels.add', {
      name: 'Mine',
      scheme: 'fernand',
      policy: 'observe',
      origins: [],
      settings: {},
    }),
  ]) {
    expect(await attempt).toMatchObject({ ok: false, problem: { code: 'not-allowed' } })
  }

  await desk.switchTo('Supervisor')
  await expect(
    desk.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Review' }),
  ).toBeVisible()
  await desk.switchTo('Mia')

  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write('Who is this?')
  await visitor.sent('Who is this?')
  await desk.openConversationWith('Who is this?')
  await desk.replyBox.fill('I am Mia.')
  await desk.send()
  await expect(visitor.log.locator('.line.agent').filter({ hasText: 'I am Mia.' })).toContainText('Mia')
})

test('a console that starts again knows nobody, and answers nothing until somebody signs in', async ({ launch }) => {
  const first = await launch({ costlyPassphrases: true })
  const { profileFolder } = first.running
  await first.running.kill()
  const desk = await launch({ profileFolder, as: false, costlyPassphrases: true })
  const way = signInPage(desk.page)
  await expect(way.card).toContainText('Supervisor')
  for (const attempt of [
    request(desk.page, 'workspace.get', {}),
    request(desk.page, 'inbox.list', { filter: 'all', cursor: null, limit: 10 }),
    request(desk.page, 'template.list', { conversationId: null }),
  ]) {
    expect(await attempt).toMatchObject({ ok: false, problem: { code: 'locked' } })
  }

  await way.signIn('Supervisor', 'not the passphrase')
  await expect(way.card.getByText('do not fit')).toBeVisible()
  await expect(way.passphrase).toHaveValue('')
  await expect(way.passphrase).toBeFocused()
  await way.signIn('Supervisor')
  await expect(desk.page.getByRole('navigation', { name: 'Views' })).toBeVisible()
})

test('wrong passphrases are answered more and more slowly', async ({ launch }) => {
  const { page, chooseFromMenu } = await launch({ as: false, costlyPassphrases: true })
  const way = signInPage(page)
  await way.begin('Ada')
  await chooseFromMenu('Sign out')
  for (let count = 0; count < 5; count += 1) {
    await way.signIn('Ada', `not the passphrase ${count}`)
    await expect(way.card.getByText('do not fit')).toBeVisible()
  }
  await way.signIn('Ada')
  await expect(way.card.getByText(/Try again in \d s/)).toBeVisible()
})

test('Chromium finds nothing to say about the boxes of the way in, and is told to keep nothing of them', async ({
  launch,
}) => {
  const desk = await launch({ as: false, costlyPassphrases: true })
  const { page } = desk
  const log = await page.context().newCDPSession(page)
  const said: string[] = []
  log.on('Log.entryAdded', ({ entry }) => said.push(entry.text))
  // What was said before is told again.
  await log.send('Log.enable')
  const asked = (names: string) =>
    page.locator(names).evaluateAll((boxes) => boxes.map((box) => box.getAttribute('autocomplete')))
  const way = signInPage(page)
  await expect(way.card.getByRole('textbox', { name: 'Your name' })).toBeFocused()
  expect(await asked('.sign-in input')).toEqual(['off', 'new-password', 'new-password'])
  await way.begin('Ada')
  await expect(page.getByRole('heading', { name: 'Know who you are talking to' })).toBeVisible()
  await desk.goTo('Settings')
  await page.getByRole('button', { name: 'Change my passphrase' }).click()
  expect(await asked('.settings-passphrase input')).toEqual(['off', 'new-password', 'new-password'])
  await desk.chooseFromMenu('Sign out')
  await expect(way.passphrase).toBeFocused()
  expect(await asked('.sign-in input')).toEqual(['off'])
  await way.signIn('Ada')
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
  expect(said.filter((text) => text.includes('autocomplete'))).toEqual([])

  test.skip(desk.running.runtime === 'electron', 'Electron has no such services')
  const preferences = join(desk.running.profileFolder, 'window', 'Default', 'Preferences')
  expect(JSON.parse(readFileSync(preferences, 'utf8'))).toMatchObject({
    credentials_enable_service: false,
    profile: { password_manager_enabled: false },
    autofill: { profile_enabled: false },
  })
})

test('a supervisor adds an operator, who chooses a passphrase; all of it by keyboard', async ({ launch }) => {
  const desk = await launch({ as: false, costlyPassphrases: true })
  const { page } = desk
  const { keyboard } = page
  await expect(signInPage(page).card.getByRole('textbox', { name: 'Your name' })).toBeFocused()
  await keyboard.type('Ada')
  await keyboard.press('Tab')
  await keyboard.type('short')
  await keyboard.press('Tab')
  await keyboard.type('short')
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Set up this console' })).toBeVisible()
  await keyboard.press('Shift+Tab')
  await keyboard.press('Control+A')
  await keyboard.type(passphraseOf('Ada'))
  await keyboard.press('Tab')
  await keyboard.press('Control+A')
  await keyboard.type(passphraseOf('Ada'))
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Know who you are talking to' })).toBeVisible()

  await desk.goTo('Settings')
  await page.getByRole('button', { name: 'Add an operator' }).focus()
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).focus()
  await keyboard.type('Mia')
  await dialog.getByRole('button', { name: 'Add', exact: true }).focus()
  await keyboard.press('Enter')
  const start = (await dialog.locator('pre').innerText()).trim()
  expect(start).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  await dialog.getByRole('button', { name: 'I have passed it on' }).press('Enter')
  await expect(page.getByRole('list', { name: 'Operators' })).toContainText('Has not signed in yet')

  await keyboard.press('Control+L')
  const way = signInPage(page)
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await way.card.getByRole('button', { name: 'Someone else' }).press('Enter')
  await way.card.getByRole('radio', { name: 'Ada' }).focus()
  await keyboard.press('ArrowDown')
  await way.passphrase.focus()
  await keyboard.type(start)
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Choose your passphrase' })).toBeVisible()
  await way.choose('Mia has a long one')
  await expect(page.locator('.title-operator')).toContainText('Mia')
  const again = {
    operatorId: (await desk.ask('workspace.get', {})).operator.id,
    passphrase: start,
    newPassphrase: null,
  }
  expect(await request(page, 'session.signIn', again)).toMatchObject({ problem: { code: 'sign-in-refused' } })
})

test('locking drops what the window knew, and keeps what was being written', async ({ desk, shop }) => {
  const { page } = desk
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write('My parcel is late.')
  await visitor.sent('My parcel is late.')
  await desk.openConversationWith('My parcel is late.')
  await desk.replyBox.fill('I am looking for it right n')
  await page.keyboard.press('Control+L')
  const way = signInPage(page)
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  const document = await page.content()
  expect(document).not.toContain('My parcel is late.')
  expect(document).not.toContain('I am looking for it')
  expect(document).not.toContain('ines@example.com')
  expect(await page.title()).toBe('Bonafide')
  expect(await request(page, 'workspace.get', {})).toMatchObject({ ok: false, problem: { code: 'locked' } })

  await way.unlock('not the passphrase')
  await expect(way.card.getByText('do not fit')).toBeVisible()
  await way.unlock(passphraseOf('Supervisor'))
  await expect(desk.message('My parcel is late.')).toBeVisible()
  await expect(desk.replyBox).toHaveValue('I am looking for it right n')
})
