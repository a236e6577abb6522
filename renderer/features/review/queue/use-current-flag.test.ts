import { expect, test } from 'vitest'
import { successor } from './use-current-flag.ts'

const rows = (...ids: string[]) => ids.map((id) => ({ id }))
const next = (left: string[], before: string[], id: string | null) => successor(rows(...left), before, id)?.id

test('the flag below takes the place of one that left', () => {
  expect(next(['a', 'c'], ['a', 'b', 'c'], 'b')).toBe('c')
})

test('flags that came in above meanwhile change nothing', () => {
  expect(next(['x', 'y', 'a', 'c', 'd'], ['a', 'b', 'c', 'd'], 'b')).toBe('c')
})

test('where everything below left with it, the flag above takes over', () => {
  expect(next(['x', 'a'], ['a', 'b', 'c'], 'b')).toBe('a')
})

test('where nothing of before is left, it begins at the top', () => {
  expect(next(['x', 'y'], ['a', 'b'], 'b')).toBe('x')
  expect(next(['x', 'y'], [], null)).toBe('x')
  expect(next([], ['a'], 'a')).toBeUndefined()
})
