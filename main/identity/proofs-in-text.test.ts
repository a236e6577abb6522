import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import type { CheckRequest } from './check.ts'
import { withoutProofsOf } from './proofs-in-text.ts'
import { hashRows, honestPage, presetSecret, proofOf, tokenOfRow, tokenRows } from './testing/preset-rows.ts'
import { hashOf, item, newPair, noon, publicKey, rfcPair, secretKey, tokenOf } from './testing/signing.ts'
import { jwkKey, jwkOf, newSigner, writeToken } from './testing/tokens.ts'

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const email = 'ann@example.com'
const hash = hashOf(secret, email)
const removed = '[proof removed]'

const keptOf = (text: string, more: Partial<Parameters<typeof withoutProofsOf>[1]> = {}) =>
  withoutProofsOf(text, {
    scheme: 'fernand',
    settings: {},
    keys: [secretKey(secret)],
    identity: JSON.stringify({ email, hash }),
    form: null,
    ...more,
  })

it('takes the hash that would prove the visitor out of what they write, and leaves the rest', async () => {
  expect(await keptOf(`My user_hash is ${hash}.`)).toBe(`My user_hash is ${removed}.`)
  expect(await keptOf(`hash=${hash.toUpperCase()}, again: 0x${hash}`)).toBe(`hash=${removed}, again: 0x${removed}`)
  expect(await keptOf(`Base64 ${Buffer.from(hash, 'hex').toString('base64')} it is`)).toBe(`Base64 ${removed} it is`)
  expect(await keptOf(`Or ${Buffer.from(hash, 'hex').toString('base64url')}!`)).toBe(`Or ${removed}!`)
  // Whoever is not identified, or is as somebody else, says whose it is.
  const nobody = { identity: null }
  expect(await keptOf(`{"email":"${email}","hash":"${hash}"}`, nobody)).toBe(`{"email":"${email}","hash":"${removed}"}`)
  expect(await keptOf(`Ann (${email}): ${hash}`, { identity: '{"email":"bob@example.com"}' })).toBe(
    `Ann (${email}): ${removed}`,
  )
  expect(await keptOf(hash, { identity: null, form: { email } })).toBe(removed)
})

it('leaves what proves nobody here: people write of checksums, commits and other people’s tokens', async () => {
  const others = [
    `sha256 ${hashOf('another secret of another site', email)}`,
    `${hashOf(secret, 'bob@example.com')} is of somebody who is not named`,
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    hash.slice(0, -1),
    `${hash}0`,
    `${hash.slice(0, 32)} ${hash.slice(32)}`,
    writeToken('HS256', 'a secret of another site, long enough for it', { sub: 'u-1', exp: noon / 1000 + 60 }),
    'Where is my order 4711?',
    '',
  ]
  for (const text of others) expect(await keptOf(text)).toBe(text)
  // The same text under keys that cannot say anything about it.
  expect(await keptOf(hash, { keys: [] })).toBe(hash)
  expect(await keptOf(hash, { keys: [publicKey(rfcPair().pem)] })).toBe(hash)
})

it.each(hashRows)('knows the proof of $scheme, by whichever of its fields', async (row) => {
  const { scheme, page } = row
  const keys = [secretKey(presetSecret)]
  for (const field of row.signs) {
    const proof = proofOf(row, page[field] ?? '')
    const identity = JSON.stringify(honestPage(row))
    expect(await keptOf(`It is ${proof} here`, { scheme, keys, identity })).toBe(`It is ${removed} here`)
  }
})

it.each(tokenRows.filter(({ signs }) => signs !== 'RS256'))('knows a token of $scheme', async (row) => {
  const keys = [secretKey(presetSecret, { kid: 'app_5f1e' })]
  const text = `My token: ${tokenOfRow(row)}.`
  expect(await keptOf(text, { scheme: row.scheme, keys, identity: null })).toBe(`My token: ${removed}.`)
})

it('knows tokens of every kind of key, over or not, also of a key that is retired', async () => {
  for (const alg of ['ES256', 'RS256', 'EdDSA'] as const) {
    const signer = newSigner(alg)
    const keys = [jwkKey(jwkOf(signer), { state: 'retired' })]
    const token = writeToken(alg, signer, { sub: 'u-1', exp: noon / 1000 - 86_400 })
    const kept = await keptOf(`https://shop.example/in?t=${token}&next=1`, { scheme: 'jwt', keys, identity: null })
    expect(kept).toBe(`https://shop.example/in?t=${removed}&next=1`)
  }
  const pair = newPair()
  const signed = tokenOf(pair, [item('Email', email)])
  const talkative = { scheme: 'talkative' as const, keys: [publicKey(pair.pem)], identity: null }
  expect(await keptOf(`see ${signed}`, talkative)).toBe(`see ${removed}`)
})

it('knows a custom hash as its channel makes it', async () => {
  const settings: CheckRequest['settings'] = {
    fields: ['member'],
    algorithm: 'sha512',
    digest: 'base64',
    normalise: 'lower',
  }
  const digest = createHmac('sha512', secret).update('m-7').digest('base64')
  const identity = JSON.stringify({ member: 'M-7', hash: digest })
  expect(await keptOf(`Mine: ${digest}`, { scheme: 'hmac', settings, identity })).toBe(`Mine: ${removed}`)
})

it('takes a bounded time, whatever is written', async () => {
  const signer = newSigner('ES256')
  const keys = Array.from({ length: 10 }, (_, index) => jwkKey(jwkOf(newSigner('ES256')), { id: `key_${index}` }))
  const forged = writeToken('ES256', signer, { sub: 'u-1' })
  const texts = [
    'a'.repeat(8_000),
    'a.'.repeat(4_000),
    'ab'.repeat(4_000),
    `${'x'.repeat(63)}.`.repeat(125),
    `${hashOf('x', 'y')} `.repeat(123),
    `${forged} `.repeat(Math.floor(8_000 / (forged.length + 1))),
    'w '.repeat(4_000),
  ]
  for (const text of texts) {
    for (const one of [{ keys: [secretKey(secret)] }, { scheme: 'jwt' as const, keys }]) {
      const began = performance.now()
      for (let time = 0; time < 5; time += 1) await keptOf(text, one)
      expect((performance.now() - began) / 5).toBeLessThan(50)
    }
  }
})
