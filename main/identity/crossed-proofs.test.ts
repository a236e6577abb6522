import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { CheckRequest } from './check.ts'
import { check, hashOf, item, newPair, noon, publicKey, secretKey, tokenOf } from './testing/signing.ts'
import { writeToken } from './testing/tokens.ts'

const secret = '3f8a1c5e7b9d02468ace13579bdf02468ace13579bdf0a1b2c3d4e5f60718293'
const now = noon / 1000

function judge(scheme: CheckRequest['scheme'], identity: unknown, settings: CheckRequest['settings'] = {}) {
  return check({ scheme, identity, settings, keys: [secretKey(secret)] })
}

/** What a token is signed over, and its signature as a hash would be sent. */
function asHash(token: string): { value: string; digest: string } {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { value: `${header}.${payload}`, digest: Buffer.from(signature, 'base64url').toString('hex') }
}

describe('a token is no hash of its own text', () => {
  const over = asHash(writeToken('HS256', secret, { user_id: 'u-42', exp: now - 9999 }))

  it.each([
    ['intercom', 'user_id', 'user_hash', {}],
    ['intercom', 'email', 'user_hash', {}],
    ['intercom-hash', 'user_id', 'user_hash', {}],
    ['featurebase', 'userId', 'userHash', {}],
    ['hmac', 'id', 'hash', { fields: ['id'] }],
    ['pavior', 'id', 'hmac', {}],
  ] as const)('%s, %s: a token that is over does not go on as a hash', async (scheme, field, proof, settings) => {
    const verdict = await judge(scheme, { [field]: over.value, [proof]: over.digest }, settings as object)
    expect([verdict.status, verdict.reason]).toEqual(['failed', 'value-malformed'])
  })

  it('whatever space stands in its header', async () => {
    const spaced = asHash(writeToken('HS256', secret, { user_id: 'u-42' }, { headerText: '\n {"alg" :"HS256"}' }))
    const verdict = await judge('intercom', { user_id: spaced.value, user_hash: spaced.digest })
    expect([verdict.status, verdict.reason]).toEqual(['failed', 'value-malformed'])
  })

  it('and an id with a dot in it stays an id', async () => {
    for (const id of ['ann.lee', 'a.b.c', 'eyJ.1', '.', 'acme.42', 'ann.lee@example.com']) {
      const verdict = await judge('intercom', { user_id: id, user_hash: hashOf(secret, id) })
      expect([id, verdict.status]).toEqual([id, 'verified'])
    }
  })
})

describe('settings never make a vendor less strict', () => {
  it('an algorithm that the vendor does not sign with is not added to a preset', async () => {
    const token = writeToken('HS512', secret, { user_id: 'u-42' })
    const verdict = await judge('intercom', { intercom_user_jwt: token }, { algorithms: ['HS512'] })
    expect([verdict.status, verdict.reason]).toEqual(['unchecked', 'key-unfit'])
    const both = await judge('intercom', { intercom_user_jwt: token }, { algorithms: ['HS256', 'HS512'] })
    expect([both.status, both.reason]).toEqual(['failed', 'algorithm-not-allowed'])
  })

  it.each([
    ['intercom', 'user_id', 'user_hash'],
    ['featurebase', 'userId', 'userHash'],
  ] as const)('%s: where a proof has to end, a hash is none', async (scheme, id, proof) => {
    const page = { [id]: 'u-42', [proof]: hashOf(secret, 'u-42') }
    expect((await judge(scheme, page)).status).toBe('verified')
    const verdict = await judge(scheme, page, { requireExpiry: true })
    expect([verdict.status, verdict.reason, Object.keys(verdict.fields)]).toEqual(['claimed', 'no-proof', [id]])
  })

  it('only false lets a custom token go without an end', async () => {
    const token = writeToken('HS256', secret, { sub: 'u-42' })
    for (const requireExpiry of [0, '', 'false', 1, {}]) {
      const { reason } = await judge('jwt', { token }, { requireExpiry } as never)
      expect([requireExpiry, reason]).toEqual([requireExpiry, 'expiry-missing'])
    }
  })
})

describe('what was not signed is not shown as proven', () => {
  it('a number beyond 2^53, which may have been another one on the page', async () => {
    for (const sent of ['9007199254740993', '9007199254740992', '-9007199254740993', '1e21', '123456789012345678901']) {
      const identity = `{"ext_user_id":${sent},"user_hash":"${hashOf(secret, String(Number(sent)))}"}`
      const verdict = await check({ scheme: 'yourgpt', keys: [secretKey(secret)], identity })
      expect([sent, verdict.status, verdict.reason]).toEqual([sent, 'failed', 'value-malformed'])
    }
  })

  it('a signed claim that was too long to keep', async () => {
    const token = writeToken('HS256', secret, { sub: 'u-42', exp: now + 60, email: 'x'.repeat(1025), name: 'Ann' })
    const { status, fields } = await judge('jwt', { token })
    expect(status).toBe('verified')
    expect(fields['email']?.provenance).toBe('claimed')
    expect(fields['name']?.provenance).toBe('proven')
  })
})

describe('one proof is one proof', () => {
  it('under whichever field it is sent: revoked as an e-mail, it does not come back as a user id', async () => {
    const proof = { user_hash: hashOf(secret, 'ann.lee@example.com') }
    const fingerprints = await Promise.all(
      ['email', 'ext_user_id', 'external_user_id', 'phone'].map(async (field) => {
        const { status, evidence } = await judge('yourgpt', { [field]: 'ann.lee@example.com', ...proof })
        expect(status).toBe('verified')
        return evidence.proofFingerprint
      }),
    )
    expect(new Set(fingerprints).size).toBe(1)
  })
})

it('digests of every length are taken out, under whatever name', async () => {
  for (const algorithm of ['sha1', 'sha256', 'sha384', 'sha512']) {
    const digest = createHmac(algorithm, secret).update('u-42').digest()
    const sent = [digest.toString('hex'), digest.toString('hex').toUpperCase(), `${digest.toString('hex')}\n`]
    if (algorithm !== 'sha1') sent.push(digest.toString('base64'), digest.toString('base64url'))
    for (const value of sent) {
      const { fields } = await judge('hmac', { id: 'u-42', sig: value }, { fields: ['id'] })
      expect([algorithm, value.length, Object.keys(fields)]).toEqual([algorithm, value.length, ['id']])
    }
  }
})

it('names that unfold to many letters take no more time than others', async () => {
  const pair = newPair()
  const signed = tokenOf(newPair(), [item('Email', 'ann.lee@example.com')])
  const labels = (fill: string) => Array.from({ length: 200 }, (_, index) => item(`${index}`.padEnd(120, fill), 'x'))
  const settings = { identityLabels: { Email: 'email' } }
  const took = async (fill: string) => {
    const identity = { signedInteractionData: signed, interactionData: labels(fill) }
    const begin = performance.now()
    const { status } = await check({ scheme: 'talkative', identity, settings, keys: [publicKey(pair.pem)] })
    expect(status).toBe('failed')
    return performance.now() - begin
  }
  await took('a')
  // Once it was a second and more. The bound is wide, so that a busy machine does not decide.
  expect(await took('\ufdfa')).toBeLessThan(500)
})
