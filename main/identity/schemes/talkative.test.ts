import { describe, expect, it } from 'vitest'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import { thumbprintOf } from '../documentation-keys.ts'
import type { TokenShape } from '../testing/signing.ts'
import {
  gist,
  hashOf,
  hintCodesOf,
  item,
  check as judge,
  newPair,
  noon,
  publicKey,
  rfcPair,
  tokenOf,
} from '../testing/signing.ts'

const pair = newPair()
const key = publicKey(pair.pem)
const keys = [key]
const settings: SchemeSettings = {
  identityLabels: { Email: 'email', 'Customer Name': 'name' },
  unsignedFields: ['Page', 'Email'],
}
const ann = [item('Customer Name', 'Ann Lee'), item('Email', 'ann@example.com')]

interface Sent {
  token?: unknown
  payload?: unknown
  shape?: TokenShape
  unsigned?: unknown
  own?: SchemeSettings
  channelKeys?: typeof keys
  conversationId?: string
}

function check({ token, payload = ann, shape, unsigned, own = settings, channelKeys = keys, conversationId }: Sent) {
  const identity = {
    signedInteractionData: token === undefined ? tokenOf(pair, payload, shape) : token,
    interactionData: unsigned,
  }
  return judge({
    scheme: 'talkative',
    identity,
    settings: own,
    keys: channelKeys,
    ...(conversationId ? { conversationId } : {}),
  })
}

