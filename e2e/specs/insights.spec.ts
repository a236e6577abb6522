import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ConversationId } from '#shared/domain/ids.ts'
import { insightsPage } from '../pages/insights-page.ts'
import { violations } from '../support/accessibility.ts'
import type { Desk, Shop } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { request } from '../support/requests.ts'

test.describe.configure({ timeout: 240_000 })

const today = () => new Date().toLocaleDateString('sv-SE')

/** Visitors of every kind, an answer, a send that the gate refuses, and what an agent asks for and gets. */
async function traffic(desk: Desk, shop: Shop) {
  const write = async (path: string, ...texts: string[]) => {
    const visitor = await shop.visit(path)
    for (const text of texts) {
      await visitor.write(text)
      await visitor.sent(text)
    }
    return visitor
  }
  await write('/fernand/signed-in', 'Where is my order?', 'It is late.')
  await write('/fernand/forged', 'Send me the invoice.')
  await write('/fernand/unsigned', 'Where does my refund go?')
  const refused = await shop.visit('/account/unsigned')
  await refused.write('Close my account.')
  await refused.hears('refused')

  await desk.openConversationWith('It is late.')
  await desk.replyBox.fill('It leaves today.')
  await desk.send()
  await expect(desk.thread.getByText('It leaves today.')).toBeVisible()
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const conversationId = rows.find(({ lastMessage }) => lastMessage?.text === 'Where does my refund go?')
    ?.id as ConversationId
  const text = 'It goes to DE89 3704 0044 0532 0130 00.'
  const reply = { conversationId, text, templateIds: [] }
  const blocked = await desk.ask('reply.send', {
    ...reply,
    requestId: 'blocked-one',
    mode: 'reply',
    seenPosition: 100,
    askToSignIn: false,
  })
  expect(blocked.outcome).toBe('blocked')
  await desk.switchTo('Mia')
  const { requestId } = await desk.ask('grants.request', { ...reply, note: '' })
  await desk.switchTo('Supervisor')
  await desk.ask('grants.approve', { requestId, text, reason: 'I called them.' })
}

test('figures open their lists, by mouse and by keyboard, as tables and as files', async ({ desk, shop }) => {
  const { page } = desk
  await traffic(desk, shop)
  await desk.goTo('Insights')
  const insights = insightsPage(page)

  await test.step('by mouse: the list has as many as the bar says, and leads to the conversation', async () => {
    await insights.figure('Verified messages', /, Verified: 2 of 4 messages, 50 %$/).click()
    await expect(insights.list.getByRole('heading')).toContainText('2 messages')
    expect(await insights.listed()).toBe(2)
    await insights.list.getByRole('button', { name: 'Close' }).click()

    await insights.figure('Failures by reason', /^Proof rejected: hash does not match: 1 message$/).click()
    expect(await insights.listed()).toBe(1)
    await expect(insights.list).toContainText('Send me the invoice.')
    await insights.list.getByRole('button', { name: 'Open' }).click()
    await expect(desk.message('Send me the invoice.')).toBeVisible()
    await desk.goTo('Insights')
  })

  await test.step('by keyboard: into a chart, along its bars, into a list and back', async () => {
    const first = insights.figure('Verified messages', /, Verified: 2 of 4/)
    await insights
      .panel('Verified messages')
      .getByRole('button', { name: /as CSV$/ })
      .focus()
    await page.keyboard.press('Tab')
    // The chart is one stop; arrows lead through its bars.
    await expect(page.locator('[data-bar]:focus')).toHaveCount(1)
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    for (let step = 0; step < 12 && !(await first.evaluate((bar) => bar === document.activeElement)); step += 1) {
      await page.keyboard.press(step % 6 === 5 ? 'ArrowDown' : 'ArrowRight')
    }
    await expect(first).toBeFocused()
    await page.keyboard.press('Enter')
    expect(await insights.listed()).toBe(2)
    await page.keyboard.press('Escape')
    await expect(insights.list).toHaveCount(0)
    await expect(first).toBeFocused()

    await page.keyboard.press('Tab')
    const day = page.locator('[data-bar]:focus')
    await expect(day).toHaveAttribute('aria-label', /: 5 messages, 2 verified \(40 %\)/)
    await page.keyboard.press('Enter')
    expect(await insights.listed()).toBe(5)
    await expect(insights.list.getByText('Refused', { exact: true })).toHaveCount(1)
    await insights.list.getByRole('button', { name: /What came of the check/ }).click()
    await page.getByRole('option', { name: 'Proof rejected, 1' }).click()
    await expect(insights.list.locator('tbody tr')).toHaveCount(1)
    await page.keyboard.press('Escape')
  })

  await test.step('what was kept back and asked for', async () => {
    await insights.figure('Blocked sends', 'The text holds something that should not be sent: 1 blocked send').click()
    expect(await insights.listed()).toBe(1)
    await page.keyboard.press('Escape')
    for (const name of ['Requested: 1 override', 'Approved: 1 override']) {
      await insights.figure('Overrides', name).click()
      expect(await insights.listed()).toBe(1)
      await page.keyboard.press('Escape')
    }
    await insights.figure('First reply', '2 conversations without a reply').click()
    expect(await insights.listed()).toBe(2)
    await page.keyboard.press('Escape')
    await insights
      .panel('First reply')
      .getByRole('group', { name: 'First reply by channel' })
      .getByRole('button')
      .click()
    await expect(insights.list.getByRole('heading')).toContainText('1 conversation ')
    expect(await insights.listed()).toBe(1)
    await page.keyboard.press('Escape')
  })

  await test.step('as a table, whose figures open the same lists', async () => {
    await insights.showAs('Verified messages', 'Table')
    const table = insights.panel('Verified messages').getByRole('table', { name: 'Verified messages by day, table' })
    await table.waitFor()
    const cells = await table.getByRole('row').last().getByRole('cell').allInnerTexts()
    expect(cells.slice(1)).toEqual(['2', '2', '1', '0', '0', '0', '5', '40 %'])
    const align = await table
      .getByRole('row')
      .last()
      .getByRole('cell')
      .last()
      .evaluate((cell) => getComputedStyle(cell).textAlign)
    expect(align).toBe('end')
    await table.getByRole('button', { name: /: 5 messages$/ }).click()
    expect(await insights.listed()).toBe(5)
    await page.keyboard.press('Escape')
  })

  await test.step('as a file, which holds the same', async () => {
    const file = await insights.exportCsv('Verified messages')
    const path = join(desk.running.profileFolder, 'exports', file)
    expect(statSync(path).mode & 0o077).toBe(0)
    const lines = readFileSync(path, 'utf8').split('\r\n')
    expect(lines[0]).toBe('by,which,verified,claimed,failed,expired,unchecked,anonymous,all,verified %')
    expect(lines).toContain(`day,${today()},2,2,1,0,0,0,5,40.0`)
    expect(lines.at(-2)).toBe('all,,2,2,1,0,0,0,5,40.0')
    const blocked = await insights.exportCsv('Blocked sends')
    expect(readFileSync(join(desk.running.profileFolder, 'exports', blocked), 'utf8')).toContain('secret-in-text,1\r\n')
  })

  await test.step('for other days and for one channel', async () => {
    await page.locator('label').filter({ hasText: '7 days' }).click()
    await insights.showAs('Verified messages', 'Chart')
    await expect(insights.figure('Verified messages', /: 5 messages, 2 verified/)).toHaveCount(1)
    await page.locator('label').filter({ hasText: 'Own dates' }).click()
    await page.getByLabel('First day').fill('2026-01-02')
    await page.getByLabel('Last day').fill('2026-01-01')
    await expect(page.getByText('The period ends before it begins.')).toBeVisible()
    await page.getByLabel('Last day').fill('2026-01-31')
    await expect(page.getByText('Nothing to count yet')).toBeVisible()
    await page.locator('label').filter({ hasText: '30 days' }).click()
    await page.getByRole('button', { name: /Every channel/ }).click()
    await page.getByRole('option').filter({ hasText: 'account' }).click()
    await expect(insights.figure('Verified messages', /Not authenticated: 1 of 1 message, 100 %$/)).toBeVisible()
  })
})

