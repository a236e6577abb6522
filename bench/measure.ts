/**
 * Ratios, not times: two ways to do the same are measured in turns within one run, so that a noisy machine
 * disturbs both alike.
 */
export interface Contender {
  name: string
  /** Does the work `count` times. May answer how many milliseconds of it count, where not all of it does. */
  run: (count: number) => Promise<number | void> | number | void
}

export interface Comparison {
  name: string
  ours: number
  anchor: number
  /** Median of the rounds' ratios ours / anchor (rates), and the middle half of them. */
  ratio: number
  low: number
  high: number
}

/**
 * Runs both in turns.
 *
 * @param rounds how many pairs of measurements
 * @param count how much work a measurement does
 * @returns rates per second (medians) and the ratio of each pair
 */
export async function compareRates(
  name: string,
  ours: Contender,
  anchor: Contender,
  { rounds, count }: { rounds: number; count: number },
): Promise<Comparison> {
  await ours.run(Math.ceil(count / 4))
  await anchor.run(Math.ceil(count / 4))
  const pairs: { ours: number; anchor: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? ours : anchor
    const second = first === ours ? anchor : ours
    const firstRate = await rate(first, count)
    const secondRate = await rate(second, count)
    pairs.push(first === ours ? { ours: firstRate, anchor: secondRate } : { ours: secondRate, anchor: firstRate })
  }
  const ratios = pairs.map((pair) => pair.ours / pair.anchor)
  return {
    name,
    ours: quantile(
      pairs.map((pair) => pair.ours),
      0.5,
    ),
    anchor: quantile(
      pairs.map((pair) => pair.anchor),
      0.5,
    ),
    ratio: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  }
}

/** The value below which `share` of the samples lie. */
export function quantile(samples: number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

async function rate(contender: Contender, count: number): Promise<number> {
  globalThis.gc?.()
  const started = performance.now()
  const counted = await contender.run(count)
  return (count / (counted ?? performance.now() - started)) * 1000
}