describe('Talkative: signed data', () => {
  it('proves what is inside the signed array, under mapped names', async () => {
    const verdict = await check({})
    expect(gist(verdict)).toBe('verified/proof-matches email')
    expect({ ...verdict.fields }).toEqual({
      name: { value: 'Ann Lee', provenance: 'proven' },
      email: { value: 'ann@example.com', provenance: 'proven' },
    })
    expect(verdict.hints).toEqual([])
    for (const typ of ['JWT', 'JOSE']) {
      expect((await check({ shape: { header: { alg: 'ES256', typ } } })).status).toBe('verified')
    }
  })

  it('needs a mapped label inside the signed array', async () => {
    expect(gist(await check({ payload: [item('Order', '7')] }))).toBe('failed/identity-label-missing email')
    expect(gist(await check({ payload: [] }))).toBe('failed/identity-label-missing email')
    expect(gist(await check({ payload: [item('email', 'ann@example.com')] }))).toBe(
      'failed/identity-label-missing email',
    )
    expect(gist(await check({ payload: [item('Email', '')] }))).toBe('failed/identity-label-missing email')
    expect(gist(await check({ own: {} }))).toBe('failed/identity-label-missing null')
    const unsigned = [item('Email', 'ann@example.com')]
    expect(gist(await check({ payload: [item('Order', '7')], unsigned }))).toBe('failed/identity-label-missing email')
  })

  it('never takes a name for the identity, which namesakes would share', async () => {
    for (const field of ['name', 'Name', 'full_name', 'ｎame']) {
      const own = { identityLabels: { 'Customer Name': field } }
      const alone = await check({ payload: [item('Customer Name', 'Ann Lee')], own })
      expect([field, gist(alone)]).toEqual([field, 'failed/identity-label-missing null'])
      expect(alone.fields[field]?.provenance).toBe('claimed')
      expect(gist(await check({ token: null, unsigned: [item('Customer Name', 'Ann')], own }))).toBe(
        'claimed/no-proof null',
      )
      const beside = await check({ own: { identityLabels: { ...own.identityLabels, Email: 'email' } } })
      expect([gist(beside), beside.fields[field]?.provenance]).toEqual(['verified/proof-matches email', 'proven'])
    }
  })

  it('does not verify a label that is there twice with different data', async () => {
    const twice = [...ann, item('Email', 'eve@example.com')]
    expect(gist(await check({ payload: twice }))).toBe('failed/identity-label-conflict email')
    expect((await check({ payload: [...ann, item('Email', 'ann@example.com')] })).status).toBe('verified')
    const name = await check({ payload: [...ann, item('Customer Name', 'Eve')] })
    expect([gist(name), name.fields['name']?.provenance]).toEqual(['verified/proof-matches email', 'claimed'])
    const own = { identityLabels: { Email: 'email', 'E-Mail': 'email' } }
    expect((await check({ payload: [...ann, item('E-Mail', 'eve@example.com')], own })).reason).toBe(
      'identity-label-conflict',
    )
  })

  it('takes only text of type "string" for an identity', async () => {
    const bad = [
      item('Email', 42),
      item('Email', 'a@b.c', 'html'),
      item('Email', null),
      item('Email', {}),
      item('Email', ' '),
      item('Email', 'a\u0000b'),
    ]
    for (const one of [...bad, { label: 'Email', data: 'a@b.c' }]) {
      expect([one, gist(await check({ payload: [one] }))]).toEqual([one, 'failed/value-malformed email'])
    }
    const raw = await check({ payload: [...ann, item('Cart', { items: 2 }, 'json')] })
    expect(raw.fields['Cart']).toEqual({ value: '{"items":2}', provenance: 'proven' })
  })

  it('refuses signed data that is no array of label and data', async () => {
    const texts = [
      '',
      '{}',
      'null',
      '"x"',
      '[1]',
      '[[]]',
      '[{"label":7,"data":"x"}]',
      '[{"label":"a"}]',
      '[{"label":"","data":"x"}]',
      '[{"label":"__proto__","data":"x","type":"string"}]',
      '[{"label":"a","label":"b","data":"x"}]',
      '\ufeff[]',
      '['.repeat(5_000),
    ]
    for (const payloadText of texts) {
      const verdict = await check({ shape: { payloadText } })
      expect([payloadText.slice(0, 50), gist(verdict)]).toEqual([
        payloadText.slice(0, 50),
        'failed/payload-malformed null',
      ])
      expect(Object.keys(verdict.fields)).toEqual([])
    }
    expect((await check({ shape: { payloadText: Uint8Array.of(0x5b, 0xff, 0x5d) } })).reason).toBe('payload-malformed')
    const sample = '[ {"label": "Email", "data": "ann@example.com", "type": "string"},\n]'
    const comma = await check({ shape: { payloadText: sample } })
    expect([gist(comma), hintCodesOf(comma)]).toEqual(['failed/payload-malformed null', ['payload-trailing-comma']])
  })

  it('shows the claims of a signature that does not match, and proves none', async () => {
    const [header, payload, signature] = tokenOf(pair, ann).split('.')
    const altered = Buffer.from(JSON.stringify([item('Email', 'eve@example.com')])).toString('base64url')
    const verdict = await check({ token: `${header}.${altered}.${signature}` })
    expect(gist(verdict)).toBe('failed/signature-mismatch email')
    expect({ ...verdict.fields }).toEqual({ email: { value: 'eve@example.com', provenance: 'claimed' } })
    expect((await check({ token: `${header}.${payload}.` })).reason).toBe('signature-mismatch')
    const zeros = Buffer.alloc(64).toString('base64url')
    expect((await check({ token: `${header}.${payload}.${zeros}` })).reason).toBe('signature-mismatch')
    expect((await check({ token: tokenOf(newPair(), ann) })).reason).toBe('signature-mismatch')
    const der = await check({ shape: { encoding: 'der' } })
    expect([gist(der), hintCodesOf(der)]).toEqual(['failed/signature-mismatch email', ['signature-is-der']])
  })

  it('binds the fingerprint to the claims, not to the signature', async () => {
    const [one, two] = [await check({}), await check({ shape: { header: { alg: 'ES256', typ: 'JWT' } } })]
    expect(one.evidence.proofFingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(two.evidence.proofFingerprint).toBe(one.evidence.proofFingerprint)
    const third = await check({ payload: [...ann, item('Order', '7')] })
    expect(third.evidence.proofFingerprint).not.toBe(one.evidence.proofFingerprint)
    const forged = await check({ token: tokenOf(newPair(), ann) })
    expect(forged.evidence.proofFingerprint).toBeNull()
  })
})

describe('Talkative: the gate before any key', () => {
  it('refuses what is no canonical compact token', async () => {
    const token = tokenOf(pair, ann)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const trailing = `${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : signature.endsWith('Q') ? 'R' : signature.endsWith('g') ? 'h' : 'x'}`
    const malformed = [
      'x',
      'a.b',
      `${token}.`,
      `.${payload}.${signature}`,
      ` ${token}`,
      `${token}\n`,
      token.replace('.', '. '),
      `${header}.${payload}.${trailing}`,
      `${header}.${payload}.${signature}+/`,
      7,
      {},
      [token],
      true,
      tokenOf(pair, ann, { headerText: 'not json' }),
      tokenOf(pair, ann, { headerText: '[]' }),
      tokenOf(pair, ann, { headerText: '{"alg":"ES256","alg":"ES256"}' }),
      tokenOf(pair, ann, { headerText: '\ufeff{"alg":"ES256"}' }),
      tokenOf(pair, ann, { headerText: Uint8Array.of(0x7b, 0xff, 0x7d) }),
    ]
    for (const text of malformed)
      expect([text, (await check({ token: text })).reason]).toEqual([text, 'token-malformed'])
    const padded = await check({ token: `${header}.${payload}.${signature}==` })
    expect([padded.reason, hintCodesOf(padded)]).toEqual(['token-malformed', ['token-has-padding']])
    expect((await check({ payload: [item('Email', 'x'.repeat(20_000))] })).reason).toBe('token-too-large')
    for (const absent of [null, '']) expect((await check({ token: absent })).status).toBe('anonymous')
  })

  it('fixes the algorithm by the channel and not by the token', async () => {
    for (const alg of ['none', 'None', 'HS256', 'ES384', 'RS256', 'es256', '', 7, null, ['ES256']]) {
      expect([alg, (await check({ shape: { header: { alg } } })).reason]).toEqual([alg, 'algorithm-not-allowed'])
    }
    expect((await check({ shape: { header: {} } })).reason).toBe('algorithm-not-allowed')
    const input = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(ann)).toString('base64url')}`
    const mac = Buffer.from(hashOf(pair.pem, input), 'hex').toString('base64url')
    expect((await check({ token: `${input}.${mac}` })).reason).toBe('algorithm-not-allowed')
  })

  it('refuses every header member that could choose a key or change the meaning', async () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }
    const more: Record<string, unknown>[] = [
      { jwk },
      { jku: 'https://evil.io' },
      { x5c: [] },
      { x5u: 'https://evil.io' },
      { crit: ['exp'] },
      { b64: false },
      { zip: 'DEF' },
      { kid: 7 },
      { kid: null },
      { typ: {} },
      { typ: 'at+jwt' },
      { cty: 'JWT' },
      { constructor: 'x' },
    ]
    for (const members of more) {
      const verdict = await check({ shape: { header: { alg: 'ES256', ...members } } })
      expect([members, verdict.reason]).toEqual([members, 'header-not-allowed'])
    }
  })
})

describe('Talkative: several keys', () => {
  const second = newPair()
  const both = [publicKey(second.pem, { id: 'key_two' }), ...keys]

  it('tries each key where the token names none', async () => {
    const verdict = await check({ channelKeys: both })
    expect([verdict.status, verdict.keyId]).toEqual(['verified', 'key_one'])
  })

  it('holds to the key that kid names, by id or thumbprint', async () => {
    const named = (kid: string) => check({ channelKeys: both, shape: { header: { alg: 'ES256', kid } } })
    expect((await named('key_one')).status).toBe('verified')
    expect((await named(thumbprintOf(key.material) ?? '')).keyId).toBe('key_one')
    const unknown = await named('key_three')
    expect([unknown.reason, hintCodesOf(unknown)]).toEqual(['key-id-unknown', ['other-key-of-channel']])
    const wrong = await named('key_two')
    expect([wrong.reason, hintCodesOf(wrong)]).toEqual(['signature-mismatch', ['other-key-of-channel']])
  })

  it('does not verify with a retired key, and says so', async () => {
    const retired = [publicKey(second.pem, { id: 'key_two' }), publicKey(pair.pem, { state: 'retired' })]
    const verdict = await check({ channelKeys: retired })
    expect([verdict.reason, hintCodesOf(verdict)]).toEqual(['signature-mismatch', ['retired-key-of-channel']])
    expect((await check({ channelKeys: retired.slice(1) })).reason).toBe('key-retired')
  })

  it('hints at a published key pair', async () => {
    const published = rfcPair()
    const verdict = await check({ token: tokenOf(published, ann), channelKeys: [publicKey(published.pem)] })
    expect([verdict.status, hintCodesOf(verdict)]).toEqual(['verified', ['documentation-key']])
  })
})

describe('Talkative: unsigned fields', () => {
  it('passes the allow-list as claims, and drops and names the rest', async () => {
    const verdict = await check({ unsigned: [item('Page', '/cart'), item('Mood', 'happy'), item('page', '/x')] })
    expect(verdict.fields['Page']).toEqual({ value: '/cart', provenance: 'claimed' })
    expect([verdict.status, verdict.evidence.droppedFields, hintCodesOf(verdict)]).toEqual([
      'verified',
      ['Mood', 'page'],
      ['unsigned-fields-dropped'],
    ])
    expect(Object.keys(verdict.fields)).not.toContain('Mood')
  })

  it('lets nothing unsigned stand for something signed', async () => {
    for (const label of ['Email', 'email', ' EMAIL ', 'Ｅmail', 'Em\u200bail', 'Emаil', 'Émail']) {
      const own = { ...settings, unsignedFields: [label] }
      const verdict = await check({ unsigned: [item(label, 'eve@example.com')], own })
      expect([label, verdict.status, verdict.fields['email']?.value]).toEqual([label, 'verified', 'ann@example.com'])
      expect(hintCodesOf(verdict)).toContain('unsigned-field-shadows-signed')
      expect(Object.values(verdict.fields).map(({ value }) => value)).not.toContain('eve@example.com')
    }
    const own = { identityLabels: { 'Customer E-mail': 'email' }, unsignedFields: ['email'] }
    const mapped = await check({
      payload: [item('Customer E-mail', 'ann@example.com')],
      unsigned: [item('email', 'eve@example.com')],
      own,
    })
    expect([mapped.status, mapped.fields['email']?.value]).toEqual(['verified', 'ann@example.com'])
  })

  it('is a claim without a token, and passes everything only where signing is not switched on', async () => {
    const unsigned = [item('Email', 'ann@example.com'), item('Mood', 'happy')]
    const claimed = await check({ token: null, unsigned })
    expect([gist(claimed), claimed.evidence.droppedFields]).toEqual(['claimed/no-proof email', ['Mood']])
    expect(claimed.fields['email']).toEqual({ value: 'ann@example.com', provenance: 'claimed' })
    const unchecked = await check({ token: null, unsigned, channelKeys: [] })
    expect([gist(unchecked), Object.keys(unchecked.fields)]).toEqual(['unchecked/no-key email', ['email', 'Mood']])
    const broken = await check({ unsigned: 'x' })
    expect(broken.reason).toBe('payload-malformed')
  })
})

describe('Talkative: signed time and conversation', () => {
  const iso = (offset: number) => new Date(noon + offset).toISOString()
  const seconds = (offset: number) => String(Math.floor((noon + offset) / 1000))
  const withPolicy = (...items: unknown[]) => check({ payload: [...ann, ...items] })

  it('enforces expires_at with a minute of tolerance', async () => {
    for (const form of [iso, seconds]) {
      const good = await withPolicy(item('expires_at', form(0)))
      expect([good.status, good.validUntil]).toEqual(['verified', noon + 60_000])
      expect((await withPolicy(item('expires_at', form(-59_000)))).status).toBe('verified')
      const late = await withPolicy(item('expires_at', form(-60_000)))
      expect(gist(late)).toBe('expired/proof-expired email')
      expect(late.fields['email']?.provenance).toBe('claimed')
    }
    expect(Object.keys((await withPolicy(item('expires_at', iso(0)))).fields)).not.toContain('expires_at')
  })

  it('refuses times it cannot read, milliseconds among them', async () => {
    for (const data of [
      '',
      'tomorrow',
      '2026-03-01',
      '2026-03-01T12:00:00',
      '2026-13-01T12:00:00Z',
      '2027-02-31T12:00:00Z',
      String(noon),
      '1e9',
      '-1',
      7,
      null,
    ]) {
      expect([data, (await withPolicy(item('expires_at', data))).reason]).toEqual([data, 'payload-malformed'])
      expect((await withPolicy(item('issued_at', data))).reason).toBe('payload-malformed')
    }
    const twice = await withPolicy(item('expires_at', iso(0)), item('expires_at', iso(9_000_000)))
    expect(twice.reason).toBe('payload-malformed')
  })

  it('says so where a time is in milliseconds, and only there', async () => {
    const hintsFor = async (label: string, data: string) => hintCodesOf(await withPolicy(item(label, data)))
    expect(await hintsFor('expires_at', String(noon + 60_000))).toEqual(['times-in-milliseconds'])
    expect(await hintsFor('issued_at', String(noon))).toEqual(['times-in-milliseconds'])
    expect(await hintsFor('expires_at', 'tomorrow')).toEqual([])
    expect(await hintsFor('expires_at', '9'.repeat(30))).toEqual([])
    expect(await hintsFor('conversation_id', String(noon))).toEqual([])
  })

  it('refuses a proof from the future, or of another conversation', async () => {
    expect((await withPolicy(item('issued_at', iso(60_000)))).status).toBe('verified')
    expect((await withPolicy(item('issued_at', iso(61_000)))).reason).toBe('not-yet-valid')
    const bound = [...ann, item('conversation_id', 'conv_1')]
    expect((await check({ payload: bound, conversationId: 'conv_1' })).status).toBe('verified')
    expect((await check({ payload: bound, conversationId: 'conv_2' })).reason).toBe('bound-elsewhere')
    expect((await check({ payload: bound })).reason).toBe('bound-elsewhere')
  })

  it('does not pass over a signed label that only looks like one of them', async () => {
    for (const label of [
      'Expires_At',
      ' expires_at',
      'expires_at\u200b',
      'Expires at',
      'expiresAt',
      'expires-at',
      'ｅxpires_at',
    ]) {
      expect([label, gist(await withPolicy(item(label, iso(-9_000_000))))]).toEqual([
        label,
        'failed/payload-malformed email',
      ])
    }
    expect((await withPolicy(item('ISSUED_AT', iso(0)))).reason).toBe('payload-malformed')
    expect((await withPolicy(item('conversation id', 'conv_1'))).reason).toBe('payload-malformed')
    expect((await withPolicy(item('expires', iso(-9_000_000)))).status).toBe('verified')
  })

  it('does not enforce unsigned times, and shows them only by the allow-list', async () => {
    const verdict = await check({ unsigned: [item('expires_at', iso(-9_000_000))] })
    expect([verdict.status, verdict.evidence.droppedFields]).toEqual(['verified', ['expires_at']])
  })
})
