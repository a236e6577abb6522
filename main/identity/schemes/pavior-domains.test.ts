import { describe, expect, it } from 'vitest'
import { hostOfOrigin, parseBareHost, parseSharedDomains } from './pavior-domains.ts'

describe('parseSharedDomains', () => {
  it('reads bare hosts in lower case and punycode', () => {
    const read = parseSharedDomains([
      ' Example.Zendesk.com. ',
      'bücher.example',
      'help.localhost',
      'example.zendesk.com',
    ])
    expect(read).toEqual({ hosts: ['example.zendesk.com', 'xn--bcher-kva.example', 'help.localhost'], problems: [] })
  })

  it('refuses everything else with the line and a code', () => {
    const refused: [string, string][] = [
      ['', 'empty'],
      ['https://help.example.com', 'has-scheme'],
      ['help.example.com:8443', 'has-port'],
      ['help.example.com/', 'has-path'],
      ['help.example.com/chat', 'has-path'],
      ['*.example.com', 'has-wildcard'],
      ['127.0.0.1', 'is-address'],
      ['127.1', 'is-address'],
      ['0x7f000001', 'is-address'],
      ['[::1]', 'is-address'],
      ['::1', 'is-address'],
      ['2001:db8::1', 'is-address'],
      ['com', 'is-public-suffix'],
      ['co.uk', 'is-public-suffix'],
      ['github.io', 'is-public-suffix'],
      ['zendesk.com', 'is-public-suffix'],
      ['localhost', 'is-public-suffix'],
      ['user@example.com', 'not-a-host'],
      ['help example.com', 'not-a-host'],
      ['help..example.com', 'not-a-host'],
      ['-help.example.com', 'not-a-host'],
      ['%68elp.example.com', 'not-a-host'],
      [`${'a'.repeat(64)}.example.com`, 'not-a-host'],
    ]
    const { hosts, problems } = parseSharedDomains(refused.map(([line]) => line))
    expect(hosts).toEqual([])
    expect(problems.map(({ line, code }) => [refused[line - 1]?.[0], code])).toEqual(refused)
  })

  it('lets a primary domain be any host name', () => {
    expect(parseBareHost('localhost')).toEqual({ ok: true, host: 'localhost' })
    expect(hostOfOrigin('http://Shop.LOCALHOST:4100')).toBe('shop.localhost')
    expect(hostOfOrigin('null')).toBeNull()
  })
})
