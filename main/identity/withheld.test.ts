import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { check, gist, hashOf, hintCodesOf, item, newPair, publicKey, secretKey, tokenOf } from './testing/signing.ts'
import { isProofShaped } from './withheld.ts'

const secret = 'a-long-secret-of-this-test-only'
const keys = [secretKey(secret)]
const email = 'ann@example.com'
const hash = hashOf(secret, email)
const digest = createHash('sha256').update('x').digest()

describe('what is never kept, under whatever name it comes', () => {
  it('drops a hash under a misspelt name, names the field and hints', async () => {
    const verdict = await check({ identity: { email, name: 'Ann', userHash: hash }, keys })
    expect([gist(verdict), verdict.evidence.droppedFields, hintCodesOf(verdict)]).toEqual([
      'claimed/no-proof email',
      ['userHash'],
      ['proof-under-other-name'],
    ])
    expect(Object.keys(verdict.fields)).toEqual(['email', 'name'])
    expect(JSON.stringify(verdict)).not.toContain(hash)
    const keyless = await check({ identity: { email, userHash: hash } })
    expect([keyless.reason, JSON.stringify(keyless).includes(hash)]).toEqual(['no-key', false])
  })

  it('drops hashes, tokens and PEM, for every vendor, form and verdict', async () => {
    const pair = newPair()
    const token = tokenOf(pair, [item('Email', email)])
    const proofs = [
      hash,
      ` ${hash.toUpperCase()}\n`,
      `sha256=${hash}`,
      `0x${hash}`,
      'ab'.repeat(20),
      'ab'.repeat(64),
      digest.toString('base64'),
      digest.toString('base64url'),
      token,
      `Bearer ${token}`,
      `https://example.com/?token=${token}`,
      `eyJ${'x'.repeat(40)}`,
      tokenOf(pair, [], { headerText: '{ "alg":"ES256"}' }),
      pair.pem,
    ]
    const pem = publicKey(pair.pem)
    for (const text of proofs) {
      const verdicts = [
        await check({ identity: { email, hash, other: text }, keys }),
        await check({ scheme: 'yourgpt', identity: { email, name: text }, keys }),
        await check({ scheme: 'pavior', identity: { id: text, email }, keys }),
        await check({ identity: null, keys, form: { name: text } }),
        await check({
          scheme: 'talkative',
          keys: [pem],
          settings: { identityLabels: { Email: 'email' }, unsignedFields: ['Note'] },
          identity: {
            signedInteractionData: tokenOf(pair, [item('Email', email)]),
            interactionData: [item('Note', text)],
          },
        }),
      ]
      // An id over 256 bytes or with a line break in it is malformed before anybody asks for its proof.
      const id = text.length > 256 || text.includes('\n') ? 'failed' : 'claimed'
      expect(verdicts.map(({ status }) => status)).toEqual(['verified', 'claimed', id, 'claimed', 'verified'])
      for (const verdict of verdicts) {
        expect([text, verdict.evidence.droppedFields.length]).toEqual([text, 1])
        expect(JSON.stringify(verdict)).not.toContain(JSON.stringify(text).slice(1, -1))
      }
    }
  })

  it('drops the secrets of the channel, whole or inside, retired ones too, and such names', async () => {
    const old = secretKey('old-secret', { id: 'key_old', state: 'retired' })
    const short = secretKey('s3cr3t', { id: 'key_short' })
    const identity = {
      email,
      a: secret,
      b: `key=${secret};`,
      c: 'x old-secret',
      d: 's3cr3t',
      e: 'my s3cr3t dog',
      [secret]: 'x',
      [hash]: 'y',
    }
    const verdict = await check({ identity, keys: [...keys, old, short] })
    expect(Object.keys(verdict.fields)).toEqual(['email', 'e'])
    expect(verdict.evidence.droppedFields).toEqual(['a', 'b', 'c', 'd', '…'])
    for (const hidden of [secret, 'old-secret', hash]) expect(JSON.stringify(verdict)).not.toContain(hidden)
  })

  it('does not verify a site that signs its own secret as the identity', async () => {
    for (const id of [secret, `user:${secret}`]) {
      const verdict = await check({ scheme: 'pavior', identity: { id, hmac: hashOf(secret, id) }, keys })
      expect([gist(verdict), Object.keys(verdict.fields)]).toEqual(['failed/value-malformed id', []])
      expect(JSON.stringify(verdict)).not.toContain(secret)
    }
  })

  it('keeps a proven identity exactly, hash-like ids among them, and ordinary values', async () => {
    for (const id of [hash, 'ab'.repeat(20), 'x'.repeat(256), '🎈'.repeat(64)]) {
      const verdict = await check({ scheme: 'pavior', identity: { id, hmac: hashOf(secret, id) }, keys })
      expect([verdict.status, verdict.fields['id']]).toEqual(['verified', { value: id, provenance: 'proven' }])
    }
    for (const text of [
      'www.example.co.uk',
      'Ann Lee',
      'https://shop.example.com/a/very/long/path.with.dots/and-more?x=1.2.3',
      '/shop/category/shoes/running/mens/some-shoe',
      '550e8400-e29b-41d4-a716-446655440000',
      'a'.repeat(43),
      '507f1f77bcf86cd799439011',
    ]) {
      expect([text, isProofShaped(text)]).toEqual([text, false])
    }
  })
})

describe('how much is kept', () => {
  it('cuts a claimed value to 1024 units at a whole character', async () => {
    const identity = { email, hash, name: 'n'.repeat(32_000), note: `${'x'.repeat(1022)}🎈🎈`, fits: 'y'.repeat(1024) }
    const { status, fields } = await check({ identity, keys })
    expect(status).toBe('verified')
    expect(fields['name']?.value).toBe(`${'n'.repeat(1023)}…`)
    expect(fields['note']?.value).toBe(`${'x'.repeat(1022)}…`)
    expect(fields['fits']?.value).toBe('y'.repeat(1024))
    const long = await check({ identity: { email: 'e'.repeat(32_000), hash }, keys })
    expect([gist(long), long.fields['email']?.value.length]).toEqual(['failed/value-malformed email', 1024])
    const typed = await check({ identity: null, keys, form: { name: 'n'.repeat(5000) } })
    expect(typed.fields['name']?.value.length).toBe(1024)
  })

  it('keeps at most 40 fields of signed data, the identity among them', async () => {
    const pair = newPair()
    const items = Array.from({ length: 60 }, (_, index) => item(`f${index}`, 'v'.repeat(index === 0 ? 5000 : 5)))
    const verdict = await check({
      scheme: 'talkative',
      keys: [publicKey(pair.pem)],
      settings: { identityLabels: { Email: 'email' } },
      identity: {
        signedInteractionData: tokenOf(pair, [...items, item('Email', email)]),
        interactionData: Array.from({ length: 200 }, (_, index) => item(`u${index}`, 'v')),
      },
    })
    expect([verdict.status, Object.keys(verdict.fields).length]).toEqual(['verified', 40])
    expect(verdict.fields['email']).toEqual({ value: email, provenance: 'proven' })
    expect(verdict.fields['f0']?.value.length).toBe(1024)
    expect(verdict.evidence.droppedFields).toHaveLength(40)
  })

  it('takes no longer for a value that was made to be hard to read', () => {
    for (const text of [
      'eyJ'.repeat(21_000),
      '-'.repeat(65_000),
      `${'a'.repeat(20_000)}.`.repeat(3),
      'eyJ.'.repeat(16_000),
    ]) {
      const from = performance.now()
      isProofShaped(text)
      expect(performance.now() - from).toBeLessThan(500)
    }
  })
})
