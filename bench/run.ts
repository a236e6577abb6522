import { benchIntake } from './intake.ts'
import type { Comparison } from './measure.ts'
import { benchReview } from './review.ts'
import { benchStart } from './start.ts'
import { benchVerification } from './verification.ts'

/**
 * `npm run bench [-- verification|intake|review|start] [--rounds=N]`: each path beside its limit or peer, measured in
 * turns in one run. It reports and never fails: machines are noisy.
 */
const parts: Record<string, (rounds: number) => Promise<Comparison[]>> = {
  verification: benchVerification,
  intake: benchIntake,
  review: benchReview,
  start: benchStart,
}
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const rounds = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.slice(9) ?? 9)

console.log(`${'what'.padEnd(66)} ${'ours /s'.padStart(11)} ${'anchor /s'.padStart(11)}  ratio (middle half)`)
for (const [name, bench] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  for (const row of await bench(rounds)) {
    const rates = [row.ours, row.anchor].map((rate) => format(rate).padStart(11)).join(' ')
    console.log(
      `${row.name.padEnd(66)} ${rates}  ${row.ratio.toFixed(2)} (${row.low.toFixed(2)}–${row.high.toFixed(2)})`,
    )
  }
}

function format(rate: number): string {
  return rate >= 100 ? Math.round(rate).toLocaleString('en') : rate.toFixed(2)
}
