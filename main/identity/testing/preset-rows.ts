import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { hashOf, noon } from './signing.ts'

/*
 * What each preset's vendor documents, written down a second time and by hand: nothing here is read from the vendor's
 * data, so that a slip in either of them shows. A vendor is one row.
 */

/** A secret that every preset takes: 64 hexadecimal characters, of which one vendor decodes. */
export const presetSecret = '3f8a1c5e7b9d02468ace13579bdf02468ace13579bdf0a1b2c3d4e5f60718293'

export interface HashRow {
  scheme: SchemeName
  /** What a page hands to the vendor's call, without the proof; the fields that can be signed first, best first. */
  page: Readonly<Record<string, string>>
  signs: readonly string[]
  proof: string
  key?: 'hex'
  /** What the vendor's document says is done to the value first. */
  changes?: (value: string) => string
}

const person = { email: 'ann.lee@example.com', name: 'Ann Lee' }

export const hashRows: readonly HashRow[] = [
  {
    scheme: 'yourgpt',
    page: { ext_user_id: 'u-42', ...person, phone: '+14155550123' },
    signs: ['ext_user_id', 'email', 'phone'],
    proof: 'user_hash',
  },
  { scheme: 'fernand', page: person, signs: ['email'], proof: 'hash' },
  { scheme: 'pavior', page: { id: 'u-42', ...person }, signs: ['id', 'email'], proof: 'hmac' },
  { scheme: 'intercom', page: { user_id: 'u-42', ...person }, signs: ['user_id', 'email'], proof: 'user_hash' },
  { scheme: 'intercom-hash', page: { user_id: 'u-42', ...person }, signs: ['user_id', 'email'], proof: 'user_hash' },
  { scheme: 'chatwoot', page: { identifier: 'u-42', ...person }, signs: ['identifier'], proof: 'identifier_hash' },
  { scheme: 'crisp', page: person, signs: ['email'], proof: 'signature' },
  { scheme: 'help-scout', page: person, signs: ['email'], proof: 'signature' },
  { scheme: 'front', page: person, signs: ['email'], proof: 'userHash' },
  { scheme: 'plain', page: person, signs: ['email'], proof: 'emailHash' },
  { scheme: 'pylon', page: person, signs: ['email'], proof: 'email_hash', key: 'hex' },
  {
    scheme: 'customerly',
    page: person,
    signs: ['email'],
    proof: 'email_hash',
    changes: (value) => value.toLowerCase(),
  },
  { scheme: 'tawk', page: { userId: 'u-42', ...person }, signs: ['userId', 'email'], proof: 'hash' },
  { scheme: 'featurebase', page: { userId: 'u-42', ...person }, signs: ['userId', 'email'], proof: 'userHash' },
  {
    scheme: 'supportwire',
    page: { externalId: 'u-42', ...person },
    signs: ['externalId', 'email'],
    proof: 'userSignature',
    changes: (value) => value.trim().toLowerCase(),
  },
  { scheme: 'pipeback', page: person, signs: ['email'], proof: 'signature' },
]

/** The proof that the vendor's site makes of a value. */
export function proofOf(row: HashRow, value: string, secret = presetSecret): string {
  return hashOf(row.key === 'hex' ? Buffer.from(secret, 'hex') : secret, row.changes?.(value) ?? value)
}

/** A page that sends everything, with the proof that is due. */
export function honestPage(row: HashRow): Record<string, string> {
  return { ...row.page, [row.proof]: proofOf(row, row.page[row.signs[0] ?? ''] ?? '') }
}

const now = noon / 1000

export interface TokenRow {
  scheme: SchemeName
  /** The member of the payload that holds the token. */
  token: string
  /** The claims of a token that verifies. */
  claims: Readonly<Record<string, unknown>>
  /** The claim that is proven, and the one that takes its place where it is left out. */
  identity: readonly string[]
  header?: Readonly<Record<string, unknown>>
  /** Claims without which it is refused, with the reason. */
  needs?: Readonly<Record<string, string>>
  settings?: SchemeSettings
  signs?: 'HS256' | 'RS256'
}

