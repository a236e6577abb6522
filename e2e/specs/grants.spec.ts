import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { signInPage } from '../pages/sign-in-page.ts'
import type { Desk, Shop } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { passphraseOf } from '../support/operators.ts'
import { request } from '../support/requests.ts'

test.describe.configure({ timeout: 180_000 })

const question = 'Where does my refund go?'
const reply = 'Your refund goes to DE89 3704 0044 0532 0130 00.'

/** A visitor nobody has proven, and Mia, who has typed what must not be sent to them. */
async function blockedReply(desk: Desk, shop: Shop) {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  await desk.switchTo('Mia')
  await desk.openConversationWith(question)
  await desk.replyBox.fill(reply)
  await expect(desk.composer.getByRole('button', { name: 'Ask a supervisor' })).toBeVisible()
  return visitor
}

const detail = (desk: Desk) => desk.page.getByRole('region', { name: 'The request being looked at' })
const sends = (desk: Desk) => desk.composer.locator('.composer-send')

test('by mouse: asked for, approved, sent once, and refused the second time', async ({ desk, shop }) => {
  const { page } = desk
  const visitor = await blockedReply(desk, shop)
  await desk.composer.getByRole('button', { name: 'Ask a supervisor' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(reply)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Why it is needed' }).fill('He called back from the number on file.')
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(desk.composer.getByText('A supervisor was asked about this text')).toBeVisible()

  await desk.switchTo('Supervisor')
  await desk.goTo('Review')
  await page.getByRole('tab', { name: /Override requests/ }).click()
  await expect(detail(desk).getByRole('region', { name: 'Text that would be sent' })).toHaveText(reply)
  await expect(detail(desk)).toContainText('He called back from the number on file.')
  await expect(detail(desk)).toContainText('Not authenticated')
  await detail(desk).getByRole('textbox', { name: 'Your reason' }).fill('I was on that call.')
  await detail(desk).getByRole('button', { name: 'Approve for 15 minutes' }).click()
  await expect(detail(desk)).toContainText('Approved, not sent yet')

  await desk.switchTo('Mia')
  await desk.openConversationWith(question)
  await desk.replyBox.fill(`${reply} And thank you.`)
  await expect(sends(desk)).toBeDisabled()
  await desk.replyBox.fill(reply)
  await expect(desk.composer.getByText(/lets this text go out once/)).toBeVisible()
  await sends(desk).click()
  await expect(visitor.message(reply)).toBeVisible()

  await desk.replyBox.fill(reply)
  await expect(desk.composer.getByText('It was for one time.')).toBeVisible()
  await expect(sends(desk)).toBeDisabled()
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 1 })
  const sent = await request(page, 'reply.send', {
    conversationId: rows[0]?.id ?? 'conv_none',
    requestId: 'a-second-time',
    mode: 'reply',
    text: reply,
    templateIds: [],
    seenPosition: 100,
    askToSignIn: false,
  })
  expect(sent).toMatchObject({ ok: true, value: { outcome: 'blocked' } })
})

test('by keyboard: asked for and declined, and the agent sees why', async ({ desk, shop }) => {
  const { page } = desk
  const { keyboard } = page
  await blockedReply(desk, shop)
  await desk.composer.getByRole('button', { name: 'Ask a supervisor' }).focus()
  await keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Why it is needed' })).toBeFocused()
  await keyboard.type('He is in a hurry.')
  await page.getByRole('dialog').getByRole('button', { name: 'Ask', exact: true }).press('Enter')
  await expect(desk.composer.getByText('A supervisor was asked about this text')).toBeVisible()

  await desk.switchTo('Supervisor')
  await desk.goTo('Review')
  await page.getByRole('tab', { name: /To decide/ }).focus()
  await keyboard.press('ArrowRight')
  await expect(detail(desk)).toContainText('He is in a hurry.')
  await keyboard.press('a')
  await expect(detail(desk).getByRole('textbox', { name: 'Your reason' })).toBeFocused()
  await keyboard.type('A hurry proves nothing.')
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(detail(desk)).toContainText('Declined')

  await desk.switchTo('Mia')
  await desk.openConversationWith(question)
  await desk.replyBox.fill(reply)
  await expect(desk.composer.getByText('Supervisor declined: A hurry proves nothing.')).toBeVisible()
  await expect(sends(desk)).toBeDisabled()
})

test('a grant made by editing the database opens nothing', async ({ desk, shop }) => {
  const visitor = await blockedReply(desk, shop)
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 1 })
  const conversationId = rows[0]?.id ?? 'conv_none'
  const asked = await desk.ask('grants.request', { conversationId, text: reply, templateIds: [], note: '' })
  const database = new Database(join(desk.running.profileFolder, 'bonafide.sqlite'))
  const { id } = database.prepare(`SELECT id FROM operators WHERE name = 'Supervisor'`).get() as { id: string }
  const token = ['{"alg":"EdDSA"}', '{}', 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')
  database
    .prepare(
      `UPDATE grant_requests SET state = 'granted', decided_at = ?, decided_by = ?, decision = 'Fine.',
         grant_id = 'grnt_forged', token = ?, expires_at = ? WHERE id = ?`,
    )
    .run(Date.now(), id, token, Date.now() + 900_000, asked.requestId)
  // Whoever writes one row may write another.
  database.prepare(`UPDATE operators SET role = 'supervisor'`).run()
  database.close()

  await desk.replyBox.fill(`${reply} `)
  await desk.replyBox.fill(reply)
  await expect(sends(desk)).toBeDisabled()
  const sent = await request(desk.page, 'reply.send', {
    conversationId,
    requestId: 'by-a-forged-grant',
    mode: 'reply',
    text: reply,
    templateIds: [],
    seenPosition: 100,
    askToSignIn: false,
  })
  expect(sent).toMatchObject({ ok: true, value: { outcome: 'blocked' } })
  expect(await request(desk.page, 'grants.list', { state: 'waiting', limit: 10 })).toMatchObject({
    problem: { code: 'not-allowed' },
  })
  await expect(visitor.log.locator('.line.agent')).toHaveCount(0)
})

test('a window that nobody touches locks by itself', async ({ launch }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-e2e-clock-'))
  const file = join(folder, 'clock')
  writeFileSync(file, '0')
  const movedClock = join(import.meta.dirname, '../support/moved-clock.mjs')
  const desk = await launch({ env: { E2E_CLOCK_FILE: file, NODE_OPTIONS: `--import=${movedClock}` } })
  test.skip(desk.running.runtime === 'electron', 'Electron takes no module to load before the console')
  await expect(desk.page.getByRole('navigation', { name: 'Views' })).toBeVisible()
  writeFileSync(file, String(9 * 60_000))
  await desk.page.mouse.move(300, 300)
  await desk.page.waitForTimeout(2_500)
  await expect(desk.page.getByRole('navigation', { name: 'Views' })).toBeVisible()
  writeFileSync(file, String(20 * 60_000))
  await expect(desk.page.getByRole('heading', { name: 'Locked' })).toBeVisible({ timeout: 15_000 })
  expect(await request(desk.page, 'inbox.list', { filter: 'all', cursor: null, limit: 1 })).toMatchObject({
    problem: { code: 'locked' },
  })
  await signInPage(desk.page).unlock(passphraseOf('Supervisor'))
  await expect(desk.page.getByRole('navigation', { name: 'Views' })).toBeVisible()
  rmSync(folder, { recursive: true, force: true })
})
