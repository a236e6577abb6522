import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspectKey, lintKey } from './lint.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const pem = pair.publicKey.export({ format: 'pem', type: 'spki' }) as string
const body = pem.split('\n').slice(1, -2).join('')
const goodSecret = 'k3yGz81hQpW0vR7tXb2mN5sD9fJ4aL6c'
// A self-signed certificate for CN=test; its private key was thrown away.
const certificate = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBdDCCARugAwIBAgIUPr2g1I5FGuhUXvcXKHgfYrUhfzMwCgYIKoZIzj0EAwIw',
  'DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjEwNzQyMzdaGA8yMTI2MTAyODA3NDIz',
  'N1owDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIoC',
  'MxZyC2Ajqhn5lgkAB5FX4hxvoaFG6/fHa2uOaYRYoINdCbSCAbZyz+9Tm/C87Gll',
  'BdjW8A5NllLKd0GKC9KjUzBRMB0GA1UdDgQWBBSoCJiFGYbDSlOFyeWq43IYqvY5',
  'FzAfBgNVHSMEGDAWgBSoCJiFGYbDSlOFyeWq43IYqvY5FzAPBgNVHRMBAf8EBTAD',
  'AQH/MAoGCCqGSM49BAMCA0cAMEQCIEUQMYRTPFkfG4it/v/683O0wXc95/xmBTQY',
  'WV/h/j6oAiBf/WmbG1PuA1NEW3wP/YTbVFPrlcwMcJjU8U/v+ahFgg==',
  '-----END CERTIFICATE-----',
].join('\n')
const codes = (scheme: Parameters<typeof inspectKey>[0], material: string) =>
  inspectKey(scheme, material).findings.map((finding) => finding.code)

