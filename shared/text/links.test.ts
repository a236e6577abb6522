import { describe, expect, it } from 'vitest'
import { linkedPieces, readLink } from './links.ts'

const linkOf = (text: string) => linkedPieces(text).find((piece) => piece.kind === 'link')

describe('readLink', () => {
  it.each([
    ['https://shop.example/orders?id=1#top', 'https://shop.example/orders?id=1#top', 'shop.example', []],
    ['HTTPS://SHOP.EXAMPLE', 'https://shop.example/', 'shop.example', []],
    ['http://shop.example/', 'http://shop.example/', 'shop.example', ['not-encrypted']],
    ['https://paypal.com@evil.example/', 'https://evil.example/', 'evil.example', ['user-info']],
    ['https://user:pass@shop.example/', 'https://shop.example/', 'shop.example', ['user-info']],
    ['https://paypal.com%2F@evil.example/', 'https://evil.example/', 'evil.example', ['user-info']],
    ['https://@evil.example/', 'https://evil.example/', 'evil.example', ['user-info']],
    ['https://p\u0430ypal.com/', 'https://xn--pypal-4ve.com/', 'xn--pypal-4ve.com', ['lookalike-host']],
    ['https://xn--80ak6aa92e.com/', 'https://xn--80ak6aa92e.com/', 'xn--80ak6aa92e.com', ['lookalike-host']],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/', 'münchen.example', []],
    ['https://例子.example/', 'https://xn--fsqu00a.example/', '例子.example', []],
    ['https://почта.рф/', 'https://xn--80a1acny.xn--p1ai/', 'почта.рф', []],
    ['https://shop.example./', 'https://shop.example./', 'shop.example.', []],
    ['https://shop.example:8443/a', 'https://shop.example:8443/a', 'shop.example', ['unusual-port']],
    ['https://shop.example:443/', 'https://shop.example/', 'shop.example', []],
    ['https://127.0.0.1/', 'https://127.0.0.1/', '127.0.0.1', ['address-only']],
    ['https://0x7f.1/', 'https://127.0.0.1/', '127.0.0.1', ['address-only']],
    ['https://2130706433/', 'https://127.0.0.1/', '127.0.0.1', ['address-only']],
    ['https://[::1]:9/', 'https://[::1]:9/', '[::1]', ['address-only', 'unusual-port']],
    ['https://%65vil.example/', 'https://evil.example/', 'evil.example', []],
    ['https:\\\\evil.example\\a', 'https://evil.example/a', 'evil.example', []],
    ['https:///evil.example', 'https://evil.example/', 'evil.example', []],
    ['https://shop.example/\u0430', 'https://shop.example/%D0%B0', 'shop.example', []],
  ] as const)('%s', (written, address, host, warnings) => {
    expect(readLink(written)).toMatchObject({ address, host, warnings })
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'smb://server/share',
    '\\\\server\\share',
    'ms-msdt:/id',
    'search-ms:query=x',
    'vbscript:x',
    'blob:https://shop.example/1',
    'ftp://shop.example',
    'https://',
    'https://a b',
    'https://[::1',
    'https://a%00b/',
    'https://shop.example:99999/',

    `https://shop.example/${'a'.repeat(2048)}`,
  ])('is none: %s', (written) => {
    expect(readLink(written)).toBeNull()
  })
})

describe('linkedPieces', () => {
  it('gives the text back, cut at its links', () => {
    const text =
      'See https://shop.example/a(b), (http://x.example) or <https://y.example>! javascript:alert(1) www.z.example'
    const pieces = linkedPieces(text)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter(({ kind }) => kind === 'link').map((piece) => piece.text)).toEqual([
      'https://shop.example/a(b)',
      'http://x.example',
      'https://y.example',
    ])
  })

  it('makes at most a hundred links of a message', () => {
    const text = 'https://x.example '.repeat(150)
    const pieces = linkedPieces(text)
    expect(pieces.filter(({ kind }) => kind === 'link')).toHaveLength(100)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  })

  it('keeps an address in a link when others are hidden in it', () => {
    expect(linkOf('https://shop.example/?u=javascript:alert(1)')).toMatchObject({ link: { host: 'shop.example' } })
    expect(linkOf('xhttps://shop.example')).toBeUndefined()
  })
})

it('takes no longer than its length for a message of closing signs', () => {
  const timeOf = (text: string) => {
    let least = Number.POSITIVE_INFINITY
    for (let turn = 0; turn < 3; turn += 1) {
      const begin = performance.now()
      linkedPieces(text)
      least = Math.min(least, performance.now() - begin)
    }
    return least
  }
  for (const sign of [')', ']', '.)', '(]']) {
    const of = (length: number) => `https://shop.example/${sign.repeat(length / sign.length)}`
    // Eight times as long took 64 times as long; the quotient of two times on one machine is measured.
    expect(timeOf(of(16_000)) / Math.max(timeOf(of(2_000)), 0.3)).toBeLessThan(32)
  }
  const [link, rest] = linkedPieces(`https://shop.example/(a)${')'.repeat(7_000)}`)
  expect([link?.text, rest?.text.length]).toEqual(['https://shop.example/(a)', 7_000])
})
