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

describe('a secret of 8 to 15 characters, as it is,', () => {
  const found = (key: string, text: string) =>
    createSecretSearch([searched(key)])
      .find(text)
      .map(({ form, start, end }) => [form, text.slice(start, end)])

  test.each([short, 'abc12345', 'passw0rd', 'hunter2!', 'geheim#wort', 'qXvTkPbzRm', 'MjölnirÅÄö9', 'x1-y2-z3-w4-v5'])(
    '%s is found as a whole word',
    (key) => {
      for (const text of [key, `the code is ${key}`, `„${key}“, it says`, `{"company":"${key}"}`, `key=${key}&b=1`]) {
        expect(found(key, text)).toEqual([['text', key]])
      }
      for (const text of [`x${key}`, `${key}0`, `é${key}`, `${key}ß`, `\u{1d7d8}${key}`, `${key}\u{10400}`]) {
        expect(found(key, text)).toEqual([])
      }
      expect(found(key, `x${key} ${key}`)).toEqual([['text', key]])
    },
  )

  test.each(['password', 'Geheimnis', 'password!', '*important*', 'in-house', 'don’t ask', 'WhatsApp', 'LinkedIn'])(
    '%s is an ordinary word and not found, yet its other forms are',
    (key) => {
      const sentence = `Is ${key} what you mean? I thought that ${key}, as you say, is another one.`
      expect(found(key, sentence)).toEqual([])
      const hex = Buffer.from(key).toString('hex')
      expect(found(key, hex)).toEqual([['hex', hex]])
    },
  )

  test.each(['20260105', '+49 30 901820', '4711-0815', '2026-01-05', '------------'])(
    '%s is a number and not found',
    (key) => expect(found(key, `It was ${key}, I think`)).toEqual([]),
  )

  test('is never found below 8 characters', () => {
    for (const text of ['my secret is safe', 'secret', sha('secret').toString('hex')]) {
      expect(search.find(text)).toEqual([])
    }
    expect(found('a1-b2c3', 'a1-b2c3')).toEqual([])
  })
})

describe('a secret is found behind its other hashes', () => {
  test.each(['md5', 'sha1', 'sha512'] as const)('%s', (algorithm) => {
    for (const key of [secret, short]) {
      const digest = createHash(algorithm).update(key).digest()
      const hex = digest.toString('hex')
      for (const written of [hex, hex.toUpperCase(), digest.toString('base64'), digest.toString('base64url')]) {
        expect(search.find(`It is ${written}!`).map(({ form }) => form)).toEqual([algorithm])
      }
    }
  })
})

describe('a secret with its characters percent-encoded is found, and taken out where it stands', () => {
  const withSigns = 'k3y+z81/QpW0=R7tXb2&N5sD9fJ4?L6c'
  const encoded = encodeURIComponent(withSigns)
  const every = [...Buffer.from(withSigns)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const one = createSecretSearch([searched(withSigns), searched(short, 'key_two')])
  test.each([
    [`It is ${encoded}, ok?`, 'It is [secret removed], ok?'],
    [`It is ${encoded.replaceAll(/%../g, (sign) => sign.toLowerCase())}`, 'It is [secret removed]'],
    [`?a=${every}&b=%20`, '?a=[secret removed]&b=%20'],
    [`100%25 %zz %FF %C3 ${encoded} %`, '100%25 %zz %FF %C3 [secret removed] %'],
    [`%C3%A4 ${encoded} ${withSigns} %C3%A4`, '%C3%A4 [secret removed] [secret removed] %C3%A4'],
    [`a%20${short}%20b`, 'a%20[secret removed]%20b'],
    ['It is 100 %, or 20%25 of all', null],
  ])('%s', (text, clean) => {
    expect(blotOut(text, one.find(text))).toBe(clean ?? text)
  })

  test('once, where it stands as it is beside what is encoded', () => {
    expect(one.find(`%41 ${withSigns} %41`)).toHaveLength(1)
  })
  test('not twice', () => expect(one.find(encoded.replaceAll('%', '%25'))).toEqual([]))
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
