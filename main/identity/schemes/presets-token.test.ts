import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { VerificationKey } from '../check.ts'
import { importPublicKeyPem } from '../import-key.ts'
import type { TokenRow } from '../testing/preset-rows.ts'
import { presetSecret, rsaPublicPem, rsaToken, secretToken, tokenOfRow, tokenRows } from '../testing/preset-rows.ts'
import { check, gist, hashOf, hintCodesOf, noon, secretKey } from '../testing/signing.ts'

const now = noon / 1000

function rsaKey(more: Partial<VerificationKey> = {}): VerificationKey {
  const imported = importPublicKeyPem(rsaPublicPem, 'token')
  if (!imported.ok) throw new Error(imported.problem.code)
  return { id: 'key_one', state: 'active', retiresAt: null, ...imported.key, ...more }
}

function keyOf(row: TokenRow, more: Partial<VerificationKey> = {}): VerificationKey {
  const kid = (row.header?.['kid'] as string | undefined) ?? null
  return row.signs === 'RS256' ? rsaKey({ kid, ...more }) : secretKey(presetSecret, { kid, ...more })
}

function judge(row: TokenRow, identity: unknown, more: Partial<Parameters<typeof check>[0]> = {}) {
  return check({ scheme: row.scheme, identity, keys: [keyOf(row)], settings: row.settings ?? {}, ...more })
}

function without(claims: Readonly<Record<string, unknown>>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)))
}

describe.each(tokenRows)('$scheme, by a token', (row) => {
  const due = row.identity[0] ?? ''

  it('proves its identity, in the order of the claims that can be it', async () => {
    for (const [index, field] of row.identity.entries()) {
      const claims = without(row.claims, ...row.identity.slice(0, index))
      const verdict = await judge(row, { [row.token]: tokenOfRow(row, claims) })
      expect(gist(verdict)).toBe(`verified/proof-matches ${field}`)
      expect(verdict.fields[field]).toEqual({ value: row.claims[field], provenance: 'proven' })
      expect(['short-token', 'lasting-token']).toContain(verdict.assurance)
    }
    const nobody = await judge(row, { [row.token]: tokenOfRow(row, without(row.claims, ...row.identity)) })
    expect([nobody.status, nobody.reason]).toEqual(['failed', 'claim-missing'])
  })

  it('refuses a token that lacks what the vendor requires', async () => {
    for (const [name, reason] of Object.entries(row.needs ?? {})) {
      const verdict = await judge(row, { [row.token]: tokenOfRow(row, without(row.claims, name)) })
      expect([name, verdict.status, verdict.reason]).toEqual([name, 'failed', reason])
    }
  })

  it('says expired of a token that was good in its time, and of no other', async () => {
    const claims = { ...row.claims, exp: now - 61, ...('iat' in row.claims ? { iat: now - 120 } : {}) }
    expect((await judge(row, { [row.token]: tokenOfRow(row, claims) })).reason).toBe('proof-expired')
    const late = tokenOfRow(row, { ...claims, exp: now - 59 })
    expect((await judge(row, { [row.token]: late })).status).toBe('verified')
    const forged = `${late.slice(0, -4)}AAAA`
    expect((await judge(row, { [row.token]: forged })).status).toBe('failed')
  })

  it('refuses every other key, algorithm and claim', async () => {
    const sent = tokenOfRow(row)
    const [header = '', , signature = ''] = sent.split('.')
    const forged = Buffer.from(JSON.stringify({ ...row.claims, [due]: 'u-43' })).toString('base64url')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const body = sent.split('.')[1] ?? ''
    const long = secretKey(presetSecret.repeat(2), { kid: keyOf(row).kid ?? null })
    for (const [token, reason] of [
      [`${header}.${forged}.${signature}`, 'signature-mismatch'],
      [`${none}.${body}.`, 'algorithm-not-allowed'],
      [`${header}.${body}.`, 'signature-mismatch'],
      [`${header}.${body}`, 'token-malformed'],
      [`${sent}=`, 'token-malformed'],
      [`Bearer ${sent}`, 'token-malformed'],
    ] as const) {
      const verdict = await judge(row, { [row.token]: token })
      expect([token === sent, verdict.status, verdict.reason]).toEqual([false, 'failed', reason])
      expect(Object.values(verdict.fields).map(({ provenance }) => provenance)).not.toContain('proven')
    }
    if (row.signs === 'RS256') {
      const confused = secretToken(rsaPublicPem, row.claims, row.header)
      expect((await judge(row, { [row.token]: confused })).reason).toBe('algorithm-not-allowed')
      return
    }
    const stranger = tokenOfRow(row, row.claims, 'the-secret-of-somebody-else-entirely-which-is-long')
    expect((await judge(row, { [row.token]: stranger })).reason).toBe('signature-mismatch')
    const stronger = secretToken(presetSecret.repeat(2), row.claims, row.header, 'HS512')
    expect((await judge(row, { [row.token]: stronger }, { keys: [long] })).reason).toBe('algorithm-not-allowed')
    const short = 'sixteen-letters!'
    const weak = await judge(
      row,
      { [row.token]: secretToken(short, row.claims, row.header) },
      { keys: [secretKey(short, { kid: keyOf(row).kid ?? null })] },
    )
    expect([weak.status, weak.reason]).toEqual(['unchecked', 'key-unfit'])
    const decoded = secretToken(Buffer.from(presetSecret, 'hex'), row.claims, row.header)
    const explained = await judge(row, { [row.token]: decoded })
    expect([explained.status, ...hintCodesOf(explained)]).toEqual(['failed', 'secret-hex-decoded'])
  })

  it('takes a page without a token as a claim at best', async () => {
    const claimed = await judge(row, { email: 'ann.lee@example.com', name: 'Ann Lee' })
    expect([claimed.status, claimed.reason]).toEqual(['claimed', 'no-proof'])
    const misnamed = await judge(row, { email: 'ann.lee@example.com', [`${row.token}_x`]: tokenOfRow(row) })
    expect(misnamed.status).toBe('claimed')
    expect(JSON.stringify(misnamed)).not.toContain(tokenOfRow(row).split('.')[2])
  })

  it('never takes what stands beside a token for what is in it', async () => {
    const verdict = await judge(row, { [row.token]: tokenOfRow(row), [due]: 'somebody-else', phone: '+14155550123' })
    expect(gist(verdict)).toBe(`verified/proof-matches ${due}`)
    expect(verdict.fields[due]?.value).toBe(row.claims[due])
    expect(verdict.fields['phone']?.provenance).toBe('claimed')
    expect(hintCodesOf(verdict)).toEqual(['unsigned-field-shadows-signed'])
  })
})

