import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type ConsolePage, consolePage } from '../pages/console-page.ts'
import { livePage } from '../pages/live-page.ts'
import type { VisitorPage } from '../pages/visitor-page.ts'
import type { Desk, Shop } from '../support/desk.ts'
import { expect, test } from '../support/desk.ts'
import { holdDatabase } from '../support/hold-database.ts'
import { tabTo } from '../support/keys.ts'
import { firstOperator, signInBy } from '../support/operators.ts'

/** What is typed while a reply or a note is on its way: the database is held meanwhile, so that there is time for it. */
test.describe.configure({ timeout: 240_000 })

const question = 'Where is my parcel?'
const first = 'It left this morning.'
const next = 'Is there anything else?'

const onItsWay = ({ composer }: ConsolePage) => composer.getByRole('list', { name: 'On its way' })
const noteBox = ({ composer }: ConsolePage) => composer.getByRole('textbox', { name: 'Internal note' })
const agentsWords = (visitor: VisitorPage) => visitor.log.locator('.line.agent')
const bar = ({ composer }: ConsolePage, words: string) => composer.getByRole('status').filter({ hasText: words })

async function begin(desk: Desk, shop: Shop, says = question): Promise<VisitorPage> {
  const visitor = await shop.visit('/fernand/signed-in')
  await visitor.write(says)
  const start = says.split('\n')[0] ?? ''
  await visitor.sent(start)
  await desk.openConversationWith(start)
  await desk.replyBox.focus()
  return visitor
}

async function written(desk: Desk) {
  const { rows } = await desk.ask('inbox.list', { filter: 'all', cursor: null, limit: 10 })
  const conversationId = rows[0]?.id
  if (conversationId === undefined || rows.length !== 1) throw new Error('there is not one conversation')
  const { messages, draft } = await desk.ask('conversation.open', { conversationId })
  const texts = (wanted: string) => messages.filter(({ kind }) => kind === wanted).map(({ text }) => text)
  return {
    conversationId,
    replies: texts('reply'),
    notes: texts('note'),
    drafts: [draft.reply.text, draft.note.text],
  }
}

test('a reply: what is typed and picked behind it is the next one, and goes out as that alone', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const visitor = await begin(desk, shop)
  const letGo = holdDatabase(desk)
  await keyboard.type(first)
  await keyboard.press('Control+Enter')
  await keyboard.type(`${next} /good`)
  await expect(desk.templates.getByRole('option').first()).toContainText('Goodbye')
  await keyboard.press('Enter')
  await expect(desk.replyBox).toHaveValue(/^Is there anything else\? I am glad that I could help/)
  await keyboard.insertText(' Bye!')
  await expect(onItsWay(desk)).toContainText(first)
  await expect(agentsWords(visitor)).toHaveCount(0)
  letGo()

  await expect(visitor.message(first)).toBeVisible()
  await expect(onItsWay(desk)).toHaveCount(0)
  await expect(desk.replyBox).toBeFocused()
  await expect(desk.replyBox).toHaveValue(/^Is there .* Have a good day! Bye!$/)
  await expect.poll(async () => (await written(desk)).drafts[0]).toMatch(/^Is there .* Have a good day! Bye!$/)
  await keyboard.press('Control+Enter')
  await expect(visitor.message('Have a good day! Bye!')).toBeVisible()
  await expect(desk.replyBox).toHaveValue('')
  await expect(agentsWords(visitor)).toHaveCount(2)
  expect(await written(desk)).toMatchObject({ replies: [first, expect.stringMatching(/^Is there/)], drafts: ['', ''] })
})

test('a note: what is typed behind it is the next one', async ({ desk, shop }) => {
  const { keyboard } = desk.page
  await begin(desk, shop)
  await keyboard.press('Escape')
  await keyboard.press('n')
  const letGo = holdDatabase(desk)
  await keyboard.type(first)
  await keyboard.press('Control+Enter')
  await keyboard.type(next)
  await expect(onItsWay(desk)).toContainText(`Adding${first}`)
  await expect(noteBox(desk)).toHaveValue(next)
  letGo()
  await expect(desk.thread.getByText(first)).toBeVisible()
  await expect(noteBox(desk)).toHaveValue(next)
  await keyboard.press('Control+Enter')
  await expect(desk.thread.getByText(next)).toBeVisible()
  await expect(noteBox(desk)).toHaveValue('')
  expect(await written(desk)).toMatchObject({ replies: [], notes: [first, next], drafts: ['', ''] })
})

