import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { jwkOf, newSigner, writeToken } from '../identity/testing/tokens.ts'
import { createTestSealer, origin, startConsole, type TestConsole } from '../testing/console.ts'

vi.setConfig({ testTimeout: 60_000 })

const started: TestConsole[] = []
const start = async (options?: Parameters<typeof startConsole>[0]) => {
  const console = await startConsole(options)
  started.push(console)
  return console
}
afterEach(async () => {
  for (const console of started.splice(0)) {
    await console.stop()
    console.remove()
  }
})

const keyInput = { label: 'Keys', acceptRepair: false, acceptDegradedKeystore: false }
const addChannel = (console: TestConsole, scheme: SchemeName) =>
  console.ask('channels.add', { name: 'Shop', scheme, policy: 'observe', origins: [origin], settings: {} })
const claims = () => ({ sub: 'u-1', exp: Math.floor(Date.now() / 1000) + 300 })

async function judge(console: TestConsole, channelId: TestConsoleChannel, token: string) {
  const { verdict } = await console.ask('channels.testPayload', {
    channelId,
    payload: JSON.stringify({ token }),
    origin,
  })
  return `${verdict.status}/${verdict.reason} ${verdict.keyId ?? ''}`.trim()
}
type TestConsoleChannel = Awaited<ReturnType<typeof addChannel>>['id']

test('the keys of a set are stored with their names, outlive a restart, and are looked up by them', async () => {
  const sealer = createTestSealer()
  const profileFolder = mkdtempSync(join(tmpdir(), 'bonafide-sets-'))
  const first = await start({ sealer, profileFolder })
  const { id: channelId } = await addChannel(first, 'jwt')
  const signers = [newSigner('ES256'), newSigner('ES256')] as const
  const material = JSON.stringify({
    keys: [
      jwkOf(signers[0], { kid: 'spring', alg: 'ES256', use: 'sig' }),
      jwkOf(newSigner('RS256'), { kid: 'sealed', use: 'enc' }),
      jwkOf(signers[1], { kid: 'autumn' }),
    ],
  })
  await first.ask('keys.add', { ...keyInput, channelId, material })
  const keysOf = async (console: TestConsole) =>
    (await console.ask('channels.list', {})).channels.find(({ id }) => id === channelId)?.keys ?? []
  const keys = await keysOf(first)
  expect(keys.map(({ kid, kind, label }) => [kid, kind, label])).toEqual([
    ['spring', 'publicKey', 'Keys · spring'],
    ['autumn', 'publicKey', 'Keys · autumn'],
  ])
  await expect(first.ask('keys.add', { ...keyInput, channelId, material })).rejects.toMatchObject({ code: 'conflict' })
  const named = (kid: string, signer: (typeof signers)[number]) =>
    writeToken('ES256', signer, claims(), { header: { kid } })
  expect(await judge(first, channelId, named('autumn', signers[1]))).toBe(`verified/proof-matches ${keys[1]?.id}`)
  await first.stop()
  started.splice(0)

  const again = await start({ sealer, profileFolder })
  expect((await keysOf(again)).map(({ kid, available }) => [kid, available])).toEqual([
    ['spring', true],
    ['autumn', true],
  ])
  expect(await judge(again, channelId, named('spring', signers[0]))).toBe(`verified/proof-matches ${keys[0]?.id}`)
  expect(await judge(again, channelId, named('spring', signers[1]))).toBe('failed/signature-mismatch')
  expect(await judge(again, channelId, named('sealed', signers[1]))).toBe('failed/key-id-unknown')
})

test('a secret may be a JWK, and no public key comes beside it', async () => {
  const console = await start()
  const { id: channelId } = await addChannel(console, 'jwt')
  const bytes = Buffer.from('f1e2d3c4b5a6978800112233445566778899aabbccddeeff0011223344556677', 'hex')
  const material = JSON.stringify({ kty: 'oct', k: bytes.toString('base64url'), kid: 'shared' })
  const key = await console.ask('keys.add', { ...keyInput, channelId, material })
  expect([key.kind, key.kid, key.label]).toEqual(['secret', 'shared', 'Keys'])
  const token = writeToken('HS256', bytes, claims(), { header: { kid: 'shared' } })
  expect(await judge(console, channelId, token)).toBe(`verified/proof-matches ${key.id}`)

  const other = JSON.stringify(jwkOf(newSigner('ES256')))
  await expect(console.ask('keys.add', { ...keyInput, channelId, material: other })).rejects.toMatchObject({
    code: 'conflict',
  })
  const sameName = { ...keyInput, channelId, material: 'another secret of 32 bytes at least', kid: 'shared' }
  await expect(console.ask('keys.add', sameName)).rejects.toMatchObject({ code: 'conflict' })
  const short = { ...keyInput, channelId, material: 'only twenty bytes ab' }
  await expect(console.ask('keys.add', short)).rejects.toMatchObject({ code: 'key-refused' })
})

test('a JWK is not named by its own secret, nor by one that stands beside it', async () => {
  const console = await start()
  const { id: channelId } = await addChannel(console, 'jwt')
  const k = Buffer.from('f1e2d3c4b5a6978800112233445566778899aabbccddeeff0011223344556677', 'hex').toString('base64url')
  const other = Buffer.from('thirty-two bytes of a secret key!').toString('base64url')
  const sets = [
    { kty: 'oct', k, kid: k },
    { kty: 'oct', k, kid: `main ${Buffer.from(k, 'base64url').toString('hex')}` },
    {
      keys: [
        { kty: 'oct', k, kid: 'one' },
        { kty: 'oct', k: other, kid: k },
      ],
    },
  ]
  for (const set of sets) {
    const added = console.ask('keys.add', { ...keyInput, channelId, material: JSON.stringify(set) })
    await expect(added).rejects.toMatchObject({ code: 'key-refused', message: expect.stringContaining('The name') })
  }
  expect((await console.ask('channels.list', {})).channels.find(({ id }) => id === channelId)?.keys).toEqual([])
})

test('a secret keeps the name and the kind of app that were given with it, where its vendor has them', async () => {
  const console = await start()
  const zendesk = await addChannel(console, 'zendesk')
  const material = 'a signing key as Zendesk shows it once'
  const key = await console.ask('keys.add', {
    ...keyInput,
    channelId: zendesk.id,
    material,
    kid: 'app_5f',
    platform: 'ios',
  })
  expect([key.kid, key.platform]).toEqual(['app_5f', null])
  const intercom = await addChannel(console, 'intercom')
  const own = await console.ask('keys.add', { ...keyInput, channelId: intercom.id, material, platform: 'ios' })
  expect([own.kid, own.platform]).toEqual([null, 'ios'])
})
