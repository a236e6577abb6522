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
})
