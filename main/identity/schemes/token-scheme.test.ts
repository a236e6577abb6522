import { describe, expect, it } from 'vitest'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { JsonObject } from '#shared/strict/json.ts'
import { zendesk } from '#shared/vendors/zendesk.ts'
import type { VerificationKey } from '../check.ts'
import { check, gist, hintCodesOf, noon, publicKey, rfcPair, secretKey } from '../testing/signing.ts'
import { jwkKey, jwkOf, newSigner, writeToken } from '../testing/tokens.ts'

const secret = 'a secret of this test, and 32 bytes long at least'
const keys = [secretKey(secret)]
const seconds = noon / 1000
const usual = { sub: 'u-1', email: 'ann@example.com', name: 'Ann', iat: seconds - 5, exp: seconds + 600 }
const token = (claims: object = {}, header: Record<string, unknown> = {}) =>
  writeToken('HS256', secret, { ...usual, ...claims }, { header })

function judge(identity: unknown, settings: object = {}, own: VerificationKey[] = keys, at = noon): Promise<Verdict> {
  return check({ scheme: 'jwt', identity, settings, keys: own, at })
}

function fieldsOf(verdict: Verdict): string[] {
  return Object.entries(verdict.fields).map(([name, { value, provenance }]) => `${name}=${value} ${provenance}`)
}

describe('what a token proves', () => {
  it('is every textual claim in it, but for those about the token itself', async () => {
    const verdict = await judge({ token: token({ iss: 'x', aud: 'y', jti: 'z', level: 3, admin: true, tags: ['a'] }) })
    expect(gist(verdict)).toBe('verified/proof-matches sub')
    expect(fieldsOf(verdict)).toEqual([
      'sub=u-1 proven',
      'email=ann@example.com proven',
      'name=Ann proven',
      'level=3 proven',
    ])
  })

  it('is nothing beside it, and what has the name of a signed claim is left out', async () => {
    const verdict = await judge({
      token: token(),
      phone: '+49',
      Email: 'eve@example.com',
      e_mail: 'eve@example.com',
      nаme: 'Eve',
    })
    // What the scheme is about stands first, before any number of others that a page adds.
    expect(fieldsOf(verdict)).toEqual([
      'sub=u-1 proven',
      'phone=+49 claimed',
      'email=ann@example.com proven',
      'name=Ann proven',
    ])
    expect(verdict.evidence.droppedFields).toEqual(['Email', 'e_mail', 'nаme'])
    expect(hintCodesOf(verdict)).toEqual(['unsigned-field-shadows-signed'])
    const repeated = await judge({ token: token(), email: 'ann@example.com' })
    expect([fieldsOf(repeated)[1], hintCodesOf(repeated)]).toEqual(['email=ann@example.com proven', []])
  })

  it('is nothing at all where the token fails: its claims are claims', async () => {
    const verdict = await judge({ token: `${token()}=` })
    expect(gist(verdict)).toBe('failed/token-malformed sub')
    const forged = await judge({ token: writeToken('HS256', `${secret}!`, usual), phone: '+49' })
    expect(gist(forged)).toBe('failed/signature-mismatch sub')
    expect(fieldsOf(forged).every((field) => field.endsWith('claimed'))).toBe(true)
  })

  it('is the claim that the channel names, and no number in its place', async () => {
    const settings = { subjectClaim: 'customer' }
    expect(gist(await judge({ token: token({ customer: 'c-9' }) }, settings))).toBe('verified/proof-matches customer')
    expect(gist(await judge({ token: token() }, settings))).toBe('failed/claim-missing customer')
    expect(gist(await judge({ token: token({ customer: 9 }) }, settings))).toBe('failed/value-malformed customer')
  })

  it('is looked for under the names that the channel or the scheme gives', async () => {
    for (const member of ['token', 'jwt', 'user_jwt'])
      expect((await judge({ [member]: token() })).status).toBe('verified')
    const settings = { tokenField: 'proof' }
    expect((await judge({ proof: token() }, settings)).status).toBe('verified')
    expect((await judge({ token: token(), name: 'Ann' }, settings)).reason).toBe('no-proof')
    expect((await judge({ token: token(), jwt: token({ sub: 'u-2' }) })).reason).toBe('token-malformed')
    expect((await judge({ token: token(), jwt: token() })).status).toBe('verified')
    expect((await judge({ token: null, name: 'Ann' })).reason).toBe('no-proof')
    expect((await judge({ theme: 'dark' })).status).toBe('anonymous')
  })
})

