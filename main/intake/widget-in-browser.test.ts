import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { browserArguments } from '../testing/browser-arguments.ts'
import { createLocalTransport } from '../transport/local.ts'
import type { Transport } from '../transport/port.ts'
import { createIntake, type Intake } from './server.ts'
import { buildWidget } from './testing/build-widget.ts'
import { createScriptedConsole, type ScriptedConsole, shopDoor } from './testing/scripted-console.ts'
import { servePages, type VisitorPages } from './testing/visitor-pages.ts'

/** A busy machine may take its time; a wrong answer stays wrong. */
const patience = 60_000
vi.setConfig({ testTimeout: 3 * patience, hookTimeout: 2 * patience })

let folder: string
let widgetFile: string
let browser: Browser
let pages: VisitorPages
let desk: ScriptedConsole
let transport: Transport
let intake: Intake
let address = { url: '', port: 0 }
let context: BrowserContext
const complaints: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bonafide-widget-'))
  widgetFile = await buildWidget(folder)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: browserArguments,
  })
  pages = await servePages(() => address.url)
})
afterAll(async () => {
  await browser?.close()
  await pages?.close()
  await rm(folder, { recursive: true, force: true })
})

async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const fresh = await browser.newContext(options)
  fresh.setDefaultTimeout(patience)
  return fresh
}

async function startIntake(port = 0) {
  intake = createIntake({ transport, port, widgetFile, clock: Date.now })
  address = await intake.start()
}

beforeEach(async () => {
  desk = createScriptedConsole([shopDoor({ origins: [pages.origin] })])
  transport = createLocalTransport()
  transport.attachConsole(desk)
  await startIntake()
  complaints.length = 0
  context = await newContext()
})
afterEach(async () => {
  await context.close()
  await intake.stop()
  expect(complaints).toEqual([])
})

const tag = (scheme: SchemeName, channel = 'chan_shop') =>
  `<script async src="${address.url}/widget.js" data-channel="${channel}" data-scheme="${scheme}"></script>`
const inline = (code: string) => `<script nonce="page">${code}</script>`
const listening = inline(`
  window.heard = []
  for (const name of ['verdict', 'refused', 'message', 'identify-again']) {
    addEventListener('bonafide:' + name, (event) => heard.push([name, event.detail]))
  }`)

async function visit(html: string, path = '/page'): Promise<Page> {
  const page = await context.newPage()
  // A widget that breaks the page's policy, or throws, fails the test it does so in.
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(message.text())) complaints.push(message.text())
  })
  await page.goto(pages.add(path, listening + html))
  return page
}

const bubbles = (page: Page) => page.getByRole('log').locator('.bubble')
const composer = (page: Page) => page.getByRole('textbox', { name: 'Write a message' })
const openChat = (page: Page) => page.getByRole('button', { name: /^Open chat/ }).click()
async function write(page: Page, text: string) {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}
async function online(page: Page) {
  await page.locator('.state[data-connection=online]').waitFor({ state: 'attached' })
}
const heard = (page: Page, name: string): Promise<Record<string, unknown>[]> =>
  page.evaluate(`heard.filter(([kind]) => kind === ${JSON.stringify(name)}).map(([, detail]) => detail)`)
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: patience })
const texts = () => desk.stored.filter(({ from }) => from === 'visitor').map(({ text }) => text)

const fernandStub = inline(
  'window.Fernand = window.Fernand || function () { (Fernand.q = Fernand.q || []).push(arguments) }',
)

test('a visitor writes, is acknowledged, and finds the conversation again after a reload', async () => {
  const page = await visit(tag('fernand'))
  await openChat(page)
  await online(page)
  await write(page, 'Hello <img src=x onerror=alert(1)> & "you"')
  await page.locator('.line.sent').waitFor()
  expect(await bubbles(page).allTextContents()).toEqual(['Hello <img src=x onerror=alert(1)> & "you"'])

  const reply = desk.reply('sess_1', 'Good morning')
  await transport.toVisitors.reply({
    channelId: 'chan_shop',
    sessionId: 'sess_1',
    audience: null,
    message: reply,
    request: null,
  })
  await page.getByText('Good morning').waitFor()
  await eventually(() => desk.deliveries).toEqual([reply.id])

  await page.reload()
  await openChat(page)
  await page.getByText('Good morning').waitFor()
  expect(await bubbles(page).count()).toBe(2)
  expect(desk.opened.at(-1)?.sessionToken).toMatch(/^.{20,}$/)
  expect(new Set(desk.stored.map(({ sessionId }) => sessionId)).size).toBe(1)
})

