/** What a peer, a name or an address can do to a socket. Nothing of the console's own is broken by it. */
const peerTrouble = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTCONN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_STREAM_PREMATURE_CLOSE',
])

/**
 * Whether the console may go on after an exception that nobody caught: only where its code says that a socket or an
 * address was the matter. After anything else its state is unknown, and it has to close.
 */
export function mayGoOnAfter(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return peerTrouble.has(error.code) || error.code.startsWith('HPE_') || error.code.startsWith('WS_ERR_')
}

/**
 * Runs `close`, and waits for it no longer than `limit` milliseconds. Never rejects: whatever went wrong is told to
 * `report`, because quitting goes on in any case.
 */
export async function closeWithin(
  close: () => Promise<void>,
  limit: number,
  report: (error: unknown) => void,
): Promise<void> {
  const overdue = Promise.withResolvers<never>()
  const timer = setTimeout(() => overdue.reject(new Error('closing took too long')), limit)
  try {
    await Promise.race([close(), overdue.promise])
  } catch (error) {
    report(error)
  } finally {
    clearTimeout(timer)
  }
}