describe('what a channel asks for', () => {
  it('is an end, unless it says otherwise', async () => {
    expect((await judge({ token: token({ exp: undefined }) })).reason).toBe('expiry-missing')
    expect((await judge({ token: token({ exp: undefined }) }, { requireExpiry: false })).status).toBe('verified')
  })

  it('is an issuer and an audience, one of several, and claims', async () => {
    const claims = { iss: 'https://shop.example', aud: ['desk', 'shop'], tenant: 't' }
    const settings = { issuer: ['https://shop.example', 'other'], audience: ['desk'], requiredClaims: ['tenant'] }
    expect((await judge({ token: token(claims) }, settings)).status).toBe('verified')
    const wrong = await judge({ token: token({ ...claims, aud: 'shop' }) }, settings)
    expect([wrong.reason, hintCodesOf(wrong)]).toEqual(['audience-mismatch', ['audience-differs']])
    const other = await judge({ token: token({ ...claims, iss: 'shop.example' }) }, settings)
    expect([other.reason, hintCodesOf(other)]).toEqual(['issuer-mismatch', ['issuer-differs']])
    expect((await judge({ token: token({ ...claims, tenant: '' }) }, settings)).reason).toBe('claim-missing')
    expect((await judge({ token: token(claims) }, { audience: [] })).reason).toBe('audience-mismatch')
  })

  it('fails before it is called expired, which is said only of a token that was good', async () => {
    const past = { exp: seconds - 100, iat: seconds - 500 }
    expect(gist(await judge({ token: token(past) }))).toBe('expired/proof-expired sub')
    expect(gist(await judge({ token: token({ ...past, aud: 'x' }) }, { audience: ['y'] }))).toBe(
      'failed/audience-mismatch sub',
    )
  })
})

describe('how much it is worth', () => {
  it('depends on how long it lasts', async () => {
    const worth = async (claims: object, settings: object = {}) => {
      const { assurance, validUntil } = await judge({ token: token(claims) }, { requireExpiry: false, ...settings })
      return [assurance, validUntil === null ? null : validUntil / 1000 - seconds]
    }
    expect(await worth({})).toEqual(['short-token', 600])
    expect(await worth({ iat: seconds, exp: seconds + 3600 })).toEqual(['short-token', 3600])
    expect(await worth({ iat: seconds, exp: seconds + 3601 })).toEqual(['lasting-token', 3601])
    expect(await worth({ iat: seconds - 86_400, exp: seconds + 60 })).toEqual(['lasting-token', 60])
    expect(await worth({ exp: undefined })).toEqual(['lasting-token', null])
    // Nobody knows how long it has been around.
    expect(await worth({ iat: undefined })).toEqual(['lasting-token', 600])
    expect(await worth({ iat: undefined, exp: seconds + 60 })).toEqual(['lasting-token', 60])
    // The channel's own limit ends it as its own end does.
    const year = 31_536_000
    const old = { iat: seconds - 100, exp: seconds + 10 * year }
    expect(await worth(old)).toEqual(['lasting-token', 10 * year])
    expect(await worth(old, { maxAgeSeconds: 900 })).toEqual(['short-token', 800])
    expect(await worth(old, { maxAgeSeconds: 3601 })).toEqual(['lasting-token', 3501])
    expect(await worth({ iat: seconds - 100, exp: undefined }, { maxAgeSeconds: 900 })).toEqual(['short-token', 800])
    expect(await worth({ iat: seconds - 100, exp: seconds + 50 }, { maxAgeSeconds: 900 })).toEqual(['short-token', 50])
  })

  it('is said to whoever set it up where it lasts for more than a day and nothing limits that', async () => {
    const told = async (claims: object, settings: object = {}) => {
      const verdict = await judge({ token: token(claims) }, { requireExpiry: false, ...settings })
      expect(verdict.status).toBe('verified')
      return verdict.hints.map(({ code }) => code)
    }
    const day = 86_400
    expect(await told({ iat: seconds, exp: seconds + day })).toEqual([])
    expect(await told({ iat: seconds, exp: seconds + day + 1 })).toEqual(['token-lasts-long'])
    expect(await told({ iat: seconds - 3650 * day, exp: seconds + 60 })).toEqual(['token-lasts-long'])
    expect(await told({ iat: undefined, exp: seconds + 3650 * day })).toEqual(['token-lasts-long'])
    expect(await told({ iat: undefined, exp: seconds + 600 })).toEqual([])
    expect(await told({ exp: undefined })).toEqual(['token-lasts-long'])
    // Whoever limits the age has decided.
    expect(await told({ iat: seconds, exp: seconds + 3650 * day }, { maxAgeSeconds: 7 * day })).toEqual([])
  })

  it('ends with the age that the channel allows, also where it is over already', async () => {
    const { status, reason, validUntil } = await judge(
      { token: token({ iat: seconds - 1_000, exp: seconds + 86_400 }) },
      { maxAgeSeconds: 900 },
    )
    expect([status, reason, (validUntil ?? 0) / 1000 - seconds]).toEqual(['expired', 'proof-too-old', -100])
  })

  it('is recognised by its id within its issuer, else by its claims, and never by its bytes', async () => {
    const proof = async (...writing: Parameters<typeof writeToken>) =>
      (await judge({ token: writeToken(...writing) })).evidence
    const withId = { ...usual, iss: 'a', jti: '7' }
    const first = await proof('HS256', secret, withId)
    expect(first.proofKind).toBe('token-id')
    expect(first).toMatchObject(await proof('HS256', secret, { ...withId, name: 'Other' }, { header: { typ: 'JWT' } }))
    expect((await proof('HS256', secret, { ...withId, iss: 'b' })).proofFingerprint).not.toBe(first.proofFingerprint)
    expect((await proof('HS256', secret, { ...withId, jti: '8' })).proofFingerprint).not.toBe(first.proofFingerprint)

    const claims = await proof('HS256', secret, usual)
    expect(claims.proofKind).toBe('claims')
    const { sub, ...rest } = usual
    const spaced = JSON.stringify({ ...rest, sub }, null, 2)
    expect((await proof('HS256', secret, null, { payloadText: spaced })).proofFingerprint).toBe(claims.proofFingerprint)
    expect((await proof('HS256', secret, { ...usual, sub: 'u-2' })).proofFingerprint).not.toBe(claims.proofFingerprint)
    const forged = await proof('HS256', `${secret}!`, withId)
    expect([forged.proofFingerprint, forged.proofKind]).toEqual([null, null])
  })
})

