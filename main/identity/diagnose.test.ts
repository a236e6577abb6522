import { expect, it } from 'vitest'
import { tellingHint } from '#shared/domain/telling-hint.ts'
import { hintCodes } from '#shared/domain/verdict.ts'
import type { VerificationKey } from './check.ts'
import { hint } from './hints.ts'
import type { Primitives } from './primitives.ts'
import { nodePrimitives } from './primitives.ts'
import { check, hashOf, hintCodesOf, requestOf, secretKey } from './testing/signing.ts'
import { createVerify } from './verify.ts'

const secret = 'a-long-secret-of-this-test-only'
const email = 'ann@example.com'
const settings = { fields: ['email'] }

function manyKeys(count: number, more: Partial<VerificationKey> = {}): VerificationKey[] {
  return Array.from({ length: count }, (_, index) => secretKey(`ABcd${String(index).padStart(60, '0')}`, more))
}

it('is bounded, however many keys a channel has and whatever is sent', async () => {
  let hashes = 0
  const counting: Primitives = {
    ...nodePrimitives,
    hmac: (...made) => {
      hashes += 1
      return nodePrimitives.hmac(...made)
    },
  }
  const verify = createVerify(counting)
  const keys = [...manyKeys(25), ...manyKeys(25, { state: 'retired' })]
  for (const [hash, most] of [
    ['ab'.repeat(32), 25 + 6 * 30 + 6],
    ['ab'.repeat(20), 6],
    [Buffer.from('ab'.repeat(32), 'hex').toString('base64'), 6],
    ['x'.repeat(60_000), 0],
  ] as const) {
    hashes = 0
    const verdict = await verify(requestOf({ scheme: 'hmac', settings, keys, identity: { email: 'Ann@x.y', hash } }))
    expect([verdict.status, hintCodesOf(verdict)]).toEqual(['failed', []])
    expect(hashes).toBeLessThanOrEqual(most)
  }
})

it('never changes a verdict: each near miss stays failed', async () => {
  const keys = [secretKey(secret), secretKey('the-one-before-it-was-retired', { id: 'old', state: 'retired' })]
  for (const hash of [
    hashOf(`${secret}\n`, email),
    hashOf(secret, email.toUpperCase()),
    hashOf(secret, ` ${email}`),
    hashOf(email, secret),
    hashOf('the-one-before-it-was-retired', email),
    Buffer.from(hashOf(secret, email), 'hex').toString('base64'),
    hashOf(secret, email).slice(0, 62),
  ]) {
    const verdict = await check({ scheme: 'hmac', settings, keys, identity: { email, hash } })
    expect([verdict.status, hintCodesOf(verdict).length, verdict.keyId]).toEqual(['failed', 1, null])
    expect(JSON.stringify(verdict)).not.toContain(secret)
  }
})

it('knows how a custom channel decodes its secret, writes its digest and changes its value', async () => {
  const bytes = Buffer.from('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex')
  const explain = async (hash: string, own: Parameters<typeof check>[0]['settings'], text: string, value = email) =>
    hintCodesOf(
      await check({
        scheme: 'hmac',
        settings: { ...settings, ...own },
        keys: [secretKey(text)],
        identity: { email: value, hash },
      }),
    )
  const base64 = bytes.toString('base64')
  expect(await explain(hashOf(base64, email), { keyEncoding: 'base64' }, base64)).toEqual(['key-not-decoded'])
  expect(await explain(hashOf(base64, email), { keyEncoding: 'base64url' }, bytes.toString('base64url'))).toEqual([])
  const right = Buffer.from(hashOf(secret, email), 'hex')
  for (const text of [right.toString('hex'), right.toString('base64url')]) {
    expect(await explain(text, { digest: 'base64' }, secret)).toEqual(['digest-encoding-differs'])
  }
  expect(await explain(right.toString('base64'), { digest: 'base64url' }, secret)).toEqual(['digest-encoding-differs'])
  expect(await explain(right.subarray(0, 15).toString('base64'), { digest: 'base64' }, secret)).toEqual([
    'digest-truncated',
  ])
  const loud = 'Ann@Example.com'
  expect(await explain(hashOf(secret, loud), { normalise: 'lower' }, secret, loud)).toEqual(['value-case-differs'])
  expect(await explain(hashOf(secret, ` ${email}`), { normalise: 'trim' }, secret, ` ${email}`)).toEqual([
    'value-has-whitespace',
  ])
  expect(await explain(hashOf(secret, loud), { normalise: 'trim-lower' }, secret, ` ${loud} `)).toEqual([
    'value-case-differs',
  ])
})

it('has a place for every hint, and shows the most specific one', () => {
  const all = hintCodes.map(hint)
  const order: string[] = []
  for (let left = all; left.length > 0; ) {
    const first = tellingHint(left)
    order.push(first?.code ?? '')
    left = left.filter(({ code }) => code !== first?.code)
  }
  expect(new Set(order).size).toBe(hintCodes.length)
  expect(tellingHint([])).toBeNull()
  expect(tellingHint([hint('key-is-weak'), hint('secret-has-whitespace')])?.code).toBe('secret-has-whitespace')
  expect(tellingHint([hint('value-case-differs'), hint('retired-key-of-channel')])?.code).toBe('retired-key-of-channel')
})
