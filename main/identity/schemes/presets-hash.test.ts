import { describe, expect, it } from 'vitest'
import type { HashRow } from '../testing/preset-rows.ts'
import { hashRows, honestPage, presetSecret, proofOf } from '../testing/preset-rows.ts'
import { check, gist, hashOf, hintCodesOf, secretKey } from '../testing/signing.ts'

const keys = [secretKey(presetSecret)]

function judge(row: HashRow, identity: unknown, more: Partial<Parameters<typeof check>[0]> = {}) {
  return check({ scheme: row.scheme, identity, keys, ...more })
}

/** The page without the fields that stand before this one in priority. */
function pageFrom(row: HashRow, field: string): Record<string, string> {
  const left = row.signs.slice(0, row.signs.indexOf(field))
  return Object.fromEntries(Object.entries(row.page).filter(([name]) => !left.includes(name)))
}

describe.each(hashRows)('$scheme, by a hash', (row) => {
  const due = row.signs[0] ?? ''
  const value = row.page[due] ?? ''

  it('proves the first of its fields that is there, and nothing beside it', async () => {
    for (const field of row.signs) {
      const page = pageFrom(row, field)
      const verdict = await judge(row, { ...page, [row.proof]: proofOf(row, page[field] ?? '') })
      expect(gist(verdict)).toBe(`verified/proof-matches ${field}`)
      expect([verdict.assurance, verdict.keyId, verdict.validUntil]).toEqual(['static-hash', 'key_one', null])
      for (const [name, { provenance }] of Object.entries(verdict.fields)) {
        expect([name, provenance]).toEqual([name, name === field ? 'proven' : 'claimed'])
      }
      expect(Object.keys(verdict.fields).toSorted()).toEqual(Object.keys(page).toSorted())
    }
  })

  it('refuses a hash of every field but the first', async () => {
    for (const lower of row.signs.slice(1)) {
      const verdict = await judge(row, { ...row.page, [row.proof]: proofOf(row, row.page[lower] ?? '') })
      expect([gist(verdict), hintCodesOf(verdict)]).toEqual([
        `failed/hash-for-lower-field ${due}`,
        ['hash-of-lower-field'],
      ])
    }
    const others = Object.keys(row.page).filter((name) => !row.signs.includes(name))
    for (const other of others) {
      const verdict = await judge(row, { ...row.page, [row.proof]: proofOf(row, row.page[other] ?? '') })
      expect(gist(verdict)).toBe(`failed/hash-mismatch ${due}`)
    }
  })

  it('takes no proof, and a proof under another name, as a claim', async () => {
    for (const none of [undefined, null, '']) {
      expect(gist(await judge(row, { ...row.page, [row.proof]: none }))).toBe(`claimed/no-proof ${due}`)
    }
    const misnamed = await judge(row, { ...row.page, [`${row.proof}_x`]: proofOf(row, value) })
    expect([gist(misnamed), hintCodesOf(misnamed)]).toEqual([`claimed/no-proof ${due}`, ['proof-under-other-name']])
    expect(JSON.stringify(misnamed)).not.toContain(proofOf(row, value))
    expect((await judge(row, { [row.proof]: proofOf(row, value) })).reason).toBe('proof-without-identity')
  })

  it('reads the digest as hexadecimal of either case, and no other way', async () => {
    const right = proofOf(row, value)
    expect((await judge(row, { ...row.page, [row.proof]: right.toUpperCase() })).status).toBe('verified')
    const bytes = Buffer.from(right, 'hex')
    for (const [wrong, code] of [
      [bytes.toString('base64'), 'digest-is-base64'],
      [bytes.toString('base64url'), 'digest-is-base64'],
      [right.slice(0, 40), 'digest-truncated'],
    ] as const) {
      const verdict = await judge(row, { ...row.page, [row.proof]: wrong })
      expect([gist(verdict), hintCodesOf(verdict)]).toEqual([`failed/hash-malformed ${due}`, [code]])
    }
    for (const wrong of [`${right} `, `0x${right}`, `${right}00`, [right], { right }, 7, true]) {
      expect((await judge(row, { ...row.page, [row.proof]: wrong })).reason).toBe('hash-malformed')
    }
  })

  it('uses the text of its secret as its vendor does, and explains the other ways', async () => {
    const explain = async (bytes: Uint8Array | string) => {
      const verdict = await judge(row, { ...row.page, [row.proof]: hashOf(bytes, row.changes?.(value) ?? value) })
      return [verdict.status, ...hintCodesOf(verdict)]
    }
    expect(await explain(row.key === 'hex' ? presetSecret : Buffer.from(presetSecret, 'hex'))).toEqual([
      'failed',
      row.key === 'hex' ? 'key-not-decoded' : 'secret-hex-decoded',
    ])
    expect(await explain(Buffer.from(presetSecret, 'base64'))).toEqual(['failed', 'secret-base64-decoded'])
    expect(await explain(`${presetSecret}\n`)).toEqual(['failed', 'secret-has-whitespace'])
    expect(await explain(presetSecret.toUpperCase())).toEqual(['failed', 'secret-case-differs'])
  })

  it('changes the value as its vendor does, and no further', async () => {
    const shouted = value.toUpperCase()
    const page = { ...row.page, [due]: shouted }
    const ofLower = await judge(row, { ...page, [row.proof]: proofOf(row, value) })
    const asSent = await judge(row, {
      ...page,
      [row.proof]: hashOf(row.key === 'hex' ? Buffer.from(presetSecret, 'hex') : presetSecret, shouted),
    })
    if (row.changes === undefined) {
      expect([gist(ofLower), hintCodesOf(ofLower)]).toEqual([`failed/hash-mismatch ${due}`, ['value-case-differs']])
      expect([gist(asSent), asSent.fields[due]?.value]).toEqual([`verified/proof-matches ${due}`, shouted])
    } else {
      expect([gist(ofLower), ofLower.fields[due]?.value]).toEqual([`verified/proof-matches ${due}`, value])
      expect([gist(asSent), hintCodesOf(asSent)]).toEqual([`failed/hash-mismatch ${due}`, ['value-case-differs']])
    }
    const spaced = { ...row.page, [due]: ` ${value}` }
    const trims = row.changes?.(' a') === 'a'
    expect((await judge(row, { ...spaced, [row.proof]: proofOf(row, value) })).status).toBe(
      trims ? 'verified' : 'failed',
    )
  })

  it('tells keys of the channel apart', async () => {
    const other = secretKey('another-secret-of-this-channel-altogether', { id: 'key_two' })
    const page = honestPage(row)
    const retired = { ...secretKey(presetSecret), state: 'retired' as const }
    const explained = await judge(row, page, { keys: [row.key === 'hex' ? pylonKey : other, retired] })
    expect([explained.status, ...hintCodesOf(explained)]).toEqual(['failed', 'retired-key-of-channel'])
    expect((await judge(row, page, { keys: [retired] })).reason).toBe('key-retired')
    expect((await judge(row, page, { keys: [] })).reason).toBe('no-key')
    expect((await judge(row, page, { keys: [row.key === 'hex' ? pylonKey : other, ...keys] })).keyId).toBe('key_one')
    expect((await judge(row, page, { keys: [{ ...secretKey(presetSecret), compromised: true }] })).reason).toBe(
      'key-compromised',
    )
  })
})