describe('what single vendors do differently', () => {
  const both = { user_id: 'u-42', email: 'ann.lee@example.com' }
  const hash = hashOf(presetSecret, 'u-42')
  const good = secretToken(presetSecret, both)
  const keys = [secretKey(presetSecret)]

  it('Intercom: a token that was sent is the proof, and a bad one never makes way for the hash', async () => {
    const intercom = (scheme: 'intercom' | 'intercom-jwt' | 'intercom-hash', identity: unknown) =>
      check({ scheme, identity, keys }).then(gist)
    const bad = `${good.slice(0, -4)}AAAA`
    const late = secretToken(presetSecret, { ...both, exp: now - 3600 })
    expect(await intercom('intercom', { ...both, user_hash: hash })).toBe('verified/proof-matches user_id')
    expect(await intercom('intercom', { intercom_user_jwt: good, user_hash: 'ab'.repeat(32) })).toBe(
      'verified/proof-matches user_id',
    )
    expect(await intercom('intercom', { ...both, user_hash: hash, intercom_user_jwt: bad })).toBe(
      'failed/signature-mismatch user_id',
    )
    expect(await intercom('intercom', { ...both, user_hash: hash, intercom_user_jwt: late })).toBe(
      'expired/proof-expired user_id',
    )
    expect(await intercom('intercom', { ...both, user_hash: hash, intercom_user_jwt: 7 })).toBe(
      'failed/token-malformed user_id',
    )
    expect(await intercom('intercom-jwt', { ...both, user_hash: hash })).toBe('claimed/no-proof user_id')
    expect(await intercom('intercom-hash', { ...both, intercom_user_jwt: good })).toBe('claimed/no-proof user_id')
    const proven = await check({ scheme: 'intercom', identity: { intercom_user_jwt: good, user_hash: hash }, keys })
    expect([hintCodesOf(proven), Object.keys(proven.fields)]).toEqual([[], ['user_id', 'email']])
  })

  it('Zendesk: the token names its key, and an e-mail is proven only with email_verified', async () => {
    const row = tokenRows.find(({ scheme }) => scheme === 'zendesk')
    if (row === undefined) throw new Error('no such row')
    const zendesk = (header: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      judge(row, { jwt: secretToken(presetSecret, { ...row.claims, ...more }, header) })
    expect((await zendesk({})).reason).toBe('key-id-unknown')
    expect((await zendesk({ kid: 'app_other' })).reason).toBe('key-id-unknown')
    for (const [email_verified, provenance] of [
      [true, 'proven'],
      [false, 'claimed'],
      ['true', 'claimed'],
      [undefined, 'claimed'],
    ] as const) {
      const verdict = await zendesk({ kid: 'app_5f1e' }, { email: 'ann.lee@example.com', email_verified })
      expect([verdict.status, verdict.fields['email']?.provenance]).toEqual(['verified', provenance])
    }
    expect((await zendesk({ kid: 'app_5f1e' }, { scope: 'admin' })).reason).toBe('claim-mismatch')
  })

  it('Kustomer: a token counts for fifteen minutes, or less where the channel says so', async () => {
    const kustomer = (age: number, settings = {}) =>
      check({
        scheme: 'kustomer',
        identity: { jwtToken: secretToken(presetSecret, { externalId: 'u-42', iat: now - age }) },
        keys,
        settings,
      }).then(gist)
    expect(await kustomer(899)).toBe('verified/proof-matches externalId')
    expect(await kustomer(961)).toBe('expired/proof-too-old externalId')
    expect(await kustomer(961, { maxAgeSeconds: 3600 })).toBe('expired/proof-too-old externalId')
    expect(await kustomer(200, { maxAgeSeconds: 60 })).toBe('expired/proof-too-old externalId')
  })

  it('Drift: the user id beside the token says the same as its subject, or is left out', async () => {
    const drift = (userId: string) =>
      check({ scheme: 'drift', identity: { userId, userJwt: secretToken(presetSecret, { sub: 'u-42' }) }, keys })
    const same = await drift('u-42')
    expect([gist(same), hintCodesOf(same), Object.keys(same.fields)]).toEqual([
      'verified/proof-matches sub',
      [],
      ['sub'],
    ])
    const other = await drift('u-43')
    expect([gist(other), hintCodesOf(other), other.evidence.droppedFields]).toEqual([
      'verified/proof-matches sub',
      ['unsigned-field-shadows-signed'],
      ['userId'],
    ])
  })

  it('Drift: the token of its document is signed with a sample secret, too short to check tokens with', async () => {
    const file = new URL('../vectors/published-and-computed.json', import.meta.url)
    const { jws } = JSON.parse(readFileSync(file, 'utf8')) as {
      jws: { id: string; jws: string; secretUtf8?: string }[]
    }
    const published = jws.find(({ id }) => id === 'drift-doc-hs256')
    const documented = [secretKey(published?.secretUtf8 ?? '')]
    const verdict = await check({ scheme: 'drift', identity: { userJwt: published?.jws }, keys: documented })
    expect(gist(verdict)).toBe('unchecked/key-unfit sub')
  })

  it('Salesforce: RS256 and RS512, by its issuer, and by no other algorithm of the same key', async () => {
    const claims = { iss: 'https://shop.example', sub: 'u-42', exp: now + 600 }
    const salesforce = (identityToken: string, issuer?: string[]) =>
      check({
        scheme: 'salesforce',
        identity: { identityTokenType: 'JWT', identityToken },
        keys: [rsaKey({ kid: '12345' })],
        settings: issuer === undefined ? {} : { issuer },
      }).then(gist)
    const issuer = ['https://shop.example']
    expect(await salesforce(rsaToken(claims, { kid: '12345' }), issuer)).toBe('verified/proof-matches sub')
    expect(await salesforce(rsaToken(claims, { kid: '12345' }, '512'), issuer)).toBe('verified/proof-matches sub')
    expect(await salesforce(rsaToken(claims, {}), issuer)).toBe('verified/proof-matches sub')
    expect(await salesforce(rsaToken(claims, { kid: '12345' }, '384'), issuer)).toBe('failed/algorithm-not-allowed sub')
    expect(await salesforce(rsaToken(claims, { kid: '54321' }), issuer)).toBe('failed/key-id-unknown sub')
    expect(await salesforce(rsaToken(claims, {}), ['https://other.example'])).toBe('failed/issuer-mismatch sub')
    expect(await salesforce(rsaToken(claims, {}))).toBe('unchecked/not-configured null')
  })

  it('Featurebase: the older hash counts where no token is sent', async () => {
    const page = { userId: 'u-42', email: 'ann.lee@example.com', userHash: hash }
    const featurebase = (identity: unknown) => check({ scheme: 'featurebase', identity, keys }).then(gist)
    expect(await featurebase(page)).toBe('verified/proof-matches userId')
    expect(
      await featurebase({
        ...page,
        featurebaseJwt: `${secretToken(presetSecret, { userId: 'u-42' }).slice(0, -4)}AAAA`,
      }),
    ).toBe('failed/signature-mismatch userId')
  })
})
