import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import Database from 'better-sqlite3'
import type { VisitorPage } from '../pages/visitor-page.ts'
import { visitorPage } from '../pages/visitor-page.ts'
import type { Desk, DeskRequest } from '../support/desk.ts'
import { deskOf, expect, test } from '../support/desk.ts'

test.describe.configure({ timeout: 240_000 })

const question = 'Where was my parcel going again?'
const text = 'It went to the address that you confirmed.'
const note = 'Asked the warehouse twice.'

/** A visitor whose chat stays open while the console goes and comes back. */
async function begin(desk: Desk, visitors: Browser): Promise<VisitorPage> {
  const { demo } = await desk.ask('demo.begin', {})
  const url = demo?.pages.find((page) => page.url.endsWith('/fernand/signed-in'))?.url ?? ''
  await desk.toInbox()
  const visitor = visitorPage(await (await visitors.newContext()).newPage())
  await visitor.page.goto(url)
  await visitor.openChat()
  await visitor.write(question)
  await visitor.sent(question)
  await desk.openConversationWith(question)
  return visitor
}

/** Ends the console's process this instant, whatever it is doing. */
async function kill(desk: Desk): Promise<void> {
  process.kill(desk.running.processId, 'SIGKILL')
  await desk.running.kill()
}

const again = (desk: Desk): DeskRequest => ({ profileFolder: desk.running.profileFolder, port: desk.running.port })

/** Waits, as closely as one can from outside, until the file holds a reply of which `condition` is true. */
async function untilStored(desk: Desk, condition: string): Promise<void> {
  const database = new Database(join(desk.running.profileFolder, 'bonafide.sqlite'), { readonly: true })
  const found = database.prepare(`SELECT 1 FROM messages WHERE kind = 'reply' AND ${condition}`)
  while (found.get() === undefined) await setImmediate()
  database.close()
}

const savedAs = (desk: Desk, words: string) =>
  expect(desk.composer.getByRole('status').filter({ hasText: words })).toBeVisible()

/** Types a note and a reply by keys alone, and waits until both are kept. */
async function typeBoth(desk: Desk): Promise<void> {
  const { keyboard } = desk.page
  await desk.replyBox.press('Escape')
  await keyboard.press('n')
  await keyboard.type(note)
  await savedAs(desk, 'Draft saved')
  await keyboard.press('Escape')
  await keyboard.press('r')
  await keyboard.type(text)
  await savedAs(desk, 'Draft saved')
}

async function openOnly(desk: Desk): Promise<string[]> {
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const [row] = rows
  if (row === undefined || rows.length !== 1) throw new Error('there is not one conversation')
  await desk.openConversation(row.id)
  const { messages } = await desk.ask('conversation.open', { conversationId: row.id })
  return messages.filter(({ kind }) => kind === 'reply').map((message) => message.text)
}

test('kill -9 while somebody types takes at most what was typed last, of a reply and of a note', async ({
  launch,
  visitors,
}) => {
  const desk = await launch()
  await begin(desk, visitors)
  await typeBoth(desk)
  const more = ' We looked into this together with the warehouse, and it is on its way to you again.'
  await desk.page.keyboard.type(more, { delay: 40 })
  await kill(desk)

  const after = await launch(again(desk))
  expect(await openOnly(after)).toEqual([])
  const reply = await after.replyBox.inputValue()
  expect((text + more).startsWith(reply)).toBe(true)
  expect(reply.length).toBeGreaterThan((text + more).length - 40)
  await after.replyBox.press('Escape')
  await after.page.keyboard.press('n')
  await expect(after.composer.getByRole('textbox', { name: 'Internal note' })).toHaveValue(note)
})

test('a page whose process crashes comes back by itself, signed in and with what was typed', async ({
  launch,
  visitors,
}) => {
  const desk = await launch()
  test.skip(desk.running.runtime === 'electron', 'Playwright does not come back to a page of Electron that crashed')
  const visitor = await begin(desk, visitors)
  await typeBoth(desk)
  await desk.running.crashPage()

  const after = deskOf(desk.running)
  expect(await openOnly(after)).toEqual([])
  await expect(after.replyBox).toHaveValue(text)
  await after.send()
  await expect(visitor.message(text)).toBeVisible()
  const log = readFileSync(join(desk.running.profileFolder, 'logs/console.ndjson'), 'utf8')
  expect(log).toContain('the process of the page is gone: crashed')
})

const moments: { name: string; reached: (desk: Desk) => Promise<void> }[] = [
  { name: 'as Send is pressed', reached: async () => undefined },
  { name: 'between commit and answer', reached: (desk) => untilStored(desk, 'true') },
  { name: 'as it is handed over', reached: (desk) => untilStored(desk, `delivery <> 'queued'`) },
]
for (const { name, reached } of moments) {
  test(`kill -9 ${name}: a draft or a reply, never both, and the visitor gets it once`, async ({
    launch,
    visitors,
  }) => {
    const desk = await launch()
    const visitor = await begin(desk, visitors)
    await typeBoth(desk)
    const pressed = desk.page.keyboard.press('Control+Enter').catch(() => undefined)
    await reached(desk)
    await kill(desk)
    await pressed

    const after = await launch(again(desk))
    const replies = await openOnly(after)
    const draft = await after.replyBox.inputValue()
    expect([...replies, ...(draft === '' ? [] : [draft])]).toEqual([text])
    await after.replyBox.press('Escape')
    await after.page.keyboard.press('n')
    await expect(after.composer.getByRole('textbox', { name: 'Internal note' })).toHaveValue(note)
    if (draft !== '') {
      await after.page.keyboard.press('Escape')
      await after.page.keyboard.press('r')
      await after.page.keyboard.press('Control+Enter')
    }
    // The visitor's chat comes back by itself; it may wait half a minute between its tries.
    await expect(visitor.message(text)).toBeVisible({ timeout: 60_000 })
    await expect(after.thread.locator('.message[data-kind="reply"]')).toContainText('delivered', { timeout: 60_000 })
    await expect(visitor.log.locator('.line.agent')).toHaveCount(1)
    expect(await openOnly(after)).toEqual([text])
  })
}

test('what was handed over and never acknowledged has failed after a crash, and is tried again as the same reply', async ({
  launch,
  visitors,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-e2e-clock-'))
  const file = join(folder, 'clock')
  writeFileSync(file, '0')
  const movedClock = join(import.meta.dirname, '../support/moved-clock.mjs')
  const env = { E2E_CLOCK_FILE: file, NODE_OPTIONS: `--import=${movedClock}` }
  const desk = await launch({ env })
  test.skip(desk.running.runtime === 'electron', 'Electron takes no module to load before the console')
  const visitor = await begin(desk, visitors)
  // The visitor's browser hangs: what comes to it is not acknowledged.
  const hung = visitor.page.evaluate('for (;;);').catch(() => undefined)
  await desk.replyBox.fill(text)
  await savedAs(desk, 'Draft saved')
  await desk.page.keyboard.press('Control+Enter')
  await untilStored(desk, `delivery = 'sent'`)
  await kill(desk)
  await visitor.page.close()
  await hung

  writeFileSync(file, '120000')
  const after = await launch({ ...again(desk), env })
  expect(await openOnly(after)).toEqual([text])
  const reply = after.thread.locator('.message[data-kind="reply"]')
  await expect(reply).toContainText('not confirmed: the visitor may have seen it')
  await reply.getByRole('button', { name: 'Try again' }).press('Enter')
  await expect(reply).toContainText('waiting until the visitor is back, who may have seen it already')
  expect(await openOnly(after)).toEqual([text])
  rmSync(folder, { recursive: true, force: true })
})