test.each([
  ['the history tells that it had it', true],
  ['the history does not tell', false],
])('an intake that dies while a message is under way has it exactly once when it is back: %s', async (_name, tells) => {
  const page = await visit(tag('fernand'))
  await openChat(page)
  await online(page)
  const stored = Promise.withResolvers<void>()
  desk.beforeReceipt = async () => {
    stored.resolve()
    // The commit has happened, and its receipt never leaves: the worst moment to die.
    await intake.stop()
  }
  await write(page, 'one')
  await stored.promise
  desk.beforeReceipt = async () => {}
  await write(page, 'two')
  await write(page, 'three')
  expect(await page.locator('.line.sent').count()).toBe(0)
  await page.reload()
  await page.close()
  const open = desk.open.bind(desk)
  desk.open = async (envelope) => ({ ...(await open(envelope)), ...(tells ? {} : { history: [] }) })
  // Everything is back at the same address, as after a restart of the machine.
  await startIntake(address.port)
  const again = await visit(tag('fernand'))
  await openChat(again)
  await again.locator('.line.sent').nth(2).waitFor()
  expect(texts()).toEqual(['one', 'two', 'three'])
  expect(desk.received.map(({ text }) => text)).toEqual(
    tells ? ['one', 'two', 'three'] : ['one', 'one', 'two', 'three'],
  )
  expect(await again.evaluate('Object.keys(localStorage).filter((key) => key.includes(".out.")).length')).toBe(0)
})

test('a page that stays open reconnects by itself and sends what waited, in order', async () => {
  const page = await visit(tag('fernand'))
  await openChat(page)
  await online(page)
  await intake.stop()
  await page.locator('.state[data-connection=offline]').waitFor()
  await write(page, 'one')
  await write(page, 'two')
  expect(await page.getByText('Waiting to be sent').count()).toBe(2)
  await startIntake(address.port)
  await page.locator('.line.sent').nth(1).waitFor()
  expect(texts()).toEqual(['one', 'two'])
})

test('tabs of one browser share a session and double nothing', async () => {
  const html =
    fernandStub + inline(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`) + tag('fernand')
  const [first, second] = await Promise.all([visit(html), visit(html)])
  await Promise.all([online(first), online(second)])
  expect(desk.opened.filter(({ sessionToken }) => sessionToken === null)).toHaveLength(1)
  await openChat(first)
  await openChat(second)
  await write(first, 'from the first')
  await second.getByText('from the first').waitFor()
  await write(second, 'from the second')
  await first.getByText('from the second').waitFor()
  expect(texts()).toEqual(['from the first', 'from the second'])

  await intake.stop()
  await first.locator('.state[data-connection=offline]').waitFor()
  await write(first, 'left behind')
  await first.close()
  await startIntake(address.port)
  await second.getByText('left behind').waitFor()
  await second.locator('.line.sent').nth(2).waitFor()
  expect(texts()).toEqual(['from the first', 'from the second', 'left behind'])
})

test('a tab joins the session that another began, though its process has not heard of it yet', async () => {
  await context.addInitScript(`
    const { getItem } = Storage.prototype
    // What another tab wrote reaches this one later.
    Storage.prototype.getItem = function (key) { return key.endsWith('.session') ? null : getItem.call(this, key) }`)
  const html =
    fernandStub + inline(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`) + tag('fernand')
  const [first, second] = await Promise.all([visit(html), visit(html)])
  await Promise.all([online(first), online(second)])
  expect(desk.opened.filter(({ sessionToken }) => sessionToken === null)).toHaveLength(1)
})

const identities = () => desk.opened.map(({ context: { identity } }) => identity && JSON.parse(identity))