test('what comes meanwhile moves nothing until it is counted again', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write('One.')
  await visitor.sent('One.')
  await desk.goTo('Insights')
  const insights = insightsPage(desk.page)
  await expect(insights.figure('Verified messages', /, Verified: 1 of 1 message/)).toBeVisible()
  await visitor.write('Two.')
  await visitor.sent('Two.')
  await insights.figure('Verified messages', /, Verified: 1 of 1 message/).click()
  expect(await insights.listed()).toBe(1)
  await desk.page.keyboard.press('Escape')
  await desk.page.keyboard.press('r')
  await insights.figure('Verified messages', /, Verified: 2 of 2 messages/).click()
  expect(await insights.listed()).toBe(2)
})

test('a console without messages says what to do, and agents see nothing of it', async ({ launch }) => {
  const desk = await launch()
  const { page } = desk
  await desk.goTo('Insights')
  await expect(page.getByText('Nothing to count yet')).toBeVisible()
  await page.getByRole('button', { name: 'Go to Channels' }).click()
  await expect(page.getByRole('heading', { name: 'Connect a site', level: 1 })).toBeVisible()
  await desk.switchTo('Mia')
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Insights' })).toHaveCount(0)
  for (const [name, input] of [
    ['insights.figures', { days: 7 }],
    ['insights.list', { list: 'messages', from: 0, to: 1, upTo: 1, limit: 1 }],
    ['insights.export', { panel: 'share', days: 7 }],
  ] as const) {
    expect(await request(page, name, input)).toMatchObject({ problem: { code: 'not-allowed' } })
  }
})

test('insights have no violation of WCAG 2.2 AA, as charts, as tables and in a list', async ({ desk, shop }) => {
  const { page } = desk
  await traffic(desk, shop)
  await desk.goTo('Insights')
  const insights = insightsPage(page)
  const found: string[] = []
  const look = async (screen: string) => void found.push(...(await violations(page, screen)))
  await insights.figure('Verified messages', /, Verified: 2 of/).waitFor()
  await look('charts')
  for (const title of ['Verified messages', 'Failures by reason', 'First reply'] as const)
    await insights.showAs(title, 'Table')
  await look('tables')
  await insights
    .figure('Verified messages', /: 5 messages$/)
    .first()
    .click()
  await insights.listed()
  await look('list')
  expect(found).toEqual([])
})
