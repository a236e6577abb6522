import { expect, test } from 'vitest'
import { clockDifference, createClockSkew } from './clock-skew.ts'

const at = Date.UTC(2026, 0, 5, 9)
const minute = 60_000

test('fewer than three peers say nothing, three say their median', () => {
  const skew = createClockSkew()
  expect(skew.note('a', at - 3 * minute, at)).toBe(false)
  skew.note('b', at - 3 * minute, at)
  // The same visitor again weighs no more.
  for (let turn = 0; turn < 10; turn += 1) skew.note('b', at - 9 * minute, at)
  expect(skew.read()).toBeNull()
  expect(clockDifference(skew.read())).toBe('')
  expect(skew.note('c', at - 4 * minute, at)).toBe(true)
  expect(skew.read()).toEqual({ ahead: 4 * minute, peers: 3 })
  expect(clockDifference(skew.read())).toBe('4 min ahead of 3 visitors’ clocks')
})

test('one wrong clock among right ones, or one that lies, changes nothing', () => {
  const skew = createClockSkew()
  for (const peer of ['a', 'b', 'c']) skew.note(peer, at + 200, at)
  for (const time of [0, at - 86_400_000, at * 1_000, Number.NaN, Number.POSITIVE_INFINITY]) skew.note('d', time, at)
  expect(clockDifference(skew.read())).toBe('')
})

test('two against two is no majority', () => {
  const skew = createClockSkew()
  for (const peer of ['a', 'b']) skew.note(peer, at + 10 * minute, at)
  for (const peer of ['c', 'd']) skew.note(peer, at, at)
  expect(clockDifference(skew.read())).toBe('')
})

test.each([
  [-29_000, ''],
  [-45_000, '45 s behind 3 visitors’ clocks'],
  [2 * 3_600_000, '2 h ahead of 3 visitors’ clocks'],
  [-3 * 86_400_000, '3 days behind 3 visitors’ clocks'],
])('%d ms are said as “%s”', (ahead, words) => {
  const skew = createClockSkew()
  for (const peer of ['a', 'b', 'c']) skew.note(peer, at - ahead, at)
  expect(clockDifference(skew.read())).toBe(words)
})

test('peers of long ago make room', () => {
  const skew = createClockSkew()
  for (let peer = 0; peer < 64; peer += 1) skew.note(`old-${peer}`, at - 10 * minute, at)
  expect(clockDifference(skew.read())).toMatch(/^10 min/)
  for (let peer = 0; peer < 64; peer += 1) skew.note(`new-${peer}`, at, at)
  expect(skew.read()).toEqual({ ahead: 0, peers: 64 })
})
