import type { KeyObject } from 'node:crypto'
import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { JsonObject } from '#shared/strict/json.ts'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import type { CheckRequest, VerificationKey } from '../check.ts'
import type { JwkImport } from '../import-jwk.ts'
import { importJwk, importJwkSet } from '../import-jwk.ts'
import { verify } from '../verify.ts'
import { requestOf } from './signing.ts'

/** What signs a token: a private key, or the text or bytes of a secret. None of it goes through the engine's library. */
export type Signer = KeyObject | string | Uint8Array

export interface Writing {
  /** Members beside `alg`, or in its place. */
  header?: Record<string, unknown>
  headerText?: string | Uint8Array
  payloadText?: string | Uint8Array
  /** Signs with this algorithm, whatever the header says. */
  signAs?: TokenAlgorithm
}

/** A compact JWS over these claims. */
export function writeToken(alg: TokenAlgorithm, signer: Signer, claims: unknown, writing: Writing = {}): string {
  const part = (value: string | Uint8Array) => Buffer.from(value as string).toString('base64url')
  const header = part(writing.headerText ?? JSON.stringify({ alg, ...writing.header }))
  const input = `${header}.${part(writing.payloadText ?? JSON.stringify(claims))}`
  return `${input}.${Buffer.from(signatureOf(writing.signAs ?? alg, signer, Buffer.from(input))).toString('base64url')}`
}

const hashes = { '256': sha256, '384': sha384, '512': sha512 } as const

/** The signature over these bytes, in the form that JWS asks for (RFC 7518 §3, RFC 8037). */
export function signatureOf(alg: TokenAlgorithm, signer: Signer, input: Uint8Array): Uint8Array {
  if (alg === 'EdDSA') return sign(null, input, signer as KeyObject)
  const size = alg.slice(2) as '256' | '384' | '512'
  if (alg.startsWith('HS')) {
    return hmac(hashes[size], typeof signer === 'string' ? Buffer.from(signer) : (signer as Uint8Array), input)
  }
  const key = signer as KeyObject
  if (alg.startsWith('ES')) return sign(`sha${size}`, input, { key, dsaEncoding: 'ieee-p1363' })
  if (alg.startsWith('RS')) return sign(`sha${size}`, input, key)
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return sign(`sha${size}`, input, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
}

/** The public JWK of a private key, with more members. */
export function jwkOf(privateKey: KeyObject, more: JsonObject = {}): JsonObject {
  return { ...(createPublicKey(privateKey).export({ format: 'jwk' }) as JsonObject), ...more }
}

export function newSigner(alg: Exclude<TokenAlgorithm, 'HS256' | 'HS384' | 'HS512'>): KeyObject {
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519').privateKey
  const curve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg as 'ES256']
  return curve === undefined
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: curve }).privateKey
}

/** A channel's key from a JWK. @throws where it is refused */
export function jwkKey(jwk: JsonObject, more: Partial<VerificationKey> = {}): VerificationKey {
  return channelKey(importJwk(jwk), more)
}

/** The readable keys of a JWK set as a channel has them; none where the set is refused. */
export function jwkSetKeys(set: JsonObject): VerificationKey[] {
  const imported = importJwkSet(set)
  if (!imported.ok) return []
  return imported.keys.flatMap((each, index) => (each.ok ? [channelKey(each, { id: `key_${index}` })] : []))
}

function channelKey(imported: JwkImport, more: Partial<VerificationKey>): VerificationKey {
  if (!imported.ok) throw new Error(imported.problem.code)
  return { id: 'key_one', state: 'active', retiresAt: null, ...imported.key, ...more }
}

/** Judges a token of the scheme `jwt`, as the intake has it judged. */
export function checkToken(
  token: unknown,
  keys: VerificationKey[],
  settings: CheckRequest['settings'] = {},
  at?: number,
): Promise<Verdict> {
  return verify(requestOf({ scheme: 'jwt', identity: { token }, keys, settings, ...(at === undefined ? {} : { at }) }))
}

/** True where the verdict says that the signature is right, whatever else is said about the token. */
export function isSignatureRight(verdict: Verdict): boolean {
  return verdict.steps.some(
    ({ label, outcome }) => label === 'Signature matches the signed data' && outcome === 'passed',
  )
}
