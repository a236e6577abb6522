import { describe, expect, it } from 'vitest'
import { ProblemError } from '#shared/contract/result.ts'
import { parseOrigin, parseOrigins } from './origins.ts'

describe('origins', () => {
  it.each([
    ['https://shop.example', 'https://shop.example'],
    [' HTTPS://Shop.Example ', 'https://shop.example'],
    ['https://shop.example/', 'https://shop.example'],
    ['https://shop.example:443', 'https://shop.example'],
    ['https://shop.example:8443', 'https://shop.example:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:4810', 'http://localhost:4810'],
    ['http://shop.localhost:4810', 'http://shop.localhost:4810'],
    ['http://127.0.0.1:80', 'http://127.0.0.1'],
  ])('reads %s as %s', (typed, origin) => expect(parseOrigin(typed)).toBe(origin))

  it.each([
    '',
    '*',
    'https://*.shop.example',
    'shop.example',
    '//shop.example',
    'ftp://shop.example',
    'file:///etc/passwd',
    'null',
    'https://',
    'https://shop.example/path',
    'https://shop.example/.',
    'https://shop.example//',
    'https://shop.example?x',
    'https://shop.example#x',
    'https://user@shop.example',
    'https://shop.example.',
    'https://shop example',
    'https:\\\\shop.example',
    'http://shop.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'https://shop.example:99999',
  ])('refuses %s', (typed) => {
    expect(() => parseOrigin(typed)).toThrow(ProblemError)
  })

  it('keeps the list as it was typed, and nothing beyond it', () => {
    expect(parseOrigins(['https://a.example', '', ' https://A.example/ ', 'https://b.example'])).toEqual([
      'https://a.example',
      'https://b.example',
    ])
  })
})
