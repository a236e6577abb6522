import { p256 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

/**
 * What a customer's own back end does, written with other libraries than the console's engine uses: a mistake
 * that both sides share cannot hide behind the agreement of the two.
 */

const utf8 = (text: string) => new TextEncoder().encode(text)
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const base64url = (bytes: Uint8Array) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * HMAC-SHA256 as the YourGPT, Fernand and Pavior documents make it: key and value as UTF-8 text.
 * @returns the digest in lower-case hex, 64 characters
 */
export function keyedHash(secret: string, value: string): string {
  return hex(hmac(sha256, utf8(secret), utf8(value)))
}

/** A fresh secret of 40 hex characters, the shape that Fernand's dashboard shows. */
export function makeSecret(): string {
  return hex(crypto.getRandomValues(new Uint8Array(20)))
}

export interface SigningKey {
  /** P-256 scalar, 32 bytes. */
  secretKey: Uint8Array
  /** SPKI in PEM, as `openssl ec -pubout` writes it. */
  publicKeyPem: string
}

/** A fresh P-256 key pair, as the Talkative document asks for with `openssl ecparam -name prime256v1`. */
export function makeSigningKey(): SigningKey {
  const secretKey = p256.utils.randomSecretKey()
  return { secretKey, publicKeyPem: publicKeyPem(p256.getPublicKey(secretKey, false)) }
}

/** One item of Talkative's interaction data. */
export interface InteractionItem {
  label: string
  data: string
  type: string
}

/**
 * Compact JWS (RFC 7515 §7.1) with ES256 over a JSON array, as the Talkative document describes it.
 * The signature is the raw 64 bytes R‖S (RFC 7518 §3.4).
 */
export function signInteractionData(items: InteractionItem[], secretKey: Uint8Array): string {
  const header = base64url(utf8(JSON.stringify({ alg: 'ES256' })))
  const payload = base64url(utf8(JSON.stringify(items)))
  const signature = p256.sign(utf8(`${header}.${payload}`), secretKey)
  return `${header}.${payload}.${base64url(signature)}`
}

/** Claims of a token (RFC 7519 §4). Times are whole seconds since 1970. */
export type Claims = Readonly<Record<string, string | number | boolean>>

const signingInput = (header: Readonly<Record<string, string>>, claims: Claims) =>
  `${base64url(utf8(JSON.stringify(header)))}.${base64url(utf8(JSON.stringify(claims)))}`

/** Compact JWS with HS256 (RFC 7518 §3.2) over an object of claims. */
export function signClaimsWithSecret(claims: Claims, secret: string): string {
  const input = signingInput({ alg: 'HS256', typ: 'JWT' }, claims)
  return `${input}.${base64url(hmac(sha256, utf8(secret), utf8(input)))}`
}

/** Compact JWS with ES256 (RFC 7518 §3.4) over an object of claims. */
export function signClaims(claims: Claims, secretKey: Uint8Array): string {
  const input = signingInput({ alg: 'ES256', typ: 'JWT' }, claims)
  return `${input}.${base64url(p256.sign(utf8(input), secretKey))}`
}

/** The same header and signature around another payload: what someone without the key can do to a token. */
export function alterInteractionData(token: string, items: InteractionItem[]): string {
  const [header, , signature] = token.split('.')
  return `${header}.${base64url(utf8(JSON.stringify(items)))}.${signature}`
}

/** SubjectPublicKeyInfo of an uncompressed P-256 point (RFC 5480 §2): the fixed prefix names curve and algorithm. */
function publicKeyPem(point: Uint8Array): string {
  const prefix = '3059301306072a8648ce3d020106082a8648ce3d030107034200'
  const spki = Uint8Array.from([...(prefix.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)), ...point])
  const lines = base64(spki).match(/.{1,64}/g) ?? []
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`
}
