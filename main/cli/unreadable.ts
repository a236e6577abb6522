import type { JsonObject, JsonValue } from '#shared/strict/json.ts'
import { misspeltName } from '#shared/text/nearest-names.ts'
import { readIsoTime } from '../identity/iso-time.ts'

/** A line that cannot be read. The message is one sentence, and never contains key material. */
export class Unreadable extends Error {}

/** A time as a line gives it (ms since 1970); null where it gives none. @throws Unreadable */
export function readTime(value: JsonValue | undefined, where: string): number | null {
  if (value === undefined || value === null) return null
  const time = typeof value === 'string' ? readIsoTime(value) : null
  if (time === null)
    throw new Unreadable(`${where} must be an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z.`)
  return time
}

/**
 * Refuses a member that nobody would read, where it is a misspelling of one that is not there: it was meant to change
 * the verdict. Members of other names are let through, because cases carry notes of their own.
 * @throws Unreadable
 */
export function refuseMisspelt(given: JsonObject, known: readonly string[], where: string): void {
  const absent = known.filter((name) => given[name] === undefined)
  for (const name of Object.keys(given)) {
    const meant = known.includes(name) ? undefined : misspeltName(name, absent)
    if (meant !== undefined) throw new Unreadable(`${where} has a member that is nearly "${meant}": write "${meant}".`)
  }
}
