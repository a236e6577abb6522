/** Wrong passphrases in a row that cost nothing: people mistype. */
export const freeTries = 4
const firstDelay = 5_000
export const longestDelay = 15 * 60_000

/** How long after its last wrong passphrase an operator waits for the next try (ms): none, then 5 s, 10 s, 20 s … 15 min. */
export function delayAfter(failures: number): number {
  if (failures <= freeTries) return 0
  return Math.min(longestDelay, firstDelay * 2 ** Math.min(20, failures - freeTries - 1))
}

/** What is left of that delay (ms). A clock that was set back never makes it longer than it was. */
export function waitLeft(tries: { failures: number; lastFailedAt: number | null }, now: number): number {
  if (tries.lastFailedAt === null) return 0
  const delay = delayAfter(tries.failures)
  return Math.max(0, Math.min(delay, tries.lastFailedAt + delay - now))
}
