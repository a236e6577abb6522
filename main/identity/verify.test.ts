import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { check, gist, hashOf, hintCodesOf, newPair, noon, publicKey, requestOf, secretKey } from './testing/signing.ts'
import { verify } from './verify.ts'

const secret = 'a-long-secret-of-this-test-only'
const keys = [secretKey(secret)]
const signedUser = { user: { name: 'Ann', email: 'ann@example.com', hash: hashOf(secret, 'ann@example.com') } }

describe('what is the same for every vendor', () => {
  it('is anonymous where nobody is named, whatever the keys', async () => {
    for (const identity of [null, 'null', {}, { user: {} }, { user: { name: '', email: null, hash: '' } }]) {
      expect(gist(await check({ identity, keys }))).toBe('anonymous/no-identity null')
      expect(gist(await check({ identity }))).toBe('anonymous/no-identity null')
      expect(gist(await check({ identity, keys, keysAvailable: false }))).toBe('anonymous/no-identity null')
    }
  })

  it('takes the form as a claim, and keeps it out of a verified identity', async () => {
    const form = { name: 'Ann', email: 'ann@example.com' }
    const claimed = await check({ identity: null, keys, form })
    expect(gist(claimed)).toBe('claimed/no-proof email')
    expect({ ...claimed.fields }).toEqual({
      name: { value: 'Ann', provenance: 'claimed' },
      email: { value: 'ann@example.com', provenance: 'claimed' },
    })
    expect(gist(await check({ identity: null, form }))).toBe('unchecked/no-key email')
    expect(gist(await check({ identity: null, keys, form: { name: ' ' } }))).toBe('anonymous/no-identity null')
    const verified = await check({
      identity: { email: 'ann@example.com', hash: hashOf(secret, 'ann@example.com') },
      keys,
      form,
    })
    expect(Object.keys(verified.fields)).toEqual(['email'])
  })

  it('is unchecked, never claimed, where no key can check', async () => {
    const unsigned = { user: { email: 'ann@example.com' } }
    for (const identity of [signedUser, unsigned, '{broken', { user: { hash: 'aa' } }]) {
      expect((await check({ identity })).reason).toBe('no-key')
      expect((await check({ identity, keys: [publicKey(newPair().pem)] })).reason).toBe('no-key')
      expect((await check({ identity, keys: [secretKey(secret, { state: 'retired' })] })).reason).toBe('key-retired')
      expect((await check({ identity, keys, keysAvailable: false })).reason).toBe('keys-unavailable')
    }
    const unchecked = await check({ identity: signedUser })
    expect(unchecked.status).toBe('unchecked')
    expect(unchecked.fields['email']).toEqual({ value: 'ann@example.com', provenance: 'claimed' })
  })

  it('lets a retiring key count until its date and not from then on', async () => {
    const until = (retiresAt: number | null) => [secretKey(secret, { state: 'retiring', retiresAt })]
    expect((await check({ identity: signedUser, keys: until(noon + 1) })).status).toBe('verified')
    expect((await check({ identity: signedUser, keys: until(null) })).status).toBe('verified')
    expect((await check({ identity: signedUser, keys: until(noon) })).reason).toBe('key-retired')
  })

  it('names the key that matched, and hints at a retired one that would have', async () => {
    const other = secretKey('another-secret-of-this-channel', { id: 'key_two' })
    const both = await check({ identity: signedUser, keys: [other, ...keys] })
    expect([both.status, both.keyId, both.evidence.keyTail]).toEqual([
      'verified',
      'key_one',
      keys[0]?.fingerprint.slice(-4),
    ])
    const retired = secretKey(secret, { id: 'key_old', state: 'retired' })
    const failed = await check({ identity: signedUser, keys: [other, retired] })
    expect(gist(failed)).toBe('failed/hash-mismatch email')
    expect(hintCodesOf(failed)).toEqual(['retired-key-of-channel'])
    expect(failed.keyId).toBeNull()
  })

  it('never takes an empty secret for a key', async () => {
    const empty = { ...secretKey(secret), material: createSecretKey(Buffer.alloc(0)) }
    const identity = { email: 'ann@example.com', hash: hashOf('', 'ann@example.com') }
    expect((await check({ identity, keys: [empty] })).reason).toBe('no-key')
  })

  it('refuses a payload that cannot be read', async () => {
    const texts = [
      '',
      '{',
      '[]',
      '"text"',
      '7',
      '{"email":"a","email":"b"}',
      '{"email":"\\ud800"}',
      `{"x":"${'x'.repeat(70_000)}"}`,
    ]
    for (const identity of texts) {
      const verdict = await check({ identity, keys })
      expect(gist(verdict)).toBe('failed/payload-malformed null')
      expect(Object.keys(verdict.fields)).toEqual([])
    }
  })

  it('gives the same fingerprint to the same proof, and no other', async () => {
    const first = (await check({ identity: signedUser, keys })).evidence.proofFingerprint
    const upper = { user: { ...signedUser.user, hash: signedUser.user.hash.toUpperCase(), name: 'Someone else' } }
    expect((await check({ identity: upper, keys, at: noon + 5 })).evidence.proofFingerprint).toBe(first)
    const other = { email: 'bob@example.com', hash: hashOf(secret, 'bob@example.com') }
    expect((await check({ identity: other, keys })).evidence.proofFingerprint).not.toBe(first)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(first).not.toBe(signedUser.user.hash)
  })

  it('says how it was checked, without a secret, hash or value', async () => {
    const verdict = await check({ identity: signedUser, keys })
    expect(verdict.steps.map(({ label, outcome }) => `${outcome}: ${label}`)).toEqual([
      'passed: Hash is 64 hex characters',
      'passed: HMAC-SHA256 of the e-mail (Fernand)',
      `passed: Key …${keys[0]?.fingerprint.slice(-4)}, active`,
      'passed: Hash matches this e-mail',
    ])
    expect(verdict.checkedAt).toBe(noon)
    expect(verdict.validUntil).toBeNull()
  })

  it('hints at documentation keys and short secrets, also on success', async () => {
    const signed = (text: string) => ({ email: 'ann@example.com', hash: hashOf(text, 'ann@example.com') })
    const documented = await check({ identity: signed('ladygaga'), keys: [secretKey('ladygaga')] })
    expect([documented.status, hintCodesOf(documented)]).toEqual(['verified', ['documentation-key']])
    const short = await check({ identity: signed('s3cr3t-x'), keys: [secretKey('s3cr3t-x')] })
    expect([short.status, hintCodesOf(short)]).toEqual(['verified', ['key-is-weak']])
  })

  it('reads the request once, before anything else', async () => {
    const request = requestOf({ identity: signedUser, keys: [secretKey('another-secret-entirely')] })
    const pending = verify(request)
    request.keys.push(...keys)
    request.identity = null
    expect(gist(await pending)).toBe('failed/hash-mismatch email')
  })

  it('gives fields without a prototype', async () => {
    const identity = '{"email":"ann@example.com","__proto__":"x","constructor":"y"}'
    const { fields } = await check({ identity, keys })
    expect(Object.getPrototypeOf(fields)).toBeNull()
    expect(Object.keys(fields)).toEqual(['email', 'constructor'])
  })
})
