import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { CheckRequest, VerificationKey } from '../check.ts'
import type { KeyImport } from '../import-key.ts'
import { importPublicKeyPem, importSecret } from '../import-key.ts'
import { verify } from '../verify.ts'

export const noon = Date.parse('2026-03-01T12:00:00Z')

/** HMAC-SHA256 as hex, made by another library than the engine's. */
export function hashOf(secret: string | Uint8Array, message: string | Uint8Array): string {
  const bytes = (value: string | Uint8Array) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value)
  return Buffer.from(hmac(sha256, bytes(secret), bytes(message))).toString('hex')
}

function imported(result: KeyImport): Pick<VerificationKey, 'kind' | 'material' | 'fingerprint'> {
  if (!result.ok) throw new Error(result.problem.code)
  return result.key
}

export function secretKey(secret: string, more: Partial<VerificationKey> = {}): VerificationKey {
  return { id: 'key_one', state: 'active', retiresAt: null, ...imported(importSecret(secret)), ...more }
}

export function publicKey(pem: string, more: Partial<VerificationKey> = {}): VerificationKey {
  return { id: 'key_one', state: 'active', retiresAt: null, ...imported(importPublicKeyPem(pem)), ...more }
}

export interface Pair {
  privateKey: KeyObject
  pem: string
}

export function newPair(): Pair {
  const { privateKey, publicKey: half } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, pem: half.export({ format: 'pem', type: 'spki' }).toString() }
}

/** The key pair of RFC 7515 A.3, whose private half is public. */
export function rfcPair(): Pair {
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
    },
  })
  return { privateKey, pem: createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString() }
}

export interface TokenShape {
  header?: unknown
  headerText?: string | Uint8Array
  payloadText?: string | Uint8Array
  encoding?: 'ieee-p1363' | 'der'
}

export function tokenOf(pair: Pair, payload: unknown, shape: TokenShape = {}): string {
  const part = (value: string | Uint8Array) => Buffer.from(value as string).toString('base64url')
  const header = part(shape.headerText ?? JSON.stringify(shape.header ?? { alg: 'ES256' }))
  const input = `${header}.${part(shape.payloadText ?? JSON.stringify(payload))}`
  const signature = sign('sha256', Buffer.from(input), {
    key: pair.privateKey,
    dsaEncoding: shape.encoding ?? 'ieee-p1363',
  })
  return `${input}.${signature.toString('base64url')}`
}

export function item(label: string, data: unknown, type: unknown = 'string') {
  return { label, data, type }
}

export function requestOf(request: Partial<Omit<CheckRequest, 'identity'>> & { identity: unknown }): CheckRequest {
  const { identity, ...rest } = request
  return {
    scheme: 'fernand',
    settings: {},
    keys: [],
    keysAvailable: true,
    form: null,
    page: { origin: null },
    at: noon,
    ...rest,
    identity: identity === null || typeof identity === 'string' ? identity : JSON.stringify(identity),
  }
}

export function check(request: Partial<Omit<CheckRequest, 'identity'>> & { identity: unknown }): Promise<Verdict> {
  return verify(requestOf(request))
}

/** `failed/hash-mismatch field`: what most tests look at. */
export function gist(verdict: Verdict): string {
  return `${verdict.status}/${verdict.reason} ${verdict.field}`
}

export function hintCodesOf(verdict: Verdict): string[] {
  return verdict.hints.map(({ code }) => code)
}
