import type { JsonValue } from '#shared/strict/json.ts'
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
