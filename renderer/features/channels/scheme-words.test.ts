import { describe, expect, it } from 'vitest'
import type { KeyView } from '#shared/domain/channel.ts'
import { keysInWords, linesOf, problemWithOrigins, verifiedShare } from './scheme-words.ts'
import { settingsOf, siteDraftOf } from './site-fields.tsx'

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
})