test('Send again while one is on its way: they go out one after the other, each once, also when the same', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const visitor = await begin(desk, shop)
  const letGo = holdDatabase(desk)
  for (const text of [first, 'ok', 'ok']) {
    await keyboard.type(text)
    await keyboard.press('Control+Enter')
  }
  await keyboard.type(next)
  // Three are on their way: the next one waits in the box.
  await keyboard.press('Control+Enter')
  await expect(onItsWay(desk).getByRole('listitem')).toHaveCount(3)
  await expect(desk.replyBox).toHaveValue(next)
  letGo()
  await expect(agentsWords(visitor)).toHaveCount(3)
  await expect(onItsWay(desk)).toHaveCount(0)
  await expect(desk.replyBox).toHaveValue(next)
  expect(await written(desk)).toMatchObject({ replies: [first, 'ok', 'ok'] })
})

/** More lines than fit: whoever looks at the first of them does not see what comes in below. */
const long = Array.from({ length: 60 }, (_, line) => `Line ${line} of my list`).join('\n')

/** A conversation in which something came in that the agent has not seen: what is sent is stopped. */
async function beginUnseen(desk: Desk, shop: Shop): Promise<VisitorPage> {
  const visitor = await begin(desk, shop, long)
  await desk.lookUpByKeys()
  await visitor.write('Do not send it!')
  await visitor.sent('Do not send it!')
  await expect(desk.page.getByRole('button', { name: '1 new message' })).toBeVisible()
  await desk.replyBox.focus()
  return visitor
}

test('one that is stopped stands in the box again, before what was typed, with the reason as typing goes on', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const visitor = await beginUnseen(desk, shop)
  const letGo = holdDatabase(desk)
  await keyboard.type(first)
  await keyboard.press('Control+Enter')
  await keyboard.type('And th')
  await expect(onItsWay(desk)).toContainText(first)
  letGo()
  await expect(bar(desk, 'Something arrived while you were writing.')).toBeVisible()
  await expect(desk.replyBox).toHaveValue(`${first}\nAnd th`)
  await expect(desk.replyBox).toBeFocused()
  await keyboard.type('anks')
  await expect(desk.replyBox).toHaveValue(`${first}\nAnd thanks`)
  await expect(bar(desk, 'Something arrived while you were writing.')).toContainText('Do not send it!')
  expect(await written(desk)).toMatchObject({ replies: [] })
  await tabTo(desk.composer.getByRole('button', { name: /read it, send/ }))
  await keyboard.press('Enter')
  await expect(visitor.message('And thanks')).toBeVisible()
  await expect(desk.replyBox).toHaveValue('')
  await expect(desk.replyBox).toBeFocused()
  await expect(agentsWords(visitor)).toHaveCount(1)
  expect(await written(desk)).toMatchObject({ replies: [`${first}\nAnd thanks`], drafts: ['', ''] })
})

test('one that is stopped comes back when a character is composed to its end, and leaves it whole', async ({
  desk,
  shop,
}) => {
  const { page } = desk
  await beginUnseen(desk, shop)
  const keys = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  const stops = async () =>
    (await desk.ask('audit.list', { kind: 'reply.blocked', cursor: null, limit: 10 })).rows.length
  const letGo = holdDatabase(desk)
  await page.keyboard.type(first)
  await page.keyboard.press('Control+Enter')
  await compose('n')
  await compose('ni')
  letGo()
  await expect.poll(stops).toBe(1)
  await compose('nih')
  await expect(desk.replyBox).toHaveValue('nih')
  await keys.send('Input.insertText', { text: '你好' })
  await expect(desk.replyBox).toHaveValue(`${first}\n你好`)
  await expect(bar(desk, 'Something arrived while you were writing.')).toBeVisible()
})

test('one that fails stands in the box again, caret and all, and is sent once when it is tried again', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const visitor = await begin(desk, shop)
  await keyboard.type(first)
  await keyboard.press('Home')
  const letGo = holdDatabase(desk)
  await keyboard.press('Control+Enter')
  await expect(desk.replyBox).toHaveValue('')
  await expect(bar(desk, 'Sending')).toBeVisible()
  await expect(bar(desk, 'Not sent.')).toBeVisible({ timeout: 60_000 })
  await expect(desk.replyBox).toHaveValue(first)
  letGo()
  await keyboard.type('Yes. ')
  await expect(desk.replyBox).toHaveValue(`Yes. ${first}`)
  await keyboard.press('Control+Enter')
  await expect(visitor.message(`Yes. ${first}`)).toBeVisible()
  await expect(desk.replyBox).toHaveValue('')
  expect(await written(desk)).toMatchObject({ replies: [`Yes. ${first}`], drafts: ['', ''] })
})

