import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { ConversationId } from '#shared/domain/ids.ts'
import { consolePage } from '../pages/console-page.ts'
import { livePage } from '../pages/live-page.ts'
import { violations } from '../support/accessibility.ts'
import type { Desk, Shop } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { addOperatorBy, signInBy } from '../support/operators.ts'
import { ask, request } from '../support/requests.ts'
import { sendFromServer } from '../support/send-from-server.ts'

test.describe.configure({ timeout: 300_000 })

const question = 'Where is my parcel?'
const whispered = 'Ask for the order number before anything else.'

/** Mia at a window of her own. The supervisor stays at the first. */
async function miasWindow(desk: Desk): Promise<Page> {
  await addOperatorBy(desk.page, 'Mia', 'agent')
  const page = await desk.running.nextWindow(() => desk.page.keyboard.press('Control+N'))
  await signInBy(page, 'Mia')
  return page
}

/** Every frame that reaches the pages of a visitor. */
function framesOf(context: BrowserContext): string[] {
  const frames: string[] = []
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => void frames.push(payload.toString()))
    })
  })
  return frames
}

/** A verified visitor of Mia's, and one whom nobody has taken and nobody has proven. */
async function twoVisitors(desk: Desk, shop: Shop, mia: Page) {
  const context = await shop.newContext()
  const frames = framesOf(context)
  const visitor = await shop.visit('/fernand/signed-in', context)
  await visitor.write(question)
  await visitor.sent(question)
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const row = rows[0]
  if (row === undefined) throw new Error('nobody has written')
  const { operator } = await ask(mia, 'workspace.get', {})
  await ask(mia, 'conversation.assign', { conversationId: row.id, operatorId: operator.id })
  const stranger = await shop.visit('/fernand/unsigned')
  await stranger.write('Is anybody there?')
  await stranger.sent('Is anybody there?')
  return { visitor, stranger, frames, conversationId: row.id, waitingSince: row.waitingSince ?? 0 }
}

/** What the journal says of one kind and conversation, as the audit view shows it. */
async function audited(desk: Desk, kind: string, conversationId: ConversationId): Promise<string[]> {
  const { rows } = await desk.ask('audit.list', { kind, cursor: null, limit: 100 })
  return rows.filter((row) => row.conversationId === conversationId).map(({ by, sentence }) => `${by}: ${sentence}`)
}

const timeIn = (cell: Locator) => cell.locator('time')

