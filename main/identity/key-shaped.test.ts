import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspectSecret } from '../keyring/lint-secret.ts'
import { importSecret } from './import-key.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const ed = generateKeyPairSync('ed25519')
const encrypted = ec.privateKey
  .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString()
const openssh = Buffer.concat([Buffer.from('openssh-key-v1\0', 'latin1'), Buffer.alloc(80, 7)])
const ssh = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0 01234567890123456789012345678901', 'latin1').toString('base64')

const ders = {
  'EC PKCS#8': ec.privateKey.export({ format: 'der', type: 'pkcs8' }),
  'EC SEC 1': ec.privateKey.export({ format: 'der', type: 'sec1' }),
  'RSA PKCS#8': rsa.privateKey.export({ format: 'der', type: 'pkcs8' }),
  'RSA PKCS#1': rsa.privateKey.export({ format: 'der', type: 'pkcs1' }),
  'Ed25519 PKCS#8': ed.privateKey.export({ format: 'der', type: 'pkcs8' }),
  'encrypted PKCS#8': Buffer.from(encrypted.split('\n').slice(1, -2).join(''), 'base64'),
  OpenSSH: openssh,
}
const pem = ec.privateKey.export({ format: 'pem', type: 'sec1' }).toString()
const jwk = ec.privateKey.export({ format: 'jwk' })
const privateKeys: [string, string][] = [
  ...Object.entries(ders).flatMap(([name, der]): [string, string][] => [
    [`${name} base64`, der.toString('base64')],
    [`${name} base64url`, der.toString('base64url')],
    [`${name} lines`, (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')],
    [`${name} hex`, der.toString('hex')],
    [`${name} upper hex`, der.toString('hex').toUpperCase()],
    [`${name} quoted`, `"${der.toString('base64')}"`],
  ]),
  ['PEM', pem],
  ['PEM in lower case', pem.toLowerCase()],
  ['PEM with literal line breaks', pem.replaceAll('\n', '\\n')],
  ['PEM in base64', Buffer.from(pem).toString('base64')],
  ['JWK', JSON.stringify(jwk)],
  ['JWK, indented', JSON.stringify(jwk, null, 2)],
  ['JWK set', JSON.stringify({ keys: [jwk] })],
  ['JWK of a script', `{ kty: 'EC', crv: 'P-256', d: '${jwk.d}' }`],
  ['JWK in base64', Buffer.from(JSON.stringify(jwk)).toString('base64')],
]
const spki = ec.publicKey.export({ format: 'der', type: 'spki' })
const publicPem = ec.publicKey.export({ format: 'pem', type: 'spki' }).toString()
const publicKeys: [string, string][] = [
  ['PEM', publicPem],
  ['PEM in lower case', publicPem.toLowerCase()],
  ['body', spki.toString('base64')],
  ['hex', spki.toString('hex')],
  ['PKCS#1', rsa.publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64')],
  ['JWK', JSON.stringify(ec.publicKey.export({ format: 'jwk' }))],
  ['OpenSSH', `ssh-ed25519 ${ssh} ann@example.com`],
  ['OpenSSH body', ssh],
]

describe('half of a key pair where a secret belongs', () => {
  it.each(privateKeys)('refuses a private key: %s', (_name, text) => {
    const imported = importSecret(text)
    expect(imported.ok ? 'ok' : imported.problem.code).toBe('private-key')
    const inspection = inspectSecret(text, () => false)
    expect([inspection.outcome, inspection.findings.map(({ code }) => code)]).toEqual(['refuse', ['private-key']])
  })

  it.each(publicKeys)('refuses a public key: %s', (_name, text) => {
    const imported = importSecret(text)
    expect(imported.ok ? 'ok' : imported.problem.code).toBe('public-key')
    const inspection = inspectSecret(text, () => false)
    expect([inspection.outcome, inspection.findings.map(({ code }) => code)]).toEqual([
      'refuse',
      ['pem-in-secret-field'],
    ])
  })

  it('takes secrets that are only encoded like keys', () => {
    for (const text of [
      'ab'.repeat(32),
      `30${'ab'.repeat(63)}`,
      Buffer.alloc(48, 0x30).toString('base64'),
      'MFkwEwYHKoZIzj0',
      '{"secret":"x"}',
      'sk_live_kty_d_0123456789',
    ]) {
      expect([text, importSecret(text).ok]).toEqual([text, true])
    }
  })
})
