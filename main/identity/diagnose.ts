import { createSecretKey } from 'node:crypto'
import type { Hint, HintCode } from '#shared/domain/verdict.ts'
import type { VerificationKey } from './check.ts'
import { isDocumentationKey, shortestSoundSecret } from './documentation-keys.ts'
import type { Context } from './finding.ts'
import { hint } from './hints.ts'
import type { HashMaking } from './keyed-hash.ts'
import { isMatch } from './primitives.ts'

/*
 * Explanations of a failure for the person who set the site up. Nothing in here can change a verdict: the callers
 * have already failed the proof, and only take hints.
 */

/** How many keys a diagnosis tries. */
export const mostKeys = 6

/** A hash that did not match: `digest` where it could be decoded, else its text. */
export interface FailedHash {
  text: string
  digest: Uint8Array | null
  value: string
  how: HashMaking
}

/** Tries the usual mistakes with each key. Bounded: at most 6 keys and about 20 hashes each. */
export function diagnoseHash(proof: FailedHash, context: Context): Hint[] {
  const { digest } = proof
  const found = new Set<HintCode>()
  const usable = context.usable.slice(0, mostKeys)
  if (digest === null) {
    for (const key of usable) diagnoseDigestText(proof, key, context, found)
    return [...found].map(hint)
  }
  const matches = (key: VerificationKey['material'], message: string | Uint8Array) =>
    isMatch(context.primitives.equalBytes(context.primitives.hmac(proof.how.algorithm, key, message), digest))

  for (const key of context.retired.slice(0, mostKeys)) {
    if (matches(key.material, proof.value)) found.add('retired-key-of-channel')
  }
  for (const key of usable) {
    for (const [code, value] of otherSpellings(proof.value)) {
      if (!found.has(code) && matches(key.material, value)) found.add(code)
    }
    const bytes = key.material.export()
    const secret = bytes.toString('utf8')
    for (const [code, other] of otherSecrets(secret)) {
      if (
        !found.has(code) &&
        other.byteLength > 0 &&
        !bytes.equals(other) &&
        matches(createSecretKey(other), proof.value)
      ) {
        found.add(code)
      }
    }
    if (matches(createSecretKey(Buffer.from(proof.value, 'utf8')), bytes)) found.add('key-and-message-swapped')
  }
  return [...found].map(hint)
}

function otherSpellings(value: string): [HintCode, string][] {
  const spellings: [HintCode, string][] = []
  const capital = value.charAt(0).toUpperCase() + value.slice(1)
  for (const cased of [value.toLowerCase(), value.toUpperCase(), capital]) {
    if (cased !== value) spellings.push(['value-case-differs', cased])
  }
  for (const spaced of [value.trim(), `${value}\n`, `${value}\r\n`, `${value} `, ` ${value}`]) {
    if (spaced !== value) spellings.push(['value-has-whitespace', spaced])
  }
  return spellings
}

/** The bytes that a site may have made of the text of a secret, with what it did wrong. */
export function otherSecrets(secret: string): [HintCode, Buffer][] {
  return [
    ['secret-has-whitespace', Buffer.from(secret.trim(), 'utf8')],
    ['secret-has-whitespace', Buffer.from(`${secret}\n`, 'utf8')],
    ['secret-has-whitespace', Buffer.from(`${secret}\r\n`, 'utf8')],
    ['secret-has-whitespace', Buffer.from(`${secret} `, 'utf8')],
    ['secret-has-whitespace', Buffer.from(` ${secret}`, 'utf8')],
    ['secret-case-differs', Buffer.from(secret.toLowerCase(), 'utf8')],
    ['secret-case-differs', Buffer.from(secret.toUpperCase(), 'utf8')],
    ['secret-hex-decoded', /^(?:[0-9a-fA-F]{2})+$/.test(secret) ? Buffer.from(secret, 'hex') : Buffer.alloc(0)],
    [
      'secret-base64-decoded',
      /^[A-Za-z0-9+/_-]+={0,2}$/.test(secret) ? Buffer.from(secret, 'base64') : Buffer.alloc(0),
    ],
  ]
}

function diagnoseDigestText(proof: FailedHash, key: VerificationKey, context: Context, found: Set<HintCode>): void {
  const { primitives } = context
  const expected = Buffer.from(primitives.hmac(proof.how.algorithm, key.material, proof.value))
  const { text } = proof
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text) && isMatch(primitives.equalBytes(Buffer.from(text, 'base64'), expected))) {
    found.add('digest-is-base64')
  }
  if (/^(?:[0-9a-fA-F]{2}){4,31}$/.test(text)) {
    const beginning = Buffer.from(text, 'hex')
    if (isMatch(primitives.equalBytes(beginning, expected.subarray(0, beginning.byteLength))))
      found.add('digest-truncated')
  }
}

/** What is wrong with a key itself, whatever came of the proof. */
export function diagnoseKey(key: VerificationKey): Hint[] {
  if (isDocumentationKey(key.material)) return [hint('documentation-key')]
  const size = key.material.symmetricKeySize
  return key.kind === 'secret' && size !== undefined && size < shortestSoundSecret ? [hint('key-is-weak')] : []
}
