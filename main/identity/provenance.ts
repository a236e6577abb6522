import type { IdentityField } from '#shared/domain/verdict.ts'
import type { JsonObject, JsonValue } from '#shared/strict/json.ts'

/** Has no prototype. */
export type Fields = Record<string, IdentityField>

/** A value that is due to be proven, as the page sent it. */
export type IdentityValue =
  | { kind: 'absent' }
  | { kind: 'malformed'; text: string | null }
  | { kind: 'text'; text: string }

const longestIdentity = 256
const mostFields = 40
const longestName = 64
const control = /\p{Cc}/u
const utf8 = new TextEncoder()

/**
 * Reads a value that a proof may be about: text exactly as it was sent, numbers as `String(n)` (SCHEMES §2.1).
 * Absent are undefined, null and the empty string. Blank text, control characters, more than 256 bytes of UTF-8 and
 * numbers
 * from 2^53 on and every other type are malformed, even where a hash would match them.
 */
export function readIdentityValue(value: JsonValue | undefined): IdentityValue {
  const text = readText(value)
  if (value === undefined || value === null || text === '') return { kind: 'absent' }
  if (text === null) return { kind: 'malformed', text: null }
  // Beyond 2^53 two numbers are read as one, so that the page may have named another visitor than the hash.
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return { kind: 'malformed', text }
  const sound =
    text.length <= longestIdentity && text.trim() !== '' && !control.test(text) && sizeOf(text) <= longestIdentity
  return { kind: sound ? 'text' : 'malformed', text }
}

function sizeOf(text: string): number {
  return utf8.encode(text).byteLength
}

/** Text as sent, a number as `String(n)`, and null for every other type. */
export function readText(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : null
}

/**
 * Everything the page said about the visitor, as claims. Members that are no text or number are left out, and so are
 * `except`: the proof itself and what configures the widget.
 */
export function claimedFields(payload: JsonObject, except: readonly string[]): Fields {
  const fields = Object.create(null) as Fields
  let count = 0
  for (const name of Object.keys(payload)) {
    if (count >= mostFields) break
    if (name.length > longestName || name === '__proto__' || except.includes(name)) continue
    const text = readText(payload[name])
    if (text === null || text === '') continue
    fields[name] = { value: text, provenance: 'claimed' }
    count += 1
  }
  return fields
}

/** The same fields with one of them proven. A proof covers what was signed and nothing beside it. */
export function withProven(fields: Fields, name: string, value: string): Fields {
  const proven = Object.assign(Object.create(null) as Fields, fields)
  proven[name] = { value, provenance: 'proven' }
  return proven
}

/** Adds what the visitor typed into the form, where the page itself said nothing. Claims, never more. */
export function withForm(fields: Fields, form: { name?: string; email?: string } | null): Fields {
  if (form === null) return fields
  const together = Object.assign(Object.create(null) as Fields, fields)
  for (const name of ['name', 'email'] as const) {
    const value = form[name]
    if (typeof value === 'string' && value.trim() !== '' && !(name in together)) {
      together[name] = { value, provenance: 'claimed' }
    }
  }
  return together
}
