/**
 * Random numbers for tests that try many points: the same sequence in every run, so that a failure can be looked at,
 * and another one when `BONAFIDE_SEED` names it. Answers at least 0 and less than 1 (mulberry32).
 */
export function pseudoRandom(seed: number): () => number {
  let state = (seed + Number(process.env['BONAFIDE_SEED'] ?? 0)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 0 to `below`, exclusive. */
export function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit)
}
