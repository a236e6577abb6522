import { describe, expect, it } from 'vitest'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { gist, hashOf, hintCodesOf, check as judge, secretKey } from '../testing/signing.ts'

const secret = 'a-long-secret-of-this-test-only'
const keys = [secretKey(secret)]

function checker(scheme: SchemeName) {
  return (identity: unknown, secretText = secret) => judge({ scheme, identity, keys: [secretKey(secretText)] })
}

describe('YourGPT', () => {
  const check = checker('yourgpt')
  const whole = { ext_user_id: 'user-42', email: 'ann@example.com', phone: '+14155550123', name: 'Ann' }

  it('proves the first present of id, e-mail and phone, and nothing beside it', async () => {
    const { ext_user_id: _id, ...fromEmail } = whole
    const { email: _email, ...fromPhone } = fromEmail
    for (const [identity, field] of [
      [whole, 'ext_user_id'],
      [fromEmail, 'email'],
      [fromPhone, 'phone'],
    ] as const) {
      const value = (identity as Record<string, string>)[field] ?? ''
      const verdict = await check({ ...identity, user_hash: hashOf(secret, value) })
      expect(gist(verdict)).toBe(`verified/proof-matches ${field}`)
      for (const [name, { provenance }] of Object.entries(verdict.fields)) {
        expect([name, provenance]).toEqual([name, name === field ? 'proven' : 'claimed'])
      }
      expect(Object.keys(verdict.fields).toSorted()).toEqual(Object.keys(identity).toSorted())
    }
  })

  it('fails a hash for a lower field while a higher one is present', async () => {
    for (const lower of ['ann@example.com', '+14155550123']) {
      const verdict = await check({ ...whole, user_hash: hashOf(secret, lower) })
      expect(gist(verdict)).toBe('failed/hash-for-lower-field ext_user_id')
      expect(hintCodesOf(verdict)).toEqual(['hash-of-lower-field'])
      expect(Object.values(verdict.fields).map(({ provenance }) => provenance)).not.toContain('proven')
    }
    expect(gist(await check({ ext_user_id: '', email: 'a@b.c', user_hash: hashOf(secret, 'a@b.c') }))).toBe(
      'verified/proof-matches email',
    )
    expect(gist(await check({ ext_user_id: null, email: 'a@b.c', user_hash: hashOf(secret, 'a@b.c') }))).toBe(
      'verified/proof-matches email',
    )
  })

  it('reads external_user_id as the same field, and refuses two different ids', async () => {
    const user_hash = hashOf(secret, 'user-42')
    const alias = await check({ external_user_id: 'user-42', user_hash })
    expect(gist(alias)).toBe('verified/proof-matches ext_user_id')
    expect({ ...alias.fields }).toEqual({ ext_user_id: { value: 'user-42', provenance: 'proven' } })
    expect((await check({ ext_user_id: 'user-42', external_user_id: 'user-42', user_hash })).status).toBe('verified')
    expect((await check({ ext_user_id: 42, external_user_id: '42', user_hash: hashOf(secret, '42') })).status).toBe(
      'verified',
    )
    expect((await check({ ext_user_id: 'user-42', external_user_id: 'user-43', user_hash })).reason).toBe(
      'alias-conflict',
    )
    expect((await check({ ext_user_id: 'user-43', external_user_id: 'user-42', user_hash })).reason).toBe(
      'alias-conflict',
    )
    expect((await check({ ext_user_id: '', external_user_id: 'user-42', user_hash })).status).toBe('verified')
  })

  it('takes a number as String(n) and refuses every other type of identity', async () => {
    expect(gist(await check({ ext_user_id: 42, user_hash: hashOf(secret, '42') }))).toBe(
      'verified/proof-matches ext_user_id',
    )
    // Beside each value stands what a careless site would have hashed for it.
    const refused: [unknown, string][] = [
      [true, 'true'],
      [false, 'false'],
      [{}, '[object Object]'],
      [[], ''],
      [['user-42'], 'user-42'],
    ]
    const blank = ['   ', '\u00a0', 'user\u0000', 'user-42\n', 'x'.repeat(257), 'é'.repeat(129)]
    for (const [id, text] of [...refused, ...blank.map((value): [unknown, string] => [value, value])]) {
      const user_hash = hashOf(secret, text)
      expect(gist(await check({ ext_user_id: id, user_hash }))).toBe('failed/value-malformed ext_user_id')
    }
    const ignored = await check({
      ext_user_id: 'user-42',
      phone: {},
      name: ['x'],
      user_hash: hashOf(secret, 'user-42'),
    })
    expect([ignored.status, Object.keys(ignored.fields)]).toEqual(['verified', ['ext_user_id']])
  })

  it('tells no proof, a proof for nobody and a malformed hash apart', async () => {
    for (const user_hash of [undefined, null, '']) {
      expect(gist(await check({ ...whole, user_hash }))).toBe('claimed/no-proof ext_user_id')
    }
    expect(gist(await check({ name: 'Ann' }))).toBe('claimed/no-proof null')
    expect(gist(await check({ name: 'Ann', user_hash: hashOf(secret, 'Ann') }))).toBe(
      'failed/proof-without-identity ext_user_id',
    )
    const right = hashOf(secret, 'user-42')
    const malformed = [
      `${right}ZZ`,
      right.slice(0, 63),
      `${right}\n`,
      ` ${right}`,
      'zz'.repeat(32),
      7,
      true,
      {},
      [right],
    ]
    for (const user_hash of malformed) {
      expect(gist(await check({ ...whole, user_hash }))).toBe('failed/hash-malformed ext_user_id')
    }
    expect(gist(await check({ ...whole, user_hash: right.toUpperCase() }))).toBe('verified/proof-matches ext_user_id')
    expect(gist(await check({ ...whole, user_hash: 'ab'.repeat(32) }))).toBe('failed/hash-mismatch ext_user_id')
  })
})