const vendors: [SchemeName, stub: string, call: string, again: string, payload: unknown, next: unknown][] = [
  [
    'yourgpt',
    'window.$yourgptChatbot = window.$yourgptChatbot || { q: [], set: function () { this.q.push(arguments) } }',
    '$yourgptChatbot.set("contact:data", { email: "a@b.c", phone: "1", name: "A", ext_user_id: "7", user_hash: "good" })',
    '$yourgptChatbot.set("contact:data", { ext_user_id: "8" })',
    { email: 'a@b.c', phone: '1', name: 'A', ext_user_id: '7', user_hash: 'good' },
    { ext_user_id: '8' },
  ],
  [
    'fernand',
    'window.Fernand = window.Fernand || function () { (Fernand.q = Fernand.q || []).push(arguments) }',
    "Fernand('init', { appId: 'x' }); Fernand('set', { user: { name: 'A', email: 'a@b.c', hash: 'good' } })",
    "Fernand('set', { user: { email: 'b@b.c' } })",
    { user: { name: 'A', email: 'a@b.c', hash: 'good' } },
    { user: { email: 'b@b.c' } },
  ],
  [
    'pavior',
    'window.Pavior = window.Pavior || function () { (Pavior.q = Pavior.q || []).push(arguments) }',
    "Pavior('init', { 'teamVanityId': 'T', 'doChat': true, 'doTimeTravel': true, 'email': 'a@b.c', 'hmac': 'good' })",
    "Pavior('init', { 'teamVanityId': 'T', 'doChat': true, 'doTimeTravel': true, 'shareAuth': 'auth.example.com', })",
    { teamVanityId: 'T', doChat: true, doTimeTravel: true, email: 'a@b.c', hmac: 'good' },
    { teamVanityId: 'T', doChat: true, doTimeTravel: true, shareAuth: 'auth.example.com' },
  ],
  [
    'talkative',
    'window.TalkativeEngageApi = window.TalkativeEngageApi || { q: [], startChat: function () { this.q.push(["startChat"].concat([].slice.call(arguments))) } }',
    "TalkativeEngageApi.startChat({signedInteractionData: 'signed-data-here'})",
    "TalkativeEngageApi.startChat({ signedInteractionData: 'other', interactionData: [{ label: 'Plan', data: 'gold', type: 'string' }] })",
    { signedInteractionData: 'signed-data-here' },
    { signedInteractionData: 'other', interactionData: [{ label: 'Plan', data: 'gold', type: 'string' }] },
  ],
]

test.each(vendors)(
  "%s: the document's call works before and after the script has come",
  async (scheme, stub, call, again, payload, next) => {
    const page = await visit(inline(`${stub};${call}`) + tag(scheme))
    await eventually(() => identities().at(-1)).toEqual(payload)
    if (scheme === 'talkative') await page.getByRole('dialog').waitFor()
    await page.evaluate(again)
    await eventually(() => identities().at(-1)).toEqual(next)

    const bare = await visit(tag(scheme), '/bare')
    await online(bare)
    await bare.evaluate(call)
    await eventually(() => identities().at(-1)).toEqual(payload)
    // Only the API of the channel's vendor is installed.
    const names = ['$yourgptChatbot', 'Fernand', 'Pavior', 'TalkativeEngageApi']
    expect(await bare.evaluate(`${JSON.stringify(names)}.filter((name) => name in window)`)).toHaveLength(1)
  },
)

test('the Talkative element identifies by attribute, bound attribute and property, and is watched', async () => {
  const page = await visit(`<div id="talkative-engage" :signed-interaction-data="'first'"></div>${tag('talkative')}`)
  await eventually(() => identities().at(-1)).toEqual({ signedInteractionData: 'first' })
  await page.evaluate(`document.querySelector('#talkative-engage').signedInteractionData = 'second'`)
  await eventually(() => identities().at(-1)).toEqual({ signedInteractionData: 'second' })
  await page.evaluate(`document.querySelector('#talkative-engage').remove()`)
  await eventually(() => identities().at(-1)).toBe(null)
  await page.evaluate(`{
    const late = document.createElement('talkative-engage')
    late.setAttribute('signed-interaction-data', 'third')
    document.body.append(late)
  }`)
  await eventually(() => identities().at(-1)).toEqual({ signedInteractionData: 'third' })
})

