import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addChannelPage } from '../pages/add-channel-page.ts'
import { expect, test } from '../support/desk.ts'
import { keyedHash, makeSecret, makeSigningKey, signInteractionData } from '../support/signer.ts'

const email = 'richard@piedpiper.com'

test('a newcomer gets from the welcome to a working channel by keyboard alone', async ({ desk, visitors }) => {
  const { page } = desk
  const secret = makeSecret()
  await expect(page.getByRole('heading', { name: 'Know who you are talking to' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Connect your site' }).focus()
  await page.keyboard.press('Enter')

  // A site of the newcomer's own, with the code that the wizard gives.
  let code = ''
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><title>Piper</title><body>${code}</body></html>`)
  })
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done))
  const origin = `http://piper.localhost:${(site.address() as AddressInfo).port}`

  const wizard = addChannelPage(page)
  await wizard.chooseVendor('Fernand', 'Piper')
  await wizard.goOn('Key')
  await wizard.giveKey(secret)
  await wizard.goOn('Site')
  await wizard.giveOrigins([origin])
  await wizard.goOn('Code')
  await wizard.goOn('Test')
  await wizard.test(JSON.stringify({ user: { email, hash: keyedHash(secret, email) } }))
  await expect(page.getByRole('main').getByText('Verified', { exact: true })).toBeVisible()
  await wizard.goOn('Policy')
  await wizard.finish()

  const { channels } = await desk.ask('channels.list', {})
  expect(channels).toMatchObject([{ name: 'Piper', scheme: 'fernand', policy: 'observe', origins: [origin] }])
  const snippets = await desk.ask('channels.snippets', { channelId: (channels[0] as (typeof channels)[number]).id })
  const values = { VISITOR_NAME: 'Richard', VISITOR_EMAIL: email, HASH_FROM_YOUR_SERVER: keyedHash(secret, email) }
  code = Object.entries(values).reduce(
    (text, [place, value]) => text.replaceAll(place, value),
    snippets.page[0]?.code ?? '',
  )
  expect(code).toContain('/widget.js')

  const context = await visitors.newContext()
  const visitor = await context.newPage()
  await visitor.goto(origin)
  await visitor.getByRole('button', { name: /^Open chat/ }).click()
  await visitor.getByRole('textbox', { name: 'Write a message' }).fill('Does it work?')
  await visitor.keyboard.press('Enter')

  await desk.goTo('Inbox')
  await desk.openConversationWith('Does it work?')
  expect(await desk.badgeUnder('Does it work?')).toMatch(/^Verified · e-mail/)
  await context.close()
  site.close()
})

test('a private key is refused and wiped, and a Talkative token of its public half verifies', async ({ desk }) => {
  const { page } = desk
  const pair = makeSigningKey()
  await page.getByRole('main').getByRole('button', { name: 'Connect your site' }).click()
  const wizard = addChannelPage(page)
  await wizard.chooseVendor('Talkative', 'Desk')
  await wizard.goOn('Key')
  const field = page.getByRole('main').getByRole('textbox', { name: /public key/i })
  await field.fill('-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIH\n-----END EC PRIVATE KEY-----')
  await expect(page.getByRole('main').getByText('This key was refused')).toBeVisible()
  await expect(field).not.toHaveValue(/PRIVATE/)

  await field.fill('')
  await wizard.giveKey(pair.publicKeyPem)
  await wizard.goOn('Site')
  await wizard.giveOrigins(['https://desk.example'])
  await wizard.goOn('Code')
  await wizard.goOn('Test')
  const items = [{ label: 'Email', data: email, type: 'string' }]
  await wizard.test(JSON.stringify({ signedInteractionData: signInteractionData(items, pair.secretKey) }))
  await expect(page.getByRole('main').getByText('Verified', { exact: true })).toBeVisible()
})
