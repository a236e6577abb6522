import { describe, expect, it } from 'vitest'
import type { KeyView, SchemeSettings } from '#shared/domain/channel.ts'
import { vendors } from '#shared/vendors/all.ts'
import { keysInWords, linesOf, problemWithOrigins, verifiedShare } from './scheme-words.ts'
import { problemWithSettings, settingsOf, siteDraftOf } from './site-draft.ts'
import { searchVendors } from './vendor-search.ts'

const key = (over: Partial<KeyView>): KeyView => ({
  id: 'key_a',
  kind: 'secret',
  label: 'Key',
  state: 'active',
  retiresAt: null,
  addedAt: 0,
  lastUsedAt: null,
  kid: null,
  platform: null,
  compromisedAt: null,
  fingerprint: 'aaaa…bbbb',
  warnings: [],
  available: true,
  ...over,
})
const counts = (messages: number, verified: number) => ({
  messages,
  verified,
  unverified: messages - verified,
  wouldRefuse: 0,
  refused: 0,
})

describe('the keys of a channel in one phrase', () => {
  it('is red once a key was seen outside, whatever else is there', () => {
    const seen = key({ id: 'key_b', compromisedAt: 1 })
    expect(keysInWords([seen])).toEqual({ words: 'Key seen outside', tone: 'danger' })
    expect(keysInWords([key({}), seen])).toEqual({ words: 'One seen outside', tone: 'danger' })
  })
})

describe('the verified share', () => {
  it('never rounds the last unverified message away, and says nothing about nothing', () => {
    expect(verifiedShare(counts(0, 0))).toBe('–')
    expect(verifiedShare(counts(1_000, 999))).toBe('99.9 %')
    expect(verifiedShare(counts(100_000, 99_999))).not.toBe('100 %')
    expect(verifiedShare(counts(10, 10))).toBe('100 %')
  })
})

describe('the state of the keys', () => {
  it.each([
    [[], 'No key'],
    [[key({ state: 'retired' })], 'All keys retired'],
    [[key({ state: 'retiring' })], 'Last key ends soon'],
    [[key({}), key({ state: 'retired' })], '1 key'],
    [[key({}), key({ available: false })], 'Key cannot be opened'],
  ])('puts the worst first (%#)', (keys, words) => {
    expect(keysInWords(keys).words).toBe(words)
  })
})

describe('origins as they are typed', () => {
  it('accepts exact origins and names what is wrong with others', () => {
    expect(problemWithOrigins(linesOf(' https://shop.example \n\nhttp://127.0.0.1:4718'))).toBeNull()
    expect(problemWithOrigins(['shop.example'])).toContain('https://')
    expect(problemWithOrigins(['https://shop.example/path'])).toContain('end after the host')
  })
})

describe('settings', () => {
  it('survive the way through the form, and other schemes’ members are left out', () => {
    const pavior = {
      teamVanityId: 'team',
      primaryAuthenticationDomain: 'auth.example',
      sharedAuthenticationDomains: ['a.example', 'b.example'],
    }
    expect(settingsOf('pavior', siteDraftOf([], pavior))).toEqual(pavior)
    expect(settingsOf('fernand', siteDraftOf([], pavior))).toEqual({})
    const talkative = { identityLabels: { Email: 'email' }, unsignedFields: ['Topic'] }
    expect(settingsOf('talkative', siteDraftOf([], talkative))).toEqual(talkative)
  })

  it('of custom channels survive the way too, and what is as usual is left out', () => {
    const hash = { fields: ['id', 'email'], normalise: 'lower', digest: 'base64', digestField: 'sig' } as const
    expect(settingsOf('hmac', siteDraftOf([], { ...hash, fields: [...hash.fields] }))).toEqual(hash)
    const token = {
      algorithms: ['ES256', 'RS256'],
      issuer: ['https://id.example'],
      audience: ['console'],
      subjectClaim: 'user_id',
      requiredClaims: ['role'],
      requireExpiry: false,
      maxAgeSeconds: 900,
      clockToleranceSeconds: 0,
      tokenField: 'jwt',
    } satisfies SchemeSettings
    expect(settingsOf('jwt', siteDraftOf([], token))).toEqual(token)
    expect(settingsOf('jwt', siteDraftOf([], {}))).toEqual({})
    expect(settingsOf('intercom', siteDraftOf([], token))).toEqual({
      issuer: token.issuer,
      audience: token.audience,
      requireExpiry: false,
      maxAgeSeconds: 900,
      clockToleranceSeconds: 0,
    })
  })

  it('that a channel cannot do without are asked for', () => {
    expect(problemWithSettings('hmac', siteDraftOf([], {}))).toContain('field')
    expect(problemWithSettings('salesforce', siteDraftOf([], {}))).toContain('issuer')
    expect(problemWithSettings('jwt', siteDraftOf([], { algorithms: [] }))).toContain('algorithm')
    expect(problemWithSettings('fernand', siteDraftOf([], {}))).toBeNull()
    const typed = siteDraftOf([], {})
    expect(problemWithSettings('jwt', { ...typed, token: { ...typed.token, maxAge: '5 min' } })).toContain('seconds')
  })
})

describe('the search for a vendor', () => {
  const found = (search: string) => searchVendors(search).flatMap((group) => group.vendors.map(({ name }) => name))
  it('shows all, the first four first and custom ones last', () => {
    expect(found('').slice(0, 4)).toEqual(['yourgpt', 'fernand', 'pavior', 'talkative'])
    expect(found('').slice(-2)).toEqual(['hmac', 'jwt'])
    expect(found('').toSorted()).toEqual(vendors.map(({ name }) => name).toSorted())
  })
  it('takes other spellings, and how a vendor proves', () => {
    expect(found('help scout')).toEqual(['help-scout'])
    expect(found('HELPSCOUT')).toEqual(['help-scout'])
    expect(found('jwt')).toContain('jwt')
    expect(found('token')).toContain('zendesk')
    expect(found('no such chat')).toEqual([])
  })
})