test('an enforcing channel says so plainly; the page hears it, signs in, and the chat goes on', async () => {
  desk.policy = 'enforce'
  const page = await visit(tag('fernand'))
  await openChat(page)
  await page.getByText('Please sign in on this site to chat.').waitFor()
  expect(await composer(page).isDisabled()).toBe(true)
  expect((await heard(page, 'refused'))[0]).toMatchObject({ code: 'unverified-visitor', messageId: null })
  await page.evaluate(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`)
  await online(page)
  expect((await heard(page, 'verdict')).at(-1)).toMatchObject({ status: 'verified' })
  await page.getByText('You are signed in').waitFor()
  await write(page, 'Thank you')
  await page.locator('.line.sent').waitFor()

  // Signed out again: refused for the message alone, which can be sent once more after signing in.
  desk.policy = 'observe'
  await page.evaluate(`Fernand('set', { user: null })`)
  // Still online from before: only the verdict tells that the desk has heard it.
  await eventually(async () => (await heard(page, 'verdict')).at(-1)).toMatchObject({ status: 'anonymous' })
  desk.policy = 'enforce'
  await write(page, 'And now?')
  await page.locator('.line.refused').waitFor()
  expect(await page.locator('.line.refused .meta').textContent()).toContain('Please sign in on this site to chat.')
  await page.evaluate(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`)
  await page.getByText('You are signed in').waitFor()
  await page.getByRole('button', { name: 'Try again' }).click()
  await eventually(texts).toEqual(['Thank you', 'And now?'])
})

test('a verified visitor is not asked who they are and finds earlier conversations; an impostor sees none of it', async () => {
  const ada = (hash: string) =>
    fernandStub + inline(`Fernand('set', { user: { email: 'ada@shop.example', hash: '${hash}' } })`) + tag('fernand')
  const page = await visit(ada('good'))
  await openChat(page)
  await online(page)
  await write(page, 'My order is 1234')
  await page.locator('.line.sent').waitFor()
  await page.close()
  await context.close()

  context = await newContext()
  const elsewhere = await visit(ada('good'))
  await openChat(elsewhere)
  await elsewhere.getByText('My order is 1234').waitFor()
  expect(await elsewhere.getByRole('form', { name: 'How can we reach you?' }).isVisible()).toBe(false)
  await write(elsewhere, 'Me again')
  await elsewhere.locator('.line.sent').nth(1).waitFor()
  expect(await elsewhere.getByRole('separator').allTextContents()).toEqual([
    expect.stringMatching(/^Earlier conversation · /),
    'This conversation',
  ])

  // In the same page somebody else takes over: what was shown is gone at once.
  await elsewhere.evaluate(`Fernand('set', { user: { email: 'ada@shop.example2', hash: 'bad' } })`)
  expect(await elsewhere.getByText('My order is 1234').count()).toBe(0)
  await context.close()

  context = await newContext()
  const impostor = await visit(ada('bad'))
  await openChat(impostor)
  await online(impostor)
  expect(await bubbles(impostor).count()).toBe(0)
})

test('an anonymous visitor may fill the form or not', async () => {
  const page = await visit(tag('fernand'))
  await openChat(page)
  await page.getByRole('form', { name: 'How can we reach you?' }).waitFor()
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill('ada@shop.example')
  await page.getByRole('button', { name: 'Save' }).click()
  await eventually(() => desk.opened.at(-1)?.context.form).toEqual({ name: 'Ada', email: 'ada@shop.example' })
  await page.getByRole('form', { name: 'How can we reach you?' }).waitFor({ state: 'hidden' })
  await write(page, 'Hello')
  await eventually(() => desk.received[0]?.context.form).toEqual({ name: 'Ada', email: 'ada@shop.example' })
})

