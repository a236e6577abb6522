import type { KeyObject } from 'node:crypto'
import type { JsonValue } from '#shared/strict/json.ts'
import { isJsonObject, parseStrictJson } from '#shared/strict/json.ts'
import { findVendor } from '#shared/vendors/all.ts'
import { digestEncodings, type HashAlgorithm, tokenAlgorithms } from '#shared/vendors/vendor.ts'
import type { CheckRequest, VerificationKey } from './check.ts'
import { decodeDigest, digestSizes } from './decode.ts'
import { hashMaterial } from './hash-material.ts'
import { algorithmsOf } from './key-fitness.ts'
import { type HashMaking, usualHash } from './keyed-hash.ts'
import { isMatch, nodePrimitives, type Primitives } from './primitives.ts'
import { hashRuleOf } from './schemes/hash-scheme.ts'
import { longestToken, openToken } from './signed-token.ts'
import { verifyWith } from './token-signature.ts'

/** What stands where a proof stood. */
export const proofRemoved = '[proof removed]'

/** What is looked at of one text: a person pastes one, and a stranger may paste a hundred. */
const mostDigests = 8
const mostTokens = 3
const mostNames = 60
const mostKeys = 10
const longestName = 256

interface Place {
  start: number
  end: number
}

/** False for nearly every text, at the cost of reading it once: no proof is shorter. */
export function mayHoldProof(text: string): boolean {
  return /[\w+/-]{40}/.test(text)
}

/**
 * A text without the proofs in it that would prove somebody in this channel, or would have in their time: hashes of what
 * the page, the form or the text itself names, and tokens that a key of the channel signed. Any other hash or token is
 * left, since people write of checksums and commits.
 *
 * It says nothing about who wrote the text, and no verdict depends on it.
 */
export async function withoutProofsOf(
  text: string,
  channel: Pick<CheckRequest, 'scheme' | 'settings' | 'keys' | 'identity' | 'form'>,
  primitives: Primitives = nodePrimitives,
): Promise<string> {
  if (!mayHoldProof(text)) return text
  const keys = channel.keys.slice(-mostKeys)
  const places = [
    ...hashesIn(text, { ...channel, keys }, primitives),
    ...(await tokensIn(text, keys, primitives)),
  ].toSorted((one, other) => one.start - other.start)
  let kept = ''
  let from = 0
  for (const { start, end } of places) {
    if (start < from) continue
    kept += `${text.slice(from, start)}${proofRemoved}`
    from = end
  }
  return kept + text.slice(from)
}

function hashesIn(
  text: string,
  channel: Pick<CheckRequest, 'scheme' | 'settings' | 'keys' | 'identity' | 'form'>,
  primitives: Primitives,
): Place[] {
  const secrets = channel.keys.filter(({ material }) => material.type === 'secret')
  if (secrets.length === 0) return []
  const makings = makingsOf(channel)
  const digests = makings.flatMap(({ algorithm }) => digestsIn(text, algorithm)).slice(0, mostDigests)
  if (digests.length === 0) return []
  const names = namesIn(text, channel)
  const found: Place[] = []
  for (const making of makings) {
    for (const material of secrets.flatMap((key) => materialOf(key, making))) {
      for (const name of names) {
        const mac = primitives.hmac(making.algorithm, material, name)
        for (const { bytes, ...place } of digests) {
          if (bytes.byteLength === mac.byteLength && isMatch(primitives.equalBytes(mac, bytes))) found.push(place)
        }
      }
    }
  }
  return found
}

/** How the channel makes its hashes: as nearly every vendor does, and as its own rule says. */
function makingsOf({ scheme, settings }: Pick<CheckRequest, 'scheme' | 'settings'>): HashMaking[] {
  const rules = findVendor(scheme)?.rules ?? 'own'
  const own: HashMaking[] =
    rules === 'settings'
      ? [hashRuleOf(settings)].filter((rule) => rule !== null)
      : rules === 'own'
        ? []
        : rules.filter((rule) => rule.proof === 'hash')
  const makings = [usualHash, ...own]
  const nameOf = ({ algorithm, keyEncoding }: HashMaking) => `${algorithm} ${keyEncoding}`
  return makings.filter((one, index) => makings.findIndex((other) => nameOf(other) === nameOf(one)) === index)
}

function materialOf({ material }: VerificationKey, { keyEncoding }: HashMaking): KeyObject[] {
  const decoded = hashMaterial(material, keyEncoding)
  return decoded === null ? [] : [decoded]
}

function digestsIn(text: string, algorithm: HashAlgorithm): (Place & { bytes: Uint8Array })[] {
  const size = digestSizes[algorithm] * 2
  const found: (Place & { bytes: Uint8Array })[] = []
  // Runs of one class of characters: each is read once, however long the text is.
  for (const { 0: run, index } of text.matchAll(/[0-9a-f]{64,}/gi)) {
    if (run.length === size) add(run, index)
  }
  for (const { 0: run, index } of text.matchAll(/[\w+/-]{43,}={0,2}/g)) if (run.length < size) add(run, index)
  return found

  function add(run: string, start: number): void {
    const bytes = digestEncodings.map((encoding) => decodeDigest(run, encoding, algorithm)).find((one) => one !== null)
    if (bytes !== null && bytes !== undefined) found.push({ start, end: start + run.length, bytes })
  }
}

/** Whom a hash may be of: what the page and the form say, and each word of the text; as it is, and as vendors change it. */
function namesIn(text: string, { identity, form }: Pick<CheckRequest, 'identity' | 'form'>): Set<string> {
  const parsed = identity === null ? null : parseStrictJson(identity, { maxCharacters: longestToken })
  const said = [...(parsed?.ok === true ? textsOf(parsed.value) : []), form?.email, form?.name]
  const words = text.split(/[\s"'`()<>[\]{},;:=|]+/)
  const names = new Set<string>()
  for (const name of [...said, ...words]) {
    if (name === undefined || name === '' || name.length > longestName) continue
    if (names.size >= mostNames) break
    names.add(name)
    names.add(name.trim().toLowerCase())
  }
  return names
}

function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return isJsonObject(value) ? Object.values(value).flatMap(textsOf) : []
}

async function tokensIn(text: string, keys: readonly VerificationKey[], primitives: Primitives): Promise<Place[]> {
  const found: Place[] = []
  let looked = 0
  for (const { 0: run, index } of text.matchAll(/[\w.-]{60,}/g)) {
    const parts = run.split('.')
    let start = index
    for (const [at, part] of parts.entries()) {
      const token = parts.slice(at, at + 3).join('.')
      // Every header is a JSON object, and all but oddly spaced ones begin alike.
      if (part.startsWith('ey') && at + 2 < parts.length) {
        if (looked >= mostTokens) return found
        looked += 1
        if (await isSigned(token, keys, primitives)) found.push({ start, end: start + token.length })
      }
      start += part.length + 1
    }
  }
  return found
}

async function isSigned(token: string, keys: readonly VerificationKey[], primitives: Primitives): Promise<boolean> {
  const opening = openToken(token, tokenAlgorithms)
  if (!opening.ok) return false
  for (const key of keys) {
    if (!algorithmsOf(key).includes(opening.opened.algorithm)) continue
    if ((await verifyWith(opening.opened, key, primitives)) !== null) return true
  }
  return false
}
