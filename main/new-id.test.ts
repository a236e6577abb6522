import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId, newIdAt } from './new-id.ts'

test('ids have one shape, and no two are the same', () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => [
    newId('msg', randomBytes),
    newIdAt('msg', index, randomBytes),
  ])
  expect(ids.flat().filter((id) => !/^msg_[0-9a-z]{22}$/.test(id))).toEqual([])
  expect(new Set(ids.flat()).size).toBe(10_000)
})

test('ids that begin with their time stand in the order of their times', () => {
  const times = [0, 35, 36, 1_000, Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 5) + 1, Date.UTC(2059, 0, 1)]
  const ids = times.map((at) => newIdAt('msg', at, randomBytes))
  expect(ids.toSorted()).toEqual(ids)
})