test('by keyboard: a look leaves no trace, a whisper reaches the agent alone, a take-over moves the conversation', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const { keyboard } = page
  const mia = await miasWindow(desk)
  const hers = consolePage(mia)
  const { visitor, frames, conversationId, waitingSince } = await twoVisitors(desk, shop, mia)
  const live = livePage(page)

  await page.bringToFront()
  await desk.goTo('Live')
  await expect(live.rows).toHaveCount(2)
  const row = live.row(conversationId)
  await expect(row).toContainText('Verified')
  await expect(row).toContainText('Mia')
  const { row: shownInInbox } = await ask(mia, 'conversation.open', { conversationId })
  await expect(row).toContainText(shownInInbox.channel.name)
  await expect(timeIn(live.waiting(row))).toHaveAttribute('datetime', new Date(waitingSince).toISOString())
  await expect(timeIn(live.waiting(row))).toHaveAttribute('title', /^Waiting since .*\d{4}/)
  await expect(timeIn(live.waiting(row))).toHaveText(/^\d+:\d\d$/)
  await expect(timeIn(live.idle(row))).toHaveAttribute('title', /^Last message .*\d{4}/)
  const stranger = live.rows.filter({ hasText: 'nobody' })
  await expect(stranger).toContainText('Not authenticated')

  // The longest wait stands first. Nothing is told to anybody by looking at it.
  const before = frames.length
  const miaSees = await ask(mia, 'inbox.list', { filter: 'all', cursor: null, limit: 10 })
  await live.table.focus()
  await keyboard.press('Home')
  await keyboard.press('Enter')
  await expect(live.look.getByText(question)).toBeVisible()
  await expect(live.look).toContainText('Only the journal is told')
  await expect(live.look.getByRole('textbox')).toHaveCount(1)
  await keyboard.press('Escape')
  await expect(live.look).toHaveCount(0)
  await expect(live.table).toBeFocused()
  await keyboard.press('Enter')
  await expect(live.look.getByText(question)).toBeVisible()
  expect(await ask(mia, 'inbox.list', { filter: 'all', cursor: null, limit: 10 })).toEqual(miaSees)
  await expect(mia.locator(`#row-${conversationId}[data-unread]`)).toBeVisible()
  expect(frames.slice(before)).toEqual([])
  expect(await audited(desk, 'live.looked', conversationId)).toEqual(
    Array(2).fill('Supervisor: Supervisor looked at a live conversation.'),
  )
  expect(await audited(desk, 'conversation.read', conversationId)).toEqual([])

  // Mia is writing when the whisper comes.
  await mia.bringToFront()
  await hers.openConversationWith(question)
  await hers.replyBox.focus()
  await mia.keyboard.type('Let me look')
  await page.bringToFront()
  await live.table.focus()
  await keyboard.press('w')
  await expect(live.look.getByRole('textbox', { name: 'Whisper to Mia' })).toBeFocused()
  await keyboard.type(whispered)
  await keyboard.press('Control+Enter')
  const heard = hers.thread.locator('.message[data-kind="whisper"]')
  await expect(heard).toContainText('Whisper from Supervisor')
  await expect(heard).toContainText(whispered)
  await expect(hers.replyBox).toHaveValue('Let me look')
  await expect(live.look.locator('.message[data-kind="whisper"]')).toContainText(whispered)
  await expect(timeIn(live.waiting(row))).toHaveAttribute('datetime', new Date(waitingSince).toISOString())

  // Her draft stays hers, and her composer says who has it now.
  await keyboard.press('Escape')
  await expect(live.table).toBeFocused()
  await keyboard.press('t')
  await expect(page.getByRole('dialog')).toContainText('Mia sees a line in the thread')
  await keyboard.press('Enter')
  await expect(desk.replyBox).toBeFocused()
  await expect(desk.replyBox).toHaveValue('')
  await expect(hers.thread.getByText('Supervisor took this conversation over from Mia')).toBeVisible()
  await expect(hers.composer).toContainText('Supervisor has this conversation now.')
  await expect(hers.composer).toContainText('What you typed is kept, and only you see it.')
  await expect(hers.replyBox).toHaveValue('Let me look')
  await keyboard.type('It is on its way.')
  await keyboard.press('Control+Enter')
  await expect(visitor.message('It is on its way.')).toBeVisible()
  await expect(hers.replyBox).toHaveValue('Let me look')

  const told = frames.slice(before).join()
  expect(told).toContain('It is on its way.')
  for (const hidden of [whispered, 'whisper', 'Whisper', 'took this conversation', 'Mia', 'Let me look']) {
    expect(told).not.toContain(hidden)
  }
  await visitor.page.reload()
  await visitor.openChat()
  await expect(visitor.message('It is on its way.')).toBeVisible()
  await expect(visitor.log).not.toContainText(whispered)

  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Audit' }).click()
  const journal = page.getByRole('table', { name: 'Journal' })
  await expect(journal.getByText('Supervisor took the conversation over from Mia.')).toBeVisible()
  await expect(journal.getByText('Supervisor whispered to Mia.')).toBeVisible()
  await expect(journal.getByText('Supervisor looked at a live conversation.')).toHaveCount(2)
  await expect(journal.getByText(whispered)).toHaveCount(0)
})