test('what one person wrote is not sent in the name of the next', async () => {
  const page = await visit(
    fernandStub + inline(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`) + tag('fernand'),
  )
  await openChat(page)
  await online(page)
  await intake.stop()
  await page.locator('.state[data-connection=offline]').waitFor()
  await write(page, 'My card ends in 1234')
  await page.evaluate(`Fernand('set', { user: { email: 'bob@shop.example', hash: 'good' } })`)
  await startIntake(address.port)
  await online(page)
  await write(page, 'I am Bob')
  await page.locator('.line.sent').waitFor()
  expect(await page.getByText('My card').count()).toBe(0)
  expect(texts()).toEqual(['I am Bob'])
  await page.evaluate(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`)
  await eventually(texts).toEqual(['I am Bob', 'My card ends in 1234'])
  expect(desk.stored[1]?.identity).toContain('ada@shop.example')
})

test('a page may say the same again and again: it is heard, once in a while', async () => {
  const page = await visit(tag('fernand'))
  await online(page)
  const before = desk.opened.length
  await page.evaluate(`for (let call = 0; call < 500; call += 1) Fernand('set', { user: { email: 'a@b.c' } })`)
  await eventually(() => desk.opened.length - before).toBe(2)
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 1_100))`)
  expect(desk.opened.length - before).toBe(2)
  await page.evaluate(`Fernand('set', { user: { email: 'a@b.c' } })`)
  await eventually(() => desk.opened.length - before).toBe(3)
})

test('a page that may not chat is told why', async () => {
  desk.doorList = [shopDoor({ origins: ['https://other.example'] })]
  transport.toVisitors.doorsChanged()
  const page = await visit(tag('fernand'))
  await openChat(page)
  await page.getByText('This page may not open this chat.').waitFor()
  expect(await heard(page, 'refused')).toMatchObject([{ code: 'origin-not-allowed' }])
  expect(desk.opened).toEqual([])
})

test('the agent asks for a fresh proof, and the page gives it', async () => {
  const page = await visit(tag('fernand'))
  await online(page)
  const message = desk.reply('sess_1', 'Please sign in')
  await transport.toVisitors.reply({
    channelId: 'chan_shop',
    sessionId: 'sess_1',
    audience: null,
    message,
    request: 'identify-again',
  })
  await eventually(() => heard(page, 'identify-again')).toHaveLength(1)
  await page.getByRole('button', { name: 'Open chat, 1 new message' }).click()
  await page.getByText('Support asks you to sign in again on this site.').waitFor()
  await page.evaluate(`Fernand('set', { user: { email: 'ada@shop.example', hash: 'good' } })`)
  await page.getByText('You are signed in').waitFor()
  expect(await page.getByText('Support asks you to sign in again').isVisible()).toBe(false)
})

test('the page is asked for a fresh proof when the old one has ended', async () => {
  const open = desk.open.bind(desk)
  let until = 0
  desk.open = async (envelope) => {
    if (until === 0) until = Date.now() + 1_000
    const over = Date.now() >= until && envelope.context.identity?.includes('"old"')
    const context = over ? { ...envelope.context, identity: '{"user":{"email":"ada@shop.example"}}' } : envelope.context
    const receipt = await open({ ...envelope, context })
    return receipt.outcome === 'opened' && receipt.audience !== null ? { ...receipt, audienceUntil: until } : receipt
  }
  const ada = (session: string) =>
    `Fernand('set', { user: { email: 'ada@shop.example', hash: 'good', session: '${session}' } })`
  const page = await visit(fernandStub + inline(ada('old')) + tag('fernand'))
  await openChat(page)
  await eventually(() => heard(page, 'identify-again')).toHaveLength(1)
  await page.getByText('Your sign-in for this chat has ended.').waitFor()
  until = Date.now() + 3_600_000
  await page.evaluate(ada('fresh'))
  await page.getByText('You are signed in').waitFor()
  expect(await page.getByText('Your sign-in for this chat has ended.').isVisible()).toBe(false)
  expect(await heard(page, 'identify-again')).toHaveLength(1)
})

test('the keyboard alone is enough', async () => {
  const page = await visit(tag('fernand'))
  await online(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Chat with us' }).waitFor()
  await page.keyboard.type('first line')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second line')
  await page.keyboard.press('Enter')
  await eventually(texts).toEqual(['first line\nsecond line'])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await page.evaluate(`document.querySelector('#bonafide-chat').shadowRoot.activeElement.className`)).toBe(
    'launcher',
  )
})

test('a browser that keeps nothing still chats', async () => {
  await context.addInitScript(
    `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })`,
  )
  const page = await visit(tag('fernand'))
  await openChat(page)
  await online(page)
  await write(page, 'Hello')
  await page.locator('.line.sent').waitFor()
  expect(texts()).toEqual(['Hello'])
})

test.each(['light', 'dark'] as const)(
  'nothing that a screen reader or a weak eye would miss, in %s',
  async (colorScheme) => {
    await context.close()
    context = await newContext({ colorScheme })
    const page = await visit(tag('fernand'))
    await openChat(page)
    await online(page)
    await write(page, 'Hello')
    await page.locator('.line.sent').waitFor()
    const message = desk.reply('sess_1', 'Good morning')
    await transport.toVisitors.reply({
      channelId: 'chan_shop',
      sessionId: 'sess_1',
      audience: null,
      message,
      request: null,
    })
    await page.getByText('Good morning').waitFor()
    desk.policy = 'enforce'
    await write(page, 'And now?')
    await page.locator('.line.refused').waitFor()
    await page.evaluate(
      'Promise.all(document.querySelector("#bonafide-chat").shadowRoot.getAnimations().map((one) => one.finished))',
    )
    const { violations, passes } = await new AxeBuilder({ page }).include('#bonafide-chat').analyze()
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'aria-dialog-name', 'label']))
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  },
)