describe('the keys', () => {
  const { privateKey, pem } = rfcPair()
  const es = (claims: object = {}, header: Record<string, unknown> = {}) =>
    writeToken('ES256', privateKey, { ...usual, ...claims }, { header })

  it('are never a secret and a public key at once', async () => {
    const mixed = [...keys, publicKey(pem, { id: 'key_two' })]
    for (const identity of [{ token: token() }, { token: es() }, { token: es({}, { kid: 'key_two' }) }]) {
      expect((await judge(identity, {}, mixed)).reason).toBe('key-unfit')
    }
  })

  it('are long enough for their hash, or none can be checked', async () => {
    const sized = (size: number) => 'k'.repeat(size)
    const judgeSized = async (alg: 'HS256' | 'HS384' | 'HS512', size: number) => {
      const own = writeToken(alg, sized(size), usual)
      return (await judge({ token: own }, { algorithms: [alg] }, [secretKey(sized(size))])).reason
    }
    for (const [alg, size] of [
      ['HS256', 32],
      ['HS384', 48],
      ['HS512', 64],
    ] as const) {
      expect([alg, await judgeSized(alg, size - 1), await judgeSized(alg, size)]).toEqual([
        alg,
        'key-unfit',
        'proof-matches',
      ])
    }
  })

  const rsaSigner = newSigner('RS256')

  it('of other algorithms count only where the channel lists them', async () => {
    for (const alg of ['ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA'] as const) {
      const signer = /^[RP]S/.test(alg) ? rsaSigner : newSigner(alg)
      const own = [jwkKey(jwkOf(signer))]
      const identity = { token: writeToken(alg, signer, usual) }
      expect([alg, (await judge(identity, {}, own)).reason]).toEqual([alg, 'key-unfit'])
      expect([alg, (await judge(identity, { algorithms: [alg] }, own)).status]).toEqual([alg, 'verified'])
      const other = alg === 'RS256' ? 'RS512' : 'RS256'
      expect((await judge(identity, { algorithms: [alg] }, [jwkKey(jwkOf(signer, { alg: other }))])).reason).toBe(
        'key-unfit',
      )
    }
  })

  it('do what their JWK says they are for, and nothing else', async () => {
    const judgeJwk = async (more: JsonObject) =>
      (await judge({ token: es() }, {}, [jwkKey(jwkOf(privateKey, more))])).reason
    const sound: JsonObject[] = [{}, { use: 'sig' }, { alg: 'ES256' }, { key_ops: ['verify'] }, { x5c: ['MIIB'] }]
    for (const more of sound) {
      expect(await judgeJwk(more)).toBe('proof-matches')
    }
    const forSomethingElse: JsonObject[] = [
      { use: 'enc' },
      { alg: 'ES384' },
      { alg: 'ECDH-ES' },
      { key_ops: ['deriveKey'] },
      { key_ops: [] },
    ]
    for (const more of forSomethingElse) {
      expect(await judgeJwk(more)).toBe('key-unfit')
    }
  })

  it('are named by their kid, else by their id, or by their thumbprint, and by exactly one of them', async () => {
    const one = jwkKey(jwkOf(privateKey, { kid: 'app_5f' }), { id: 'key_one' })
    const two = jwkKey(jwkOf(newSigner('ES256')), { id: 'key_two' })
    const named = async (kid: string, own = [one, two]) => (await judge({ token: es({}, { kid }) }, {}, own)).reason
    expect(await named('app_5f')).toBe('proof-matches')
    expect(await named('key_one')).toBe('key-id-unknown')
    expect(await named('key_two')).toBe('signature-mismatch')
    expect(await named('oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U')).toBe('proof-matches')
    expect(await named('app_5f', [one, { ...two, kid: 'app_5f' }])).toBe('key-id-unknown')
    expect(await named('app_5f', [one, { ...two, kid: 'app_5f', state: 'retired' }])).toBe('proof-matches')
    expect(await named('app_5f', [two])).toBe('key-id-unknown')
    expect((await judge({ token: es() }, {}, [two, one])).keyId).toBe('key_one')
  })

  it('have to be named where the vendor says so', async () => {
    const claims = { external_id: 'u-1', scope: 'user', exp: seconds + 60, email: 'ann@example.com', name: 'Ann' }
    const own = [secretKey(secret, { kid: 'app_5f' })]
    const judgeZendesk = (header: Record<string, unknown>, more: object = {}) => {
      const jwt = writeToken('HS256', secret, { ...claims, ...more }, { header })
      return check({ scheme: zendesk.name, identity: { jwt }, keys: own })
    }
    expect(gist(await judgeZendesk({}))).toBe('failed/key-id-unknown external_id')
    expect(gist(await judgeZendesk({ kid: 'app_5f', typ: 'JWT' }))).toBe('verified/proof-matches external_id')
    expect((await judgeZendesk({ kid: 'app_5f' }, { scope: 'admin' })).reason).toBe('claim-mismatch')
    expect((await judgeZendesk({ kid: 'app_5f' })).fields['email']?.provenance).toBe('claimed')
    const proven = await judgeZendesk({ kid: 'app_5f' }, { email_verified: true })
    expect(proven.fields['email']?.provenance).toBe('proven')
    expect((await judgeZendesk({ kid: 'app_5f' }, { email_verified: 'true' })).fields['email']?.provenance).toBe(
      'claimed',
    )
  })
})

