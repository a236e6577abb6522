import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { ChannelId, KeyId } from '#shared/domain/ids.ts'
import type { ExposedForm } from '#shared/domain/review.ts'
import { isOrdinary, standsAlone } from './ordinary-words.ts'
import { percentDecoded } from './percent-encoding.ts'

/** A configured secret to be looked for. */
export interface SearchedSecret {
  keyId: KeyId
  channelId: ChannelId
  label: string
  /** As the key is used. */
  bytes: Uint8Array
}

/** Where a secret stands in a text, in UTF-16 units. */
export interface FoundSecret extends Omit<SearchedSecret, 'bytes'> {
  form: ExposedForm
  start: number
  end: number
}

export interface SecretSearch {
  /** Every configured secret in a text, in order. Its cost depends on the length of the text, not on how many there are. */
  find(text: string): FoundSecret[]
}

/** A shorter secret could be a part of a word: it counts only where it stands alone and is no ordinary word itself. */
const shortestInsideWords = 16
/** What is shorter still is not looked for in any form. */
const shortestSought = 8
/** What people, and the tools on their way, make of a secret that they compare or note down. */
const digests = ['sha256', 'sha1', 'sha512', 'md5'] as const
/** A secret that is written as hex is the same one in either letter case, and some vendors decode it before use. */
const hexOfSecret = /^(?:[0-9a-f]{2}){8,}$/i
// Three letters of an ordinary word stand in some form of a hundred secrets; four hardly do.
const block = 4
const tableSize = 1 << 18

interface Needle {
  text: string
  anyCase: boolean
  alone: boolean
  form: ExposedForm
  secret: Omit<SearchedSecret, 'bytes'>
}

/** What stands where a secret stood. */
export const blotted = '[secret removed]'

/**
 * Looks for secrets as they are and, from 8 characters on, as hex, base64, base64url and as the hex or base64 of their
 * SHA-256, SHA-1, SHA-512 and MD5; of a secret that is itself hex also what it stands for. What is percent-encoded is
 * also read as what it stands for. The text is read in steps of the shortest form (Wu and Manber, 1994), so that nearly
 * all of it is passed over.
 */
export function createSecretSearch(secrets: readonly SearchedSecret[]): SecretSearch {
  const needles = secrets.flatMap(needlesOf)
  const shortest = needles.reduce((least, { text }) => Math.min(least, text.length), Number.POSITIVE_INFINITY)
  if (needles.length === 0) return { find: () => [] }
  const steps = new Uint8Array(tableSize).fill(Math.min(255, shortest - block + 1))
  const endings = new Map<number, Needle[]>()
  for (const needle of needles) {
    for (let end = block - 1; end < shortest; end += 1) {
      const hash = hashAt(needle.text, end)
      steps[hash] = Math.min(steps[hash] ?? 0, shortest - 1 - end)
      if (end === shortest - 1) endings.set(hash, [...(endings.get(hash) ?? []), needle])
    }
  }
  const findAsWritten = (text: string): FoundSecret[] => {
    const found: FoundSecret[] = []
    for (let end = shortest - 1; end < text.length; ) {
      const hash = hashAt(text, end)
      const step = steps[hash] ?? 1
      if (step > 0) {
        end += step
        continue
      }
      for (const needle of endings.get(hash) ?? []) {
        const start = end - shortest + 1
        if (!standsAt(text, start, needle)) continue
        found.push({ ...needle.secret, form: needle.form, start, end: start + needle.text.length })
      }
      end += 1
    }
    return found
  }
  return {
    find(text) {
      const found = findAsWritten(text)
      const decoded = percentDecoded(text)
      if (decoded === null) return found
      const placeOf = ({ keyId, start, end }: FoundSecret) => `${keyId} ${start} ${end}`
      const places = new Set(found.map(placeOf))
      const behind = findAsWritten(decoded.text).map((one) => ({ ...one, ...decoded.written(one) }))
      return [...found, ...behind.filter((one) => !places.has(placeOf(one)))].toSorted(
        (one, other) => one.start - other.start,
      )
    },
  }
}

/** The text with every find taken out. */
export function blotOut(text: string, found: readonly FoundSecret[]): string {
  let kept = ''
  let from = 0
  for (const { start, end } of found) {
    if (end <= from) continue
    if (start >= from) kept += `${text.slice(from, start)}${blotted}`
    from = end
  }
  return kept + text.slice(from)
}

function needlesOf({ bytes: given, ...secret }: SearchedSecret): Needle[] {
  const bytes = Buffer.from(given)
  const needles: Needle[] = []
  const add = (form: ExposedForm, needle: string, { anyCase = false, alone = false } = {}) => {
    if (!needles.some((known) => known.text === needle)) needles.push({ text: needle, anyCase, alone, form, secret })
  }
  if (bytes.byteLength < shortestSought) return needles
  const bare = isUtf8(bytes) ? bytes.toString('utf8').trim() : ''
  const isHex = hexOfSecret.test(bare)
  if (bare.length >= shortestInsideWords) add('text', isHex ? bare.toLowerCase() : bare, { anyCase: isHex })
  else if (bare.length >= shortestSought && !isOrdinary(bare)) add('text', bare, { alone: true })
  add('hex', bytes.toString('hex'), { anyCase: true })
  const addBase64 = (form: ExposedForm, encoded: Buffer) => {
    add(form, encoded.toString('base64').replace(/=+$/, ''))
    add(form, encoded.toString('base64url'))
  }
  for (const key of isHex ? [bytes, Buffer.from(bare, 'hex')] : [bytes]) {
    addBase64('base64', key)
    for (const algorithm of digests) {
      const digest = createHash(algorithm).update(key).digest()
      add(algorithm, digest.toString('hex'), { anyCase: true })
      addBase64(algorithm, digest)
    }
  }
  return needles
}

function standsAt(text: string, start: number, { text: needle, anyCase, alone }: Needle): boolean {
  const end = start + needle.length
  if (anyCase) return text.slice(start, end).toLowerCase() === needle
  return text.startsWith(needle, start) && (!alone || standsAlone(text, start, end))
}

/** Of the block that ends here, without telling ASCII letter case apart. */
function hashAt(text: string, end: number): number {
  const first = text.charCodeAt(end - 3) | 0x20
  const second = text.charCodeAt(end - 2) | 0x20
  const third = text.charCodeAt(end - 1) | 0x20
  const fourth = text.charCodeAt(end) | 0x20
  const hash = (first << 18) ^ (second << 12) ^ (third << 6) ^ fourth
  return Math.imul(hash, 0x9e3779b1) >>> 14
}
