import { expect } from '@playwright/test'
import { measured } from '../../main/testing/endurance.ts'
import type { Found } from './places-beside-badges.ts'

/** Prints what was found at each place, and expects nothing amiss and every place seen. */
export function judgePlaces({ places, twins, control }: Found, given: { names: number; bodies: number }): void {
  const all = [...places.values()]
  const sum = (of: (found: (typeof all)[number]) => number) => all.reduce((total, found) => total + of(found), 0)
  measured(
    'visitors’ text beside badges',
    `${given.names} names and ${given.bodies} messages at ${places.size} places (${[...places.keys()].join(', ')}): ` +
      `${sum(({ looks }) => looks)} looks, ${sum(({ boxes }) => boxes)} lines of it, ` +
      `${sum(({ outside }) => outside)} pixels outside its box, ${sum(({ badgeColoured }) => badgeColoured)} in a badge's colour, ` +
      `${sum(({ faults }) => faults.length)} heard amiss; ${twins.rows} rows and ${twins.heads} headers beside a plain name's, ` +
      `${twins.different} pixels different outside the name's box`,
  )
  for (const [place, found] of places) {
    expect.soft([...new Set(found.faults)].slice(0, 8), place).toEqual([])
    expect.soft(found.outside, `${place}: pixels outside`).toBe(0)
    expect.soft(found.badgeColoured, `${place}: pixels of a badge`).toBe(0)
    // Void where no text was drawn, or no badge could be found.
    expect.soft(found.inside, place).toBeGreaterThan(0)
  }
  expect(all.some(({ badges }) => badges > 0)).toBe(true)
  expect(control.seen.outside).toBeGreaterThan(0)
  expect(control.seen.badgeColoured).toBeGreaterThan(0)
  expect([control.heard.length > 0, control.silent.length > 0]).toEqual([true, true])
  expect(twins.different).toBe(0)
  expect(twins.rows + twins.otherRows).toBeGreaterThanOrEqual(given.names)
  // Few names are what no address may be.
  expect(twins.otherRows).toBeLessThan(given.names / 10)
  expect(twins.heads).toBeGreaterThanOrEqual(given.names)
}
