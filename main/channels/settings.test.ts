import { describe, expect, it } from 'vitest'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import { parseSettings } from './settings.ts'

const problem = expect.objectContaining({ code: 'input-invalid' })
const refusal = (scheme: Parameters<typeof parseSettings>[0], entered: SchemeSettings): unknown => {
  try {
    return { accepted: parseSettings(scheme, entered) }
  } catch (error) {
    return error
  }
}

describe('settings', () => {
  it('keep only what the scheme reads', () => {
    const entered = { teamVanityId: 'team', identityLabels: { Email: 'email' } }
    expect(parseSettings('yourgpt', entered)).toEqual({})
    expect(parseSettings('fernand', entered)).toEqual({})
    expect(parseSettings('pavior', entered)).toEqual({ teamVanityId: 'team' })
    expect(parseSettings('talkative', entered)).toEqual({ identityLabels: { Email: 'email' } })
  })

  it('of Pavior hold exact hosts', () => {
    expect(
      parseSettings('pavior', {
        teamVanityId: ' harbour ',
        primaryAuthenticationDomain: ' Auth.Example.com. ',
        sharedAuthenticationDomains: ['example.zendesk.com', '', 'Example.Zendesk.com'],
      }),
    ).toEqual({
      teamVanityId: 'harbour',
      primaryAuthenticationDomain: 'auth.example.com',
      sharedAuthenticationDomains: ['example.zendesk.com'],
    })
  })

  it.each(['https://a.example', 'a.example/path', '*.a.example', 'a.example:443', '127.0.0.1', 'zendesk.com', 'com'])(
    'of Pavior refuse %s as a shared domain',
    (line) => {
      const entered = { primaryAuthenticationDomain: 'auth.example.com', sharedAuthenticationDomains: [line] }
      expect(refusal('pavior', entered)).toEqual(problem)
    },
  )

  it('of Pavior need a primary domain to borrow from', () => {
    expect(refusal('pavior', { sharedAuthenticationDomains: ['help.example.com'] })).toEqual(problem)
  })

  it('of Talkative name a label for the visitor, and never an unsigned one', () => {
    expect(parseSettings('talkative', {})).toEqual({ identityLabels: { Email: 'email' } })
    expect(refusal('talkative', { identityLabels: { Email: 'isAdmin' } })).toEqual(problem)
    expect(refusal('talkative', { identityLabels: { Email: 'email' }, unsignedFields: ['Email'] })).toEqual(problem)
    const named = { identityLabels: { 'Full name': 'name' as const } }
    expect(refusal('talkative', named)).toEqual(problem)
    expect(refusal('talkative', { identityLabels: { ...named.identityLabels, Id: 'id' } })).toMatchObject({
      accepted: {},
    })
    const odd = parseSettings('talkative', { identityLabels: JSON.parse('{"__proto__":"email"}') as never })
    expect(Object.entries(odd.identityLabels ?? {})).toEqual([['__proto__', 'email']])
  })

  it('of presets without any are empty, and of tokens may only be stricter than the vendor', () => {
    const entered = {
      issuer: [' https://id.example '],
      requireExpiry: false,
      algorithms: ['ES256' as const],
      fields: ['email'],
    }
    expect(parseSettings('crisp', entered)).toEqual({})
    expect(parseSettings('intercom-jwt', entered)).toEqual({ issuer: ['https://id.example'] })
    expect(parseSettings('intercom-jwt', { requireExpiry: true, maxAgeSeconds: 300 })).toEqual({
      requireExpiry: true,
      maxAgeSeconds: 300,
    })
    expect(refusal('kustomer', { maxAgeSeconds: 901 })).toEqual(problem)
    expect(refusal('salesforce', { issuer: [' '] })).toEqual(problem)
    expect(parseSettings('salesforce', { issuer: ['harbour'] })).toEqual({ issuer: ['harbour'] })
  })

  it('of a custom hash name a field, and another one for the hash', () => {
    expect(parseSettings('hmac', { fields: [' id ', '', 'email'], digest: 'base64', issuer: ['x'] })).toEqual({
      fields: ['id', 'email'],
      digest: 'base64',
    })
    expect(refusal('hmac', {})).toEqual(problem)
    expect(refusal('hmac', { fields: ['hash'] })).toEqual(problem)
    expect(refusal('hmac', { fields: ['sig', 'id'], digestField: 'sig' })).toEqual(problem)
    expect(refusal('hmac', { fields: ['id', ' id'] })).toEqual(problem)
    expect(refusal('hmac', { fields: ['__proto__'] })).toEqual(problem)
    expect(refusal('hmac', { fields: ['e\u200bmail'] })).toEqual(problem)
  })

  it('of a custom token keep what it reads and refuse what can never hold', () => {
    const entered: SchemeSettings = {
      algorithms: ['ES256', 'ES256'],
      issuer: ['a', ' '],
      audience: ['console', 'console'],
      subjectClaim: ' user_id ',
      requiredClaims: ['role'],
      requireExpiry: false,
      maxAgeSeconds: 60,
      clockToleranceSeconds: 0,
      tokenField: 'jwt',
      fields: ['email'],
    }
    expect(parseSettings('jwt', entered)).toEqual({
      algorithms: ['ES256'],
      issuer: ['a'],
      audience: ['console'],
      subjectClaim: 'user_id',
      requiredClaims: ['role'],
      requireExpiry: false,
      maxAgeSeconds: 60,
      clockToleranceSeconds: 0,
      tokenField: 'jwt',
    })
    expect(parseSettings('jwt', {})).toEqual({})
    expect(refusal('jwt', { algorithms: [] })).toEqual(problem)
    expect(refusal('jwt', { subjectClaim: 'aud' })).toEqual(problem)
    expect(refusal('jwt', { maxAgeSeconds: 0 })).toEqual(problem)
    expect(refusal('jwt', { clockToleranceSeconds: 601 })).toEqual(problem)
  })
})
