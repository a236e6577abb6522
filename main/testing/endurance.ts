import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** True in `npm run test:endurance`: slow tests then run at their full length. */
export const isFull = process.env['BONAFIDE_ENDURANCE'] === 'full'

/** How often a slow test repeats: `short` in `npm test`, `full` in `npm run test:endurance`. */
export function repeats(short: number, full: number): number {
  return isFull ? full : short
}

/**
 * Prints a measured figure and keeps it in `out/measured.txt`, which the runners print at their end.
 *
 * @param name what was measured, in a few words: the same in both lengths
 * @param figure counts and what came of them, e.g. `200 kills, 9157 acknowledged, 0 lost`
 */
export function measured(name: string, figure: string): void {
  const line = `${name}: ${figure}`
  const folder = join(import.meta.dirname, '..', '..', 'out')
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, 'measured.txt'), `${line}\n`)
  process.stdout.write(`measured · ${line}\n`)
}