describe('secrets', () => {
  it('takes a good secret as it is', () => {
    expect(inspectKey('fernand', goodSecret)).toEqual({
      outcome: 'ready',
      kind: 'secret',
      text: goodSecret,
      findings: [],
    })
    expect(lintKey('fernand', goodSecret)).toEqual({
      outcome: 'ok',
      findings: [],
      repairedPreview: null,
      fingerprint: null,
      kind: 'secret',
      kid: null,
      keys: null,
    })
  })

  it('refuses a secret that its vendor decodes and that cannot be decoded', () => {
    const hex = '00ff12e4'.repeat(8)
    expect(codes('pylon', hex)).toEqual([])
    expect(codes('pylon', goodSecret)).toEqual(['not-decodable'])
    expect(codes('pylon', `${hex}0`)).toEqual(['not-decodable'])
    expect(inspectKey('pylon', `${hex}\n`)).toMatchObject({ outcome: 'repair', repaired: hex, asPasted: null })
    expect(JSON.stringify(lintKey('pylon', goodSecret))).not.toContain(goodSecret)
  })

  it.each([
    ['', 'empty'],
    [' \n\t', 'empty'],
    ['\u200b\ufeff', 'empty'],
    ['ladygaga', 'documentation-key'],
    [' LadyGaga\n', 'documentation-key'],
    ['6fdc0085d97cc621edcc0333fd93ef220f0eb1ce', 'documentation-key'],
    ['your_secret_key', 'documentation-key'],
    ['secret', 'documentation-key'],
    ['your-256-bit-secret', 'documentation-key'],
    [`${goodSecret}\n${goodSecret}2`, 'several-lines'],
    [pem, 'pem-in-secret-field'],
    [body, 'pem-in-secret-field'],
    [pair.privateKey.export({ format: 'pem', type: 'sec1' }) as string, 'private-key'],
    [`${goodSecret}\u0000`, 'not-text'],
    [`${goodSecret}\ud800`, 'not-text'],
    ['x9'.repeat(3000), 'too-large'],
  ])('refuses %j with %s and keeps nothing of it', (material, code) => {
    const inspection = inspectKey('yourgpt', material)
    expect(inspection.outcome).toBe('refuse')
    expect(codes('yourgpt', material)).toEqual([code])
    const trimmed = material.trim()
    if (trimmed.length > 6) expect(JSON.stringify(inspection)).not.toContain(trimmed)
  })

  it.each([`${goodSecret}\n`, ` ${goodSecret}`, `${goodSecret}\u00a0`, `\ufeff${goodSecret}`, `${goodSecret}\r\n`])(
    'never trims %j by itself, and offers both forms',
    (material) => {
      expect(inspectKey('pavior', material)).toMatchObject({
        outcome: 'repair',
        asPasted: material,
        repaired: goodSecret,
      })
      const lint = lintKey('pavior', material)
      expect(lint.outcome).toBe('repair')
      expect(lint.repairedPreview).toBeNull()
      expect(JSON.stringify(lint)).not.toContain(goodSecret)
    },
  )

  it('warns about short, repetitive and quoted secrets', () => {
    expect(codes('yourgpt', 'k3yGz81hQpW')).toEqual(['short'])
    expect(codes('yourgpt', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).toEqual(['repetitive'])
    expect(codes('yourgpt', `"${goodSecret}"`)).toEqual(['quotation-marks'])
    expect(lintKey('yourgpt', 'k3yGz81hQpW').outcome).toBe('warn')
  })
})

describe('public keys', () => {
  it('takes the file that openssl writes', () => {
    expect(inspectKey('talkative', pem)).toEqual({ outcome: 'ready', kind: 'publicKey', text: pem, findings: [] })
    expect(inspectKey('talkative', pem.trimEnd())).toMatchObject({ outcome: 'ready', text: pem })
    expect(lintKey('talkative', pem).fingerprint).toMatch(/^[0-9a-f]{4}…[0-9a-f]{4}$/)
  })

  it.each([
    ['carriage-returns', pem.replaceAll('\n', '\r\n')],
    ['literal-newlines', pem.replaceAll('\n', '\\n')],
    ['one-line', pem.replaceAll('\n', ' ')],
    ['one-line', pem.replaceAll('\n', '')],
    [
      'indented',
      pem
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n'),
    ],
    ['body-only', body],
    ['body-only', `${body.slice(0, 64)}\n${body.slice(64)}\n`],
    ['byte-order-mark', `\ufeff${pem}`],
    ['unusual-characters', pem.replaceAll(' ', '\u00a0')],
    ['unusual-characters', pem.replaceAll('-----', '—')],
    ['text-around', `My key:\n${pem}`],
    ['text-around', `${pem}\nThanks, Ann`],
    ['rewrapped', `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`],
  ])('repairs %s with a preview', (code, material) => {
    const inspection = inspectKey('talkative', material)
    expect(inspection).toMatchObject({ outcome: 'repair', asPasted: null, repaired: pem })
    expect(codes('talkative', material)).toContain(code)
    expect(lintKey('talkative', material).repairedPreview).toBe(pem)
  })

  const other = (curve: string) =>
    generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'pem', type: 'spki' }) as string
  const privatePem = (type: 'pkcs8' | 'sec1') => pair.privateKey.export({ format: 'pem', type }) as string
  const privateBody = privatePem('pkcs8').split('\n').slice(1, -2).join('')

  it.each([
    ['empty', ' \n'],
    ['private-key', privatePem('pkcs8')],
    ['private-key', privatePem('sec1')],
    ['private-key', `${pem}${privatePem('pkcs8')}`],
    ['private-key', privateBody],
    ['private-key', privatePem('sec1').split('\n').slice(1, -2).join('')],
    ['private-key', JSON.stringify(pair.privateKey.export({ format: 'jwk' }))],
    ['two-keys', `${pem}${pem}`],
    [
      'wrong-kind',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' }) as string,
    ],
    [
      'wrong-kind',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'pkcs1' }) as string,
    ],
    ['wrong-kind', generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }) as string],
    ['not-a-key', goodSecret],
    ['not-a-key', pem.replace('END PUBLIC', 'END PRETTY')],
    ['not-a-key', pem.replace(body.slice(40, 44), '')],
    ['not-a-key', JSON.stringify(pair.publicKey.export({ format: 'jwk' }))],
    [
      'not-a-key',
      `-----BEGIN PUBLIC KEY-----\n${Buffer.concat([Buffer.from(body, 'base64'), Buffer.alloc(3)]).toString('base64')}\n-----END PUBLIC KEY-----`,
    ],
  ])('refuses with %s', (code, material) => {
    const inspection = inspectKey('talkative', material)
    expect(inspection.outcome).toBe('refuse')
    expect(codes('talkative', material)).toEqual([code])
    expect(Object.keys(inspection)).toEqual(['outcome', 'findings'])
  })

  it.each([
    ['secp384r1', 'P-384'],
    ['secp521r1', 'P-521'],
    ['secp256k1', 'secp256k1'],
  ])('refuses the curve %s by its name', (curve, name) => {
    const inspection = inspectKey('talkative', other(curve))
    expect(inspection.findings[0]).toMatchObject({ code: 'wrong-curve' })
    expect(inspection.findings[0]?.message).toContain(name)
  })

  it('refuses the published key of RFC 7515 A.3', () => {
    const published =
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n' +
      '6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n-----END PUBLIC KEY-----\n'
    expect(codes('talkative', published)).toEqual(['documentation-key'])
  })

  it('refuses a certificate and says how to take the key out', () => {
    expect(codes('talkative', certificate)).toEqual(['certificate'])
    expect(codes('talkative', certificate.split('\n').slice(1, -1).join('\n'))).toEqual(['certificate'])
  })
})
