import { expect, it } from 'vitest'
import { readCase } from './verify-line.ts'

const secret = 'a-long-secret-of-this-test-only-0000'
const good = {
  id: '1',
  scheme: 'intercom',
  keys: [{ id: 'main', secret }],
  settings: {},
  identity: { email: 'ann@example.com' },
}
const line = (change: object): string => JSON.stringify({ ...good, ...change })
const key = (change: object): string => line({ keys: [{ ...good.keys[0], ...change }] })

/** What a person in a hurry writes, and what the answer has to name: the member, and what to put there. */
const careless: readonly [text: string, answer: string | RegExp][] = [
  ['nonsense', /^The line is not one JSON object: character 1 .*on one line/],
  ["{'id': '1'}", /character 2 .*double quotes/],
  [JSON.stringify(good, null, 2).split('\n')[0] ?? '', /character 2 .*on one line/],
  ['[]', /^The line is not one JSON object\. Write \{ … \} on one line/],
  ['{"id":"1","id":"2"}', /a member stands twice at character 11\. Leave one/],
  ['{"id":1e999}', /the number at character 7 is too large\. Write it as a text/],
  ['{"keys":[[[[[[[[[1]]]]]]]]]}', /nested too deeply at character \d+\. Eight levels/],
  [line({ scheme: undefined }), /^"scheme" is missing: name one, such as .* The schemes are yourgpt, .*, jwt\.$/],
  [line({ scheme: 7 }), /^"scheme" must be a string/],
  [line({ scheme: 'intercomm' }), '"scheme" is no scheme that is known here. Did you mean "intercom"?'],
  [
    line({ scheme: 'intercom-j' }),
    '"scheme" is no scheme that is known here. Did you mean "intercom" or "intercom-jwt"?',
  ],
  [line({ scheme: 'zendsk' }), '"scheme" is no scheme that is known here. Did you mean "zendesk"?'],
  [line({ scheme: 'beakon' }), '"scheme" is no scheme that is known here. Did you mean "help-scout"?'],
  [line({ scheme: 'hs256' }), /^"scheme" is no scheme that is known here\. The schemes are yourgpt, /],
  [line({ scheme: undefined, schema: 'intercom' }), 'The line has a member that is nearly "scheme": write "scheme".'],
  [line({ settings: undefined, setting: {} }), 'The line has a member that is nearly "settings": write "settings".'],
  [line({ identity: undefined, Identity: {} }), 'The line has a member that is nearly "identity": write "identity".'],
  [
    line({ keys: undefined }),
    /^"keys" is missing: write "keys": \[\{ "id": "main", "secret": "…" \}\], or "keys": \[\]/,
  ],
  [line({ scheme: 'talkative', keys: undefined }), /^"keys" is missing: write .*"publicKeyPem": "…"/],
  [line({ keys: undefined, secret }), /^"keys" is missing: write "keys": \[/],
  [line({ keys: null }), /^"keys" must be an array: write "keys": \[/],
  [line({ keys: secret }), /^"keys" must be an array: write "keys": \[/],
  [line({ keys: good.keys[0] }), /^"keys" must be an array, or a key set .*: write "keys": \[/],
  [line({ keys: [secret] }), 'keys[0] must be an object, such as { "id": "main", "secret": "…" }.'],
  [line({ keys: Array(51).fill(good.keys[0]) }), /^"keys" must hold at most 50 keys/],
  [line({ keys: [...good.keys, ...good.keys] }), 'keys[1].id is the id of an earlier key: give each its own.'],
  [key({ id: undefined }), 'keys[0].id must be a string that names the key, such as "main".'],
  [key({ id: 7 }), 'keys[0].id must be a string that names the key, such as "main".'],
  [key({ secret: undefined }), 'keys[0] holds no key: add "secret", "publicKeyJwk" or "jwks".'],
  [key({ secret: undefined, Secret: secret }), 'keys[0] has a member that is nearly "secret": write "secret".'],
  [key({ retireAt: '2026-01-31' }), 'keys[0] has a member that is nearly "retiresAt": write "retiresAt".'],
  [key({ publicKeyPem: 'x' }), /^keys\[0\] holds more than one key: keep one of "secret" or "publicKeyPem"/],
  [
    line({ scheme: 'talkative' }),
    'keys[0] has "secret", which does not fit this scheme: give "publicKeyPem", "publicKeyJwk" or "jwks".',
  ],
  [line({ settings: [] }), /^"settings" must be an object, and \{\}/],
  [line({ settings: { field: [] } }), /^"settings" has a member .* \(field\)\. Did you mean "fields"\?$/],
  [line({ settings: { keyencoding: 'hex' } }), /Did you mean "keyEncoding"\?$/],
  [line({ settings: { algoritm: 'sha256' } }), /Did you mean "algorithm" or "algorithms"\?$/],
  [line({ settings: { colour: 'red' } }), /\(colour\)\. The known ones are teamVanityId, .*, tokenField\.$/],
  [line({ settings: { issuer: 7 } }), 'settings.issuer must be a string or an array of strings, each in quotes.'],
  [line({ settings: { requireExpiry: 'yes' } }), 'settings.requireExpiry must be true or false, without quotes.'],
  [
    line({ settings: { maxAgeSeconds: '5' } }),
    'settings.maxAgeSeconds must be a whole number of seconds, without quotes.',
  ],
  [line({ page: 'https://shop.example' }), /^"page" must be an object, such as \{ "origin": /],
  [line({ page: { orgin: 'https://x' } }), '"page" has a member that is nearly "origin": write "origin".'],
  [line({ at: 1_700_000_000 }), /^"at" must be an ISO 8601 time with a zone, such as /],
  [line({ id: {} }), /^"id" must be a string, or a number/],
]

it.each(careless)('%s', (text, answer) => {
  const reading = readCase(text, 0)
  const said = reading.ok ? 'read' : reading.error
  if (typeof answer === 'string') expect(said).toBe(answer)
  else expect(said).toMatch(answer)
  expect(said).not.toContain(secret)
})

it('repeats no name of a setting that could be a passphrase in the wrong place', () => {
  const reading = readCase(line({ settings: { correcthorsebatterystaple: 1 } }), 0)
  expect(reading.ok ? 'read' : reading.error).toMatch(/^"settings" has a member that no scheme knows\. The known ones/)
})

it('lets members through that only the case’s author reads', () => {
  expect(readCase(line({ expected: 'failed', note: 'x', keys: [{ ...good.keys[0], use: 'sig' }] }), 0).ok).toBe(true)
})
