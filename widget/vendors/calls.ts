/** What a vendor's API comes down to. */
export interface PageCalls {
  /** The vendor's payload as the page gave it; null where the page says that nobody is signed in. */
  identify(payload: unknown): void
  open(): void
  close(): void
  toggle(): void
}

/** The page's global object, as far as the vendors' names stand on it. */
export type PageGlobals = Record<string, unknown>

/**
 * The calls that a stub gathered before the script came, in order: each the arguments of one call, with the
 * method's name before them where the stub kept it.
 */
export function gatheredCalls(stub: unknown): unknown[][] {
  if ((typeof stub !== 'object' && typeof stub !== 'function') || stub === null) return []
  const queue = (stub as { q?: unknown }).q
  return Array.isArray(queue) ? queue.map((call) => Array.from(call as ArrayLike<unknown>)) : []
}

/** True for `{…}`: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
