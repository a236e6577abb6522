import { createPublicKey, createSecretKey, verify as verifySignature } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { JsonObject } from '#shared/strict/json.ts'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import { measured } from '../testing/endurance.ts'
import { nodePrimitives } from './primitives.ts'
import { checkToken, isSignatureRight, jwkKey } from './testing/tokens.ts'

interface HmacCase {
  case: string
  key: string
  data: string
  hmac_sha256: string
  hmac_sha384: string
  hmac_sha512: string
}

const { sets } = JSON.parse(readFileSync(new URL('./vectors/rfc.json', import.meta.url), 'utf8')) as {
  sets: Record<string, unknown>
}

const tokenSets = [
  'rfc7515_A1_HS256',
  'rfc7515_A3_ES256',
  'rfc7520_4.1_RS256',
  'rfc7520_4.2_PS384',
  'rfc7520_4.3_ES512',
  'rfc7520_4.4_HS256',
  'rfc8037_A4_EdDSA',
]

it('RFC 4231: 7 cases with three hashes each', () => {
  const cases = sets['rfc4231'] as HmacCase[]
  for (const each of cases) {
    for (const algorithm of ['sha256', 'sha384', 'sha512'] as const) {
      const digest = nodePrimitives.hmac(
        algorithm,
        createSecretKey(Buffer.from(each.key, 'hex')),
        Buffer.from(each.data, 'hex'),
      )
      const due = each[`hmac_${algorithm}`]
      expect([each.case, Buffer.from(digest).toString('hex').slice(0, due.length)]).toEqual([each.case, due])
    }
  }
  expect(cases).toHaveLength(7)
})

it.each(tokenSets)('%s verifies, and not with one bit of its payload or signature changed', async (name) => {
  const set = sets[name] as { alg: TokenAlgorithm; key: string | JsonObject; jws: string; payload: string }
  // The private half that RFC 8037 prints beside the public one is none of a channel's business.
  const { d: _private, ...jwk } = typeof set.key === 'string' ? { kty: 'oct', k: set.key } : set.key
  const settings = { algorithms: [set.alg] }
  const judge = (jws: string) => checkToken(jws, [jwkKey(jwk)], settings)
  expect(isSignatureRight(await judge(set.jws))).toBe(true)
  const [header = '', payload = '', signature = ''] = set.jws.split('.')
  const flipped = (part: string) => {
    const bytes = Buffer.from(part, 'base64url')
    bytes[0] = (bytes[0] ?? 0) ^ 1
    return bytes.toString('base64url')
  }
  for (const other of [`${header}.${flipped(payload)}.${signature}`, `${header}.${payload}.${flipped(signature)}`]) {
    expect((await judge(other)).reason).toBe('signature-mismatch')
  }
})

it('RFC 6979 A.2.5: the four signatures on P-256 verify', () => {
  const set = sets['rfc6979_P256'] as {
    Ux: string
    Uy: string
    cases: { hash: string; message: string; r: string; s: string }[]
  }
  const point = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: point(set.Ux), y: point(set.Uy) } })
  for (const { hash, message, r, s } of set.cases) {
    const signature = Buffer.from(r + s, 'hex')
    expect([hash, verifySignature(hash, Buffer.from(message), { key, dsaEncoding: 'ieee-p1363' }, signature)]).toEqual([
      hash,
      true,
    ])
  }
  measured(
    'RFC vectors',
    `21 HMACs of RFC 4231, ${tokenSets.length} tokens of RFC 7515, 7520 and 8037, ${set.cases.length} signatures of RFC 6979: all as printed`,
  )
})
