import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { writeToken } from '../identity/testing/tokens.ts'
import { hello, openVisitor } from '../intake/testing/visitor-client.ts'
import { origin, startConsole } from '../testing/console.ts'
import { withoutProofs } from './page-address.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const now = Math.floor(Date.now() / 1_000)
const token = writeToken('HS256', secret, { sub: 'u-42', iat: now - 5, exp: now + 600 })
const mac = createHmac('sha256', secret).update('u-42')
const hash = mac.digest('hex')

test.each([
  [`https://shop.example/login/${token}`, 'https://shop.example/login/…'],
  [`https://shop.example/a?jwt=${token}&page=2#top`, 'https://shop.example/a?jwt=…&page=2#top'],
  [`https://shop.example/a#id_token=${token}`, 'https://shop.example/a#id_token=…'],
  [`https://shop.example/a?user_hash=${hash}`, 'https://shop.example/a?user_hash=…'],
  [`https://shop.example/a?auth=Bearer%20${token}`, 'https://shop.example/a?auth=…'],
  [`https://shop.example/a?t=${token.replaceAll('.', '%2E')}`, 'https://shop.example/a?t=…'],
  ['https://shop.example/orders/4711?lang=de', 'https://shop.example/orders/4711?lang=de'],
  ['https://shop.example/100%?q=%zz', 'https://shop.example/100%?q=%zz'],
  [null, null],
])('what is kept of an address: %#', (address, kept) => {
  expect(withoutProofs(address)).toBe(kept)
})

test('a token in the address of a page stands in no file of the console', async () => {
  const console = await startConsole()
  const channel = { name: 'Shop', scheme: 'jwt' as const, policy: 'observe' as const, origins: [origin], settings: {} }
  const { id } = await console.ask('channels.add', channel)
  const key = { channelId: id, label: 'Main', material: secret, acceptRepair: false, acceptDegradedKeystore: false }
  await console.ask('keys.add', key)
  const { url } = (await console.ask('workspace.get', {})).intake
  const page = await openVisitor(String(url), id, origin)
  page.send(hello({ identity: JSON.stringify({ token }), pageUrl: `${origin}/login/${token}` }))
  expect((await page.next('opened')).status).toBe('verified')
  page.send({ type: 'message', id: 'm-1', text: 'Hello' })
  expect(await page.next('ack')).toMatchObject({ status: 'verified' })
  await page.close()
  await console.stop()
  const kept = readdirSync(console.profileFolder).filter((file) =>
    readFileSync(join(console.profileFolder, file)).includes(token),
  )
  console.remove()
  expect(kept).toEqual([])
})
