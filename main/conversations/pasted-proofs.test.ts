import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { jwkKey, jwkOf, newSigner, writeToken } from '../identity/testing/tokens.ts'
import { accepted, identity, openConsole, operatorId, sign } from './testing/open-console.ts'
import { tokenVerify } from './testing/token-verify.ts'

type Console = Awaited<ReturnType<typeof openConsole>>
const opened: Console[] = []
afterEach(async () => {
  for (const console of opened.splice(0)) await console.remove()
})
async function begin(options: Parameters<typeof openConsole>[0] = {}) {
  const console = await openConsole(options)
  opened.push(console)
  return console
}

async function textOf(console: Console, said: Awaited<ReturnType<Console['say']>>) {
  const { conversationId, messageId } = accepted(said)
  const { messages } = await console.inbox.open({ conversationId }, operatorId)
  return messages.find(({ id }) => id === messageId)?.text
}

const holds = (console: Console, text: string) =>
  readdirSync(dirname(console.databasePath)).filter((file) =>
    readFileSync(join(dirname(console.databasePath), file)).includes(text),
  )

test('the hash that proves a visitor, pasted into a message, stands in no file; the message is verified and kept', async () => {
  const console = await begin()
  const ann = 'ann@shop.example'
  const payload = identity(ann)
  const { sessionId } = await console.open(payload)
  const text = `Why does my hash ${sign(ann)} not work?`
  const said = await console.say(sessionId, payload, text, 'same')
  expect(accepted(said).status).toBe('verified')
  expect(await textOf(console, said)).toBe('Why does my hash [proof removed] not work?')
  // Sent again, it is the same message.
  expect(accepted(await console.say(sessionId, payload, text, 'same')).duplicate).toBe(true)
  // Also where the page says nobody, and the visitor says whose it is.
  const { sessionId: nobodys } = await console.open(null)
  const told = await console.say(nobodys, null, `It is ${ann} with ${sign(ann)}`)
  expect(await textOf(console, told)).toBe(`It is ${ann} with [proof removed]`)
  expect(holds(console, sign(ann))).toEqual([])
})

test('what is no proof of this channel is what the visitor wrote', async () => {
  const console = await begin()
  const payload = identity('ann@shop.example')
  const { sessionId } = await console.open(payload)
  const text = `sha256 ${sign('ann@shop.example', 'a-secret-of-another-shop')} of the download`
  expect(await textOf(console, await console.say(sessionId, payload, text))).toBe(text)
})

test('a keystore that does not answer costs no message', async () => {
  const console = await begin()
  const payload = identity('ann@shop.example')
  const { sessionId } = await console.open(payload)
  console.breakKeys(true)
  const said = await console.say(sessionId, payload, `My hash is ${sign('ann@shop.example')}`)
  expect(accepted(said).status).toBe('unchecked')
})

test('a token that a key of the channel signed is taken out as well', async () => {
  const signer = newSigner('ES256')
  const console = await begin({ verify: tokenVerify(jwkOf(signer)) })
  const seconds = Math.floor(console.at() / 1_000)
  const token = writeToken('ES256', signer, { sub: 'u-1', iat: seconds, exp: seconds + 600 })
  console.useKeys([jwkKey(jwkOf(signer))])
  const payload = JSON.stringify({ token })
  const { sessionId } = await console.open(payload)
  const said = await console.say(sessionId, payload, `Here: ${token}`)
  expect(await textOf(console, said)).toBe('Here: [proof removed]')
})
