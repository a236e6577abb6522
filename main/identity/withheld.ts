import type { KeyObject } from 'node:crypto'
import type { Fields } from './provenance.ts'

/** Longest claimed value that is kept, in UTF-16 units. */
export const longestClaim = 1024

const mostFields = 40
const longestName = 200
const hiddenName = '…'
/** From here on a secret inside a longer value is no accident of ordinary words. */
const shortestInside = 8
/** No proof and no token is shorter. */
const shortestProof = 40

const announced = /^(?:sha-?256\s*[=:]|hmac\s*[=:]|bearer\s|0x)\s*/i
const opaqueToken = /^[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}$/
const pem = /--\s*BEGIN\s/i

export interface Withholding {
  /** The same fields without proofs and secrets, each value short enough to keep. */
  fields: Fields
  /** Names of what was taken out. A name that is a proof or holds a secret itself is not repeated. */
  dropped: string[]
  /** True where one of the values looked like the hash of a vendor: it was probably sent under a wrong name. */
  hashDropped: boolean
}

/**
 * Takes out of the fields what must not be kept or shown: hashes, tokens, keys and the channel's own secrets, under
 * whatever name a page sent them. What is left is cut to 1 024 UTF-16 units and 40 fields.
 *
 * @param identity the proven identity, which stays exactly as it was signed; null where nothing is proven
 * @param secrets key objects of the channel; those that are no secrets are passed over
 */
export function withhold(
  fields: Fields,
  identity: string | null,
  secrets: readonly KeyObject[],
  alreadyDropped: readonly string[] = [],
): Withholding {
  const kept = Object.create(null) as Fields
  const dropped = new Set<string>()
  let hashDropped = false
  let room = identity !== null && identity in fields ? mostFields - 1 : mostFields
  for (const [name, field] of Object.entries(fields)) {
    if (name === identity) {
      kept[name] = field
      continue
    }
    if (
      isProofShaped(field.value) ||
      isProofShaped(name) ||
      holdsSecret(field.value, secrets) ||
      holdsSecret(name, secrets)
    ) {
      if (isHash(field.value)) hashDropped = true
      dropped.add(name)
    } else if (room > 0) {
      // What was cut is not what was signed.
      kept[name] =
        field.value.length <= longestClaim
          ? field
          : { value: clampText(field.value, longestClaim), provenance: 'claimed' }
      room -= 1
    }
  }
  return { fields: kept, dropped: dropNames([...alreadyDropped, ...dropped], secrets), hashDropped }
}

/**
 * True where the text has a secret of at least `shortest` bytes inside. Shorter ones could be a part of any word: they
 * count only where they are the whole text, and not at all where `shortest` was raised.
 */
export function holdsSecret(text: string, keys: readonly KeyObject[], shortest = shortestInside): boolean {
  let bytes: Buffer | null = null
  for (const key of keys) {
    const size = key.type === 'secret' ? (key.symmetricKeySize ?? 0) : 0
    // Three bytes are the most that one UTF-16 unit can become: a longer secret cannot be inside.
    if (size === 0 || size > text.length * 3) continue
    bytes ??= Buffer.from(text, 'utf8')
    if (size > bytes.byteLength) continue
    const secret = key.export()
    if (size >= shortest ? bytes.includes(secret) : shortest <= shortestInside && bytes.equals(secret)) return true
  }
  return false
}

/** True for a hash (40, 64, 96 or 128 hex characters, or base64 of 32, 48 or 64 bytes), a token, and anything in PEM. */
export function isProofShaped(text: string): boolean {
  if (text.length < shortestProof) return pem.test(text)
  const bare = text.trim().replace(announced, '')
  return isHex(bare) || isBase64OfHash(bare) || isToken(bare) || pem.test(bare)
}

/** Cuts a text to at most `units` UTF-16 units, `…` included, without cutting a character in two. */
export function clampText(text: string, units: number): string {
  if (text.length <= units) return text
  const last = text.charCodeAt(units - 2)
  const splits = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, splits ? units - 2 : units - 1)}…`
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text.trim().replace(announced, ''))
}

function isHex(text: string): boolean {
  return hexLengths.has(text.length) && /^[0-9a-f]+$/i.test(text)
}

/** SHA-1, -256, -384 and -512 as hexadecimal characters; the last three as base64 without padding. */
const hexLengths: ReadonlySet<number> = new Set([40, 64, 96, 128])
const base64Lengths: ReadonlySet<number> = new Set([43, 64, 86])

/** Only where both letter cases are there and it decodes to itself: an address of 43 characters is no hash. */
function isBase64OfHash(text: string): boolean {
  const body = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text
  if (!base64Lengths.has(body.length) || !/^(?:[A-Za-z0-9+/]+|[\w-]+)$/.test(body)) return false
  if (!/[a-z]/.test(body) || !/[A-Z]/.test(body)) return false
  const encoding = /[-_]/.test(body) ? 'base64url' : 'base64'
  return Buffer.from(body, encoding).toString(encoding).startsWith(body)
}

function isToken(text: string): boolean {
  if (text.length <= shortestProof) return false
  return text.startsWith('eyJ') || hasTokenInside(text) || opaqueToken.test(text) || hasTokenHeader(text)
}

/** Split and not searched: these texts come from strangers, and a search could be made to take a square of their length. */
function hasTokenInside(text: string): boolean {
  if (!text.includes('eyJ')) return false
  return text.split(/[^\w.-]+/).some((word) => {
    const parts = word.split('.')
    return parts.slice(0, -2).some((part) => part.length > 10 && part.includes('eyJ'))
  })
}

/** Three base64url parts of which the first is the beginning of a JSON object, however it is spaced. */
function hasTokenHeader(text: string): boolean {
  if (!/^[\w-]+\.[\w-]*\.[\w-]*$/.test(text)) return false
  return /^\s*\{/.test(Buffer.from(text.slice(0, text.indexOf('.')), 'base64url').toString('latin1'))
}

function dropNames(names: readonly string[], secrets: readonly KeyObject[]): string[] {
  const shown = names.map((name) =>
    isProofShaped(name) || holdsSecret(name, secrets) ? hiddenName : clampText(name, longestName),
  )
  return [...new Set(shown)].slice(0, mostFields)
}
