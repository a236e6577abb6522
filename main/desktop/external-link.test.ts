import { expect, it } from 'vitest'
import { measured } from '../testing/endurance.ts'
import { safeExternalUrl } from './external-link.ts'
import { badSchemes } from './testing/bad-schemes.ts'

/** Forty addresses as a hostile page or message could name them, and what would be opened. */
const addresses: readonly (readonly [address: string, opened: string | null])[] = [
  ['https://shop.example/orders?id=1#top', 'https://shop.example/orders?id=1#top'],
  ['HTTPS://SHOP.EXAMPLE/', 'https://shop.example/'],
  ['  https://shop.example/\n', 'https://shop.example/'],
  ['https://shop.example./', 'https://shop.example./'],
  ['https://shop.example:8443/', 'https://shop.example:8443/'],
  ['https://shop.example/%2e%2e/%00', 'https://shop.example/%00'],
  ['https://p\u0430ypal.com/', 'https://xn--pypal-4ve.com/'],
  ['https://m\u00FCnchen.example/', 'https://xn--mnchen-3ya.example/'],
  ['https://\uFF45xample.com/', 'https://example.com/'],
  ['https://%65xample.com/', 'https://example.com/'],
  ['https:\\\\shop.example\\a', 'https://shop.example/a'],
  ['https:shop.example', 'https://shop.example/'],
  ['https://[::1]:8443/', 'https://[::1]:8443/'],
  ['https://0x7f.1/', 'https://127.0.0.1/'],
  ['https://shop.example/?next=javascript:alert(1)', 'https://shop.example/?next=javascript:alert(1)'],
  ['ht\ttps://shop.example/', 'https://shop.example/'],
  ['https://user:pass@shop.example/', null],
  ['https://paypal.com@evil.example/', null],
  ['https://paypal.com%2F@evil.example/', null],
  ['https://:pass@evil.example/', null],
  ['https://', null],
  ['https://a b/', null],
  ['https://a%00b/', null],
  ['https://[::1', null],
  ['https://shop.example:99999/', null],
  ['https://1.2.3.256/', null],
  [`https://shop.example/${'a'.repeat(2048)}`, null],
  ['//shop.example/', null],
  ['/orders', null],
  ['shop.example', null],
  ['', null],
  ['\\\\server\\share', null],
  ['C:\\Windows\\System32\\calc.exe', null],
  ['http://shop.example/', null],
  ['http:\\\\shop.example', null],
  ['view-source:https://shop.example/', null],
  ['blob:https://shop.example/1', null],
  ['filesystem:https://shop.example/temporary/a', null],
  ['https\u200B://shop.example/', null],
  ['jav\tascript:alert(1)//https://shop.example', null],
]

it('opens what an https address truly says, and nothing else', () => {
  expect(addresses).toHaveLength(40)
  const wrong = addresses.filter(([address, opened]) => safeExternalUrl(address) !== opened)
  expect(badSchemes).toHaveLength(20)
  const opened = badSchemes.filter((address) => safeExternalUrl(address) !== null)
  measured(
    'links to the outside',
    `${addresses.length} addresses, ${wrong.length} wrong; ${badSchemes.length} bad schemes, ${opened.length} opened`,
  )
  expect(wrong.map(([address]) => [address, safeExternalUrl(address)])).toEqual([])
  expect(opened).toEqual([])
})