describe('Fernand', () => {
  const check = checker('fernand')
  const email = 'richard@piedpiper.com'
  const hash = hashOf(secret, email)

  it('proves the e-mail byte for byte, and never the name', async () => {
    const verdict = await check({ user: { name: 'Richard', email, hash } })
    expect(gist(verdict)).toBe('verified/proof-matches email')
    expect({ ...verdict.fields }).toEqual({
      name: { value: 'Richard', provenance: 'claimed' },
      email: { value: email, provenance: 'proven' },
    })
    const cased = await check({ user: { email: 'Richard@piedpiper.com', hash } })
    expect([gist(cased), hintCodesOf(cased)]).toEqual(['failed/hash-mismatch email', ['value-case-differs']])
    const composed = 'jos\u00e9@example.com'
    expect((await check({ email: composed, hash: hashOf(secret, composed) })).status).toBe('verified')
    expect((await check({ email: composed.normalize('NFD'), hash: hashOf(secret, composed) })).status).toBe('failed')
  })

  it('reads the user object and the flat form, and refuses a contradiction', async () => {
    expect((await check({ name: 'Richard', email, hash })).status).toBe('verified')
    expect((await check({ user: { email, hash }, email })).status).toBe('verified')
    expect((await check({ user: { email }, hash })).status).toBe('verified')
    expect(gist(await check({ user: { email, hash }, email: 'other@example.com' }))).toBe(
      'failed/payload-malformed null',
    )
    expect(gist(await check({ user: 'richard', email, hash }))).toBe('failed/payload-malformed null')
    expect(gist(await check({ user: [email], email, hash }))).toBe('failed/payload-malformed null')
    expect(gist(await check({ user: { name: 'Richard', hash } }))).toBe('failed/proof-without-identity email')
    expect(gist(await check({ user: { email } }))).toBe('claimed/no-proof email')
  })

  it('explains the usual mistakes', async () => {
    const hex = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334'
    const explain = async (wrong: string, secretText = hex) =>
      hintCodesOf(await check({ email, hash: wrong }, secretText))
    expect(await explain(hashOf(`${hex}\n`, email))).toEqual(['secret-has-whitespace'])
    expect(await explain(hashOf(` ${hex}`, email))).toEqual(['secret-has-whitespace'])
    expect(await explain(hashOf(hex, email), `${hex} `)).toEqual(['secret-has-whitespace'])
    expect(await explain(hashOf(hex.toUpperCase(), email))).toEqual(['secret-case-differs'])
    expect(await explain(hashOf(Buffer.from(hex, 'hex'), email))).toEqual(['secret-hex-decoded'])
    expect(await explain(hashOf(Buffer.from(hex, 'base64'), email))).toEqual(['secret-base64-decoded'])
    expect(await explain(hashOf(hex, `${email}\n`))).toEqual(['value-has-whitespace'])
    expect(await explain(hashOf(hex, email.toUpperCase()))).toEqual(['value-case-differs'])
    expect(await explain(hashOf(email, hex))).toEqual(['key-and-message-swapped'])
    const right = Buffer.from(hashOf(hex, email), 'hex')
    expect(await explain(right.toString('base64'))).toEqual(['digest-is-base64'])
    expect(await explain(right.toString('base64url'))).toEqual(['digest-is-base64'])
    expect(await explain(right.toString('hex').slice(0, 40))).toEqual(['digest-truncated'])
    expect(await explain('ab'.repeat(32))).toEqual([])
    expect(await explain('not a hash at all')).toEqual([])
  })
})

