import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { measured } from '../testing/endurance.ts'
import { blotOut, createSecretSearch } from './secret-search.ts'

const secret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
const short = 's3cr3t-12'
const searched = (text: string, id = 'key_one') => ({
  keyId: id as 'key_one',
  channelId: 'chan_one' as const,
  label: 'Main',
  bytes: Buffer.from(text),
})
const search = createSecretSearch([searched(secret), searched(short, 'key_two'), searched('secret', 'key_three')])
const sha = (text: string) => createHash('sha256').update(text).digest()

describe('a configured secret is found', () => {
  test.each([
    ['as it is', 'text', secret],
    ['as hex', 'hex', Buffer.from(secret).toString('hex')],
    ['as hex in capitals', 'hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['as base64', 'base64', Buffer.from(secret).toString('base64')],
    ['as base64url', 'base64', Buffer.from(secret).toString('base64url')],
    ['by its SHA-256', 'sha256', sha(secret).toString('hex')],
    ['by its SHA-256 in base64', 'sha256', sha(secret).toString('base64')],
    ['a short one as hex', 'hex', Buffer.from(short).toString('hex')],
    ['a short one as base64', 'base64', Buffer.from(short).toString('base64')],
    ['a short one by its SHA-256', 'sha256', sha(short).toString('hex')],
  ])('%s', (_, form, written) => {
    for (const text of [written, `x${written}`, `Here it is: ${written}!`, `${'lorem ipsum '.repeat(200)}${written}`]) {
      const [found, ...more] = search.find(text)
      expect(found?.form).toBe(form)
      expect(more).toEqual([])
      expect(blotOut(text, search.find(text))).not.toContain(written.slice(0, 12))
    }
  })

  test('twice, and beside another', () => {
    const text = `${secret} ${secret} ${Buffer.from(short).toString('hex')}`
    expect(search.find(text).map(({ keyId }) => keyId)).toEqual(['key_one', 'key_one', 'key_two'])
    expect(blotOut(text, search.find(text))).toBe('[secret removed] [secret removed] [secret removed]')
  })
})

describe('a secret that is itself hexadecimal, which some vendors decode, is found', () => {
  const hex = '3f8a1c5e7b9d02468ace13579bdf02468ace13579bdf0a1b2c3d4e5f60718293'
  const bytes = Buffer.from(hex, 'hex')
  const found = createSecretSearch([searched(hex)])
  test.each([
    ['as it is', 'text', hex],
    ['in capitals', 'text', hex.toUpperCase()],
    ['in mixed letters', 'text', `${hex.slice(0, 20).toUpperCase()}${hex.slice(20)}`],
    ['as base64 of what it stands for', 'base64', bytes.toString('base64')],
    ['as base64url of what it stands for', 'base64', bytes.toString('base64url')],
    ['by the SHA-256 of what it stands for', 'sha256', createHash('sha256').update(bytes).digest('hex')],
  ])('%s', (_, form, written) => {
    const text = `Here it is: ${written}!`
    expect(found.find(text).map((each) => each.form)).toEqual([form])
    expect(blotOut(text, found.find(text))).toBe(
      `Here it is: [secret removed]${'='.repeat(written.split('=').length - 1)}!`,
    )
  })
})

test('what is short is never taken for a secret as it is', () => {
  for (const text of ['my secret is safe', `the code is ${short}`, 'secret', sha('secret').toString('hex')]) {
    expect(search.find(text)).toEqual([])
  }
})

test('costs the same for one secret as for a hundred, and next to nothing', () => {
  const many = createSecretSearch(
    Array.from({ length: 100 }, (_, index) => searched(sha(`${index}`).toString('base64'))),
  )
  const text = 'Hello, I ordered three lamps last week and only two came. Can you look into order 4711 for me? '.repeat(
    4,
  )
  const time = (one: typeof search) => {
    for (let round = 0; round < 2_000; round += 1) one.find(text)
    const from = performance.now()
    for (let round = 0; round < 5_000; round += 1) one.find(text)
    return ((performance.now() - from) / 5_000) * 1_000
  }
  const few = time(search)
  const full = time(many)
  measured(
    'secrets in messages',
    `${full.toFixed(1)} µs for 380 characters and 100 secrets, ${few.toFixed(1)} µs for 3`,
  )
  // A message takes some hundreds of microseconds to be taken in: five per cent of that, with room for a busy machine.
  expect(full).toBeLessThan(60)
})