export const tokenRows: readonly TokenRow[] = [
  {
    scheme: 'intercom',
    token: 'intercom_user_jwt',
    claims: { user_id: 'u-42', email: person.email, exp: now + 3600 },
    identity: ['user_id'],
  },
  {
    scheme: 'intercom-jwt',
    token: 'intercom_user_jwt',
    claims: { user_id: 'u-42', email: person.email },
    identity: ['user_id'],
  },
  {
    scheme: 'zendesk',
    token: 'jwt',
    header: { kid: 'app_5f1e' },
    claims: { scope: 'user', external_id: 'u-42', name: 'Ann Lee' },
    identity: ['external_id'],
    needs: { scope: 'claim-mismatch' },
  },
  {
    scheme: 'freshchat',
    token: 'jwt',
    claims: { freshchat_uuid: 'c5b8-1', reference_id: 'u-42', email: person.email, exp: now + 900 },
    identity: ['reference_id'],
  },
  { scheme: 'drift', token: 'userJwt', claims: { sub: 'u-42' }, identity: ['sub'] },
  {
    scheme: 'kustomer',
    token: 'jwtToken',
    claims: { email: person.email, externalId: 'u-42', iat: now - 60 },
    identity: ['email', 'externalId'],
    needs: { iat: 'claim-missing' },
  },
  {
    scheme: 'salesforce',
    token: 'identityToken',
    claims: { iss: 'https://shop.example', sub: 'u-42', exp: now + 600 },
    identity: ['sub'],
    needs: { iss: 'issuer-mismatch', exp: 'expiry-missing' },
    settings: { issuer: ['https://shop.example'] },
    signs: 'RS256',
  },
  {
    scheme: 'featurebase',
    token: 'featurebaseJwt',
    claims: { userId: 'u-42', email: person.email, name: 'Ann Lee' },
    identity: ['userId', 'email'],
  },
  {
    scheme: 'userlike',
    token: 'token',
    claims: { sub: 'u-42', iat: now - 5, exp: now + 300 },
    identity: ['sub'],
    needs: { iat: 'claim-missing', exp: 'expiry-missing' },
  },
]

/**
 * Pages that another vendor's channel would take if it had the same key. A hash names no vendor, and a token without an
 * audience none either: only the keys keep these apart, which is why two channels should never share one.
 */
export const samePages: readonly string[] = [
  // One scheme under two names.
  'intercom as intercom-hash',
  'intercom as intercom-jwt',
  'intercom-hash as intercom',
  'intercom-jwt as intercom',
  // A hash of the e-mail in a member of the same name.
  'crisp as help-scout',
  'crisp as pipeback',
  'help-scout as crisp',
  'help-scout as pipeback',
  'pipeback as crisp',
  'pipeback as help-scout',
  'fernand as tawk',
  'front as featurebase',
  // An HS256 token in a member of the same name, with a claim that is an identity for both.
  'freshchat as featurebase',
  'kustomer as featurebase',
  'userlike as drift',
  'userlike as jwt',
]

const hashes = { HS256: sha256, HS384: sha384, HS512: sha512 } as const

/** A compact JWS with an HMAC, made without the engine's libraries. */
export function secretToken(
  secret: string | Uint8Array,
  claims: unknown,
  header: Readonly<Record<string, unknown>> = {},
  algorithm: keyof typeof hashes = 'HS256',
): string {
  const input = signingInput({ alg: algorithm, typ: 'JWT', ...header }, claims)
  const key = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret
  return `${input}.${Buffer.from(hmac(hashes[algorithm], key, Buffer.from(input))).toString('base64url')}`
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** The public half of the RSA key that `rsaToken` signs with. */
export const rsaPublicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const rsaPrivate = createPrivateKey(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }))

/** A compact JWS with RSASSA-PKCS1-v1_5 (RFC 7518 §3.3). */
export function rsaToken(claims: unknown, header: Readonly<Record<string, unknown>> = {}, hash = '256'): string {
  const input = signingInput({ alg: `RS${hash}`, typ: 'JWT', ...header }, claims)
  return `${input}.${sign(`sha${hash}`, Buffer.from(input), rsaPrivate).toString('base64url')}`
}

/** A token of the row, with other claims where they are given. */
export function tokenOfRow(row: TokenRow, claims: unknown = row.claims, secret = presetSecret): string {
  return row.signs === 'RS256' ? rsaToken(claims, row.header) : secretToken(secret, claims, row.header)
}

function signingInput(header: unknown, claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}`
}