describe('Pavior', () => {
  const settings = {
    teamVanityId: 'acme',
    primaryAuthenticationDomain: 'auth.example.com',
    sharedAuthenticationDomains: ['example.zendesk.com', 'Help.Example.com.', '*.evil.io', 'co.uk', 'help.localhost'],
  }
  const check = (identity: Record<string, unknown>, origin: string | null = null, own = settings) =>
    judge({ scheme: 'pavior', identity: { teamVanityId: 'acme', ...identity }, keys, settings: own, page: { origin } })
  const id = '42'
  const email = 'user@example.com'
  const shareAuth = 'auth.example.com'
  const hmac = hashOf(secret, id)

  it('proves the id, or the e-mail where there is no id', async () => {
    const verdict = await check({ id, email, hmac, doChat: true })
    expect(gist(verdict)).toBe('verified/proof-matches id')
    expect({ ...verdict.fields }).toEqual({
      id: { value: '42', provenance: 'proven' },
      email: { value: email, provenance: 'claimed' },
    })
    expect((await check({ id: 42, hmac })).status).toBe('verified')
    expect(gist(await check({ id: '', email, hmac: hashOf(secret, email) }))).toBe('verified/proof-matches email')
    const lower = await check({ id, email, hmac: hashOf(secret, email) })
    expect([gist(lower), hintCodesOf(lower)]).toEqual(['failed/hash-for-lower-field id', ['hash-of-lower-field']])
    expect(gist(await check({ email }))).toBe('claimed/no-proof email')
    expect(gist(await check({ hmac }))).toBe('failed/proof-without-identity id')
    expect(gist(await check({ doChat: true, doTimeTravel: true }))).toBe('anonymous/no-identity null')
    expect(gist(await check({ doChat: true, locale: 'en' }))).toBe('anonymous/no-identity null')
  })

  it('has no key for another team', async () => {
    expect(gist(await check({ teamVanityId: 'other', id, hmac }))).toBe('unchecked/unknown-key id')
    expect(gist(await check({ teamVanityId: undefined, id, hmac }))).toBe('unchecked/unknown-key id')
    expect((await check({ teamVanityId: 'other' })).status).toBe('anonymous')
    expect((await judge({ scheme: 'pavior', identity: { teamVanityId: 'any', id, hmac }, keys })).status).toBe(
      'verified',
    )
  })

  it('lets a listed host borrow, with wording of its own', async () => {
    for (const origin of [
      'https://example.zendesk.com',
      'https://example.zendesk.com:8443',
      'http://help.localhost:4100',
      'https://HELP.example.com',
    ]) {
      const verdict = await check({ id, hmac, shareAuth }, origin)
      expect(gist(verdict)).toBe('verified/proof-borrowed id')
      expect(verdict.evidence.borrowed).toEqual({ from: 'auth.example.com', on: new URL(origin).hostname })
    }
    expect((await check({ id, hmac, shareAuth: 'AUTH.example.com.' }, 'https://example.zendesk.com')).status).toBe(
      'verified',
    )
  })

  it('refuses every other host, lender and proof', async () => {
    const foreign = [
      'https://a.example.zendesk.com',
      'https://example.zendesk.com.evil.io',
      'https://zendesk.com',
      'https://a.evil.io',
      'https://co.uk',
      'https://example.zendesk.com@evil.io',
      'null',
      'file:///x',
      'example.zendesk.com',
      null,
    ]
    for (const origin of foreign) {
      expect([origin, (await check({ id, hmac, shareAuth }, origin)).reason]).toEqual([
        origin,
        'shared-auth-origin-not-allowed',
      ])
    }
    const on = 'https://example.zendesk.com'
    for (const lender of ['example.com', 'https://auth.example.com', 'a.auth.example.com', ' ']) {
      expect((await check({ id, hmac, shareAuth: lender }, on)).reason).toBe('shared-auth-domain-mismatch')
    }
    const { primaryAuthenticationDomain: _primary, ...unset } = settings
    expect((await check({ id, hmac, shareAuth }, on, unset as typeof settings)).reason).toBe(
      'shared-auth-domain-mismatch',
    )
    expect(gist(await check({ id, hmac: hashOf('x', id), shareAuth }, on))).toBe('failed/hash-mismatch id')
    expect(gist(await check({ id, email, hmac: hashOf(secret, email), shareAuth }, on))).toBe(
      'failed/hash-for-lower-field id',
    )
    expect(gist(await check({ hmac, shareAuth }, on))).toBe('failed/proof-without-identity id')
    expect((await check({ id, hmac, shareAuth: 7 }, on)).reason).toBe('payload-malformed')
  })

  it('takes shareAuth without a hash as a claim, and the primary domain as an ordinary page', async () => {
    for (const identity of [{ shareAuth }, { id, shareAuth }, { id, hmac: '', shareAuth }]) {
      expect((await check(identity, 'https://example.zendesk.com')).reason).toBe('shared-auth-without-proof')
    }
    expect((await check({ shareAuth })).status).toBe('claimed')
    const own = await check({ id, hmac, shareAuth }, 'https://auth.example.com')
    expect([gist(own), own.evidence.borrowed]).toEqual(['verified/proof-matches id', null])
    expect((await judge({ scheme: 'pavior', identity: { shareAuth } })).reason).toBe('no-key')
  })
})
