import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { measured, repeats } from '../testing/endurance.ts'
import { equalBytes } from './compare.ts'

type Compare = (left: Buffer, right: Buffer) => boolean

/** What a comparison must not be: it ends at the first difference. */
const leaking: Compare = (left, right) => {
  for (let index = 0; index < left.byteLength; index += 1) if (left[index] !== right[index]) return false
  return true
}

/** Calls in one sample: one alone is shorter than the clock's step. */
const calls = 32

/**
 * Welch's t between the times of two kinds of wrong proofs, one that differs in its first byte and one that differs in
 * its last (the method of dudect: kinds drawn at random, the slowest tenth of all samples left out as interruptions).
 */
function welch(compare: Compare, samples: number): number {
  const proof = randomBytes(32)
  const wrong = [0, 31].map((place) => {
    const other = Buffer.from(proof)
    other[place] = (other[place] ?? 0) ^ 0x80
    return other
  })
  const kinds = randomBytes(samples)
  const times = new Float64Array(samples)
  let matches = 0
  for (let index = 0; index < samples; index += 1) {
    const other = wrong[(kinds[index] ?? 0) & 1] as Buffer
    const began = process.hrtime.bigint()
    for (let call = 0; call < calls; call += 1) if (compare(proof, other)) matches += 1
    times[index] = Number(process.hrtime.bigint() - began)
  }
  expect(matches).toBe(0)
  const slowest = times.toSorted()[Math.floor(samples * 0.9)] ?? 0
  const groups: [number[], number[]] = [[], []]
  times.forEach((time, index) => {
    if (time < slowest) groups[((kinds[index] ?? 0) & 1) as 0 | 1].push(time)
  })
  const [first, last] = groups.map(momentsOf) as [Moments, Moments]
  return (first.mean - last.mean) / Math.sqrt(first.variance / first.count + last.variance / last.count)
}

interface Moments {
  count: number
  mean: number
  variance: number
}

function momentsOf(values: number[]): Moments {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  return { count, mean, variance }
}

/** A busy machine can push one run over the bar by accident, and cannot do so to most of them. */
function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}

it('the comparison of digests takes the same time wherever they differ, and a leaking one is caught', {
  timeout: 300_000,
}, () => {
  const runs = 5
  const samples = repeats(20_000, 400_000)
  // Warmed up, so that neither is measured while it is still being compiled.
  welch(equalBytes, 5_000)
  welch(leaking, 5_000)
  const ours = median(Array.from({ length: runs }, () => Math.abs(welch(equalBytes, samples))))
  const control = median(Array.from({ length: runs }, () => Math.abs(welch(leaking, samples))))
  measured(
    'comparison timing',
    `${runs} × ${samples} samples, median |t| ${ours.toFixed(2)} (bar 4.5), leaking control ${control.toFixed(0)}`,
  )
  expect(control).toBeGreaterThan(4.5)
  expect(ours).toBeLessThan(4.5)
})
