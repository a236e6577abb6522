import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from '@playwright/test'
import type { RequestOutput } from '#shared/contract/requests.ts'
import { vendorOf, vendors } from '#shared/vendors/all.ts'
import { addChannelPage } from '../pages/add-channel-page.ts'
import { type Desk, expect, test } from '../support/desk.ts'
import { makeSecret, makeSigningKey, signClaims, signClaimsWithSecret } from '../support/signer.ts'

/** A site whose page is the snippet of a channel, with its places filled in. */
async function openSite(name: string) {
  let page = ''
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><title>${name}</title><body>${page}</body></html>`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://${name}.localhost:${(server.address() as AddressInfo).port}`,
    show(snippets: RequestOutput<'channels.snippets'>, values: Record<string, string>) {
      page = Object.entries(values).reduce(
        (text, [place, value]) => text.replaceAll(place, value),
        snippets.page[0]?.code ?? '',
      )
    },
    close: () => server.close(),
  }
}

async function writeFrom(visitors: Browser, origin: string, text: string) {
  const context = await visitors.newContext()
  const visitor = await context.newPage()
  const heard: string[] = []
  visitor.on('console', (line) => heard.push(line.text()))
  await visitor.goto(origin)
  await visitor.getByRole('button', { name: /^Open chat/ }).click()
  await visitor.getByRole('textbox', { name: 'Write a message' }).fill(text)
  await visitor.keyboard.press('Enter')
  await visitor.getByText(text).first().waitFor()
  return { heard, close: () => context.close() }
}

async function badgeOf(desk: Desk, text: string): Promise<string> {
  await desk.goTo('Inbox')
  await desk.openConversationWith(text)
  return desk.badgeUnder(text)
}

const seconds = () => Math.floor(Date.now() / 1000)

test('Intercom by keyboard: its page’s own call with a token verifies, and a page left as it came names nobody', async ({
  desk,
  visitors,
}) => {
  const secret = makeSecret()
  const site = await openSite('piper')
  await desk.page.getByRole('main').getByRole('button', { name: 'Connect your site' }).click()
  const wizard = addChannelPage(desk.page)
  await wizard.chooseVendor('Intercom', 'Piper')
  await wizard.goOn('Key')
  await wizard.giveKey(secret)
  await wizard.goOn('Site')
  await wizard.giveOrigins([site.origin])
  await wizard.goOn('Code')
  await wizard.goOn('Test')
  await wizard.test(
    JSON.stringify({ intercom_user_jwt: signClaimsWithSecret({ user_id: 'u-7', exp: seconds() + 300 }, secret) }),
  )
  await expect(desk.page.getByRole('main').getByText('Verified', { exact: true })).toBeVisible()
  await wizard.goOn('Policy')
  await wizard.finish()

  const { channels } = await desk.ask('channels.list', {})
  expect(channels).toMatchObject([{ scheme: 'intercom', settings: {} }])
  const snippets = await desk.ask('channels.snippets', { channelId: (channels[0] as (typeof channels)[number]).id })

  site.show(snippets, {})
  const unfilled = await writeFrom(visitors, site.origin, 'Is anybody there?')
  expect(unfilled.heard.join('\n')).toContain('fill in the places of the set-up snippet')
  expect(await badgeOf(desk, 'Is anybody there?')).toMatch(/^Anonymous/)
  await unfilled.close()

  const token = signClaimsWithSecret({ user_id: 'u-7', exp: seconds() + 300, jti: 'one' }, secret)
  site.show(snippets, { VISITOR_ID: 'u-7', VISITOR_NAME: 'Richard', TOKEN_FROM_YOUR_SERVER: token })
  const visitor = await writeFrom(visitors, site.origin, 'Does the token work?')
  expect(await badgeOf(desk, 'Does the token work?')).toMatch(/^Verified/)
  await visitor.close()
  site.close()
})

