import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import type { Hint, HintCode } from '#shared/domain/verdict.ts'
import type { VerificationKey } from './check.ts'
import { isDocumentationKey, shortestSoundSecret } from './documentation-keys.ts'
import type { Context } from './finding.ts'
import { hashMaterial } from './hash-material.ts'
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
  /** What had to be hashed. */
  value: string
  /** The same as the page sent it, before the vendor's normalisation. */
  sent: string
  how: HashMaking
}

/** Tries the usual mistakes with each key. Bounded: at most 6 keys of each kind and about 30 hashes each. */
export function diagnoseHash(proof: FailedHash, context: Context): Hint[] {
  const found = new Set<HintCode>()
  for (const key of context.usable.slice(0, mostKeys)) {
    const material = hashMaterial(key.material, proof.how.keyEncoding)
    if (material === null) continue
    if (proof.digest === null) diagnoseDigestText(proof, material, context, found)
    else diagnoseMaking(proof, proof.digest, key.material, material, context, found)
  }
  for (const key of context.retired.slice(0, mostKeys)) {
    const material = hashMaterial(key.material, proof.how.keyEncoding)
    if (material !== null && proof.digest !== null && matches(proof, proof.digest, material, proof.value, context)) {
      found.add(whyNotInUse(key, context.at))
    }
  }
  return [...found].map(hint)
}

/** Why a key of the channel could not verify: its time is over, or it is the secret of another kind of app. */
export function whyNotInUse(key: VerificationKey, at: number): HintCode {
  const isOver = key.state === 'retired' || (key.state === 'retiring' && key.retiresAt !== null && at >= key.retiresAt)
  return isOver || key.compromised === true ? 'retired-key-of-channel' : 'key-of-other-platform'
}

function matches(
  { how }: FailedHash,
  digest: Uint8Array,
  key: KeyObject,
  message: string | Uint8Array,
  { primitives }: Context,
): boolean {
  return isMatch(primitives.equalBytes(primitives.hmac(how.algorithm, key, message), digest))
}

/** A digest of the right form: made from another value, under another form of the secret, or the wrong way round. */
function diagnoseMaking(
  proof: FailedHash,
  digest: Uint8Array,
  secret: KeyObject,
  material: KeyObject,
  context: Context,
  found: Set<HintCode>,
): void {
  for (const [code, value] of otherSpellings(proof)) {
    if (!found.has(code) && matches(proof, digest, material, value, context)) found.add(code)
  }
  const right = material.export()
  const bytes = secret.export()
  const others = otherSecrets(bytes.toString('utf8'))
  if (proof.how.keyEncoding !== 'utf8') others.push(['key-not-decoded', bytes])
  for (const [code, other] of others) {
    if (found.has(code) || other.byteLength === 0 || right.equals(other)) continue
    if (code !== 'key-not-decoded' && bytes.equals(other)) continue
    if (matches(proof, digest, createSecretKey(other), proof.value, context)) found.add(code)
  }
  const asKey = createSecretKey(Buffer.from(proof.value, 'utf8'))
  if (matches(proof, digest, asKey, right, context) || matches(proof, digest, asKey, bytes, context)) {
    found.add('key-and-message-swapped')
  }
}

function otherSpellings({ value, sent }: FailedHash): [HintCode, string][] {
  const spellings: [HintCode, string][] = []
  if (sent !== value) {
    spellings.push([sent.toLowerCase() === value ? 'value-case-differs' : 'value-has-whitespace', sent])
    spellings.push(['value-case-differs', sent.trim()])
  }
  const capital = value.charAt(0).toUpperCase() + value.slice(1)
  for (const cased of [value.toLowerCase(), value.toUpperCase(), capital]) spellings.push(['value-case-differs', cased])
  for (const spaced of [value.trim(), `${value}\n`, `${value}\r\n`, `${value} `, ` ${value}`]) {
    spellings.push(['value-has-whitespace', spaced])
  }
  return spellings.filter(([, spelling]) => spelling !== value)
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

/** A text that is no digest of this channel: the right one in another encoding, or the beginning of it. */
function diagnoseDigestText(proof: FailedHash, material: KeyObject, context: Context, found: Set<HintCode>): void {
  const { primitives } = context
  const { text, how } = proof
  if (text.length > longestDigestText) return
  const expected = Buffer.from(primitives.hmac(how.algorithm, material, proof.value))
  const isWhole = (bytes: Uint8Array) => isMatch(primitives.equalBytes(bytes, expected))
  const isHex = /^(?:[0-9a-fA-F]{2})+$/.test(text)
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)
  if (isHex && isWhole(Buffer.from(text, 'hex'))) found.add('digest-encoding-differs')
  if (isBase64 && isWhole(Buffer.from(text, 'base64'))) {
    found.add(how.digest === 'hex' ? 'digest-is-base64' : 'digest-encoding-differs')
  }
  if (how.digest === 'hex' ? !isHex : !isBase64) return
  const beginning = Buffer.from(text, how.digest)
  if (beginning.byteLength < shortestBeginning || beginning.byteLength >= expected.byteLength) return
  if (isMatch(primitives.equalBytes(beginning, expected.subarray(0, beginning.byteLength)))) {
    found.add('digest-truncated')
  }
}

/** Twice the hexadecimal characters of the longest digest. */
const longestDigestText = 256

const shortestBeginning = 4

/** What is wrong with a key itself, whatever came of the proof. */
export function diagnoseKey(key: VerificationKey): Hint[] {
  if (isDocumentationKey(key.material)) return [hint('documentation-key')]
  const size = key.material.symmetricKeySize
  return key.kind === 'secret' && size !== undefined && size < shortestSoundSecret ? [hint('key-is-weak')] : []
}
