import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Verdict } from '#shared/domain/verdict.ts'
import { measured } from '../testing/endurance.ts'
import type { CheckRequest } from './check.ts'
import { importPublicKeyPem } from './import-key.ts'
import type { Primitives } from './primitives.ts'
import { nodePrimitives } from './primitives.ts'
import { check, hashOf, item, newPair, noon, publicKey, requestOf, secretKey, tokenOf } from './testing/signing.ts'
import { writeToken } from './testing/tokens.ts'
import { createVerify, verify } from './verify.ts'

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((value) => value.trim() !== '' && !/\p{Cc}/u.test(value))
const secret = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((value) => value.isWellFormed() && !value.includes('PRIVATE KEY') && /[^\0]/.test(value))

const tokenSecret = 'a secret of this test, 32 bytes at least'
const claims = { sub: 'u-1', email: 'ann@example.com', exp: noon / 1000 + 300 }

/** Changes one character into another. */
function changed(value: string, at: number, by: number): string {
  const units = Array.from(value)
  const place = at % units.length
  const code = units[place]?.codePointAt(0) ?? 0
  units[place] = String.fromCodePoint((code + 1 + (by % 90)) % 0x7f)
  return units.join('')
}

describe('a single change', () => {
  let judged = 0
  afterAll(() =>
    measured('one change of any byte of claims, proof or key', `${judged} judged, 0 verified, 0 fields proven`),
  )
  const expectRefused = (verdict: Verdict) => {
    judged += 1
    expect(verdict.status).not.toBe('verified')
    expectNothingProven(verdict)
  }

  const vendors = {
    yourgpt: (value: string, user_hash: string) => ({ ext_user_id: value, email: 'x@y.z', user_hash }),
    fernand: (email: string, hash: string) => ({ user: { email, hash } }),
    pavior: (id: string, hmac: string) => ({ id, hmac }),
  }
  const change = fc.record({ at: fc.nat(), by: fc.nat(), what: fc.constantFrom('value', 'hash', 'key' as const) })

  it.each(Object.keys(vendors) as (keyof typeof vendors)[])(
    'of value, hash or key of %s is never verified',
    async (scheme) => {
      await fc.assert(
        fc.asyncProperty(secret, text, change, async (key, value, { at, by, what }) => {
          const hash = hashOf(key, value)
          const honest = await check({ scheme, identity: vendors[scheme](value, hash), keys: [secretKey(key)] })
          expect(honest.status).toBe('verified')
          const parts = { value, hash, key }
          const other = changed(parts[what], at, by)
          // The same digest in the other letter case is the same proof; HMAC pads keys with zeros (RFC 2104).
          fc.pre(other.toLowerCase() !== parts[what].toLowerCase() || what !== 'hash')
          fc.pre(other !== parts[what] && (what !== 'key' || other.replace(/\0+$/, '') !== key.replace(/\0+$/, '')))
          fc.pre(/[^\0]/.test(other) && !other.includes('PRIVATE KEY'))
          parts[what] = other
          const identity = vendors[scheme](parts.value, parts.hash)
          expectRefused(await check({ scheme, identity, keys: [secretKey(parts.key)] }))
        }),
        { numRuns: 100 },
      )
    },
  )

  it('of any byte of a signed token is never verified', async () => {
    const pair = newPair()
    const keys = [publicKey(pair.pem)]
    const settings = { identityLabels: { Email: 'email' } }
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.nat(), async (email, at, by) => {
        const token = tokenOf(pair, [item('Email', email)])
        const checkToken = (signedInteractionData: string, channelKeys = keys) =>
          check({ scheme: 'talkative', identity: { signedInteractionData }, keys: channelKeys, settings })
        expect((await checkToken(token)).status).toBe('verified')
        const other = changed(token, at, by)
        fc.pre(other !== token)
        const verdict = await checkToken(other)
        expect(verdict.status).toBe('failed')
        expectRefused(verdict)
      }),
      { numRuns: 200 },
    )
    const stranger = [publicKey(newPair().pem)]
    const identity = { signedInteractionData: tokenOf(pair, [item('Email', 'ann@example.com')]) }
    expect((await check({ scheme: 'talkative', identity, keys: stranger, settings })).status).toBe('failed')
  })

  it('of any byte of a token with claims, or of its key, is never verified', async () => {
    const pair = newPair()
    const ways = [
      { token: writeToken('HS256', tokenSecret, claims), keys: [secretKey(tokenSecret)] },
      { token: writeToken('ES256', pair.privateKey, claims), keys: [publicKey(pair.pem)] },
    ]
    for (const { token, keys } of ways) {
      expect((await check({ scheme: 'jwt', identity: { token }, keys })).status).toBe('verified')
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.nat(), async (at, by) => {
          const other = changed(token, at, by)
          fc.pre(other !== token)
          const verdict = await check({ scheme: 'jwt', identity: { token: other }, keys })
          expect(verdict.status).toBe('failed')
          expectRefused(verdict)
        }),
        { numRuns: 300 },
      )
    }
    for (let at = 0; at < tokenSecret.length; at += 1) {
      const keys = [secretKey(changed(tokenSecret, at, at))]
      const verdict = await check({ scheme: 'jwt', identity: { token: ways[0]?.token }, keys })
      expect(verdict.status).toBe('failed')
      expectRefused(verdict)
    }
  })

  it('of any bit of a public key is refused as a key, or verifies nothing', async () => {
    const pair = newPair()
    const token = writeToken('ES256', pair.privateKey, claims)
    const base64 = pair.pem.replaceAll(/-----[^-]+-----|\s/g, '')
    const der = Buffer.from(base64, 'base64')
    for (let bit = 0; bit < der.length * 8; bit += 1) {
      const other = Buffer.from(der)
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const pem = `-----BEGIN PUBLIC KEY-----\n${other.toString('base64')}\n-----END PUBLIC KEY-----\n`
      const imported = importPublicKeyPem(pem)
      if (!imported.ok) judged += 1
      else expectRefused(await check({ scheme: 'jwt', identity: { token }, keys: [publicKey(pem)] }))
    }
  })

  it('of the input to anything at all never makes the engine reject', async () => {
    const junk = fc.oneof(fc.json(), fc.string(), fc.constant(null))
    await fc.assert(
      fc.asyncProperty(
        junk,
        fc.constantFrom('yourgpt', 'fernand', 'pavior', 'talkative', 'jwt', 'intercom' as const),
        async (identity, scheme) => {
          const keys = [secretKey('a-secret-nobody-signs-with'), publicKey(newPair().pem)]
          const verdict = await check({ identity, scheme, keys })
          expect(verdict.status).not.toBe('verified')
          expect(verdict.reason).not.toBe('check-error')
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a part that breaks', () => {
  const pair = newPair()
  const requests: CheckRequest[] = [
    requestOf({
      scheme: 'fernand',
      identity: { email: 'a@b.c', hash: hashOf('secret-of-test-aaaa', 'a@b.c') },
      keys: [secretKey('secret-of-test-aaaa')],
    }),
    requestOf({
      scheme: 'talkative',
      identity: { signedInteractionData: tokenOf(pair, [item('Email', 'a@b.c')]) },
      keys: [publicKey(pair.pem)],
      settings: { identityLabels: { Email: 'email' } },
    }),
    requestOf({
      scheme: 'jwt',
      identity: { token: writeToken('HS256', tokenSecret, claims) },
      keys: [secretKey(tokenSecret)],
    }),
    requestOf({
      scheme: 'jwt',
      identity: { token: writeToken('ES256', pair.privateKey, claims) },
      keys: [publicKey(pair.pem)],
    }),
  ]
  const used: [keyof Primitives, number[]][] = [
    ['hmac', [0, 2]],
    ['sha256', [0, 1, 2, 3]],
    ['equalBytes', [0, 1, 2, 3]],
    ['verifyToken', [1, 3]],
  ]

  it.each(used)(
    '%s throws, rejects or answers nonsense: unchecked or failed, never verified',
    async (name, schemes) => {
      for (const index of schemes) {
        const request = requests[index] as CheckRequest
        expect((await verify(request)).status).toBe('verified')
        const breakages = [
          () => {
            throw new Error('secret-of-test-aaaa')
          },
          () => undefined,
          () => Promise.reject(new Error('secret-of-test-aaaa')),
        ]
        // A promise is an answer only of the one part that is asynchronous; elsewhere nobody would wait for it.
        for (const breakage of name === 'verifyToken' ? breakages : breakages.slice(0, 2)) {
          const broken = { ...nodePrimitives, [name]: breakage }
          const verdict = await createVerify(broken)(request)
          expect([name, verdict.status === 'verified']).toEqual([name, false])
          expectNothingProven(verdict)
          expect(JSON.stringify(verdict)).not.toContain('secret-of-test-aaaa')
        }
      }
    },
  )

  it('is never verified by a comparison that answers with something else than true', async () => {
    for (const answer of [1, 'true', {}, Promise.resolve(true)]) {
      const broken = { ...nodePrimitives, equalBytes: () => answer } as unknown as Primitives
      for (const request of requests) expect((await createVerify(broken)(request)).status).not.toBe('verified')
    }
  })

  it('cannot be reached by a hostile request either', async () => {
    const request = requests[0] as CheckRequest
    const hostile: Partial<Record<keyof CheckRequest, unknown>>[] = [
      { scheme: 'other' },
      { scheme: '__proto__' },
      { keys: null },
      { keys: [null] },
      { settings: { sharedAuthenticationDomains: 7 } },
      { identity: 7 },
      { at: Number.NaN },
      { at: undefined },
      { keys: [{ ...request.keys[0], material: null }] },
      { keys: [{ ...request.keys[0], state: 'new' }] },
      { keysAvailable: undefined },
    ]
    for (const part of hostile) {
      const verdict = await verify({ ...request, ...part } as CheckRequest)
      expect([Object.keys(part), verdict.status === 'verified']).toEqual([Object.keys(part), false])
    }
    const trap = {
      get identity(): never {
        throw new Error('trap')
      },
    }
    expect((await verify(Object.defineProperties({ ...request }, Object.getOwnPropertyDescriptors(trap)))).reason).toBe(
      'check-error',
    )
    expect((await verify(null as never)).reason).toBe('check-error')
  })
})

function expectNothingProven(verdict: Verdict): void {
  expect(Object.values(verdict.fields).filter(({ provenance }) => provenance === 'proven')).toEqual([])
}
