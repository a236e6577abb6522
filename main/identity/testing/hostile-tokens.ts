import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import type { ReasonCode } from '#shared/domain/verdict.ts'
import { newSigner, signatureOf, writeToken } from './tokens.ts'

/** A token that must not be verified, and why not. `null` where it has to be. */
export interface HostileToken {
  id: string
  token: unknown
  reason: ReasonCode | null
}

/** The moment at which the corpus is judged (s since 1970), and what its channel expects. */
export const corpusTime = 1_767_225_600
export const corpusSettings = {
  algorithms: ['ES256' as const],
  issuer: ['https://shop.example'],
  audience: ['desk'],
  maxAgeSeconds: 3600,
}

const usual = {
  iss: 'https://shop.example',
  aud: 'desk',
  sub: 'u-1',
  email: 'alice@example.com',
  iat: corpusTime - 10,
  nbf: corpusTime - 10,
  exp: corpusTime + 300,
}
const usualHeader = { typ: 'JWT', kid: 'k1' }

/**
 * Tokens of each class of attack, signed with the channel's own key wherever a signature could make a difference: what is
 * refused is refused for what it says.
 */
export function hostileTokens(key: KeyObject): HostileToken[] {
  const rows: HostileToken[] = []
  const add = (id: string, reason: ReasonCode | null, token: unknown) => rows.push({ id, reason, token })
  const claims = (id: string, reason: ReasonCode | null, change: Record<string, unknown>) =>
    add(id, reason, writeToken('ES256', key, { ...usual, ...change }, { header: usualHeader }))
  const payload = (id: string, reason: ReasonCode | null, payloadText: string | Uint8Array) =>
    add(id, reason, writeToken('ES256', key, null, { header: usualHeader, payloadText }))
  const header = (id: string, reason: ReasonCode | null, change: Record<string, unknown>) =>
    add(id, reason, writeToken('ES256', key, usual, { header: { ...usualHeader, ...change } }))
  const headerText = (id: string, reason: ReasonCode | null, text: string | Uint8Array) =>
    add(id, reason, writeToken('ES256', key, usual, { headerText: text }))
  const good = writeToken('ES256', key, usual, { header: usualHeader })
  const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')

  add('good', null, good)
  claims('good: audience among several', null, { aud: ['other', 'desk'] })
  claims('good: more claims', null, { name: 'Ann', level: 7, admin: true, nested: { a: [1] } })
  header('good: no typ', null, { typ: undefined })

  // Times.
  claims('exp absent', 'expiry-missing', { exp: undefined })
  claims('exp as text', 'time-malformed', { exp: String(usual.exp) })
  claims('exp null', 'time-malformed', { exp: null })
  claims('exp true', 'time-malformed', { exp: true })
  claims('exp in an array', 'time-malformed', { exp: [usual.exp] })
  claims('exp in milliseconds', 'time-malformed', { exp: usual.exp * 1000 })
  claims('exp 1e308', 'time-malformed', { exp: 1e308 })
  claims('exp with a fraction', 'time-malformed', { exp: usual.exp + 0.5 })
  claims('exp negative', 'time-malformed', { exp: -1 })
  claims('exp zero', 'proof-expired', { exp: 0 })
  claims('exp past', 'proof-expired', { exp: corpusTime - 61 })
  payload('exp 1e400', 'claims-malformed', JSON.stringify(usual).replace(String(usual.exp), '1e400'))
  payload('exp NaN', 'claims-malformed', JSON.stringify(usual).replace(String(usual.exp), 'NaN'))
  claims('nbf in the future', 'not-yet-valid', { nbf: corpusTime + 61 })
  claims('nbf as text', 'time-malformed', { nbf: 'now' })
  claims('iat in the future', 'not-yet-valid', { iat: corpusTime + 61 })
  claims('iat in milliseconds', 'time-malformed', { iat: usual.iat * 1000 })
  claims('iat absent where an age is asked for', 'claim-missing', { iat: undefined })
  claims('iat too long ago', 'proof-too-old', { iat: corpusTime - 3661 })
  claims('exp before iat', 'time-malformed', { iat: corpusTime + 30, nbf: undefined, exp: corpusTime + 20 })

  // Issuer and audience.
  claims('iss of another', 'issuer-mismatch', { iss: 'https://shop.example.evil' })
  claims('iss with a slash more', 'issuer-mismatch', { iss: 'https://shop.example/' })
  claims('iss in capitals', 'issuer-mismatch', { iss: 'HTTPS://SHOP.EXAMPLE' })
  claims('iss absent', 'issuer-mismatch', { iss: undefined })
  claims('iss in an array', 'claims-malformed', { iss: ['https://shop.example'] })
  claims('aud of another', 'audience-mismatch', { aud: 'other' })
  claims('aud absent', 'audience-mismatch', { aud: undefined })
  claims('aud empty list', 'audience-mismatch', { aud: [] })
  claims('aud a part', 'audience-mismatch', { aud: 'des' })
  claims('aud a longer one', 'audience-mismatch', { aud: 'desk2' })
  claims('aud with a space', 'audience-mismatch', { aud: ' desk' })
  claims('aud null', 'claims-malformed', { aud: null })
  claims('aud an object', 'claims-malformed', { aud: { desk: true } })
  claims('aud a list in a list', 'claims-malformed', { aud: [['desk']] })
  claims('jti a number', 'claims-malformed', { jti: 7 })
  claims('jti empty', 'claims-malformed', { jti: '' })

  // The identity.
  claims('sub absent', 'claim-missing', { sub: undefined })
  claims('sub null', 'claim-missing', { sub: null })
  claims('sub empty', 'claim-missing', { sub: '' })
  const values: [string, unknown][] = [
    ['a number', 1],
    ['zero', 0],
    ['true', true],
    ['an object', { toString: 'u-1' }],
    ['a list', ['u-1']],
    ['a space', ' '],
    ['10 KB', 'u'.repeat(10_000)],
    ['257 bytes', 'u'.repeat(257)],
    ['with NUL', 'u-1\0admin'],
    ['with a line break', 'u-1\nadmin'],
    ['with a space before', ' u-1'],
    ['with a space after', 'u-1 '],
    ['with a no-break space after', 'u-1\u00a0'],
    ['with a right-to-left override', 'u\u202e1-u'],
    ['with an isolate', '\u2067u-1\u2069'],
    ['with a zero-width space', 'u\u200b-1'],
    ['with a zero-width joiner', 'u\u200d-1'],
    ['with a word joiner', 'u\u2060-1'],
    ['with a byte order mark', '\ufeffu-1'],
    ['with a soft hyphen', 'u\u00ad-1'],
    ['with a tag character', 'u-1\u{e0061}'],
    ['with a variation selector', 'u-1\ufe0f'],
    ['with a filler', 'u\u3164-1'],
    ['with a blank braille cell', 'u\u2800-1'],
    ['with a private character', 'u\ue000-1'],
    ['with an unassigned character', 'u\u{e0fff}-1'],
    ['with a line separator', 'u\u2028-1'],
    ['in full width', 'u－1'],
    ['with a Kelvin sign', '\u212a-1'],
    ['with a ligature', 'ﬁ-1'],
    ['with a superscript', 'u-¹'],
    ['in mathematical letters', '𝐮-1'],
  ]
  for (const [what, value] of values) claims(`sub ${what}`, 'value-malformed', { sub: value })

  // The payload as JSON.
  const json = JSON.stringify(usual)
  payload('sub with half a surrogate', 'claims-malformed', json.replace('"u-1"', String.raw`"u\ud800"`))
  payload('sub twice', 'claims-malformed', json.replace('{', '{"sub":"admin",'))
  payload('sub twice, escaped', 'claims-malformed', json.replace('{', String.raw`{"s\u0075b":"admin",`))
  payload('aud twice', 'claims-malformed', json.replace('{', '{"aud":"other",'))
  payload('exp twice', 'claims-malformed', json.replace('{', '{"exp":9999999999,'))
  payload('member twice, deeper', 'claims-malformed', json.replace('{', '{"a":{"b":1,"b":2},'))
  payload('__proto__ beside', null, json.replace('{', '{"__proto__":{"verified":true},'))
  payload('__proto__ as the claims', 'issuer-mismatch', `{"__proto__":${json}}`)
  payload('5 000 levels', 'claims-malformed', json.replace('{', `{"a":${'['.repeat(5000)}${']'.repeat(5000)},`))
  payload('33 levels', 'claims-malformed', json.replace('{', `{"a":${'['.repeat(33)}${']'.repeat(33)},`))
  payload('null', 'claims-malformed', 'null')
  payload('an array', 'claims-malformed', `[${json}]`)
  payload('text', 'claims-malformed', '"u-1"')
  payload('empty', 'claims-malformed', '')
  payload('not JSON', 'claims-malformed', 'sub=u-1')
  payload('a comma at the end', 'claims-malformed', json.replace(/\}$/, ',}'))
  payload('something after it', 'claims-malformed', `${json}x`)
  payload('two objects', 'claims-malformed', `${json}${json}`)
  payload('a comment', 'claims-malformed', `/**/${json}`)
  payload('a byte order mark', 'claims-malformed', `\ufeff${json}`)
  payload('UTF-16', 'claims-malformed', Buffer.from(json, 'utf16le'))
  payload(
    'broken UTF-8',
    'claims-malformed',
    Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
  )
  payload('a nested token', 'claims-malformed', good)

  // Algorithms.
  for (const alg of [
    'none',
    'None',
    'NONE',
    '',
    'es256',
    'ES256 ',
    'RS256',
    'ES384',
    'ES512',
    'PS256',
    'EdDSA',
    'HS1',
    'A128KW',
  ]) {
    header(`alg ${JSON.stringify(alg)}`, 'algorithm-not-allowed', { alg })
  }
  for (const [what, alg] of [
    ['a number', 256],
    ['null', null],
    ['a list', ['ES256']],
    ['absent', undefined],
  ] as const) {
    header(`alg ${what}`, 'algorithm-not-allowed', { alg })
  }
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', ...usualHeader })).toString('base64url')
  add('alg none without a signature', 'algorithm-not-allowed', `${unsigned}.${goodPayload}.`)
  const half = createPublicKey(key)
  const { x = '', y = '' } = half.export({ format: 'jwk' })
  const publicBytes: [string, string | Uint8Array][] = [
    ['PEM', half.export({ format: 'pem', type: 'spki' }) as string],
    ['PEM without its last line break', (half.export({ format: 'pem', type: 'spki' }) as string).trim()],
    ['DER', half.export({ format: 'der', type: 'spki' })],
    ['x', Buffer.from(x, 'base64url')],
    ['the point', Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])],
    ['JWK', JSON.stringify(half.export({ format: 'jwk' }))],
  ]
  for (const [what, secret] of publicBytes) {
    add(
      `HS256 with the public key as ${what}`,
      'algorithm-not-allowed',
      writeToken('HS256', secret, usual, { header: usualHeader }),
    )
  }
  add('HS256 with no secret', 'algorithm-not-allowed', writeToken('HS256', '\0', usual, { header: usualHeader }))

  // Keys that the token brings along, and key names.
  const stranger = newSigner('ES256')
  const jwk = createPublicKey(stranger).export({ format: 'jwk' })
  const embedded: Record<string, unknown>[] = [
    { jwk },
    { jku: 'https://127.0.0.1:9/keys.json' },
    { x5u: 'https://127.0.0.1:9/chain.pem' },
    { x5c: ['MIIB'] },
    { x5t: 'AAAA' },
    { 'x5t#S256': 'AAAA' },
  ]
  for (const member of embedded) {
    const [name = ''] = Object.keys(member)
    header(`embedded ${name}`, 'header-not-allowed', member)
    add(
      `embedded ${name}, signed by a stranger`,
      'header-not-allowed',
      writeToken('ES256', stranger, usual, { header: { ...usualHeader, ...member } }),
    )
  }
  for (const [what, kid] of keyNames)
    header(`kid ${what}`, typeof kid === 'string' ? 'key-id-unknown' : 'header-not-allowed', { kid })

  // What changes the processing, and other kinds of token.
  const others: [string, Record<string, unknown>][] = [
    ['crit', { crit: ['exp'] }],
    ['crit, empty', { crit: [] }],
    ['b64 false', { b64: false, crit: ['b64'] }],
    ['b64 true', { b64: true }],
    ['zip', { zip: 'DEF' }],
    ['enc', { enc: 'A256GCM' }],
    ['p2c', { p2c: 1_000_000 }],
    ['epk', { epk: jwk }],
    ['url', { url: 'https://evil.example' }],
    ['cty JWT', { cty: 'JWT' }],
    ['cty jwt in small letters', { cty: 'jwt' }],
    ['typ at+jwt', { typ: 'at+jwt' }],
    ['typ application/at+jwt', { typ: 'application/at+jwt' }],
    ['typ logout+jwt', { typ: 'logout+jwt' }],
    ['typ dpop+jwt', { typ: 'dpop+jwt' }],
    ['typ JWE', { typ: 'JWE' }],
    ['typ a number', { typ: 1 }],
    ['constructor', { constructor: 'x' }],
  ]
  for (const [what, members] of others) header(what, 'header-not-allowed', members)

  // The header as JSON.
  headerText('header: alg twice', 'token-malformed', '{"alg":"none","alg":"ES256","kid":"k1"}')
  headerText('header: kid twice', 'token-malformed', '{"alg":"ES256","kid":"other","kid":"k1"}')
  headerText('header: alg twice, escaped', 'token-malformed', String.raw`{"\u0061lg":"none","alg":"ES256","kid":"k1"}`)
  headerText('header: __proto__', 'header-not-allowed', '{"__proto__":{"alg":"none"},"alg":"ES256","kid":"k1"}')
  headerText('header: only __proto__', 'algorithm-not-allowed', '{"__proto__":{"alg":"ES256"}}')
  headerText('header: an array', 'token-malformed', '[{"alg":"ES256"}]')
  headerText('header: null', 'token-malformed', 'null')
  headerText('header: byte order mark', 'token-malformed', '\ufeff{"alg":"ES256"}')
  headerText('header: broken UTF-8', 'token-malformed', Buffer.from([0x7b, 0xff, 0x7d]))
  headerText('header: half a surrogate', 'token-malformed', String.raw`{"alg":"ES256","kid":"\ud800"}`)

  // The compact form and its base64url.
  const stray = (part: string) => `${part.slice(0, -1)}${part.endsWith('A') ? 'B' : nextCharacter(part.slice(-1))}`
  const texts: [string, string, ReasonCode][] = [
    ['empty parts', '..', 'token-malformed'],
    ['one part', goodPayload, 'token-malformed'],
    ['two parts', `${goodHeader}.${goodPayload}`, 'token-malformed'],
    ['four parts', `${good}.`, 'token-malformed'],
    ['five parts', `${good}.${goodPayload}.${goodSignature}`, 'token-malformed'],
    ['no header', `.${goodPayload}.${goodSignature}`, 'token-malformed'],
    ['no signature', `${goodHeader}.${goodPayload}.`, 'signature-mismatch'],
    ['padding', `${good}==`, 'token-malformed'],
    ['a space after', `${good} `, 'token-malformed'],
    ['a line break after', `${good}\n`, 'token-malformed'],
    [
      'a space inside',
      `${goodHeader}.${goodPayload}.${goodSignature.slice(0, 5)} ${goodSignature.slice(5)}`,
      'token-malformed',
    ],
    ['Bearer before it', `Bearer ${good}`, 'token-malformed'],
    ['NUL after it', `${good}\0`, 'token-malformed'],
    ['quotation marks', `"${good}"`, 'token-malformed'],
    ['stray bits in the signature', `${goodHeader}.${goodPayload}.${stray(goodSignature)}`, 'token-malformed'],
    ['standard base64', `${goodHeader}.${goodPayload}.${'+/'.repeat(43)}`, 'token-malformed'],
    [
      'zeros as the signature',
      `${goodHeader}.${goodPayload}.${Buffer.alloc(64).toString('base64url')}`,
      'signature-mismatch',
    ],
    [
      'signature of 63 bytes',
      `${goodHeader}.${goodPayload}.${Buffer.from(goodSignature, 'base64url').subarray(1).toString('base64url')}`,
      'signature-mismatch',
    ],
    [
      'signature and a byte',
      `${goodHeader}.${goodPayload}.${Buffer.concat([Buffer.from(goodSignature, 'base64url'), Buffer.alloc(1)]).toString('base64url')}`,
      'signature-mismatch',
    ],
    [
      'another payload',
      `${goodHeader}.${Buffer.from(json.replace('u-1', 'u-2')).toString('base64url')}.${goodSignature}`,
      'signature-mismatch',
    ],
    ['signed by a stranger', writeToken('ES256', stranger, usual, { header: usualHeader }), 'signature-mismatch'],
    ['far too long', `${good}${'A'.repeat(20_000)}`, 'token-too-large'],
  ]
  for (const [what, token, reason] of texts) add(`form: ${what}`, reason, token)
  const input = Buffer.from(`${goodHeader}.${Buffer.from(json.replace('desk', 'desk2')).toString('base64url')}`)
  add(
    'form: signature over something else',
    'signature-mismatch',
    `${goodHeader}.${goodPayload}.${Buffer.from(signatureOf('ES256', key, input)).toString('base64url')}`,
  )
  add('form: JSON serialisation', 'token-malformed', {
    payload: goodPayload,
    protected: goodHeader,
    signature: goodSignature,
  })
  add('form: a list', 'token-malformed', [good])
  add('form: a number', 'token-malformed', 7)
  return rows
}

/** Names of keys that no channel has, each made to reach something else than a list of keys. */
export const keyNames: readonly (readonly [string, unknown])[] = [
  ['a path', '../../../../dev/null'],
  ['a file', '/etc/passwd'],
  ['SQL', "k1' OR '1'='1"],
  ['SQL union', "x' UNION SELECT 'secret'--"],
  ['a command', 'k1|cat /etc/passwd'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['10 KB', 'k'.repeat(10_000)],
  ['empty', ''],
  ['in capitals', 'K1'],
  ['with a space', 'k1 '],
  ['with NUL', 'k1\0'],
  ['a URL', 'https://127.0.0.1:9/k1'],
  ['a number', 1],
  ['a list', ['k1']],
  ['null', null],
]

function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[(alphabet.indexOf(character) + 1) % 64] ?? 'B'
}
