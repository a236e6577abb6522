import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ChannelId, KeyId } from '#shared/domain/ids.ts'
import { createSecretSearch } from '../keyring/secret-search.ts'
import { cleanse } from './exposure.ts'

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const search = createSecretSearch([
  { keyId: 'key_1' as KeyId, channelId: 'chan_1' as ChannelId, label: 'Shop key', bytes: Buffer.from(secret) },
])

function tokenOver(payload: string, header = '{"alg":"HS256"}'): string {
  const part = (text: string) => Buffer.from(text).toString('base64url')
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function foundIn(identity: string): number {
  const context = { channelId: 'chan_1' as ChannelId, identity, form: null, page: null, pageUrl: null } as never
  return cleanse(search, { context, name: null, text: '' }).found.length
}

test.each([
  ['as it is', JSON.stringify({ sub: 'u-42', api: secret })],
  ['after other letters', JSON.stringify({ sub: 'u-42', api: `x${secret}` })],
  ['escaped', `{"sub":"u-42","api":"\\u006b${secret.slice(1)}"}`],
  ['as hex', JSON.stringify({ sub: 'u-42', api: Buffer.from(secret).toString('hex') })],
])('a secret inside a token, %s, is out: who has the token can read it', (_, payload) => {
  expect(foundIn(JSON.stringify({ jwt: tokenOver(payload) }))).toBeGreaterThan(0)
})

test.each([
  ['as a key id', JSON.stringify({ alg: 'HS256', kid: secret })],
  ['escaped', `{"alg":"HS256","kid":"\\u006b${secret.slice(1)}"}`],
  ['as base64', JSON.stringify({ alg: 'HS256', kid: Buffer.from(secret).toString('base64') })],
  ['as a key that the token brings', JSON.stringify({ alg: 'HS256', jwk: { kty: 'oct', k: secret } })],
])('a secret in the header of a token, %s, is out as well', (_, header) => {
  expect(foundIn(JSON.stringify({ jwt: tokenOver('{"sub":"u-42"}', header) }))).toBeGreaterThan(0)
  expect(foundIn(JSON.stringify({ jwt: tokenOver('{}', header) }))).toBeGreaterThan(0)
})

test('a token in which characters are escaped is the same token', () => {
  const token = tokenOver(JSON.stringify({ sub: 'u-42', api: `x${secret}` }))
  expect(foundIn(`{"jwt":"${token.replaceAll('.', '\\u002e')}"}`)).toBeGreaterThan(0)
  expect(foundIn(`{"jwt":"\\u0065${token.slice(1)}"}`)).toBeGreaterThan(0)
})

test('a token without it is none, however often its like is repeated', () => {
  expect(foundIn(JSON.stringify({ jwt: tokenOver('{"sub":"u-42"}') }))).toBe(0)
  expect(foundIn(JSON.stringify({ jwt: 'a.'.repeat(15_000) }))).toBe(0)
  expect(foundIn(JSON.stringify({ jwt: `${'a'.repeat(30)}.${'b'.repeat(30_000)}.` }))).toBe(0)
  expect(foundIn(JSON.stringify({ jwt: '\\'.repeat(15_000) }))).toBe(0)
})

test('a secret is taken out of a message and an address where its characters are percent-encoded', () => {
  const encoded = secret.replace('k', '%6b').replace('z', '%7A')
  const pageUrl = `https://shop.example/a%20b?key=${encoded}&page=2`
  const context = { channelId: 'chan_1' as ChannelId, identity: null, form: null, page: null, pageUrl } as never
  const { context: clean, text, found } = cleanse(search, { context, name: null, text: `100 % sure: ${encoded}` })
  expect(found.map(({ seenIn, form }) => [seenIn, form])).toEqual([
    ['message', 'text'],
    ['page-address', 'text'],
  ])
  expect(text).toBe('100 % sure: [secret removed]')
  expect(clean.pageUrl).toBe('https://shop.example/a%20b?key=[secret removed]&page=2')
})