test('a second window goes on typing what the first one sends: the rest stays in both, and nothing comes back', async ({
  desk,
  shop,
}) => {
  const visitor = await begin(desk, shop)
  const page = await desk.running.nextWindow(() => desk.page.keyboard.press('Control+N'))
  await signInBy(page, firstOperator)
  const other = consolePage(page)
  await other.openConversationWith(question)
  await desk.replyBox.focus()
  await desk.page.keyboard.type(first)
  await expect(other.replyBox).toHaveValue(first)
  await other.replyBox.focus()
  await page.keyboard.press('Control+End')

  const letGo = holdDatabase(desk)
  await desk.page.keyboard.press('Control+Enter')
  await page.keyboard.type(` ${next}`)
  await expect(other.replyBox).toHaveValue(`${first} ${next}`)
  await expect(desk.replyBox).toHaveValue('')
  letGo()
  await expect(visitor.message(first)).toBeVisible()
  for (const window of [desk, other]) await expect(window.replyBox).toHaveValue(` ${next}`)
  await page.keyboard.type(' Or not?')
  for (const window of [desk, other]) await expect(window.replyBox).toHaveValue(` ${next} Or not?`)
  await page.keyboard.press('Control+Enter')
  for (const window of [desk, other]) await expect(window.replyBox).toHaveValue('')
  await expect(agentsWords(visitor)).toHaveCount(2)
  expect(await written(desk)).toMatchObject({ replies: [first, ` ${next} Or not?`], drafts: ['', ''] })
})

test('a whisper: what is typed behind it is the next one, and stands behind one that is not whispered', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  await begin(desk, shop)
  const { operator } = await desk.ask('operators.add', { name: 'Mia', role: 'agent' })
  const { conversationId } = await written(desk)
  await desk.ask('conversation.assign', { conversationId, operatorId: operator.id })
  const live = livePage(desk.page)
  await desk.goTo('Live')
  await expect(live.row(conversationId)).toContainText('Mia')
  await live.table.focus()
  await keyboard.press('Home')
  await keyboard.press('w')
  const box = live.look.getByRole('textbox', { name: 'Whisper to Mia' })
  await expect(box).toBeFocused()
  const letGo = holdDatabase(desk)
  await keyboard.type('Be kind.')
  await keyboard.press('Control+Enter')
  await keyboard.type('And quick.')
  await expect(box).toHaveValue('And quick.')
  await expect(live.look).toContainText('Nothing was whispered', { timeout: 60_000 })
  await expect(box).toHaveValue('Be kind.\nAnd quick.')
  letGo()
  const hold = holdDatabase(desk)
  await keyboard.press('Control+Enter')
  await keyboard.type('Thank you.')
  hold()
  const whispers = live.look.locator('.message[data-kind="whisper"]')
  await expect(whispers).toHaveCount(1)
  await expect(whispers).toContainText('And quick.')
  await expect(box).toHaveValue('Thank you.')
})

test('whoever leaves the conversation meanwhile finds what they typed, and what was sent is sent', async ({
  desk,
  shop,
}) => {
  const { keyboard } = desk.page
  const visitor = await begin(desk, shop)
  const letGo = holdDatabase(desk)
  await keyboard.type(first)
  await keyboard.press('Control+Enter')
  await keyboard.type(next)
  await desk.goTo('Contacts')
  await desk.goTo('Inbox')
  await desk.openConversationWith(question)
  await expect(desk.replyBox).toHaveValue(next)
  await expect(onItsWay(desk)).toContainText(first)
  letGo()
  await expect(visitor.message(first)).toBeVisible()
  await expect(onItsWay(desk)).toHaveCount(0)
  await expect(desk.replyBox).toHaveValue(next)
  expect(await written(desk)).toMatchObject({ replies: [first] })
})

const moments = [
  { name: 'as it is stored', stored: `SELECT 1 FROM messages WHERE kind = 'reply' AND text = ?`, text: first },
  { name: 'once the next one is kept', stored: `SELECT 1 FROM drafts WHERE mode = 'reply' AND text = ?`, text: next },
]
for (const { name, stored, text } of moments) {
  test(`kill -9 ${name}: what was typed behind it is there again, and nothing of what was sent`, async ({
    desk,
    shop,
    launch,
  }) => {
    const { keyboard } = desk.page
    await begin(desk, shop)
    const letGo = holdDatabase(desk)
    await keyboard.type(first)
    await keyboard.press('Control+Enter')
    await keyboard.type(next)
    await expect(onItsWay(desk)).toContainText(first)
    letGo()
    const database = new Database(join(desk.running.profileFolder, 'bonafide.sqlite'), { readonly: true })
    const found = database.prepare(stored)
    while (found.get(text) === undefined) await setImmediate()
    database.close()
    process.kill(desk.running.processId, 'SIGKILL')
    await desk.running.kill()

    const after = await launch({ profileFolder: desk.running.profileFolder, port: desk.running.port })
    const { conversationId, ...kept } = await written(after)
    await after.openConversation(conversationId)
    expect(kept).toMatchObject({ replies: [first], notes: [] })
    // What was typed last may be lost with the window, and what was sent never comes back.
    const [draft = ''] = kept.drafts
    expect(next.startsWith(draft)).toBe(true)
    if (text === next) expect(draft).toBe(next)
    await expect(after.replyBox).toHaveValue(draft)
  })
}
