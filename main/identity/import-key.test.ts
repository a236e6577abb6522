import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { KeyImport } from './import-key.ts'
import { importPublicKeyDer, importPublicKeyPem, importSecret } from './import-key.ts'
import { newPair } from './testing/signing.ts'

function codeOf(result: KeyImport): string {
  return result.ok ? result.key.kind : result.problem.code
}

function pemOf(type: 'ec' | 'rsa' | 'ed25519', curve = 'P-384'): string {
  const pair =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: curve })
      : type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519')
  return pair.publicKey.export({ format: 'pem', type: 'spki' }).toString()
}

describe('importing keys', () => {
  it('refuses a point in hybrid form, which RFC 5480 §2.2 forbids and only some libraries read', () => {
    const { pem } = newPair()
    const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
    const point = der.length - 65
    expect([importPublicKeyDer(der).ok, der[point]]).toEqual([true, 4])
    const isOdd = ((der.at(-1) ?? 0) & 1) === 1
    for (const use of ['p256', 'token'] as const) {
      const hybrid = Buffer.from(der)
      hybrid[point] = isOdd ? 7 : 6
      const imported = importPublicKeyDer(hybrid, use)
      expect(imported.ok ? 'taken' : imported.problem.code).toBe('not-a-public-key')
    }
  })

  it('takes a secret as the UTF-8 bytes of its text, white space included', () => {
    const result = importSecret(' sécret\n')
    expect(result.ok && result.key.material.export().toString('utf8')).toBe(' sécret\n')
    expect(codeOf(importSecret(''))).toBe('empty')
    expect(codeOf(importSecret('\0\0'))).toBe('empty')
    expect(codeOf(importSecret('x'.repeat(9000)))).toBe('too-large')
    const keyed = [importSecret('secret', 'one'), importSecret('secret', 'two')]
    expect(keyed[0]?.ok && keyed[1]?.ok && keyed[0].key.fingerprint !== keyed[1].key.fingerprint).toBe(true)
  })

  it('takes a P-256 public key, and nothing else that is PEM', () => {
    const { pem, privateKey } = newPair()
    expect(codeOf(importPublicKeyPem(pem))).toBe('publicKey')
    expect(codeOf(importPublicKeyPem(pem.replaceAll('\n', '\r\n')))).toBe('publicKey')
    expect(codeOf(importPublicKeyPem(pem.trim()))).toBe('publicKey')
    for (const type of ['sec1', 'pkcs8'] as const) {
      const own = privateKey.export({ format: 'pem', type }).toString()
      expect(codeOf(importPublicKeyPem(own))).toBe('private-key')
      expect(codeOf(importPublicKeyPem(`${pem}${own}`))).toBe('private-key')
      expect(codeOf(importSecret(own))).toBe('private-key')
    }
    expect(codeOf(importPublicKeyPem(pemOf('ec')))).toBe('wrong-curve')
    expect(codeOf(importPublicKeyPem(pemOf('ec', 'secp256k1')))).toBe('wrong-curve')
    expect(codeOf(importPublicKeyPem(pemOf('rsa')))).toBe('wrong-curve')
    expect(codeOf(importPublicKeyPem(pemOf('ed25519')))).toBe('wrong-curve')
    expect(codeOf(importPublicKeyPem(''))).toBe('empty')
    expect(codeOf(importPublicKeyPem('words'))).toBe('not-pem')
    expect(codeOf(importPublicKeyPem(pem + pem))).toBe('not-pem')
    expect(codeOf(importPublicKeyPem(pem.replaceAll('\n', '\\n')))).toBe('not-pem')
    const body = pem.split('\n')[1] ?? ''
    expect(codeOf(importPublicKeyPem(pem.replace(body, body.slice(4))))).toBe('not-a-public-key')
  })
})