const pylonKey = secretKey('00ff'.repeat(16), { id: 'key_two' })

describe('what single vendors do differently', () => {
  const email = 'ann.lee@example.com'
  const signature = hashOf(presetSecret, email)
  const crisp = (identity: unknown) => check({ scheme: 'crisp', identity, keys })

  it('Crisp: its list and its calls say the same as the members', async () => {
    for (const identity of [
      { 'user:email': [email, signature] },
      { 'user:email': [email, signature], 'user:nickname': ['Ann'], email },
      ['user:email', [email, signature]],
      ['set', 'user:email', [email, signature]],
      [
        ['set', 'user:nickname', ['Ann']],
        ['set', 'user:email', [email, signature]],
      ],
    ]) {
      expect(gist(await crisp(identity))).toBe('verified/proof-matches email')
    }
    expect(gist(await crisp({ 'user:email': [email] }))).toBe('claimed/no-proof email')
    expect(gist(await crisp({ 'user:email': email }))).toBe('claimed/no-proof email')
    expect(gist(await crisp(['user:email', [`x${email}`, signature]]))).toBe('failed/hash-mismatch email')
  })

  it('Crisp: a list that contradicts itself, or is none of its calls, is refused', async () => {
    for (const identity of [
      { 'user:email': [email, signature], email: 'other@example.com' },
      { 'user:email': [email, signature], signature: 'ab'.repeat(32) },
      { 'user:email': [email, signature, 'more'] },
      ['user:email', [email, signature], 'more'],
      ['set', 'session:data', [[['plan', 'gold']]]],
      ['set', 'user:email', email],
      [
        ['set', 'user:email', [email, signature]],
        ['set', 'user:email', ['other@example.com', signature]],
      ],
      [],
      [[]],
      [email, signature],
    ]) {
      expect([identity, (await crisp(identity)).reason]).toEqual([identity, 'payload-malformed'])
    }
    expect((await check({ scheme: 'front', identity: ['user:email', [email, signature]], keys })).reason).toBe(
      'payload-malformed',
    )
  })

  it('Plain and Pylon: what stands in their object, and beside it', async () => {
    const nested = await check({
      scheme: 'plain',
      identity: { customerDetails: { email, emailHash: signature } },
      keys,
    })
    expect(gist(nested)).toBe('verified/proof-matches email')
    const contradiction = { customerDetails: { email, emailHash: signature }, email: 'other@example.com' }
    expect((await check({ scheme: 'plain', identity: contradiction, keys })).reason).toBe('payload-malformed')
    const hash = hashOf(Buffer.from(presetSecret, 'hex'), email)
    const settings = await check({
      scheme: 'pylon',
      identity: { chat_settings: { app_id: 'a', email, email_hash: hash } },
      keys,
    })
    expect([gist(settings), Object.keys(settings.fields)]).toEqual(['verified/proof-matches email', ['email']])
    const text = await check({
      scheme: 'pylon',
      identity: { email, email_hash: hash },
      keys: [secretKey('no hex at all')],
    })
    expect(text.reason).toBe('key-unfit')
  })

  it('SupportWire and a custom hash that trims: a line break at the ends goes as white space does, and stays inside', async () => {
    const sent = `\t Ann.Lee@Example.com \r\n`
    const identity = { email: sent, userSignature: hashOf(presetSecret, email) }
    const verdict = await check({ scheme: 'supportwire', identity, keys })
    expect([gist(verdict), verdict.fields['email']?.value]).toEqual(['verified/proof-matches email', email])
    const custom = (value: string, normalise: 'trim' | 'lower', signed = value.trim()) =>
      check({
        scheme: 'hmac',
        settings: { fields: ['email'], normalise },
        identity: { email: value, hash: hashOf(presetSecret, signed) },
        keys,
      })
    expect(gist(await custom(`${email}\n`, 'trim'))).toBe('verified/proof-matches email')
    expect(gist(await custom('ann\nlee@example.com', 'trim'))).toBe('failed/value-malformed email')
    expect(gist(await custom(`${email}\n`, 'lower', `${email}\n`))).toBe('failed/value-malformed email')
    expect(gist(await custom(' \n ', 'trim'))).toBe('failed/value-malformed email')
  })

  it('tawk.to: a user id by each of its names, and never two', async () => {
    const hash = hashOf(presetSecret, 'u-42')
    for (const name of ['userId', 'userID', 'user_id']) {
      const verdict = await check({ scheme: 'tawk', identity: { [name]: 'u-42', hash }, keys })
      expect(gist(verdict)).toBe('verified/proof-matches userId')
    }
    const two = await check({ scheme: 'tawk', identity: { userId: 'u-42', user_id: 'u-43', hash }, keys })
    expect(two.reason).toBe('alias-conflict')
  })

  it('Intercom: each kind of app has a secret of its own', async () => {
    const web = secretKey(presetSecret, { id: 'web', platform: 'web' })
    const ios = secretKey('the-secret-of-the-iphone-app-of-the-shop', { id: 'ios', platform: 'ios' })
    const from = (platform: 'web' | 'ios' | null, key: typeof web) => {
      const secret = key === web ? presetSecret : 'the-secret-of-the-iphone-app-of-the-shop'
      const identity = { user_id: 'u-42', user_hash: hashOf(secret, 'u-42') }
      return check({ scheme: 'intercom', identity, keys: [web, ios], page: { origin: null, platform } })
    }
    expect([(await from('web', web)).keyId, (await from('ios', ios)).keyId, (await from(null, ios)).keyId]).toEqual([
      'web',
      'ios',
      'ios',
    ])
    const wrong = await from('web', ios)
    expect([gist(wrong), hintCodesOf(wrong)]).toEqual(['failed/hash-mismatch user_id', ['key-of-other-platform']])
  })
})
