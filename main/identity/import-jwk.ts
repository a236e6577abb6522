import type { JsonWebKey } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import type { TokenAlgorithm } from '#shared/vendors/vendor.ts'
import { tokenAlgorithms } from '#shared/vendors/vendor.ts'
import type { VerificationKey } from './check.ts'
import type { KeyImportProblem, KeyImportProblemCode } from './import-key.ts'
import { checkPublicKey, importSecretBytes, refusePrivateKey } from './import-key.ts'

/** A key as its JWK describes it: material, and what `kid`, `alg`, `use` and `key_ops` say about it. */
export type JwkKey = Pick<VerificationKey, 'kind' | 'material' | 'fingerprint'> & {
  kid: string | null
  algorithm: TokenAlgorithm | null
  unfit: boolean
}

export type JwkImport = { ok: true; key: JwkKey } | { ok: false; problem: KeyImportProblem }
export type JwkSetImport = { ok: true; keys: JwkImport[] } | { ok: false; problem: KeyImportProblem }

const longestKeySet = 65_536
const mostKeys = 50
/** Members that only a private key has (RFC 7518 §6.2.2, §6.3.2; RFC 8037 §2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth']
const longestKeyId = 128

/**
 * The JSON of a pasted JWK or JWK set, strictly read: no member named twice.
 *
 * @returns null for what is no JSON object
 */
export function readJwkText(text: string): JsonObject | null {
  if (!/^\s*\{/.test(text)) return null
  const parsed = parseStrictJson(text, { maxCharacters: longestKeySet, maxDepth: 8 })
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null
}

/**
 * Imports one JWK (RFC 7517): a public EC, RSA or Ed25519 key (RFC 7518 §6, RFC 8037), or an `oct` secret. A private key is
 * refused. `use` other than `sig`, `key_ops` without `verify`, and an `alg` that signs no tokens or not with a key of this
 * type leave the key readable and unfit: nothing is verified with it. `x5c` and its like are not looked at.
 *
 * @param fingerprintKey keys the fingerprint of a secret, as for `importSecret`
 */
export function importJwk(jwk: JsonObject, fingerprintKey?: string | Uint8Array): JwkImport {
  if (privateMembers.some((name) => jwk[name] !== undefined)) {
    const refusal = refusePrivateKey()
    return refusal.ok ? refuse('private-key', '') : refusal
  }
  const { kid = null, alg = null, use, key_ops: operations } = jwk
  if (kid !== null && (typeof kid !== 'string' || kid === '' || kid.length > longestKeyId)) {
    return refuse('not-a-public-key', 'The "kid" of the JWK is no text of at most 128 characters.')
  }
  const imported = jwk['kty'] === 'oct' ? importOctets(jwk, fingerprintKey) : importPublicJwk(jwk)
  if (!imported.ok) return imported
  const algorithm = tokenAlgorithms.find((name) => name === (alg === 'Ed25519' ? 'EdDSA' : alg)) ?? null
  const isForSigning = use === undefined || use === 'sig'
  const mayVerify = operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
  const unfit = !isForSigning || !mayVerify || (alg !== null && algorithm === null)
  return { ok: true, key: { ...imported.key, kid, algorithm, unfit } }
}

/**
 * Imports a JWK set (RFC 7517 §5): one answer for each of its keys, in their order. Sets that hold a private key, or
 * secrets beside public keys, are refused whole: nobody hands those out on purpose.
 */
export function importJwkSet(set: JsonObject, fingerprintKey?: string | Uint8Array): JwkSetImport {
  const { keys } = set
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > mostKeys || !keys.every(isJsonObject)) {
    return refuse('not-a-public-key', 'The key set has no "keys" array of one to 50 JWKs.')
  }
  const imported = keys.map((jwk) => importJwk(jwk, fingerprintKey))
  const exposed = imported.find((each) => !each.ok && each.problem.code === 'private-key')
  if (exposed !== undefined && !exposed.ok) return exposed
  const kinds = new Set(keys.map((jwk) => (jwk['kty'] === 'oct' ? 'secret' : 'publicKey')))
  if (kinds.size > 1) return refuse('wrong-kind', 'The key set holds secrets beside public keys.')
  return { ok: true, keys: imported }
}

function importOctets({ k }: JsonObject, fingerprintKey?: string | Uint8Array) {
  if (!isBase64url(k)) return refuse('empty', 'The "k" of the JWK is no base64url.')
  const bytes = Buffer.from(k, 'base64url')
  const imported = importSecretBytes(bytes, fingerprintKey)
  bytes.fill(0)
  return imported
}

const membersOfType: Readonly<Record<string, readonly string[]>> = Object.freeze({
  EC: ['crv', 'x', 'y'],
  RSA: ['n', 'e'],
  OKP: ['crv', 'x'],
})

function importPublicJwk(jwk: JsonObject) {
  const { kty } = jwk
  const names = typeof kty === 'string' && Object.hasOwn(membersOfType, kty) ? (membersOfType[kty] ?? []) : []
  if (names.length === 0) return refuse('wrong-kind', 'The "kty" of the JWK is none of EC, RSA, OKP and oct.')
  const bare: Record<string, JsonValue> = { kty: kty as string }
  for (const name of names) {
    const value = jwk[name]
    if (typeof value !== 'string' || (name !== 'crv' && !isBase64url(value))) return notAKey()
    bare[name] = value
  }
  try {
    const material = createPublicKey({ key: bare as JsonWebKey, format: 'jwk' })
    return checkPublicKey(material, material.export({ format: 'der', type: 'spki' }), 'token')
  } catch {
    return notAKey()
  }
}

/** Node's reader skips what is none. Stray trailing bits are let pass: a key is known by its bytes, not by its spelling. */
function isBase64url(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[\w-]+$/.test(value) && value.length % 4 !== 1
}

function notAKey() {
  return refuse('not-a-public-key', 'The JWK does not hold a public key.')
}

function refuse(code: KeyImportProblemCode, message: string): { ok: false; problem: KeyImportProblem } {
  return { ok: false, problem: { code, message } }
}
