import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import type { Vendor } from '#shared/vendors/vendor.ts'

/** More calls than this in one payload are not read. */
const mostCalls = 40

/**
 * A payload in which the members that hold a list (`"user:email": [email, signature]`) stand as the members they mean.
 * Lists that the vendor does not know are left where they are, and say nothing.
 *
 * @returns null where a list is no list, is longer than its vendor knows, or contradicts what stands beside it
 */
export function spreadLists(payload: JsonObject, { lists }: Pick<Vendor, 'lists'>): JsonObject | null {
  if (lists === undefined || !Object.keys(lists).some((name) => Object.hasOwn(payload, name))) return payload
  const spread = Object.create(null) as JsonObject
  for (const [name, value] of Object.entries(payload)) {
    if (!Object.hasOwn(lists, name)) {
      if (!put(spread, name, value)) return null
      continue
    }
    const members = lists[name] ?? []
    const values = Array.isArray(value) ? value : [value]
    if (values.length > members.length) return null
    for (const [index, member] of members.entries()) {
      if (!put(spread, member, values[index])) return null
    }
  }
  return spread
}

/**
 * The payload of a page that hands over its vendor's call as it stands: `["set", "user:email", [email, signature]]`, with
 * or without the first word, or a list of such calls.
 *
 * @returns null where it is no such call
 */
export function readCalls(value: readonly JsonValue[], vendor: Pick<Vendor, 'lists'>): JsonObject | null {
  const calls = value.every((entry) => Array.isArray(entry)) ? value : [value]
  if (calls.length === 0 || calls.length > mostCalls) return null
  const payload = Object.create(null) as JsonObject
  for (const call of calls) {
    const words = Array.isArray(call) && call[0] === 'set' ? call.slice(1) : call
    if (!Array.isArray(words) || words.length !== 2) return null
    const [name, values] = words
    if (typeof name !== 'string' || !Object.hasOwn(vendor.lists ?? {}, name) || !Array.isArray(values)) return null
    if (Object.hasOwn(payload, name)) return null
    payload[name] = values
  }
  return payload
}

/** False where the member is there already and says something else. */
function put(payload: JsonObject, name: string, value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  const earlier = payload[name]
  if (earlier !== undefined && earlier !== null && earlier !== '') return earlier === value
  payload[name] = value
  return true
}