test('a custom token by keyboard: issuer and audience are asked for, and kept to', async ({ desk, visitors }) => {
  const pair = makeSigningKey()
  const site = await openSite('bank')
  const main = desk.page.getByRole('main')
  await main.getByRole('button', { name: 'Connect your site' }).click()
  const wizard = addChannelPage(desk.page)
  await wizard.chooseVendor('Custom token', 'Bank')
  await wizard.goOn('Key')
  await wizard.giveKey(pair.publicKeyPem)
  await wizard.goOn('Site')
  await wizard.giveOrigins([site.origin])
  await wizard.fill('Issuer', 'https://id.bank.example')
  await wizard.fill('Audience', 'support')
  const unlimited = main.getByText('No longest age')
  await expect(unlimited).toBeVisible()
  await wizard.fill('Longest age, in seconds', '86400')
  await expect(unlimited).toHaveCount(0)
  await main.getByRole('textbox', { name: 'Longest age, in seconds' }).clear()
  await expect(unlimited).toBeVisible()
  await wizard.goOn('Code')
  await wizard.goOn('Test')
  const claims = () => ({ sub: 'c-1', iss: 'https://id.bank.example', aud: 'support', exp: seconds() + 300 })
  await wizard.test(JSON.stringify({ token: signClaims({ ...claims(), aud: 'another desk' }, pair.secretKey) }))
  await expect(main.getByText('For the site’s developer')).toBeVisible()
  const lasting = { ...claims(), iat: seconds(), exp: seconds() + 10 * 365 * 86_400 }
  await main.getByRole('textbox', { name: 'Payload' }).clear()
  await wizard.test(JSON.stringify({ token: signClaims(lasting, pair.secretKey) }))
  await expect(main.getByText('Verified', { exact: true })).toBeVisible()
  await expect(main.getByText('This token counts for more than a day')).toBeVisible()
  await wizard.goOn('Policy')
  await wizard.finish()

  const { channels } = await desk.ask('channels.list', {})
  expect(channels).toMatchObject([
    { scheme: 'jwt', settings: { issuer: ['https://id.bank.example'], audience: ['support'] } },
  ])
  const snippets = await desk.ask('channels.snippets', { channelId: (channels[0] as (typeof channels)[number]).id })
  site.show(snippets, { TOKEN_FROM_YOUR_SERVER: signClaims({ ...claims(), jti: 'two' }, pair.secretKey) })
  const visitor = await writeFrom(visitors, site.origin, 'What is my balance?')
  expect(await badgeOf(desk, 'What is my balance?')).toMatch(/^Verified/)
  await visitor.close()
  site.close()
})

test('what could not be confirmed of a vendor is marked where it is chosen, read out with its name, and said on its channel', async ({
  desk,
}) => {
  const main = desk.page.getByRole('main')
  await main.getByRole('button', { name: 'Connect your site' }).click()
  const group = main.getByRole('radiogroup', { name: 'Vendor' })
  const marked = vendors.filter(({ unconfirmed }) => unconfirmed.length > 0)
  expect(marked.map(({ name }) => name)).toContain('tawk')
  await expect(group.getByRole('radio', { name: /Unconfirmed/ })).toHaveCount(marked.length)
  for (const { title } of marked) {
    await expect(group.getByRole('radio', { name: `${title} Unconfirmed` })).toHaveCount(1)
  }
  const wizard = addChannelPage(desk.page)
  await wizard.chooseVendor('tawk.to', 'Shop')
  for (const sentence of vendorOf('tawk').unconfirmed) await expect(main.getByText(sentence)).toBeVisible()
  await wizard.goOn('Key')
  await wizard.giveKey(makeSecret())
  await wizard.goOn('Site')
  await wizard.giveOrigins(['https://shop.example'])
  await wizard.goOn('Code')
  await wizard.goOn('Test')
  await wizard.goOn('Policy')
  await wizard.finish()
  await desk.goTo('Channels')
  await main.getByText('Shop', { exact: true }).first().click()
  await expect(main.getByText(/^tawk\.to, unconfirmed in part/)).toBeVisible()
  await main.getByRole('tab', { name: 'Site' }).click()
  await expect(main.getByText('Not everything about tawk.to could be confirmed')).toBeVisible()
})

test('a vendor at the end of the list is chosen by mouse, and the window stays where it is', async ({ desk }) => {
  const { page } = desk
  await desk.ask('demo.begin', {})
  await desk.goTo('Channels')
  await addChannelPage(page).begin()
  await page.getByRole('main').locator('.ui-choice-option').last().click()
  await expect(page.getByRole('main').getByRole('radio').last()).toBeChecked()
  const moved = await page.evaluate(() => [document.documentElement.scrollTop, document.body.scrollTop])
  expect(moved).toEqual([0, 0])
  await expect(page.locator('header.title')).toBeInViewport({ ratio: 1 })
})