describe('the diagnosis of a refused token', () => {
  const { privateKey, pem } = rfcPair()
  const hintsOf = async (identity: unknown, settings: object, own: VerificationKey[]) =>
    hintCodesOf(await judge(identity, settings, own)).filter((code) => code !== 'documentation-key')

  it('names another form of the secret', async () => {
    const random = Buffer.from('a secret of 32 bytes of this test').toString('hex')
    const base64 = Buffer.from('another secret of 33 bytes or so.').toString('base64')
    const signed = (key: string | Uint8Array) => ({ token: writeToken('HS256', key, usual) })
    expect(await hintsOf(signed(Buffer.from(random, 'hex')), {}, [secretKey(random)])).toEqual(['secret-hex-decoded'])
    expect(await hintsOf(signed(Buffer.from(base64, 'base64')), {}, [secretKey(base64)])).toEqual([
      'secret-base64-decoded',
    ])
    expect(await hintsOf(signed(`${secret}\n`), {}, keys)).toEqual(['secret-has-whitespace'])
    expect(await hintsOf(signed(secret), {}, [secretKey(`${secret} `)])).toEqual(['secret-has-whitespace'])
  })

  it('names another key, an algorithm of another key, DER, padding and milliseconds', async () => {
    const own = [publicKey(pem), publicKey(pem, { id: 'key_old', state: 'retired' })]
    const signer = newSigner('ES256')
    const signed = { token: writeToken('ES256', signer, usual) }
    const retired = jwkKey(jwkOf(signer), { id: 'key_old', state: 'retired' })
    expect(await hintsOf(signed, {}, [publicKey(pem), retired])).toEqual(['retired-key-of-channel'])
    expect(await hintsOf({ token: token() }, {}, own)).toEqual(['algorithm-of-other-key'])
    expect(await hintsOf({ token: `${writeToken('ES256', privateKey, usual)}==` }, {}, own)).toEqual([
      'token-has-padding',
    ])
    const late = { token: writeToken('ES256', privateKey, { ...usual, exp: usual.exp * 1000 }) }
    expect(await hintsOf(late, {}, own)).toEqual(['times-in-milliseconds'])
  })
})
