import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#shared/strict/json.ts'
import { jwkOf, newSigner } from '../identity/testing/tokens.ts'
import { inspectKey, lintKey } from './lint.ts'

const signer = newSigner('ES256')
const jwk = jwkOf(signer, { kid: 'one', use: 'sig', alg: 'ES256' })
const rsa = newSigner('RS256')
const octets = { kty: 'oct', k: Buffer.from('thirty-two bytes of a secret key!').toString('base64url') }
const codes = (material: JsonObject | string) =>
  inspectKey('jwt', typeof material === 'string' ? material : JSON.stringify(material)).findings.map(({ code }) => code)

describe('a JWK', () => {
  it('is taken with its kid and alg, and stored as PEM', () => {
    const inspection = inspectKey('jwt', JSON.stringify(jwk))
    expect(inspection).toMatchObject({
      outcome: 'ready',
      kind: 'publicKey',
      kid: 'one',
      algorithm: 'ES256',
      form: 'text',
    })
    expect(inspection.outcome === 'ready' && inspection.text).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
    expect(lintKey('jwt', JSON.stringify(jwk))).toMatchObject({
      outcome: 'ok',
      kind: 'publicKey',
      kid: 'one',
      keys: null,
    })
  })

  it('may be a secret, of which nothing is shown', () => {
    expect(inspectKey('jwt', JSON.stringify(octets))).toMatchObject({ outcome: 'ready', kind: 'secret', form: 'jwk' })
    const lint = lintKey('jwt', JSON.stringify(octets))
    expect([lint.outcome, lint.fingerprint, JSON.stringify(lint).includes(octets.k)]).toEqual(['ok', null, false])
  })

  it.each<[string, JsonObject, string]>([
    ['a private key', signer.export({ format: 'jwk' }) as JsonObject, 'private-key'],
    ['a key for encryption', { ...jwk, use: 'enc' }, 'other-purpose'],
    ['a key that may not verify', { ...jwk, key_ops: ['sign'] }, 'other-purpose'],
    ['an alg of another curve', { ...jwk, alg: 'ES512' }, 'weak-key'],
    ['an RSA key of 1024 bits', jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), 'weak-key'],
    ['a secret of 31 bytes', { kty: 'oct', k: Buffer.alloc(31, 'abcdefg').toString('base64url') }, 'weak-key'],
    ['a secret of zeros', { kty: 'oct', k: Buffer.alloc(32).toString('base64url') }, 'weak-key'],
    ['a point that is not on the curve', { ...jwk, y: jwk['x'] ?? null }, 'not-a-key'],
    ['another type', { kty: 'LWE' }, 'not-a-key'],
    ['a set without keys', { keys: [] }, 'not-a-key'],
    ['a set with a private key', { keys: [jwk, rsa.export({ format: 'jwk' }) as JsonObject] }, 'private-key'],
    ['a set of both kinds', { keys: [jwk, octets] }, 'not-a-key'],
    ['a set with a kid twice', { keys: [jwk, jwkOf(rsa, { kid: 'one' })] }, 'two-keys'],
    ['a set of nothing usable', { keys: [{ ...jwk, use: 'enc' }, { kty: 'LWE' }] }, 'no-usable-key'],
  ])('is refused where it is %s, and nothing of it is kept', (_what, material, code) => {
    expect(codes(material)).toEqual([code])
    expect(Object.keys(inspectKey('jwt', JSON.stringify(material)))).toEqual(['outcome', 'findings'])
    const { d, k } = material
    for (const hidden of [d, k]) {
      if (typeof hidden === 'string')
        expect(JSON.stringify(lintKey('jwt', JSON.stringify(material)))).not.toContain(hidden)
    }
  })

  it('is refused where it names a member twice, or belongs to another vendor', () => {
    const twice = JSON.stringify(jwk).replace('{', '{"kid":"two",')
    expect(inspectKey('jwt', twice).outcome).toBe('refuse')
    expect(inspectKey('zendesk', JSON.stringify(jwk)).outcome).toBe('refuse')
    expect(inspectKey('salesforce', JSON.stringify(octets)).outcome).toBe('refuse')
    expect(codes(JSON.stringify(jwk))).toEqual([])
  })
})

it('a set is listed key by key, and what cannot be used says why', () => {
  const set = {
    keys: [jwk, jwkOf(rsa, { kid: 'two' }), { ...jwk, kid: 'three', use: 'enc' }, { kty: 'LWE', kid: 'four' }],
  }
  const lint = lintKey('jwt', JSON.stringify(set))
  expect([lint.outcome, lint.findings.map(({ code }) => code)]).toEqual(['warn', ['set-in-part']])
  expect(lint.keys?.map(({ kid, what, problem }) => [kid, what, problem === null])).toEqual([
    ['one', 'EC, P-256', true],
    ['two', 'RSA, 2048 bits', true],
    ['three', 'EC, P-256', false],
    ['four', 'unreadable', false],
  ])
})

describe('keys of tokens that are no JWK', () => {
  it('are secrets of at least 32 bytes, where tokens are all there is', () => {
    expect(codes('a'.repeat(20) + 'bcdefghijk')).toEqual(['short-for-tokens'])
    expect(codes('a secret with 32 bytes, or a few more')).toEqual([])
    const both = inspectKey('intercom', 'abcdefghijklmnopqrst')
    expect([both.outcome, both.findings.map(({ code, severity }) => `${code} ${severity}`)]).toEqual([
      'ready',
      ['short-for-tokens warning'],
    ])
  })

  it('are public keys in PEM of each kind that signs tokens', () => {
    for (const alg of ['ES256', 'ES384', 'ES512', 'RS256', 'EdDSA'] as const) {
      const { privateKey } = { privateKey: newSigner(alg) }
      const inspection = inspectKey('jwt', jwkPem(jwkOf(privateKey)))
      expect([alg, inspection.outcome, inspection.outcome !== 'refuse' && inspection.kind]).toEqual([
        alg,
        'ready',
        'publicKey',
      ])
    }
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    expect(codes(weak.export({ format: 'pem', type: 'spki' }) as string)).toEqual(['weak-key'])
    const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey
    expect(codes(other.export({ format: 'pem', type: 'spki' }) as string)).toEqual(['wrong-curve'])
    expect(codes(rsa.export({ format: 'pem', type: 'pkcs1' }) as string)).toEqual(['private-key'])
  })
})

function jwkPem(material: JsonObject): string {
  const inspection = inspectKey('jwt', JSON.stringify(material))
  return inspection.outcome === 'ready' ? inspection.text : ''
}