test('by mouse: rows stand still under the pointer, filters and orders narrow, a click looks and takes over', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  const mia = await miasWindow(desk)
  const { conversationId } = await twoVisitors(desk, shop, mia)
  const live = livePage(page)
  await page.bringToFront()
  await desk.goTo('Live')
  await expect(live.rows).toHaveCount(2)

  // Latest first: whoever writes next would push the row from under the pointer.
  await live.table.getByRole('button', { name: 'Idle' }).click()
  await expect(live.heading('Idle')).toHaveAttribute('aria-sort', 'descending')
  await live.table.getByRole('button', { name: 'Idle' }).click()
  await expect(live.heading('Idle')).toHaveAttribute('aria-sort', 'ascending')
  const order = () => live.rows.evaluateAll((rows) => rows.map((row) => (row as { id: string }).id))
  await page.locator('h1').click()
  const [top, bottom] = await order()
  await live.rows.first().hover()
  const third = await shop.visit('/fernand/forged')
  await third.write('It is me, honestly.')
  await third.sent('It is me, honestly.')
  await expect(live.update).toContainText('1 new')
  expect(await order()).toEqual([top, bottom])
  await live.update.click()
  await expect(live.rows).toHaveCount(3)
  await expect(live.rows.first()).toContainText('Proof rejected')

  await live.choose('Standing', 'Proof rejected')
  await expect(live.rows).toHaveCount(1)
  await live.choose('Standing', 'Any standing')
  await live.choose('Agent', 'Mia')
  await expect(live.rows).toHaveCount(1)
  await live.choose('Waiting', 'Answered')
  await expect(page.getByText('Nothing like that is open')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await live.choose('Agent', 'Nobody')
  await expect(live.rows).toHaveCount(2)
  await live.choose('Agent', 'Every agent')
  await live.table.getByRole('button', { name: 'Standing' }).click()
  await expect(live.rows.first()).toContainText('Proof rejected')
  await expect(live.rows.last()).toContainText('Verified')

  await live.row(conversationId).click()
  await expect(live.look.getByText(question)).toBeVisible()
  expect(await violations(page, 'live')).toEqual([])
  await live.look.getByRole('button', { name: 'Stop looking' }).click()
  await live.row(conversationId).click()
  await live.look.getByRole('button', { name: 'Take over' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click()
  await expect(desk.replyBox).toBeFocused()
  await expect(desk.thread.getByText('Supervisor took this conversation over from Mia')).toBeVisible()
  await desk.goTo('Live')
  await expect(live.row(conversationId)).toContainText('Supervisor')
  expect(await audited(desk, 'live.takenOver', conversationId)).toEqual([
    'Supervisor: Supervisor took the conversation over from Mia.',
  ])
})

test('more than one page: the keys come to the last row, each conversation once and in order', async ({ launch }) => {
  const desk = await launch()
  const count = 230
  const messages = Array.from({ length: count }, (_, index) => ({ session: `s-${index}`, text: `Question ${index}` }))
  expect(await sendFromServer(desk, messages)).toBe(count)
  const { page } = desk
  const live = livePage(page)
  await desk.goTo('Live')
  await live.table.focus()
  const shown = new Map<number, string>()
  const collect = async () => {
    for (const row of await live.rows.all()) {
      const at = Number(await row.getAttribute('aria-rowindex').catch(() => null))
      const id = await row.getAttribute('id').catch(() => null)
      if (at > 0 && id !== null) shown.set(at, id)
    }
  }
  await page.keyboard.press('Home')
  await expect(async () => {
    await collect()
    await page.keyboard.press('PageDown')
    expect(await live.table.getAttribute('aria-rowcount')).toBe(String(count + 1))
    await expect(live.table.locator(`[aria-rowindex="${count + 1}"][aria-selected="true"]`)).toBeVisible({
      timeout: 500,
    })
  }).toPass({ timeout: 120_000, intervals: [0] })
  await collect()
  expect(shown.size).toBe(count)
  expect(new Set(shown.values()).size).toBe(count)
  await page.keyboard.press('Home')
  await expect(live.table.locator('[aria-rowindex="2"][aria-selected="true"]')).toBeVisible()
})

test('an agent has no Live, and the console refuses what they ask of it', async ({ desk, shop }) => {
  const visitor = await shop.visit('/fernand/unsigned')
  await visitor.write(question)
  await visitor.sent(question)
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 1 })
  const conversationId = rows[0]?.id ?? 'conv_none'
  const { lookId } = await desk.ask('live.look', { conversationId })
  await desk.switchTo('Mia')
  const { page } = desk
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('button', { name: 'Inbox' })).toBeVisible()
  await expect(views.getByRole('button', { name: 'Live' })).toHaveCount(0)
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Live')
  await expect(page.getByRole('option', { name: 'Go to Live' })).toHaveCount(0)
  const filters = { standing: null, agent: null, channelId: null, waiting: null } as const
  for (const refused of [
    request(page, 'live.list', { sort: 'waiting', ...filters, cursor: null, limit: 10 }),
    request(page, 'live.rows', { conversationIds: [conversationId] }),
    request(page, 'live.look', { conversationId }),
    request(page, 'live.view', { lookId, conversationId }),
    request(page, 'live.older', { lookId, conversationId, before: 2 }),
    request(page, 'live.whisper', { conversationId, requestId: 'from-an-agent', text: 'Psst' }),
    request(page, 'live.takeOver', { conversationId }),
  ]) {
    expect(await refused).toMatchObject({ ok: false, problem: { code: 'not-allowed' } })
  }
})
