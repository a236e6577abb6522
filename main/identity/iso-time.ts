const isoTime =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/**
 * Reads an ISO 8601 time with a zone. The day has to be in the calendar: `Date.parse` takes 31 February for 3 March.
 *
 * @returns milliseconds since 1970, or null
 */
export function readIsoTime(text: string): number | null {
  const day = isoTime.exec(text)?.[1]
  if (day === undefined) return null
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(`${day}T`)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}
